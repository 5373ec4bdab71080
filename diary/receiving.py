"""How the server takes a request in: no more of its body than its sender may send is kept.

What is over the limit is read and dropped, so that the app answers it in words and a browser
shows them. A request that is never finished holds no more memory than its limit.
"""

from collections.abc import Callable
from typing import Any

from waitress.buffers import OverflowableBuffer
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser

Bound = Callable[[str, str, str], int]  # method, path, cookies: bytes


class BoundedBuffer(OverflowableBuffer):
    """A body of at most ``most`` bytes; of a longer one only the length is known."""

    def __init__(self, overflow: int, most: int) -> None:
        super().__init__(overflow)
        self._most, self._length = most, 0

    def __len__(self) -> int:
        return self._length

    def append(self, data: bytes) -> None:
        """Keep it while there is room, else drop all of it."""
        self._length += len(data)
        if self._length <= self._most:
            super().append(data)
        elif self.buf is not None or self.strbuf:
            self.close()
            self.buf, self.strbuf = None, b""


def channel_for(bound: Bound) -> type[HTTPChannel]:
    """The kind of connection whose requests keep no more than ``bound`` says."""

    class BoundedParser(HTTPRequestParser):
        """Knows the limit of a body once it has read the header."""

        def parse_header(self, header_plus: bytes) -> None:
            """Read the header, and put a bounded buffer behind it."""
            super().parse_header(header_plus)
            if self.body_rcv is not None:
                told: Any = self  # the types of waitress do not know what it has read
                path = told.path.encode("latin-1").decode("utf-8", "replace")
                most = bound(told.command, path, told.headers.get("COOKIE", ""))
                self.body_rcv.buf = BoundedBuffer(self.adj.inbuf_overflow, most)

    class BoundedChannel(HTTPChannel):
        """A connection with that parser."""

        parser_class = BoundedParser

    return BoundedChannel
