"""Nothing inside is reached from outside addresses, names or redirects; a busy server is waited for; size is limited."""

import socket
import ssl

import pytest
import trustme

from flows.sources import public_http
from flows.sources.public_http import client, get, is_public
from schemas.errors import Refused, Transient


@pytest.mark.parametrize(
    "address",
    [
        *(
            "127.0.0.1",
            "10.0.0.1",
            "192.168.1.1",
            "172.16.0.1",
            "169.254.169.254",
            "0.0.0.0",
            "100.64.0.1",
            "224.0.0.1",
        ),
        *("::1", "::", "fe80::1%eth0", "fc00::1", "::ffff:127.0.0.1", "2002:7f00:1::", "64:ff9b::7f00:1", "ff02::1"),
    ],
)
def test_an_inner_address_is_none_of_the_internet(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "2400:3200::1", "::ffff:8.8.8.8", "64:ff9b::808:808"])
def test_a_public_address_is_public(address):
    assert is_public(address)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_a_private_address_is_refused_by_name_and_by_number(site, host):
    with client([]) as http, pytest.raises(Refused, match="no public address"):
        get(http, f"http://{host}:{site.server_port}/", 1000)
    assert site.asked == []


def test_a_certificate_is_held_against_the_name_not_the_address(site, tmp_path, monkeypatch):
    authority, context = trustme.CA(), ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("good.example").configure_cert(context)
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    site.socket = context.wrap_socket(site.socket, server_side=True)
    resolve = socket.getaddrinfo
    monkeypatch.setattr(socket, "getaddrinfo", lambda host, *rest, **how: resolve(site.server_address[0], *rest, **how))
    monkeypatch.setattr(public_http, "WAITS", ())
    site.pages = {"/old": (302, {"Location": "/new"}, b""), "/new": (200, {}, b"ok")}
    with client(["good.example", "other.example"]) as http:
        assert get(http, f"https://good.example:{site.server_port}/old", 1000)[1] == b"ok"
        with pytest.raises(Transient, match="ConnectError"):
            get(http, f"https://other.example:{site.server_port}/new", 1000)
    assert [headers["Host"] for _, headers in site.asked] == [f"good.example:{site.server_port}"] * 2


def test_a_redirect_into_the_house_is_refused(site):
    site.pages["/out"] = (302, {"Location": f"http://localhost:{site.server_port}/secret"}, b"")
    with client(["127.0.0.1"]) as http, pytest.raises(Refused, match="localhost"):
        get(http, f"{site.url}/out", 1000)
    assert site.paths() == ["/out"]


def test_a_large_answer_is_refused_while_it_comes(site):
    site.pages["/big"] = (200, {}, b"x" * 100_000)
    with client(["127.0.0.1"]) as http, pytest.raises(Refused, match="larger than 1000"):
        get(http, f"{site.url}/big", 1000)


def test_a_busy_server_is_asked_again_and_then_given_up(site, monkeypatch):
    monkeypatch.setattr(public_http, "WAITS", (0, 0, 0))
    site.pages["/busy"] = [(503, {"Retry-After": "0"}, b""), (429, {}, b""), (200, {}, b"ok")]
    site.pages["/down"] = (503, {}, b"")
    with client(["127.0.0.1"]) as http:
        assert get(http, f"{site.url}/busy", 1000)[1] == b"ok"
        with pytest.raises(Transient, match="503"):
            get(http, f"{site.url}/down", 1000)
    assert site.paths().count("/down") == 4


def test_a_server_that_is_gone_may_come_back(monkeypatch):
    monkeypatch.setattr(public_http, "WAITS", (0,))
    with client(["127.0.0.1"]) as http, pytest.raises(Transient, match="ConnectError"):
        get(http, "http://127.0.0.1:1/", 1000)
