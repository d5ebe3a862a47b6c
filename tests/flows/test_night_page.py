"""The report: every section once, hostile names harmless, nothing from outside."""

from datetime import UTC, date, datetime

from lxml import html

from flows.night.page import SHOWN, markdown, write_page
from flows.night.record import Night
from flows.warehouse.landing import Attempt
from schemas.events import ClaimDisagrees, PublicationOverdue


def attempt(name: str, outcome: str, message: str) -> Attempt:
    return Attempt(file_name=name, outcome=outcome, message=message, started_at=datetime.now(UTC), version="0")


def night() -> Night:
    bad = attempt("坏<script>|.txt", "refused", "坏<script>|.txt: 缺少元数据文件")
    return Night(
        started_at=datetime(2026, 1, 1, 18, 0, tzinfo=UTC),
        attempts=[attempt("好.txt", "landed", "97 observations landed"), bad],
        refused=[bad],
        overdue=[
            PublicationOverdue(source="m", title="月报", period_end=date(2025, 11, 30), due_on=date(2025, 12, 20))
        ],
        disagreements=[
            ClaimDisagrees(
                claim_id="c",
                kind="share",
                area="某区",
                indicator_name="高新",
                formula="1÷2",
                stated="60%",
                expected="50%",
            )
        ],
        changes={"new_source": 97},
        parts={"入库 land": 1.234},
        built=True,
    )


def test_the_page_tells_all_of_the_night_and_loads_nothing(tmp_path):
    page = html.document_fromstring(write_page(night(), tmp_path).read_text(encoding="utf-8"))
    text = page.text_content()
    for told in (
        "2026-01-02 02:00",
        "97 observations",
        "缺少元数据文件",
        "新来源",
        "60%",
        "月报",
        "2025-12-20",
        "1.23",
    ):
        assert told in text
    assert page.xpath("//script | //link | //img | //@src | //@href") == []
    assert "坏<script>|.txt" in text


def test_the_markdown_has_the_same_sections_and_keeps_its_tables_whole(tmp_path):
    page = html.document_fromstring(write_page(night(), tmp_path).read_text(encoding="utf-8"))
    written = markdown(night())
    assert [line[4:] for line in written.splitlines() if line.startswith("### ")] == [
        heading.text for heading in page.xpath("//h2")
    ]
    assert "坏&lt;script&gt;\\|.txt" in written


def test_ten_thousand_files_are_told_by_their_number(tmp_path):
    many = Night(attempts=[attempt(f"{n}.txt", "landed", "1 observation") for n in range(10_000)])
    text = write_page(many, tmp_path).read_text(encoding="utf-8")
    assert "10,000" in text
    assert f"{10_000 - SHOWN:,} more" in text
    assert "9999.txt" not in text


def test_a_night_without_anything_says_so():
    assert "没有新文件 nothing new" in markdown(Night())
