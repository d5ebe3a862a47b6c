import pytest

from flows.sources.declared import read_sources
from schemas.errors import UsageError

GOOD = """
- name: zgq
  title: 某区月报
  facts: {kind: bulletin, publisher: 某管委会, area: 某区, province: 某省}
  expects: {every: month, within_days: 20, since: 2026-01-01}
"""


def test_no_file_is_no_sources(tmp_path):
    assert read_sources(tmp_path / "sources.yml") == []


def test_a_source_is_read(tmp_path):
    path = tmp_path / "sources.yml"
    path.write_text(GOOD, encoding="utf-8")
    (source,) = read_sources(path)
    assert (source.title, source.expects.within_days) == ("某区月报", 20)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (GOOD + GOOD, "zgq"),
        (GOOD.replace("month,", "fortnight,"), "fortnight"),
        (GOOD.replace("expects", "expekts"), "expekts"),
        (GOOD + "  every_minutes: 0\n", "every_minutes"),
        ("- [", "docs/fetching.md"),
    ],
)
def test_what_is_wrong_is_named(tmp_path, content, words):
    path = tmp_path / "sources.yml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(UsageError, match=words):
        read_sources(path)
