"""What is the same in each app of a run is compiled once, not once for each test's app."""

from collections.abc import Callable
from typing import Any, ClassVar

from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from sqlalchemy import Dialect, Engine
from sqlalchemy.util import LRUCache
from werkzeug.routing import Rule

from diary.db.encrypted import keys_of

STATEMENTS = 4000  # as many are kept; an engine of its own keeps 500


class Templates(BytecodeCache):
    """The code of each template."""

    def __init__(self) -> None:
        self._known: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._known:
            bucket.bytecode_from_string(self._known[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._known[bucket.key] = bucket.bytecode_to_string()


TEMPLATES = Templates()


class KnownRule(Rule):
    """What reads and what builds the address of a route."""

    _builders: ClassVar[dict[object, Callable[..., tuple[str, str]]]] = {}
    _read: ClassVar[dict[object, dict[str, Any]]] = {}

    def compile(self) -> None:
        if self.map.converters != self.map.default_converters:
            super().compile()
            return
        key = (self.rule, repr(self.defaults), self.subdomain, self.merge_slashes)
        if key not in self._read:
            super().compile()
            names = ("_parts", "_trace", "_converters", "arguments")
            self._read[key] = {name: getattr(self, name) for name in names}
        vars(self).update(self._read[key])
        self._build = self._compile_builder(False).__get__(self, None)
        self._build_unknown = self._compile_builder(True).__get__(self, None)

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        key = (self.rule, repr(self.defaults), append_unknown)
        if key not in self._builders:
            self._builders[key] = super()._compile_builder(append_unknown)
        return self._builders[key]


# by the engine's kind: a dialect that has met its server, and the statements in its words
_DIALECTS: dict[str, tuple[Dialect, LRUCache[Any, Any]]] = {}


def know_dialect(engine: Engine) -> None:
    """Let later engines of this kind and with these keys share the statements of this one."""
    _DIALECTS.setdefault(engine.dialect.name, (engine.dialect, LRUCache(STATEMENTS)))


def share_statements(engine: Engine) -> None:
    """It connects as it was told; what is asked over the connection is known from before."""
    dialect, statements = _DIALECTS.get(engine.dialect.name, (engine.dialect, None))
    if statements is not None and keys_of(dialect) is keys_of(engine.dialect):
        engine.dialect, engine._compiled_cache = dialect, statements


def install() -> None:
    Flask.url_rule_class = KnownRule
