"""The controls: the diary behind a server that must lose, or double, when something is killed.

``hasty`` says "saved" before it is; ``forgetful`` takes every form for a new one, whatever its id;
``trusting`` takes PostgreSQL's word for what is kept, as PostgreSQL is set.
"""

import io
import sys
import time
from collections.abc import Callable, Iterable
from threading import Thread
from typing import Any

from flask import Flask

from diary import app as made
from diary import serve
from diary.config import Settings
from diary.db import engine
from diary.entries.actions import entries

Call = Callable[..., Iterable[bytes]]
LATE = 1.0  # seconds, so that on a busy machine too a kill comes between


def hasty(app: Call) -> Call:
    """Answers a form at once, and does what it asks a little later."""

    def call(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        if (environ["REQUEST_METHOD"], environ["PATH_INFO"]) != ("POST", "/"):
            return app(environ, start)
        body = environ["wsgi.input"].read()
        Thread(target=late, args=({**environ, "wsgi.input": io.BytesIO(body)},)).start()
        start("303 See Other", [("Location", "/"), ("Content-Length", "0")])
        return [b""]

    def late(environ: dict[str, Any]) -> None:
        time.sleep(LATE)
        list(app(environ, lambda *_: None))

    return call


def forgetful(app: Call) -> Call:
    """Finds no form that was there before; answers late, so that a kill often comes between."""
    vars(entries)["_repeats"] = lambda *_: False

    def call(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        answer = list(app(environ, start))
        if environ["REQUEST_METHOD"] == "POST":
            time.sleep(LATE)
        return answer

    return call


def trusting(app: Call) -> Call:
    return app


def main() -> None:
    """Serve as ``diary.serve`` does, with the fault that is named."""
    fault = {"hasty": hasty, "forgetful": forgetful, "trusting": trusting}[sys.argv[1]]
    if fault is trusting:
        vars(engine)["_ask_to_keep"] = lambda *_: None

    def make(settings: Settings) -> Flask:
        app = made.create_app(settings)
        vars(app)["wsgi_app"] = fault(app.wsgi_app)
        return app

    vars(serve)["create_app"] = make
    serve.main()


if __name__ == "__main__":
    main()
