"""A list of pages on the web: each page or file it links to, fetched politely, once until it changes."""

import hashlib
import json
import re
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit
from urllib.robotparser import RobotFileParser

import httpx
import msgspec
from lxml import etree, html

from flows.sources.delivery import Arrival
from flows.sources.public_http import AGENT, client, get
from schemas.errors import Refused, Transient

PAUSE = 1.0  # seconds between two requests; longer where robots.txt asks for it
LONGEST_PAUSE = 30.0
ENDINGS = {"text/html": ".html", "application/pdf": ".pdf", "text/plain": ".txt", "text/csv": ".csv"}
_DAY = re.compile(r"(?<!\d)(20\d\d)[-./年]?(0[1-9]|1[0-2]|[1-9](?=[-./月]))[-./月]?(0[1-9]|[12]\d|3[01]|[1-9])(?!\d)")


class WebList(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The pages that list, and which of their links are meant."""

    lists: list[str]
    links: str  # a regular expression that the whole address matches
    allow: list[str] = []  # hosts that may be meant though they have no public address
    most_bytes: int = 64 << 20

    def __post_init__(self) -> None:
        try:
            re.compile(self.links)
        except re.error as error:
            raise ValueError(f"links: {self.links!r} is no regular expression ({error})") from error

    def look(self) -> None:
        """Raises Transient where a site does not answer, Refused where it must not be asked."""
        with client(self.allow) as http:
            for site in sorted({urljoin(url, "/robots.txt") for url in self.lists}):
                try:
                    http.get(site)
                except (httpx.HTTPError, httpx.InvalidURL) as error:
                    raise Transient(f"{site}: {type(error).__name__}. Is it right, is the network open?") from error

    def fetch(self, known: dict[str, str]) -> Iterator[Arrival | Refused]:
        with client(self.allow) as http:
            visit = _Visit(http, self.most_bytes)
            for url, facts in self._links(visit).items():
                try:
                    arrival = visit.arrival(url, facts, known.get(url))
                except Refused as refusal:
                    yield refusal  # the others are fetched all the same
                    continue
                if arrival:
                    yield arrival

    def _links(self, visit: "_Visit") -> dict[str, dict[str, Any]]:
        """Address -> what the list says of it, in the order of the lists."""
        found: dict[str, dict[str, Any]] = {}
        for listing in self.lists:
            answer, body = visit.get(listing)
            for anchor in _anchors(body, answer):
                url = urljoin(str(answer.url), anchor.get("href").strip()).partition("#")[0]
                if re.fullmatch(self.links, url):
                    found.setdefault(url, _facts(anchor, url))
        return found


class _Visit:
    """One look at a site: what it allows, and how fast."""

    def __init__(self, http: httpx.Client, most_bytes: int) -> None:
        self.http, self.most_bytes = http, most_bytes
        self.rules: dict[str, RobotFileParser] = {}
        self.last = 0.0

    def get(self, url: str, headers: dict[str, str] | None = None) -> tuple[httpx.Response, bytes]:
        rules = self._rules_of(url)
        if not rules.can_fetch(AGENT, url):
            raise Refused(
                f"{url}: robots.txt of the site forbids it. Ask its owner, or take the address out of sources.yml."
            )
        self._pause(float(rules.crawl_delay(AGENT) or PAUSE))
        return get(self.http, url, self.most_bytes, headers)

    def arrival(self, url: str, facts: dict[str, Any], known: str | None) -> Arrival | None:
        """What lies there, unless it is what it was."""
        before = json.loads(known) if known else {}
        asked = {"If-None-Match": before.get("etag"), "If-Modified-Since": before.get("modified")}
        answer, body = self.get(url, {name: value for name, value in asked.items() if value})
        if answer.status_code == httpx.codes.NOT_MODIFIED:
            return None
        stamp = json.dumps({"etag": answer.headers.get("etag"), "modified": answer.headers.get("last-modified")})
        return Arrival(url, stamp, _name(answer), facts | {"source_url": url}, [body])

    def _rules_of(self, url: str) -> RobotFileParser:
        parts = urlsplit(url)
        site = f"{parts.scheme}://{parts.netloc}"
        if site not in self.rules:
            rules = RobotFileParser()
            try:
                _, body = get(self.http, f"{site}/robots.txt", 1 << 20)
                rules.parse(body.decode("utf-8", errors="replace").splitlines())
            except Refused as refusal:
                if "status 4" not in str(refusal):
                    raise
                rules.parse([])  # there is none: everything is allowed
            self.rules[site] = rules
        return self.rules[site]

    def _pause(self, seconds: float) -> None:
        time.sleep(max(0.0, self.last + min(seconds, LONGEST_PAUSE) - time.monotonic()))
        self.last = time.monotonic()


def _anchors(body: bytes, answer: httpx.Response) -> list[Any]:
    try:
        page = html.document_fromstring(body, parser=html.HTMLParser(encoding=answer.charset_encoding))
    except (etree.ParserError, LookupError) as error:
        raise Refused(
            f"{answer.url}: no page that lists anything ({error}). Mend the address in sources.yml."
        ) from error
    return list(page.xpath("//a[@href]"))


def _facts(anchor: Any, url: str) -> dict[str, Any]:
    """Title and day as the list gives them; the day from beside the link, or from its address."""
    row = next((each for each in anchor.iterancestors("li", "tr", "dd")), anchor)
    title = " ".join((anchor.get("title") or anchor.text_content()).split())
    day = _DAY.search(row.text_content()) or _DAY.search(urlsplit(url).path)
    facts: dict[str, Any] = {"title": title} if title else {}
    return facts | ({"published_on": "{}-{:0>2}-{:0>2}".format(*day.groups())} if day else {})


def _name(answer: httpx.Response) -> str:
    """The last part of the address and a mark of the whole; its ending tells the format, or the server does."""
    stem, dot, ending = unquote(answer.url.path.rstrip("/").rpartition("/")[2]).rpartition(".")
    kind = answer.headers.get("content-type", "").partition(";")[0].strip()
    mark = hashlib.sha256(str(answer.url).encode()).hexdigest()[:8]
    return f"{stem or ending or 'index'}-{mark}" + (f".{ending}" if dot else ENDINGS.get(kind, ".html"))
