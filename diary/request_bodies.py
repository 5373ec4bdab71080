"""How the server takes a request in: no more of its body than its sender may send is kept.

What is over the limit is read and dropped, so that the app answers it in words and a browser
shows them. A request that is never finished holds no more memory than its limit.
"""

from collections.abc import Callable
from typing import Any

from waitress.buffers import OverflowableBuffer
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.receiver import ChunkedReceiver
from waitress.utilities import BadRequest

# what may wrap a body that comes in chunks, their sizes and what follows the last one: so many
# bytes, and one more for each so many of the body
FRAMING, BYTES_PER_FRAMING = 16 * 1024, 32

Bound = Callable[[str, str, str], int]  # method, path, cookies: bytes


class BoundedBuffer(OverflowableBuffer):
    """A body of at most ``most`` bytes. Of a longer one only the length is known."""

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


class BoundedChunks(ChunkedReceiver):
    """A body in chunks, refused where what wraps them outgrows it.

    The rest of a size or of a trailer is joined to each new part, which is cheap for short ones
    alone.
    """

    def __init__(self, buf: BoundedBuffer) -> None:
        super().__init__(buf)
        self._received = 0

    def received(self, s: bytes) -> int:
        """Read on, and return how many bytes were of this request."""
        consumed: int = super().received(s)
        self._received += consumed
        if self._received - len(self) > FRAMING + len(self) // BYTES_PER_FRAMING:
            self.error = BadRequest("The chunks of the body are too small or badly framed")
            self.control_line = self.trailer = b""
        return consumed


def channel_for(bound: Bound) -> type[HTTPChannel]:
    """The kind of connection whose requests keep no more than ``bound`` says."""

    class LimitedHeaderParser(HTTPRequestParser):
        """Knows the limit of a body once it has read the header."""

        def parse_header(self, header_plus: bytes) -> None:
            """Read the header, and put a bounded buffer behind it."""
            super().parse_header(header_plus)
            if self.body_rcv is not None:
                header: Any = self  # the types of waitress do not know what it has read
                path = header.path.encode("latin-1").decode("utf-8", "replace")
                most = bound(header.command, path, header.headers.get("COOKIE", ""))
                buffer = BoundedBuffer(self.adj.inbuf_overflow, most)
                if header.chunked:
                    self.body_rcv = BoundedChunks(buffer)
                else:
                    self.body_rcv.buf = buffer

    class BoundedChannel(HTTPChannel):
        """A connection with that parser."""

        parser_class = LimitedHeaderParser

    return BoundedChannel
