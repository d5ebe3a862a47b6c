"""Servers of our own that take what alerts send."""

import json
import ssl
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult


class Robot(ThreadingHTTPServer):
    """Takes what is posted, and answers as it is told."""

    def __init__(self) -> None:
        self.posted: list[tuple[str, dict]] = []
        self.answer: tuple[int, dict] = (200, {"errcode": 0, "errmsg": "ok"})
        super().__init__(("127.0.0.1", 0), Posted)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/robot/send?access_token=K3Y"


class Posted(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.posted.append((self.path, json.loads(body)))
        status, content = self.server.answer
        self.send_response(status)
        self.end_headers()
        self.wfile.write(json.dumps(content).encode())

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def robot():
    server = Robot()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


class MailServer(Controller):
    """Takes mail from whoever logs in as `zhanbi` with the password `s3cret`."""

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self.mails: list = []
        super().__init__(
            self,
            hostname="127.0.0.1",
            port=0,
            authenticator=lambda *given: AuthResult(
                success=(given[4].login, given[4].password) == (b"zhanbi", b"s3cret")
            ),
            auth_required=True,
            auth_require_tls=tls is not None,
            require_starttls=tls is not None,
            tls_context=tls,
        )

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]  # the one the system chose
        super()._trigger_server()

    async def handle_DATA(self, _server, _session, envelope) -> str:
        self.mails.append(envelope)
        return "250 OK"


@pytest.fixture
def certificates():
    return trustme.CA()


@pytest.fixture
def encrypted_mail_server(certificates):
    """Takes nothing before STARTTLS, with a certificate of our own for 127.0.0.1."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    certificates.issue_cert("127.0.0.1").configure_cert(context)
    server = MailServer(context)
    server.start()
    yield server
    server.stop()


@pytest.fixture
def mail_server():
    server = MailServer()
    server.start()
    yield server
    server.stop()
