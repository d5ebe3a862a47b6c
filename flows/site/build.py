"""Writes the site: only the pages whose rows, templates or code changed, each in one rename; pages without rows go."""

import hashlib
import json
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from flows.site import overview, pages, words
from flows.site.rows import Snapshot
from flows.terminal import progress
from flows.warehouse.connection import reader
from flows.warehouse.files import write_text
from flows.warehouse.snapshot import fingerprint_of

HERE = Path(__file__).parent
MANIFEST = ".pages.json"
BATCH = 50  # entries whose rows are read at once
KINDS: dict[str, tuple[str, Callable[[Snapshot, list[str]], Iterator[pages.Page]]]] = {
    "bulletins": ("bulletin.html", pages.bulletins),
    "indicators": ("indicator.html", pages.indicators),
    "areas": ("area.html", pages.areas),
}
BESIDE = ("docs", "quality")  # made by others before the site is, and linked where they are there


class Built(NamedTuple):
    """What one build did, in pages."""

    written: int
    kept: int
    removed: int


def build(published: Path, site: Path) -> Built:
    """Bring the pages below `site` up to date with the snapshot.

    A reader meets whole pages only. When the build is killed, the next one finishes: the list of pages is written last.
    """
    templates = environment(site)
    edition = _edition(templates)
    before = _manifest(site).get("pages", {})
    now: dict[str, str] = {}
    written = 0
    with reader(published) as connection:
        snapshot = Snapshot(connection)
        for kind, (template, contexts) in KINDS.items():
            keys = snapshot.keys(kind)
            paths = {name: _paths(kind, name, parts) for name, (_, parts) in keys.items()}
            fresh = {name: f"{edition}{key}" for name, (key, _) in keys.items()}
            now |= {path: fresh[name] for name, own in paths.items() for path in own}
            stale = [name for name in keys if any(not _stands(site, p, fresh[name], before) for p in paths[name])]
            for start in progress(range(0, len(stale), BATCH), f"网页 {kind}"):
                for _, path, context in contexts(snapshot, stale[start : start + BATCH]):
                    write_text(site / path, templates.get_template(template).render(root="../", **context))
                    written += 1
        for path, template, context in overview.pages(snapshot):
            text = templates.get_template(template).render(root="", **context)
            now[path] = hashlib.sha256(text.encode()).hexdigest()
            if not _stands(site, path, now[path], before):
                write_text(site / path, text)
                written += 1
    for asset in sorted((HERE / "static").iterdir()):
        write_text(site / "static" / asset.name, asset.read_text(encoding="utf-8"))
    gone = [path for path in before if path not in now and (site / path).exists()]
    for path in gone:
        (site / path).unlink()
    write_text(site / MANIFEST, json.dumps({"made_of": _made_of(published, edition), "pages": now}))
    return Built(written, len(now) - written, len(gone))


def stands(published: Path, site: Path) -> bool:
    """Whether the last build was of this snapshot, by this code, and was not cut short."""
    return _manifest(site).get("made_of") == _made_of(published, _edition(environment(site)))


def _made_of(published: Path, edition: str) -> str:
    return f"{fingerprint_of(published)} {edition}"


def _paths(kind: str, name: str, parts: int) -> list[str]:
    return [f"{kind}/{name}{f'-{part}' if part > 1 else ''}.html" for part in range(1, parts + 1)]


def _stands(site: Path, path: str, key: str, before: dict[str, str]) -> bool:
    return before.get(path) == key and (site / path).exists()


def _manifest(site: Path) -> dict[str, Any]:
    try:
        return dict(json.loads((site / MANIFEST).read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return {}  # none yet, or torn: everything is written anew


def environment(site: Path) -> Environment:
    """The templates, with every text that they show escaped; the review desk has its own pages among them."""
    made = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals |= {
        "t": _spoken, "label": words.label, "number": words.number, "amount": words.amount, "measured": words.measured, "period": words.period,
        "unit_en": words.unit_en,
        "interval": words.interval, "reference": words.reference, "both": words.both, "formula": words.formula,
        "beside": [name for name in BESIDE if (site / name / "index.html").exists()],
    }  # fmt: skip
    made.filters["svg"] = Markup
    return made


def _shown(value: Any) -> Any:
    """Every value of a template passes here: text loses its unseen marks, then Jinja escapes it."""
    if isinstance(value, words.Text):
        return _spoken(*value)
    if isinstance(value, str) and not isinstance(value, Markup):
        return words.visible(value)
    return value


@lru_cache(maxsize=20_000)
def _spoken(zh: str, en: str) -> Markup:
    """A text in both languages; the style sheet shows the one that the page is in."""
    if zh == en:
        return Markup("{}").format(words.visible(zh))
    spans = Markup('<span class="zh">{}</span><span class="en" lang="en">{}</span>')
    return spans.format(words.visible(zh), words.visible(en))


def _edition(templates: Environment) -> str:
    """What every page depends on beside its rows: our code, our templates, and which sites lie beside this one."""
    hasher = hashlib.sha256(repr(templates.globals["beside"]).encode())
    for path in sorted(HERE.rglob("*")):
        if path.suffix in (".py", ".html", ".js", ".yml"):
            hasher.update(path.read_bytes())
    return hasher.hexdigest()[:16]
