"""Sites made from snapshots by hand, and a browser to look at them with."""

from pathlib import Path

import pytest

from flows.site.build import build
from tests.browser import Tab, browser
from tests.site.snapshot import seed


@pytest.fixture(scope="session")
def seed_snapshot(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("seed") / "published" / "zhanbi.duckdb"
    seed(path)
    return path


@pytest.fixture(scope="session")
def site(seed_snapshot) -> Path:
    """The site of the seed bulletin, with the definitions and the quality pages that others write beside it."""
    target = seed_snapshot.parents[1] / "site"
    for beside in ("docs", "quality"):
        (target / beside).mkdir(parents=True)
        (target / beside / "index.html").write_text("<!DOCTYPE html><title>beside</title>")
    build(seed_snapshot, target)
    return target


@pytest.fixture(scope="module")
def chromium():
    with browser() as running:
        yield running


@pytest.fixture
def tab(chromium):
    page = chromium.new_page(viewport={"width": 1280, "height": 900})
    yield Tab(page)
    page.close()
