"""The review desk: a local web page on which a signed-in person decides what waits. `app` is mounted by a server, or run alone."""

import hmac
import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from flows.serving.desk_lists import LISTS, decide, first_waiting, key_of, waiting
from flows.settings import Settings
from flows.site.build import HERE, environment
from schemas.errors import Transient, UsageError, ZhanbiError

COOKIE = "zhanbi_desk"
MOST_BYTES = 20_000  # of a form
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


def token(settings: Settings) -> str:
    """What one signs in with: the setting, or a file that is made at the first start and only its owner can read."""
    if settings.desk_token is not None:
        return settings.desk_token.get_secret_value()
    path = token_file(settings)
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(32) + "\n")
    except FileExistsError:
        pass
    if path.stat().st_mode & 0o077:
        raise UsageError(f"{path}: others can read it. Run `chmod 600` on it, or delete it and start again / 权限过宽.")
    return path.read_text(encoding="utf-8").strip()


def token_file(settings: Settings) -> Path:
    return settings.folder / "desk.token"


class Desk:
    """Who is signed in, and the pages. Sessions live as long as the process: a restart signs everybody out."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.token = token(settings)
        self.sessions: dict[str, tuple[str, str]] = {}  # cookie to name and the secret of its forms
        self.decided: set[tuple[str, str]] = set()  # since the start: the lists drop them before the next build does
        self.templates = environment(settings.site)

    def page(self, request: Request, template: str, status: int = 200, **context: Any) -> HTMLResponse:
        base = request.scope.get("root_path", "")
        context |= {"root": f"{base}/site/", "base": base, "lists": LISTS, "assets": f"{base}/static/"}
        text = self.templates.get_template(template).render(context)
        return HTMLResponse(text, status, headers=HEADERS)

    async def login(self, request: Request) -> Response:
        if request.method == "GET":
            return self.page(request, "desk_login.html", wrong=False)
        form = await _form(request)
        name = form.get("by", "").strip()
        if not name or not hmac.compare_digest(form.get("token", "").strip().encode(), self.token.encode()):
            return self.page(request, "desk_login.html", 403, wrong=True)
        cookie = secrets.token_urlsafe(32)
        self.sessions[cookie] = (name[:100], secrets.token_urlsafe(32))
        base = request.scope.get("root_path", "")
        response = RedirectResponse(f"{base}/", 303, headers=HEADERS)
        response.set_cookie(
            COOKIE, cookie, httponly=True, samesite="strict", path=f"{base}/", secure=request.url.scheme == "https"
        )
        return response

    async def logout(self, request: Request) -> Response:
        if (await self._signed(request)) is not None:
            self.sessions.pop(request.cookies.get(COOKIE, ""), None)
        return RedirectResponse(f"{request.scope.get('root_path', '')}/login", 303, headers=HEADERS)

    async def show(self, request: Request) -> Response:
        session = self.sessions.get(request.cookies.get(COOKIE, ""))
        if session is None:
            return RedirectResponse(f"{request.scope.get('root_path', '')}/login", 303, headers=HEADERS)
        which = request.query_params.get("list", "")
        if which and which not in LISTS:
            return self.page(request, "desk_said.html", 404, said=f"{which}: 没有这一栏 / no such list")
        try:
            which = which or await run_in_threadpool(first_waiting, self.settings)
            found, said = await run_in_threadpool(waiting, self.settings, which), request.query_params.get("said", "")
            rows = [row for row in found if key_of(row) not in self.decided]
        except ZhanbiError as error:
            rows, said = [], _told(error)
        return self.page(
            request, "desk.html", which=which or LISTS[0], rows=rows, said=said, by=session[0], csrf=session[1]
        )

    async def decide(self, request: Request) -> Response:
        form = await self._signed(request)
        if form is None:
            return self.page(request, "desk_said.html", 403, said="请重新登录后再试 / sign in again, then decide")
        by = self.sessions[request.cookies[COOKIE]][0]
        try:
            said = await run_in_threadpool(decide, self.settings, form, by)
        except ZhanbiError as error:
            return self.page(request, "desk_said.html", 503 if isinstance(error, Transient) else 400, said=_told(error))
        about = form.get("key", ""), form.get("city", "")
        (self.decided.discard if form.get("action") in ("undo", "replay") else self.decided.add)(about)
        back = form.get("list", "") if form.get("list") in LISTS else LISTS[0]
        address = f"{request.scope.get('root_path', '')}/?list={back}&said={quote(said + '。下次运行后生效 / takes effect with the next run')}"
        return RedirectResponse(address, 303, headers=HEADERS)

    async def _signed(self, request: Request) -> dict[str, str] | None:
        """The form, when it comes from a page of this desk that was given to this session; otherwise None."""
        session = self.sessions.get(request.cookies.get(COOKIE, ""))
        form = await _form(request)
        if session is None or not hmac.compare_digest(form.get("csrf", "").encode(), session[1].encode()):
            return None
        return form


def _told(error: ZhanbiError) -> str:
    if isinstance(error, Transient):
        return "夜间作业正在使用数据库，请稍后再试 / The night's run holds the warehouse; try again when it has ended."
    return str(error)


async def _form(request: Request) -> dict[str, str]:
    """The fields of a posted form; an oversized one counts as empty."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > MOST_BYTES:
            return {}
    return dict(parse_qsl(body.decode("utf-8", "replace"), max_num_fields=50))


def app(settings: Settings, hosts: tuple[str, ...] = ("127.0.0.1", "localhost")) -> Starlette:
    """The desk as an application of its own, or below any path of another; `hosts` are the names it answers to."""
    desk = Desk(settings)
    settings.site.mkdir(parents=True, exist_ok=True)
    return Starlette(
        routes=[
            Route("/", desk.show),
            Route("/login", desk.login, methods=["GET", "POST"]),
            Route("/logout", desk.logout, methods=["POST"]),
            Route("/decide", desk.decide, methods=["POST"]),
            Mount("/static", StaticFiles(directory=HERE / "static")),
            Mount("/site", StaticFiles(directory=settings.site, html=True)),
        ],
        middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=list(hosts))],
    )
