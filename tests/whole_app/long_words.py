"""Everything that people typed, made one long word without a place to break."""

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from diary.accounts.models import Clinic, User
from diary.db import Base, EncryptedText
from diary.transactions import early_commit

SURNAME = "Wolfeschlegelsteinhausenbergerdorffm"  # 36 letters
WORD = "w" * 100
# read by programs, and no words of anybody's
NOT_WORDS = {"endpoint", "address", "email", "phone", "key"}


def lengthen(app: Flask) -> None:
    """Put a long word into every field of words that has something in it."""
    with app.app_context(), early_commit() as session:
        for person in session.scalars(select(User)):
            person.name = f"{person.name} {SURNAME}"
        for clinic in session.scalars(select(Clinic)):
            clinic.name = f"{clinic.name} {WORD[:50]}"
        for mapper in Base.registry.mappers:
            fields = {
                attribute.key: column.type.longest
                for attribute in mapper.column_attrs
                for column in attribute.columns
                if isinstance(column.type, EncryptedText)
                and column.type.longest
                and attribute.key not in NOT_WORDS
            }
            if fields:
                _fill(session, mapper.class_, fields)


def _fill(session: Session, model: type[Base], fields: dict[str, int]) -> None:
    for row in session.scalars(select(model)):
        for name, longest in fields.items():
            if getattr(row, name) is not None:
                setattr(row, name, WORD[:longest])
