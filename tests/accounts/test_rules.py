"""Passwords and addresses: what is good enough, and how it is kept."""

import pytest

from diary.accounts.rules import (
    HASHER,
    NOBODY,
    clean_email,
    hash_password,
    password_fault,
    password_matches,
)


def test_nobodys_hash_costs_as_much_as_a_new_one() -> None:
    assert not HASHER.check_needs_rehash(NOBODY)
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
        ("ana@example.org", "too easy"),
        ("three words together", None),
        ("\U0001f9d1\u200d\U0001f33e" * 4, None),
    ],
)
def test_a_password_is_judged_by_length_and_not_by_its_kinds_of_letters(
    password: str, words: str | None
) -> None:
    fault = password_fault(password, "ana@example.org")
    assert (fault is None) == (words is None)
    assert words is None or words in str(fault)


def test_an_address_is_compared_in_lower_case() -> None:
    assert clean_email("  Ana@Example.ORG ") == "ana@example.org"


@pytest.mark.parametrize("text", ["", "ana", "ana@", "@example.org", "a b@c.org", "a\x00@b.org"])
def test_what_is_no_address_is_refused_in_words(text: str) -> None:
    with pytest.raises(ValueError, match="like name@"):
        clean_email(text)
