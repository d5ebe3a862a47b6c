import pytest
import yaml

from flows.sources import web_list
from flows.sources.collecting import collect
from flows.sources.declared import Source
from flows.sources.web_list import WebList

LIST = """<html><head><meta charset="gbk"></head><body><ul>
<li><a href="a/t20230801_1.html" title="上半年工作进展">上半年…</a><span>2023-08-01</span></li>
<li><a href="/files/t20230905_2.pdf">8月简报</a></li>
<li><a href="/about.html">关于我们</a></li>
<li><a href="javascript:void(0)">更多</a><a href="http://elsewhere.example/a.html">外站</a></li>
</ul></body></html>""".encode("gbk")


@pytest.fixture
def listed(site, monkeypatch):
    monkeypatch.setattr(web_list, "PAUSE", 0)
    site.pages |= {
        "/news/": (200, {"Content-Type": "text/html; charset=gbk"}, LIST),
        "/news/a/t20230801_1.html": (200, {"Content-Type": "text/html", "ETag": '"1"'}, b"<p>one</p>"),
        "/files/t20230905_2.pdf": (200, {"Content-Type": "application/pdf", "ETag": '"2"'}, b"%PDF"),
    }
    place = WebList(lists=[f"{site.url}/news/"], links=r".*/t\d+_\d\.(html|pdf)", allow=["127.0.0.1"])
    return Source(name="zgq", title="某区", facts={"kind": "bulletin", "publisher": "某管委会"}, web=place)


def test_what_is_listed_comes_with_title_day_and_address(site, listed, tmp_path):
    came, refused = collect(listed, tmp_path, tmp_path / ".known.json")
    assert refused == []
    facts = {path.read_bytes(): yaml.safe_load(path.with_name(path.name + ".yml").read_text()) for path in came}
    assert facts == {
        b"<p>one</p>": {
            "kind": "bulletin",
            "publisher": "某管委会",
            "title": "上半年工作进展",
            "published_on": "2023-08-01",
            "source_url": f"{site.url}/news/a/t20230801_1.html",
        },
        b"%PDF": {
            "kind": "bulletin",
            "publisher": "某管委会",
            "title": "8月简报",
            "published_on": "2023-09-05",
            "source_url": f"{site.url}/files/t20230905_2.pdf",
        },
    }
    assert "/about.html" not in site.paths()


def test_the_second_time_only_what_changed_comes(site, listed, tmp_path):
    collect(listed, tmp_path, tmp_path / ".known.json")
    site.pages["/files/t20230905_2.pdf"] = (200, {"ETag": '"3"'}, b"%PDF newer")
    came, _ = collect(listed, tmp_path, tmp_path / ".known.json")
    assert [path.read_bytes() for path in came] == [b"%PDF newer"]
    asked = [headers.get("If-None-Match") for path, headers in site.asked if path.endswith("1.html")]
    assert asked == [None, '"1"']


def test_robots_txt_is_obeyed_and_the_rest_comes(site, listed, tmp_path):
    site.pages["/robots.txt"] = (200, {}, b"User-agent: *\nDisallow: /files/\n")
    came, (refusal,) = collect(listed, tmp_path, tmp_path / ".known.json")
    assert len(came) == 1
    assert "robots.txt" in str(refusal)
    assert "/files/t20230905_2.pdf" not in site.paths()


def test_robots_txt_says_how_fast(site, listed, tmp_path, monkeypatch):
    waited = []
    monkeypatch.setattr(web_list.time, "sleep", waited.append)
    site.pages["/robots.txt"] = (200, {}, b"User-agent: *\nCrawl-delay: 7\n")
    collect(listed, tmp_path, tmp_path / ".known.json")
    assert [round(seconds) for seconds in waited[1:]] == [7, 7]


def test_one_page_too_large_spoils_nothing_for_the_others(site, listed, tmp_path):
    site.pages["/news/a/t20230801_1.html"] = (200, {}, b"x" * (65 << 20))
    came, (refusal,) = collect(listed, tmp_path, tmp_path / ".known.json")
    assert [path.read_bytes() for path in came] == [b"%PDF"]
    assert "larger" in str(refusal)
