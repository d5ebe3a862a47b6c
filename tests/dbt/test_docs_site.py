"""The definitions site in a real browser that reaches no network: Chinese text, tables and metric pages are there."""

import re
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from tests.browser import Tab, browser, needs_browser

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("dbt")]


@pytest.fixture(scope="module")
def site(built, invoke, folder) -> Path:
    assert invoke("docs", "generate", "--static", "--no-compile").success
    return folder / "target" / "static_index.html"


@pytest.fixture(scope="module")
def chromium():
    with browser() as running:
        yield running


@pytest.fixture
def shown(site, chromium):
    """The text that the browser shows on a page of the site, once it stands there."""
    tab = Tab(chromium.new_page())

    def text(page: str, awaited: str) -> str:
        tab.open(site, page).wait_for_selector(f"text={awaited}", state="attached")
        return re.sub(r"\s+", " ", tab.page.inner_text("body"))

    yield text
    tab.page.close()


def test_the_one_file_asks_for_nothing_outside(site):
    html = site.read_text(encoding="utf-8")
    assert re.findall(r"<(?:script|link|img|iframe)\b[^>]*(?:src|href)=[\"'](?:https?:)?//[^\"']+", html) == []


@needs_browser
def test_served_by_a_web_server_it_asks_for_nothing_outside(site, chromium):
    """Its maker's counter of visits is in the file; it stays off because the project's flag is off."""
    handler = partial(SimpleHTTPRequestHandler, directory=str(site.parent))
    tab = Tab(chromium.new_page())
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        own = f"http://127.0.0.1:{server.server_port}/"
        tab.page.goto(own + site.name, wait_until="networkidle")
        server.shutdown()
    tab.page.close()
    assert tab.asked and [url for url in tab.outside if not url.startswith(own)] == []


@needs_browser
def test_a_newcomer_lands_on_the_overview(shown):
    text = shown("", "What this is")
    assert "开发区用文字公报说话" in text and "What this is" in text and "provincial_shares" in text


@needs_browser
def test_a_metric_has_its_page_with_a_worked_example(shown):
    text = shown("#!/metric/metric.zhanbi.share_of_province_pct", "21.154756")
    assert "本地区的数占全省同一指标的百分比" in text
    assert "累计认定专精特新中小企业447家，占全省(2113家)21.2%" in text and "100 × 447 ÷ 2113 = 21.154756" in text


@needs_browser
def test_a_mart_has_its_page_with_columns_in_both_languages(shown):
    text = shown("#!/model/model.zhanbi.target_progress", "Progress towards targets")
    assert "目标完成情况" in text and "Progress towards targets" in text
    assert "还差" in text and "remaining" in text
