"""The ways to the database, each saying when it commits.

``transaction()`` is the one of a request: committed once, at its end, or not at all.
``early_commit()`` is a short write of its own, committed at the end of its block.
``read_only()`` is a read of its own and commits nothing.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Response, current_app, has_request_context, request
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from diary.extensions import db
from diary.request_state import request_state

ADDRESS = "address"  # where a session keeps whence its request came; nothing in a shell
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def transaction() -> Session:
    """Return the session of this request's one transaction, committed when its answer succeeds.

    A request that may change something takes the write lock at its first use of the database,
    so validate the form and hash the password before asking for it.
    """
    state = request_state()
    if state.session is None:
        state.session = db.session
        state.session.info[ADDRESS] = request.remote_addr
        if request.method not in SAFE:
            state.session.connection(execution_options={"writes": True})
    return state.session


@contextmanager
def early_commit(place: str | None = None) -> Iterator[Session]:
    """Open a transaction of its own, committed at the end of this block.

    For what must stay whatever becomes of the request (a view that is recorded before it is
    granted, a wrong password that is counted), and for the shell, which has no request.
    After a request is over, ``place`` says from where it came.
    """
    with db.sessionmaker() as session:
        session.info[ADDRESS] = request.remote_addr if has_request_context() else place
        session.connection(execution_options={"writes": True})
        yield session
        session.commit()


@contextmanager
def read_only() -> Iterator[Session]:
    """Open a read of its own that never commits and sees one moment, whatever is written."""
    with db.sessionmaker() as session:
        if session.get_bind().dialect.name == "postgresql":  # SQLite reads like this anyway
            session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
        yield session


def finish_transaction(response: Response) -> Response:
    """Commit a change that succeeded. An answer that refuses leaves nothing behind."""
    state = request_state()
    session, state.session = state.session, None
    if session is not None:
        if request.method not in SAFE and response.status_code < 400:
            try:
                session.commit()
            except OperationalError as error:
                # what could not be kept must not be said to be: the page of that fault instead
                session.rollback()
                return current_app.make_response(current_app.handle_user_exception(error))
        else:
            session.rollback()
    return response
