"""Passwords and addresses: what is good enough, and how it is kept."""

import pytest
from argon2 import extract_parameters
from argon2.profiles import get_default_parameters
from zxcvbn.frequency_lists import FREQUENCY_LISTS

from diary.accounts.rules import clean_email
from diary.auth import rules
from diary.auth.rules import SHORTEST_PASSWORD, hash_password, password_fault, password_matches


def test_a_password_costs_what_rfc_9106_asks_for_and_nobodys_as_much(dear_hashes: None) -> None:
    assert extract_parameters(hash_password("three words together")) == get_default_parameters()
    assert extract_parameters(rules.NOBODY) == get_default_parameters()
    assert rules.HASHER.memory_cost == 64 * 1024
    assert not password_matches(None, "anything")


def test_a_password_is_the_same_however_its_letters_are_composed() -> None:
    kept = hash_password("caf\u00e9 au lait")
    assert password_matches(kept, "cafe\u0301 au lait")
    assert not password_matches(kept, "cafe au lait")


@pytest.mark.parametrize("kept", ["", "plain text", "$argon2id$broken"])
def test_a_broken_hash_lets_nobody_in(kept: str) -> None:
    assert not password_matches(kept, "plain text")


@pytest.mark.parametrize(
    ("password", "words"),
    [
        ("short", "at least 10"),
        ("x" * 257, "at most 256"),
        ("Password123", "too easy"),
        ("1q2w3e4r5t", "too easy"),
        ("iloveyou12", "too easy"),
        ("abcabcabcabc", "too easy"),
        ("ana@example.org", "too easy"),
        ("three words together", None),
        ("three words together" * 12, None),
        ("\u0442\u0438\u0445\u0430\u044f \u0440\u0435\u043a\u0430", None),
    ],
)
def test_a_password_is_judged_by_length_and_not_by_its_kinds_of_letters(
    password: str, words: str | None
) -> None:
    fault = password_fault(password, "ana@example.org")
    assert (fault is None) == (words is None)
    assert words is None or words in str(fault)


def test_every_common_password_that_is_long_enough_is_refused() -> None:
    common = [one for one in FREQUENCY_LISTS["passwords"] if len(one) >= SHORTEST_PASSWORD]
    assert len(common) > 1_000
    assert [one for one in common if password_fault(one) is None] == []


def test_an_own_address_is_refused_however_long_it_is() -> None:
    address = "ana.maria.silva.fernandes@a-rather-long-name.example.org"
    assert "too easy" in str(password_fault(address, address))
    assert "too easy" in str(password_fault(address.split("@")[1], address))


def test_an_address_is_compared_in_lower_case() -> None:
    assert clean_email("  Ana@Example.ORG ") == "ana@example.org"


@pytest.mark.parametrize("text", ["", "ana", "ana@", "@example.org", "a b@c.org", "a\x00@b.org"])
def test_what_is_no_address_is_refused_in_words(text: str) -> None:
    with pytest.raises(ValueError, match="like name@"):
        clean_email(text)
