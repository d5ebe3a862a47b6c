"""The definitions site in a real browser that reaches no network: Chinese text, tables and metric pages are there."""

import re
import shutil
import subprocess
from collections.abc import Callable
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("dbt")]
BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
needs_browser = pytest.mark.skipif(
    BROWSER is None, reason="no Chromium on the path: the site is not looked at (apt-get install chromium)"
)
QUIET = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
]
BROWSERS_OWN = ("google.com", "googleapis.com", "gvt1.com")  # what Chromium asks for by itself
CLOSED = ["--host-resolver-rules=MAP * ~NOTFOUND", "--virtual-time-budget=20000"]


@pytest.fixture(scope="module")
def site(built, invoke, folder) -> Path:
    assert invoke("docs", "generate", "--static", "--no-compile").success
    return folder / "target" / "static_index.html"


@pytest.fixture
def shown(site, tmp_path) -> Callable[[str], str]:
    """The text that the browser shows on a page of the site."""

    def text(page: str = "") -> str:
        command = [BROWSER, *QUIET, *CLOSED, f"--user-data-dir={tmp_path}", "--dump-dom", f"{site.as_uri()}{page}"]
        dom = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120).stdout
        body = re.sub(r"<(script|style)\b.*?</\1>", "", dom, flags=re.DOTALL)
        return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body))

    return text


def test_the_one_file_asks_for_nothing_outside(site):
    html = site.read_text(encoding="utf-8")
    assert re.findall(r"<(?:script|link|img|iframe)\b[^>]*(?:src|href)=[\"'](?:https?:)?//[^\"']+", html) == []


@needs_browser
def test_served_by_a_web_server_it_asks_for_nothing_outside(site, tmp_path):
    """Its maker's counter of visits is in the file; it stays off because the project's flag is off."""
    handler = partial(SimpleHTTPRequestHandler, directory=str(site.parent))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        page, log = f"http://127.0.0.1:{server.server_port}/{site.name}", tmp_path / "net.json"
        command = [
            BROWSER,
            *QUIET,
            *CLOSED,
            f"--user-data-dir={tmp_path / 'user'}",
            f"--log-net-log={log}",
            "--dump-dom",
            page,
        ]
        subprocess.run(command, capture_output=True, check=True, timeout=120)
        server.shutdown()
    hosts = set(re.findall(r'"url":"https?://([^/:"]+)', log.read_text(encoding="utf-8")))
    assert {host for host in hosts if not host.endswith(BROWSERS_OWN)} == {"127.0.0.1"}


@needs_browser
def test_a_newcomer_lands_on_the_overview(shown):
    text = shown()
    assert "开发区用文字公报说话" in text and "What this is" in text and "provincial_shares" in text


@needs_browser
def test_a_metric_has_its_page_with_a_worked_example(shown):
    text = shown("#!/metric/metric.zhanbi.share_of_province_pct")
    assert "本地区的数占全省同一指标的百分比" in text
    assert "累计认定专精特新中小企业447家，占全省(2113家)21.2%" in text and "100 × 447 ÷ 2113 = 21.154756" in text


@needs_browser
def test_a_mart_has_its_page_with_columns_in_both_languages(shown):
    text = shown("#!/model/model.zhanbi.target_progress")
    assert "目标完成情况" in text and "Progress towards targets" in text
    assert "还差" in text and "remaining" in text
