"""The unit of work: one short transaction a request, committed once, at its end, or not at all."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask, Response, current_app, g, has_request_context, request
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from diary.extensions import db

ADDRESS = "address"  # where a session keeps whence its request came; nothing in a shell
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def session() -> Session:
    """This request's database session.

    A request that may change something takes the write lock at its first use of the database,
    so validate the form and hash the password before asking for it.
    """
    if "session" not in g:
        g.session = db.session
        g.session.info[ADDRESS] = request.remote_addr
        if request.method not in SAFE:
            g.session.connection(execution_options={"writes": True})
    found: Session = g.session
    return found


@contextmanager
def reading() -> Iterator[Session]:
    """A short read of its own, outside the request's transaction."""
    with db.sessionmaker() as own:
        yield own


@contextmanager
def snapshot() -> Iterator[Session]:
    """A read that sees one moment, however many statements it takes and whatever is written."""
    with db.sessionmaker() as own:
        if own.get_bind().dialect.name == "postgresql":  # SQLite reads like this anyway
            own.connection(execution_options={"isolation_level": "REPEATABLE READ"})
        yield own


@contextmanager
def writing(place: str | None = None) -> Iterator[Session]:
    """A short write of its own: for the shell, and for noting a look before it is granted.

    Beside a request that is over, ``place`` says from where it came.
    """
    with db.sessionmaker() as own:
        own.info[ADDRESS] = request.remote_addr if has_request_context() else place
        own.connection(execution_options={"writes": True})
        yield own
        own.commit()


def install(app: Flask) -> None:
    """End every request's transaction before its answer leaves."""
    app.after_request(_finish)


def _finish(response: Response) -> Response:
    """Commit a change that succeeded; an answer that refuses leaves nothing behind."""
    held: Session | None = g.pop("session", None)
    if held is not None:
        if request.method not in SAFE and response.status_code < 400:
            try:
                held.commit()
            except OperationalError as error:
                # what could not be kept must not be said to be: the page of that fault instead
                held.rollback()
                return current_app.make_response(current_app.handle_user_exception(error))
        else:
            held.rollback()
    return response
