"""No forged answer, and no nonsense, signs anybody in by a passkey."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from diary.auth.passkeys import LONGEST_ANSWER
from tests.auth.second_step.authenticator import PRESENT, Phone, ask, question_on, read64, write64
from tests.auth.second_step.steps import events, is_in
from tests.client import DiaryClient

HERE = "/sign-in/passkey"


def _other_origin(phone: Phone, asked: dict[str, Any]) -> str:
    phone.origin = "https://diary.evil.example"
    return phone.show(asked)


def _other_host(phone: Phone, asked: dict[str, Any]) -> str:
    phone.host = "evil.example"
    return phone.show(asked)


def _nobody_verified(phone: Phone, asked: dict[str, Any]) -> str:
    phone.flags = PRESENT
    return phone.show(asked)


def _nobody_present(phone: Phone, asked: dict[str, Any]) -> str:
    phone.flags = 0
    return phone.show(asked)


def _other_challenge(phone: Phone, asked: dict[str, Any]) -> str:
    return phone.show({**asked, "challenge": write64(bytes(32))})


def _other_key(phone: Phone, asked: dict[str, Any]) -> str:
    forged = Phone()
    forged.id, forged.handle = phone.id, phone.handle
    return forged.show(asked)


def _unknown(phone: Phone, asked: dict[str, Any]) -> str:
    return Phone().show(asked)


def _other_handle(phone: Phone, asked: dict[str, Any]) -> str:
    phone.handle = bytes(16)
    return phone.show(asked)


def _made_again(phone: Phone, asked: dict[str, Any]) -> str:
    return phone.make({**asked, "user": {"id": write64(phone.handle)}})


def _bent(phone: Phone, asked: dict[str, Any]) -> str:
    said = json.loads(phone.show(asked))
    signed = bytearray(read64(said["response"]["signature"]))
    signed[-1] ^= 1
    said["response"]["signature"] = write64(bytes(signed))
    return json.dumps(said)


FORGED = [
    _other_origin,
    _other_host,
    _nobody_verified,
    _nobody_present,
    _other_challenge,
    _other_key,
    _unknown,
    _other_handle,
    _made_again,
    _bent,
]


@pytest.mark.parametrize("forge", FORGED, ids=lambda one: one.__name__.strip("_"))
def test_what_is_forged_signs_nobody_in_and_is_noted(
    app: Flask, client: DiaryClient, phone: Phone, forge: Callable[[Phone, dict[str, Any]], str]
) -> None:
    answer = client.send(HERE, passkey=forge(phone, ask(client)))
    assert answer.location == "/sign-in"
    assert "That did not work" in client.get("/sign-in").text
    assert not is_in(client)
    assert events(app)[-1] == "account:passkey:refuse"


NONSENSE = [
    "",
    "x",
    "null",
    "[]",
    "{}",
    '{"id": 5}',
    '{"id": "a", "rawId": "a", "type": "public-key", "response": {}}',
    '{"id":"AAAA","rawId":"AAAA","type":"public-key","response":{"clientDataJSON":"AAAA"}}',
    "[" * 5_000,
    "x" * (LONGEST_ANSWER + 1),
    '{"id": "\u00e9\ud800"}'.encode("utf-8", "surrogatepass").decode("utf-8", "replace"),
]


@pytest.mark.parametrize("text", NONSENSE, ids=range(len(NONSENSE)))
def test_nonsense_is_refused(
    ana_client: DiaryClient, client: DiaryClient, phone: Phone, text: str
) -> None:
    ask(client)
    assert client.send(HERE, passkey=text).location == "/sign-in"
    ana_client.send("/passkeys/new")
    assert ana_client.send("/passkeys", name="x", passkey=text).status_code in (303, 422)


@pytest.mark.parametrize("key", [[1], {1: "x"}, "key", 7], ids=repr)
def test_a_key_that_is_none_is_refused(ana_client: DiaryClient, key: object) -> None:
    odd = Phone()
    odd.says_of_its_key = key
    asked = question_on(ana_client.send("/passkeys/new").text)
    answer = ana_client.send("/passkeys", name="x", passkey=odd.make(asked))
    assert answer.location == "/second-step"
    assert "That did not work" in ana_client.get("/second-step").text
