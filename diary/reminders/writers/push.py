"""Web push messages, encrypted for one browser (RFC 8291) and signed (RFC 8292)."""

import base64
import hashlib
import json
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlsplit

import http_ece
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from py_vapid import Vapid02

SIGNED_FOR = 12 * 3600  # seconds, while the standard allows a day


@dataclass(frozen=True)
class Browser:
    """A subscription: the address, and the keys for messages that only that browser can read."""

    endpoint: str = field(repr=False)
    public_key: bytes = field(repr=False)
    secret: bytes = field(repr=False)


@dataclass(frozen=True)
class Signer:
    """This server's key as base64url of 32 bytes, and a contact of its operator."""

    private_key: str = field(repr=False)
    contact: str

    @property
    def key(self) -> ec.EllipticCurvePrivateKey:
        """The decoded key. Raises ``ValueError`` if the text is not a key."""
        return private_key(self.private_key)

    @property
    def public_key(self) -> str:
        """The public key, which a browser needs to subscribe."""
        return encoded(_point(self.key))


def private_key(text: str) -> ec.EllipticCurvePrivateKey:
    """Decode a P-256 key from base64url."""
    number = int.from_bytes(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)), "big")
    return ec.derive_private_key(number, ec.SECP256R1())


def encoded(data: bytes) -> str:
    """Encode as base64url without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def message(title: str, body: str, name: str, address: str) -> bytes:
    """Write what the service worker reads. A message replaces an earlier one with its ``name``."""
    payload = {"title": title, "body": body, "tag": topic(name), "address": address}
    return json.dumps(payload).encode()


def topic(name: str) -> str:
    """Hash a slot's name, so that the push service learns nothing from it."""
    return encoded(hashlib.sha256(name.encode()).digest())[:32]


def encrypt(plain: bytes, browser: Browser) -> bytes:
    """Encrypt a message for one browser. Raises ``ValueError`` for an invalid key.

    Uses ``aes128gcm`` with a new key pair and a new salt for each message.
    """
    sender_key = ec.generate_private_key(ec.SECP256R1())
    encrypted: bytes = http_ece.encrypt(
        plain,
        private_key=sender_key,
        dh=browser.public_key,
        auth_secret=browser.secret,
        version="aes128gcm",
    )
    return encrypted


def is_point(data: bytes) -> bool:
    """Whether the bytes are a public key on the curve."""
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), data)
    except ValueError:
        return False
    return True


def headers(
    signer: Signer, endpoint: str, name: str, seconds: int, now: datetime
) -> dict[str, str]:
    """Build the headers of a push: who sends it, and for how long to try."""
    parts = urlsplit(endpoint)
    claims = {
        "sub": signer.contact,
        "aud": f"{parts.scheme}://{parts.netloc}",
        "exp": int(now.timestamp()) + SIGNED_FOR,
    }
    return {
        **Vapid02(signer.key).sign(claims),
        "Content-Type": "application/octet-stream",
        "Content-Encoding": "aes128gcm",
        "TTL": str(max(0, seconds)),
        "Topic": topic(name),
        "Urgency": "normal",
    }


def _point(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
