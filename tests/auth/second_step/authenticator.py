"""A phone with a passkey, in software: it answers what it is asked, and lies where a test says."""

import hashlib
import json
import re
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from html import unescape
from typing import Any

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from tests.client import DiaryClient

PRESENT, VERIFIED, HOLDS_KEY = 0x01, 0x04, 0x40


def read64(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def write64(said: bytes) -> str:
    return urlsafe_b64encode(said).rstrip(b"=").decode()


def question_on(page: str) -> dict[str, Any]:
    """What a page asks of the browser."""
    found = re.search(r'id="passkey-question">(.*?)</script>', page, re.DOTALL)
    assert found, page
    asked: dict[str, Any] = json.loads(unescape(found[1]))
    return asked


class Phone:
    """One passkey; ``count`` grows at each use unless a test holds it."""

    def __init__(self) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.id, self.count, self.handle = secrets.token_bytes(16), 0, b""
        self.origin, self.host, self.flags = "http://localhost", "localhost", PRESENT | VERIFIED
        self.says_of_its_key: Any = None  # something else than its key

    def make(self, asked: dict[str, Any]) -> str:
        """The answer to a question for a new one."""
        self.handle = read64(asked["user"]["id"])
        numbers = self.key.public_key().public_numbers()
        x, y = numbers.x.to_bytes(32, "big"), numbers.y.to_bytes(32, "big")
        public = cbor2.dumps(self.says_of_its_key or {1: 2, 3: -7, -1: 1, -2: x, -3: y})
        held = bytes(16) + len(self.id).to_bytes(2, "big") + self.id + public
        told = self._told(self.flags | HOLDS_KEY) + held
        statement = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": told})
        response = {
            "clientDataJSON": write64(self._client("webauthn.create", asked["challenge"])),
            "attestationObject": write64(statement),
        }
        return self._answer(response)

    def show(self, asked: dict[str, Any]) -> str:
        """The answer to a question for one that there is."""
        self.count += 1
        told, client = self._told(self.flags), self._client("webauthn.get", asked["challenge"])
        signed = self.key.sign(told + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        response = {
            "clientDataJSON": write64(client),
            "authenticatorData": write64(told),
            "signature": write64(signed),
            "userHandle": write64(self.handle),
        }
        return self._answer(response)

    def _told(self, flags: int) -> bytes:
        host = hashlib.sha256(self.host.encode()).digest()
        return host + bytes([flags]) + self.count.to_bytes(4, "big")

    def _client(self, kind: str, challenge: str) -> bytes:
        said = {"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False}
        return json.dumps(said).encode()

    def _answer(self, response: dict[str, str]) -> str:
        named = write64(self.id)
        said = {"id": named, "rawId": named, "type": "public-key", "response": response}
        return json.dumps(said)


def add(browser: DiaryClient, phone: Phone, name: str = "My phone") -> str:
    """Add a passkey as its page does; gives the page that follows."""
    asked = question_on(browser.send("/passkeys/new").text)
    answer = browser.send("/passkeys", name=name, passkey=phone.make(asked))
    return answer.text if answer.status_code == 200 else browser.get("/second-step").text


def ask(browser: DiaryClient) -> dict[str, Any]:
    """The question at signing in."""
    return question_on(browser.send("/sign-in/passkey/ask").text)
