"""The local web: the pages below data/site, and what else is mounted here. Bound to this machine unless the settings say otherwise."""

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from flows.serving import desk
from flows.serving.pushes import endpoint
from flows.settings import Settings


def app(settings: Settings) -> Starlette:
    """The application that `zhanbi serve` runs. A further local page or desk is one more route, before the pages."""
    settings.site.mkdir(parents=True, exist_ok=True)
    routes: list[BaseRoute] = [
        Route("/health", health),
        Route("/desk", to_desk),
        Mount("/desk", desk.app(settings, tuple(_names(settings)))),
    ]
    if settings.push_token:
        routes.append(Route("/push", endpoint(settings, settings.push_token.get_secret_value()), methods=["POST"]))
    routes.append(Mount("/", StaticFiles(directory=settings.site, html=True)))
    return Starlette(routes=routes, middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=_names(settings))])


async def to_desk(_request: Request) -> RedirectResponse:
    return RedirectResponse("/desk/")


async def health(_request: Request) -> PlainTextResponse:
    return PlainTextResponse("ok")


def _names(settings: Settings) -> list[str]:
    """By which names we may be called: a page elsewhere that has its own name resolve to this machine is turned away."""
    here = settings.pages_host in ("127.0.0.1", "localhost", "::1")
    return ["127.0.0.1", "localhost", "[::1]"] if here else ["*"]
