"""Files pushed as CloudEvents 1.0 over HTTP: who has the token may put one file a request into the inbox, nothing else."""

import base64
import hmac
import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from urllib.parse import unquote

import msgspec
from starlette.requests import Request
from starlette.responses import JSONResponse

from flows.settings import Settings
from flows.sources.declared import Source, read_sources
from flows.sources.delivery import Arrival, deliver
from schemas.errors import Refused

MOST_BYTES = 64 << 20
EXTENSIONS = {"title": "title", "publishedon": "published_on", "asof": "as_of", "programme": "programme"}


class Pushed(msgspec.Struct, frozen=True, kw_only=True):
    """One event: `subject` names the file, `source` one of sources.yml, whose facts hold; extensions go before them."""

    attributes: dict[str, str]
    data: bytes


class _Turned(Exception):
    """A request that is turned away: status and why."""

    def __init__(self, status: int, why: str) -> None:
        self.status = status
        super().__init__(why)


def endpoint(settings: Settings, token: str) -> Callable[[Request], Awaitable[JSONResponse]]:
    async def push(request: Request) -> JSONResponse:
        try:
            _authorised(request, token)
            pushed = _event(request.headers, await _body(request))
            name = _taken(pushed, settings)
        except _Turned as turned:
            return JSONResponse({"error": str(turned)}, status_code=turned.status)
        except Refused as refusal:
            return JSONResponse({"error": str(refusal)}, status_code=400)
        return JSONResponse({"file": name}, status_code=202)

    return push


def _authorised(request: Request, token: str) -> None:
    given = request.headers.get("authorization", "").encode()
    if not hmac.compare_digest(given, f"Bearer {token}".encode()):
        raise _Turned(401, "Authorization: Bearer TOKEN is missing or wrong.")


async def _body(request: Request) -> bytes:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MOST_BYTES * 4 // 3 + 65_536:  # base64 is longer
            raise _Turned(413, f"Larger than {MOST_BYTES} bytes.")
    return bytes(body)


def _event(headers: Mapping[str, str], body: bytes) -> Pushed:
    """Structured mode by its content type, binary mode otherwise."""
    if headers.get("content-type", "").startswith("application/cloudevents+json"):
        event = _structured(body)
    else:
        attributes = {name[3:]: unquote(value) for name, value in headers.items() if name.startswith("ce-")}
        event = Pushed(attributes=attributes, data=body)
    missing = [name for name in ("specversion", "id", "source", "type", "subject") if not event.attributes.get(name)]
    if missing or event.attributes["specversion"] != "1.0":
        raise _Turned(400, f"No CloudEvent 1.0: {', '.join(missing) or 'specversion'} is missing or another.")
    if len(event.data) > MOST_BYTES:
        raise _Turned(413, f"Larger than {MOST_BYTES} bytes.")
    return event


def _structured(body: bytes) -> Pushed:
    try:
        content = json.loads(body)
        if not isinstance(content, dict):
            raise ValueError("no object")
        packed, plain = content.pop("data_base64", None), content.pop("data", "")
        data = base64.b64decode(packed, validate=True) if packed is not None else _text(plain)
    except (ValueError, RecursionError) as error:
        raise _Turned(400, f"Not readable as a CloudEvent in JSON ({type(error).__name__}).") from error
    return Pushed(attributes={name: value for name, value in content.items() if isinstance(value, str)}, data=data)


def _text(plain: Any) -> bytes:
    if not isinstance(plain, str):
        raise ValueError("data is no text")
    return plain.encode()


def _taken(pushed: Pushed, settings: Settings) -> str:
    """The name under which the file now lies in the inbox."""
    source = _source(pushed.attributes["source"], settings)
    facts = {EXTENSIONS[name]: value for name, value in pushed.attributes.items() if name in EXTENSIONS}
    name = f"{source.name}-{pushed.attributes['subject']}"
    arrival = Arrival(pushed.attributes["id"], "", name, facts, [pushed.data])
    return deliver(arrival, settings.inbox, source.facts, MOST_BYTES).name


def _source(name: str, settings: Settings) -> Source:
    found = next((source for source in read_sources(settings.sources) if source.name == name), None)
    if found is None:
        raise _Turned(400, f"source {name!r}: not one of sources.yml.")
    return found
