"""Whether the keys that are at hand are those that this diary was written with."""

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from diary.audit.queries import is_own_key
from diary.db import Base, rotation
from diary.keys import Keys

FIELDS = (
    "Notes of this diary are sealed with {names}, {which} not among the keys: put the file"
    " `fields` of the folder of keys back (see DIARY_KEYS), or set DIARY_FIELD_KEYS."
)
WRONG = (
    "The key {names} does not open the notes that it sealed, so it is another key or was mistyped:"
    " put the file `fields` of the folder of keys back (see DIARY_KEYS), or set DIARY_FIELD_KEYS."
)
AUDIT = (
    "The audit of this diary was made with another key: put the file `audit` of the folder of keys"
    " back (see DIARY_KEYS), or set DIARY_AUDIT_KEY."
)


def key_faults(connection: Connection, keys: Keys) -> list[str]:
    """Return a sentence for what is amiss with the keys of the fields and of the audit."""
    faults = []
    if missing := rotation.missing_keys(connection, Base.metadata, keys.fields.names):
        which = "which is" if len(missing) == 1 else "which are"
        faults.append(FIELDS.format(names=" and ".join(missing), which=which))
    if wrong := rotation.wrong_keys(connection, Base.metadata, keys.fields):
        faults.append(WRONG.format(names=" and ".join(wrong)))
    with Session(connection) as session:
        if not is_own_key(session, keys.known_audit):
            faults.append(AUDIT)
    return faults
