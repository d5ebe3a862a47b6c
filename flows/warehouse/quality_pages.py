"""Data Docs for a closed network: the pages of Great Expectations, with a style sheet and a script of their own."""

import shutil
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lxml import html

if TYPE_CHECKING:
    from great_expectations.checkpoint.checkpoint import CheckpointResult

HERE = Path(__file__).parent
ASSETS = ("quality_pages.css", "quality_pages.js")
OUTSIDE = "starts-with(@{0}, 'http') or starts-with(@{0}, '//')"


def write_pages(site: Path, result: "CheckpointResult") -> None:
    """Make every page below `site` load nothing from outside, and write an index that needs no script."""
    shutil.rmtree(site / "static", ignore_errors=True)  # fonts and pictures of the maker's
    for asset in ASSETS:
        shutil.copyfile(HERE / asset, site / asset)
    for page in site.rglob("*.html"):
        _close(page, "../" * (len(page.relative_to(site).parts) - 1))
    (site / "index.html").write_text(_index(site, result), encoding="utf-8")


def _close(page: Path, up: str) -> None:
    """Drop what comes from the net, and link our own assets, which lie `up` from the page."""
    document = html.document_fromstring(page.read_bytes().decode("utf-8"))
    for tag, attribute in (("script", "src"), ("img", "src"), ("link", "href"), ("a", "href")):
        for element in document.xpath(f"//{tag}[{OUTSIDE.format(attribute)}]"):
            element.drop_tree()
    for element in document.xpath("//link[@rel='shortcut icon'] | //style | //footer"):
        element.drop_tree()  # the style blocks ask for a logo of the maker's
    head = document.find("head")
    head.append(html.fragment_fromstring(f'<link rel="stylesheet" href="{up}{ASSETS[0]}">'))
    head.append(html.fragment_fromstring(f'<script src="{up}{ASSETS[1]}"></script>'))
    page.write_bytes(html.tostring(document, encoding="utf-8", doctype="<!DOCTYPE html>"))


def _index(site: Path, result: "CheckpointResult") -> str:
    """One row a mart; the index of the library's own is drawn by scripts from the net."""
    rows = []
    for suite in sorted(result.run_results.values(), key=lambda each: each.suite_name):
        (page,) = (site / "validations" / suite.suite_name).rglob("*.html")
        failed: list[Any] = [each for each in suite.results if not each.success]
        critical = sum(each.expectation_config.severity == "critical" for each in failed)
        verdict = ("text-danger", "不合格 failed") if critical else ("text-success", "合格 passed")
        rows.append(
            f'<tr><td><a href="{page.relative_to(site).as_posix()}">{escape(suite.suite_name)}</a></td>'
            f"<td>{len(suite.results)}</td><td>{critical}</td><td>{len(failed) - critical}</td>"
            f'<td class="{verdict[0]}">{verdict[1]}</td></tr>'
        )
    return (HERE / "quality_index.html").read_text(encoding="utf-8").replace("<!-- rows -->", "\n".join(rows))
