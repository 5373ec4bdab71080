"""What proxies before the diary say of a request: believed where they are named, else remarked."""

import logging
from collections.abc import Iterable
from threading import Lock
from typing import TYPE_CHECKING

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

LOG = logging.getLogger(__name__)
UNNAMED = (
    "A request came with X-Forwarded-For, but DIARY_PROXIES is 0: behind a proxy everybody counts"
    " as one place, and whoever guesses passwords slows down all. Set DIARY_PROXIES to the number"
    " of your proxies. Each worker says this once."
)


def install(app: Flask, proxies: int, *, production: bool) -> None:
    """Trust so many proxies. Where there are none, log a warning if a request came by one."""
    if proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, proxies, proxies, proxies)  # type: ignore[method-assign]
    elif production:
        _remark(app)


def _remark(app: Flask) -> None:
    inner, first = app.wsgi_app, Lock()

    def outer(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        # the lock is never opened again: of all requests one says it
        if "HTTP_X_FORWARDED_FOR" in environ and first.acquire(blocking=False):
            LOG.warning(UNNAMED)
        return inner(environ, start_response)

    app.wsgi_app = outer  # type: ignore[method-assign]
