"""Slow 4G between a browser and the diary: what a browser's own throttle leaves out, it slows too
(the service worker, and the opening of connections).
"""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from threading import Thread

# As Lighthouse defines it
ROUND_TRIP = 0.150  # seconds
DOWN, UP = 1_638_400 / 8, 750_000 / 8  # bytes in a second
PIECE = 4096


@dataclass
class Line:
    """One way of the link; its width is shared by all connections."""

    width: float
    bytes: int = 0
    _free_at: float = 0.0

    def arrival(self, size: int) -> float:
        """When so many bytes that leave now are there."""
        self.bytes += size
        now = asyncio.get_running_loop().time()
        self._free_at = max(self._free_at, now) + size / self.width
        return self._free_at + ROUND_TRIP / 2


@dataclass
class Relay:
    """Listens on a port of its own."""

    target: int
    port: int = 0
    down: Line = field(default_factory=lambda: Line(DOWN))
    up: Line = field(default_factory=lambda: Line(UP))
    writers: list[asyncio.StreamWriter] = field(default_factory=list)

    async def meet(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection, whose opening takes a round trip of its own."""
        await asyncio.sleep(ROUND_TRIP)
        far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self.target)
        self.writers += [writer, far_writer]
        with suppress(asyncio.CancelledError):  # the link is taken down
            await asyncio.gather(
                _carry(reader, far_writer, self.up), _carry(far_reader, writer, self.down)
            )


async def _carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, line: Line) -> None:
    """Piece by piece, in order; what is under way does not hold up what leaves."""
    sent: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()

    async def deliver() -> None:
        loop = asyncio.get_running_loop()
        while True:
            at, piece = await sent.get()
            await asyncio.sleep(max(0.0, at - loop.time()))
            if not piece:
                break
            writer.write(piece)
        writer.close()

    delivering = asyncio.create_task(deliver())
    with suppress(ConnectionError):
        while piece := await reader.read(PIECE):
            sent.put_nowait((line.arrival(len(piece)), piece))
    sent.put_nowait((line.arrival(0), b""))
    with suppress(ConnectionError):
        await delivering


@contextmanager
def slow(target: int) -> Iterator[Relay]:
    """A relay to a port of this machine, until the block is left."""
    relay, loop = Relay(target), asyncio.new_event_loop()
    thread = Thread(target=loop.run_forever, daemon=True)
    thread.start()
    starting = asyncio.start_server(relay.meet, "127.0.0.1", 0)
    server = asyncio.run_coroutine_threadsafe(starting, loop).result()
    relay.port = server.sockets[0].getsockname()[1]
    try:
        yield relay
    finally:
        asyncio.run_coroutine_threadsafe(_end(server, relay), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _end(server: asyncio.Server, relay: Relay) -> None:
    server.close()
    for task in asyncio.all_tasks() - {asyncio.current_task()}:
        task.cancel()
    for writer in relay.writers:
        writer.close()
    await asyncio.sleep(ROUND_TRIP)  # what was cancelled and closed lets go of its socket
