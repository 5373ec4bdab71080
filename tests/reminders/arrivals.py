"""A mail server and a push service on this machine, which keep and open what arrives."""

import base64
import email
import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from aiosmtpd.controller import Controller
from cryptography.hazmat.primitives import hashes, hmac
from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tests.serving import free_port

CURVE = ec.SECP256R1()
# what nobody may learn who reads somebody's mail or notifications over her shoulder
FORBIDDEN = re.compile(
    r"ketamine|spravato|drug|dose|treatment|session|infusion|anxiety|mood|score|depress|therap"
    r"|medic|symptom|clinic|doctor|patient|relief|effect|\bana\b",
    re.IGNORECASE,
)


@dataclass
class Mailbox:
    """What a mail server took; ``answer`` is what it says to the next message."""

    port: int
    mails: list[Message] = field(default_factory=list)
    answer: str = "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        if self.answer.startswith("250"):
            self.mails.append(email.message_from_bytes(envelope.content))
        return self.answer


@contextmanager
def mail_server() -> Iterator[Mailbox]:
    box = Mailbox(free_port())
    controller = Controller(box, hostname="127.0.0.1", port=box.port, ready_timeout=60)
    controller.start()
    try:
        yield box
    finally:
        controller.stop()


@dataclass
class PushService:
    """One browser's push service: it holds the browser's keys, so it can open what arrives."""

    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(CURVE))
    secret: bytes = b"sixteen bytes ok"
    status: int = 201
    port: int = 0
    arrived: list[tuple[dict[str, str], bytes]] = field(default_factory=list)

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self.port}/push/ana"

    @property
    def public(self) -> bytes:
        return _point(self.key.public_key())

    def subscription(self) -> dict[str, Any]:
        keys = {"p256dh": b64(self.public), "auth": b64(self.secret)}
        return {"endpoint": self.endpoint, "expirationTime": None, "keys": keys}

    def opened(self, body: bytes) -> dict[str, str]:
        """What the browser reads: RFC 8291 and RFC 8188, from the text of the standards."""
        salt, length = body[:16], body[20]
        sender, sealed = body[21 : 21 + length], body[21 + length :]
        shared = self.key.exchange(
            ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(CURVE, sender)
        )
        info = b"WebPush: info\x00" + self.public + sender
        ikm = _mac(_mac(self.secret, shared), info + b"\x01")
        prk = _mac(salt, ikm)
        cek = _mac(prk, b"Content-Encoding: aes128gcm\x00\x01")[:16]
        nonce = _mac(prk, b"Content-Encoding: nonce\x00\x01")[:12]
        plain = AESGCM(cek).decrypt(nonce, sealed, None).rstrip(b"\x00")
        assert plain[-1:] == b"\x02"
        found: dict[str, str] = json.loads(plain[:-1])
        return found


def claims(headers: dict[str, str]) -> tuple[dict[str, Any], str]:
    """What the signature says, once it is verified, and the key that made it (RFC 8292)."""
    scheme, rest = headers["Authorization"].split(" ", 1)
    assert scheme.lower() == "vapid"
    parts = dict(part.strip().split("=", 1) for part in rest.split(","))
    head, told, signed = parts["t"].split(".")
    raw = unb64(signed)
    first, second = (int.from_bytes(half, "big") for half in (raw[:32], raw[32:]))
    signer = ec.EllipticCurvePublicKey.from_encoded_point(CURVE, unb64(parts["k"]))
    signer.verify(
        utils.encode_dss_signature(first, second),
        f"{head}.{told}".encode(),
        ec.ECDSA(hashes.SHA256()),
    )
    assert json.loads(unb64(head))["alg"] == "ES256"
    return json.loads(unb64(told)), parts["k"]


@contextmanager
def push_service() -> Iterator[PushService]:
    service = PushService()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            service.arrived.append((dict(self.headers), body))
            self.send_response(service.status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    service.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield service
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _point(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def _mac(key: bytes, data: bytes) -> bytes:
    made = hmac.HMAC(key, hashes.SHA256())
    made.update(data)
    return made.finalize()


def b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def unb64(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
