"""Where alerts go: e-mail, and the robots of DingTalk, WeCom and their like. No secret is ever in a message about a failure."""

import base64
import hashlib
import hmac
import logging
import smtplib
import ssl
import time
from collections.abc import Callable
from email.message import EmailMessage
from typing import Any, Literal
from urllib.parse import quote_plus, urlsplit

import httpx
import msgspec

SECONDS = 20
WECOM_BYTES = 4096  # longer markdown is refused
DINGTALK_BYTES = 20_000
Form = Literal["dingtalk", "wecom", "text"]


class NotSent(Exception):
    """A channel did not take a message."""


class Message(msgspec.Struct, frozen=True, kw_only=True):
    """A title, and a body in plain markdown."""

    title: str
    text: str


Channel = Callable[[Message], None]


class Mail(msgspec.Struct, frozen=True, kw_only=True):
    """A mail server and who writes to whom."""

    host: str
    port: int
    sender: str
    recipients: tuple[str, ...]
    starttls: bool
    user: str | None = None
    password: str | None = None

    def __call__(self, message: Message) -> None:
        mail = EmailMessage()
        mail["Subject"], mail["From"], mail["To"] = message.title, self.sender, ", ".join(self.recipients)
        mail.set_content(message.text)
        try:
            with smtplib.SMTP(self.host, self.port, timeout=SECONDS) as server:
                if self.starttls:
                    server.starttls(context=ssl.create_default_context())
                if self.user and self.password:
                    server.login(self.user, self.password)
                server.send_message(mail)
        except (OSError, smtplib.SMTPException) as error:
            raise NotSent(
                f"E-mail over {self.host}:{self.port} failed ({type(error).__name__}). Mend ZHANBI_SMTP_…."
            ) from None


class Webhook(msgspec.Struct, frozen=True, kw_only=True):
    """A robot's address, in which its key stands; DingTalk's may ask for a signature too."""

    url: str
    form: Form
    secret: str | None = None

    def __call__(self, message: Message) -> None:
        logging.getLogger("httpx").setLevel(logging.WARNING)  # it logs addresses, and the robot's key is in it
        host = urlsplit(self.url).hostname
        try:
            answer = httpx.post(self._signed(), json=_body(self.form, message), timeout=SECONDS)
            answer.raise_for_status()
            code = answer.json().get("errcode", 0) if answer.content else 0
        except (httpx.HTTPError, httpx.InvalidURL, ValueError, AttributeError) as error:
            raise NotSent(f"The webhook at {host} failed ({type(error).__name__}). Mend ZHANBI_WEBHOOK_….") from None
        if code:
            raise NotSent(f"The webhook at {host} refused with errcode {code}. Mend ZHANBI_WEBHOOK_….")

    def _signed(self) -> str:
        if self.secret is None:
            return self.url
        stamp = str(round(time.time() * 1000))
        signature = hmac.new(self.secret.encode(), f"{stamp}\n{self.secret}".encode(), hashlib.sha256).digest()
        return f"{self.url}&timestamp={stamp}&sign={quote_plus(base64.b64encode(signature))}"


def _body(form: Form, message: Message) -> dict[str, Any]:
    whole = f"### {message.title}\n{message.text}"
    if form == "dingtalk":
        return {
            "msgtype": "markdown",
            "markdown": {"title": message.title, "text": _cut(whole, DINGTALK_BYTES)},
        }
    if form == "wecom":
        return {"msgtype": "markdown", "markdown": {"content": _cut(whole, WECOM_BYTES)}}
    return {"msgtype": "text", "text": {"content": f"{message.title}\n{message.text}"}}


def _cut(text: str, most: int) -> str:
    """At most so many bytes, cut at the end of a line."""
    encoded = text.encode()
    if len(encoded) <= most:
        return text
    return encoded[: most - 4].decode(errors="ignore").rpartition("\n")[0] + "\n…"
