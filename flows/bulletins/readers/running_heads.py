"""Page numbers and running heads of paged documents: they would tear the sentence that goes over the page."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

_PAGE_NUMBER = re.compile(r"[-—–－·.\s]+\d{1,4}[-—–－·.\s]+|第\s*\d{1,4}\s*页(?:\s*[,，/]?\s*共\s*\d{1,4}\s*页)?")
_NUMBER = re.compile(r"\d{1,4}(?!\d)")
_OUTER_LINES = 2  # how many lines at the top and at the bottom of a page may be such
_FEWEST_PAGES = 3

Page = Sequence[str]  # the lines of one page


def without_running_heads(pages: Sequence[Page]) -> tuple[list[list[str]], tuple[str, ...]]:
    """The pages without them, and what was left out, each kind once.

    A number alone is a page number only if it grows by one a page: `10` at the foot of a page may be half a figure.
    """
    seen = Counter(
        key for number, page in enumerate(pages) for key in {key for _, keys in _outer(page, number) for key in keys}
    )
    needed = max(_FEWEST_PAGES, len(pages) / 2)
    kept: list[list[str]] = []
    left_out: dict[str, str] = {}
    for number, page in enumerate(pages):
        drop = set()
        for at, keys in _outer(page, number):
            repeated = [key for key in keys if seen[key] >= needed]
            if repeated or _PAGE_NUMBER.fullmatch(page[at].strip()):
                drop.add(at)
                left_out.setdefault(repeated[0] if repeated else "", page[at].strip())
        kept.append([line for at, line in enumerate(page) if at not in drop])
    return kept, tuple(left_out.values())


def _outer(page: Page, number: int) -> Iterator[tuple[int, tuple[str, str]]]:
    """Places of the outer lines of a page with what they would share with those of other pages."""
    for at in sorted({*range(_OUTER_LINES), *range(len(page) - _OUTER_LINES, len(page))}):
        if 0 <= at < len(page) and "\t" not in page[at]:  # the heading of a table that goes on is no running head
            line = page[at].strip()
            counted = _NUMBER.sub(lambda found: f"<{int(found[0]) - number}>", line, count=1)
            yield at, (f"={line}", f"+{counted}")
