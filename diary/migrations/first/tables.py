"""Where the tables of the first release are collected.

They are a copy, written out once. The models change, and the first migration stays what it was, so
nothing here is read from them.
"""

from sqlalchemy import MetaData

# the constraints' names of the first release
NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
FIRST = MetaData(naming_convention=NAMES)
