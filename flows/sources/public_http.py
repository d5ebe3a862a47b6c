"""HTTP to the outside: public addresses only, however the name resolves and wherever a redirect leads."""

import ipaddress
import socket
import time
from collections.abc import Iterable

import httpx

from schemas.errors import Refused, Transient

AGENT = "zhanbi/0.1 (statistics; reads robots.txt)"
SECONDS = 30
WAITS = (2, 8, 30)  # seconds before a server that is busy is asked again
BUSY = {429, 500, 502, 503, 504}


class _PublicOnly(httpx.HTTPTransport):
    """Resolves a name itself and connects to what it checked, so that a second answer of the name server changes nothing."""

    def __init__(self, allowed: frozenset[str]) -> None:
        # a connection kept would be one to the address, not to the name that its certificate was checked for
        super().__init__(limits=httpx.Limits(max_keepalive_connections=0))
        self.allowed = allowed

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        host = request.url.host
        to_address = httpx.Request(
            request.method,
            request.url.copy_with(host=self._checked(host)),
            headers=request.headers,
            stream=request.stream,
            extensions={**request.extensions, "sni_hostname": host},
        )
        return super().handle_request(to_address)

    def _checked(self, host: str) -> str:
        try:
            found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
        except OSError as error:
            raise httpx.ConnectError(f"{host}: {error}") from error
        addresses = [str(each[4][0]) for each in found]
        if host not in self.allowed and (private := [each for each in addresses if not is_public(each)]):
            raise Refused(
                f"{host} is {private[0]}, no public address; nothing was fetched. Name it under `allow` of the source if it is meant."
            )
        return addresses[0]


def is_public(address: str) -> bool:
    """Whether it is an address of the internet, also when it hides another one."""
    found = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        hidden = found.ipv4_mapped or found.sixtofour or (found.teredo and found.teredo[1])
        if hidden:
            return is_public(str(hidden))
        if found in ipaddress.ip_network("64:ff9b::/96"):
            return is_public(str(ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)))
    return found.is_global and not found.is_multicast


def client(allowed: Iterable[str]) -> httpx.Client:
    return httpx.Client(
        transport=_PublicOnly(frozenset(allowed)),
        headers={"User-Agent": AGENT},
        timeout=SECONDS,
        follow_redirects=True,
        max_redirects=5,
        trust_env=False,
    )


def get(
    http: httpx.Client, url: str, most_bytes: int, headers: dict[str, str] | None = None
) -> tuple[httpx.Response, bytes]:
    """The answer and its body. Waits and asks again where the server is busy; Transient when it stays so."""
    for wait in WAITS:
        try:
            with http.stream("GET", url, headers=headers or {}) as answer:
                if answer.status_code not in BUSY:
                    return _read(answer, url, most_bytes)
                asked = answer.headers.get("retry-after", "")
                time.sleep(min(int(asked), WAITS[-1]) if asked.isdigit() else wait)
        except httpx.HTTPError:
            time.sleep(wait)
    try:
        with http.stream("GET", url, headers=headers or {}) as answer:
            return _read(answer, url, most_bytes)
    except httpx.HTTPError as error:
        raise Transient(f"{url}: {type(error).__name__}. The next run tries again.") from error


def _read(answer: httpx.Response, url: str, most_bytes: int) -> tuple[httpx.Response, bytes]:
    if answer.status_code in BUSY:
        raise Transient(f"{url}: status {answer.status_code}, four times over. The next run tries again.")
    if answer.is_error:
        raise Refused(f"{url}: status {answer.status_code}. Mend the address in sources.yml.")
    body = bytearray()
    for chunk in answer.iter_bytes():
        body += chunk
        if len(body) > most_bytes:
            raise Refused(f"{url}: larger than {most_bytes} bytes. Raise most_bytes of its source if it must be.")
    return answer, bytes(body)
