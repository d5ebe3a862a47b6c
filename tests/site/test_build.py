"""The site is brought up to date page by page, and nothing that a document says is obeyed by a page."""

import json
import re

import duckdb
import pytest
from lxml import html

from flows.site import build as building
from flows.site.build import MANIFEST, build, stands
from schemas.errors import UsageError, ZhanbiError
from tests.browser import Tab, needs_browser
from tests.site.snapshot import Making, multiplied, seed

HOSTILE = "全区<script>alert(1)</script>高新技术企业1040家，\u202e占全省\u202c的26.6%<img src=x onerror=alert(2)>。\n</article></main>"


def pages(site) -> dict[str, tuple[int, bytes]]:
    return {
        path.relative_to(site).as_posix(): (path.stat().st_mtime_ns, path.read_bytes()) for path in site.rglob("*.html")
    }


@pytest.fixture
def snapshot(tmp_path):
    """Five bulletins, and of the vocabulary only what they speak of."""
    path = tmp_path / "published" / "zhanbi.duckdb"
    multiplied(path, 5)
    with duckdb.connect(str(path)) as connection:
        connection.execute(
            "delete from dim_indicator where indicator not in (select indicator from observations where indicator is not null)"
        )
    return path


def test_a_second_build_writes_no_page(snapshot, tmp_path):
    site = tmp_path / "site"
    first = build(snapshot, site)
    before = pages(site)
    assert build(snapshot, site) == (0, first.written, 0)
    assert pages(site) == before


def test_one_new_bulletin_changes_its_own_pages_only(snapshot, tmp_path):
    site = tmp_path / "site"
    build(snapshot, site)
    before = pages(site)
    making = Making.on(snapshot)
    document = making.bulletin("截至6月底，全区高新技术企业1041家。", "新的公报")
    making.connection.close()
    build(snapshot, site)
    after = pages(site)
    changed = {path for path in after if after[path] != before.get(path)}
    assert changed == {
        f"bulletins/{document[:16]}.html", "indicators/high_tech_firms.html", "index.html", "bulletins.html", "indicators.html",
    }  # fmt: skip


def test_a_changed_text_is_shown_whatever_its_hash(snapshot, tmp_path):
    """DuckDB 1.5 gives these two texts one hash()."""
    titles = "山西样例001100012452公司", "山西样例001800012457公司"
    for title in titles:
        with duckdb.connect(str(snapshot)) as connection:
            (document,) = connection.execute("select min(document_id) from dim_document").fetchone()
            connection.execute("update dim_document set title = ? where document_id = ?", [title, document])
        build(snapshot, tmp_path / "site")
    page = (tmp_path / "site" / "bulletins" / f"{document[:16]}.html").read_text(encoding="utf-8")
    assert titles[1] in page


def test_a_page_whose_bulletin_was_withdrawn_goes(snapshot, tmp_path):
    site = tmp_path / "site"
    build(snapshot, site)
    with duckdb.connect(str(snapshot)) as connection:
        (gone,) = connection.execute("select min(document_id) from dim_document").fetchone()
        for table in ("dim_document", "document_texts", "observations", "claim_audit"):
            connection.execute(f"delete from {table} where document_id = ?", [gone])
    assert build(snapshot, site).removed == 1
    assert not (site / "bulletins" / f"{gone[:16]}.html").exists()


def test_a_page_lost_or_a_torn_list_of_pages_is_made_good(snapshot, tmp_path):
    site = tmp_path / "site"
    first = build(snapshot, site)
    (site / "indicators" / "gdp.html").unlink()
    assert build(snapshot, site).written == 1
    (site / MANIFEST).write_text('{"index.html": "')
    assert build(snapshot, site).written == first.written


def test_a_build_killed_half_way_leaves_whole_pages_and_is_finished_by_the_next(snapshot, tmp_path, monkeypatch):
    site, write, written = tmp_path / "site", building.write_text, []

    def killed(path, text):
        if len(written) == 20:
            raise KeyboardInterrupt
        written.append(path)
        write(path, text)

    monkeypatch.setattr(building, "write_text", killed)
    with pytest.raises(KeyboardInterrupt):
        build(snapshot, site)
    assert all(text.endswith(b"</html>") for _, text in pages(site).values())
    monkeypatch.undo()
    assert not stands(snapshot, site)
    build(snapshot, site)
    assert stands(snapshot, site)
    assert len(pages(site)) == len(json.loads((site / MANIFEST).read_text())["pages"]) - 1  # and the search's index


def test_before_anything_is_published_it_says_what_to_run(tmp_path):
    with pytest.raises(UsageError, match="zhanbi run"):
        build(tmp_path / "none.duckdb", tmp_path / "site")


@pytest.fixture
def hostile(tmp_path):
    path = tmp_path / "published" / "zhanbi.duckdb"
    seed(path)
    making = Making.on(path)
    document = making.bulletin(HOSTILE, "<b onclick=alert(3)>\u202e特刊", "../../../etc/<i>passwd</i>")
    making.connection.close()
    site = tmp_path / "site"
    build(path, site)
    return site, site / "bulletins" / f"{document[:16]}.html"


def test_what_a_document_says_is_text_on_every_page(hostile):
    site, bulletin = hostile
    for path in (bulletin, *site.glob("*.html"), site / "indicators" / "high_tech_firms.html"):
        text = path.read_text(encoding="utf-8")
        assert not re.search("[\u202a-\u202e\u2066-\u2069]", text), path
        page = html.document_fromstring(text)
        assert not page.xpath("//*[@onclick or @onerror] | //img"), path
        assert all(script.get("src") and not script.text for script in page.iter("script")), path
    page = html.document_fromstring(bulletin.read_text(encoding="utf-8"))
    (article,) = page.xpath("//article[@class='doc']")
    assert article.text_content().split() == HOSTILE.replace("\u202e", "⟦U+202E⟧").replace("\u202c", "⟦U+202C⟧").split()
    assert page.xpath("//a[contains(@class, 'fig')]/text()") == ["1040", "26.6"]


def test_a_file_name_with_dots_names_no_file(hostile):
    site, bulletin = hostile
    assert "../../../etc/&lt;i&gt;passwd&lt;/i&gt;" in bulletin.read_text(encoding="utf-8")
    assert {path.parent.relative_to(site).as_posix() for path in site.rglob("*.html")} == {
        ".", "bulletins", "indicators", "areas",
    }  # fmt: skip


def test_a_code_that_is_no_file_name_is_refused(tmp_path):
    path = tmp_path / "z.duckdb"
    seed(path)
    with duckdb.connect(str(path)) as connection:
        connection.execute("update dim_indicator set indicator = '../../evil' where indicator = 'gdp'")
    with pytest.raises(ZhanbiError, match=r"\.\./\.\./evil"):
        build(path, tmp_path / "site")
    assert not (tmp_path / "evil.html").exists()


@needs_browser
@pytest.mark.slow
@pytest.mark.xdist_group("browser")
def test_a_browser_runs_nothing_that_a_document_says(hostile, chromium):
    site, bulletin = hostile
    tab = Tab(chromium.new_page())
    said = []
    tab.page.on("dialog", lambda dialog: said.append(dialog.message))
    for path in (bulletin, site / "index.html", site / "bulletins.html", site / "indicators" / "high_tech_firms.html"):
        tab.open(path)
    tab.open(site / "search.html", "?q=%E7%89%B9%E5%88%8A")
    tab.page.wait_for_selector("#results li")
    assert "<b onclick=alert(3)>" in tab.page.inner_text("#results")
    tab.page.wait_for_timeout(300)
    assert said == [] and tab.outside == []
    tab.page.close()


def test_a_line_of_ten_megabytes_is_shown_by_its_ends_and_its_figures_in_parts(tmp_path):
    path = tmp_path / "z.duckdb"
    making = Making(path)
    document = making.bulletin("长" * 3_400_000 + "。截至6月底，全区高新技术企业1040家。" + "短" * 30_000)
    making.connection.execute(
        "insert into observations select observations.* replace (observation_id || n as observation_id, 3400001 - n as span_start, "
        "3400001 - n + 1 as span_end, '长' as value_text, 0 as quote_start) from observations, range(1, 2501) as copies(n)"
    )
    making.connection.close()
    site = tmp_path / "site"
    build(path, site)
    parts = sorted((site / "bulletins").iterdir(), key=lambda part: (len(part.name), part.name))
    assert [part.name for part in parts] == [f"{document[:16]}{end}.html" for end in ("", "-2", "-3")]
    assert all(part.stat().st_size < 3_000_000 for part in parts)
    first = parts[0].read_text(encoding="utf-8")
    assert "此处略去没有数的文字" in first
    marks = [len(re.findall(r'<a class="fig', part.read_text(encoding="utf-8"))) for part in parts]
    assert marks == [1000, 1000, 501]


def test_the_start_page_stays_small_whatever_is_in_the_warehouse(tmp_path):
    path, site = tmp_path / "z.duckdb", tmp_path / "site"
    multiplied(path, 200)
    build(path, site)
    assert (site / "index.html").stat().st_size < 250_000
    assert "search-index" not in (site / "index.html").read_text(encoding="utf-8")


def test_a_figure_that_a_revision_superseded_is_shown_as_such(snapshot, tmp_path):
    with duckdb.connect(str(snapshot)) as connection:
        connection.execute("update observations set standing = 'superseded' where indicator = 'gdp'")
    site = tmp_path / "site"
    build(snapshot, site)
    page = (site / "indicators" / "gdp.html").read_text(encoding="utf-8")
    assert page.count("已被修订公报取代") == 10
    assert "已被修订公报取代" not in (site / "indicators" / "srdi_sme_firms.html").read_text(encoding="utf-8")
    (bulletin, *_) = (site / "bulletins").iterdir()
    assert bulletin.read_text(encoding="utf-8").count("已被修订公报取代") == 2
