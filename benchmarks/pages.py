"""The site for so many bulletins, and after one more: seconds, pages, bytes, and how soon a browser has the start page.

All bulletins but the seed are SYNTHETIC copies of it. Run with `make bench-site`.
"""

import statistics
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from flows.site.build import Built, build
from tests.browser import CHROMIUM, Tab, browser
from tests.site.snapshot import Making, multiplied

OPENED = "() => performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd"


def timed(snapshot: Path, site: Path) -> tuple[Built, float, float]:
    wall, cpu = time.perf_counter(), time.process_time()
    built = build(snapshot, site)
    return built, time.perf_counter() - wall, time.process_time() - cpu


def opening(page: Path) -> list[float]:
    """Milliseconds until the page can be used, in five fresh tabs."""
    if CHROMIUM is None:
        return []
    with browser() as running:
        return [Tab(running.new_page()).open(page).evaluate(OPENED) for _ in range(5)]


def main(bulletins: int) -> None:
    with TemporaryDirectory(prefix="zhanbi-site-") as folder:
        snapshot, site = Path(folder) / "zhanbi.duckdb", Path(folder) / "site"
        multiplied(snapshot, bulletins)
        print(f"{'':24}{'written':>9}{'kept':>8}{'wall s':>9}{'CPU s':>9}")
        for what in (f"{bulletins} bulletins", "nothing new", "one new bulletin"):
            if what == "one new bulletin":
                making = Making.on(snapshot)
                making.bulletin("截至6月底，全区高新技术企业1041家，占全省的26.6%。", "新的公报（合成）")
                making.connection.close()
            built, wall, cpu = timed(snapshot, site)
            print(f"{what:24}{built.written:>9,}{built.kept:>8,}{wall:>9.1f}{cpu:>9.1f}")
        size = sum(path.stat().st_size for path in site.rglob("*") if path.is_file())
        print(f"{size / 1e6:,.0f} MB; start page {(site / 'index.html').stat().st_size / 1e3:,.0f} kB")
        if found := opening(site / "index.html"):
            print(f"start page usable after {statistics.median(found):,.0f} ms (median of {len(found)})")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
