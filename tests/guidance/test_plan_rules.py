"""A phone number is taken as people write it, and dialled as a phone wants it."""

import pytest

from diary.guidance.rules.safety_plan import Contact, PlanContent, phone_fault


@pytest.mark.parametrize(
    ("written", "dialled"),
    [
        ("020 7946 0018", "tel:02079460018"),
        ("+44 (0)20 7946 0018", "tel:+442079460018"),
        ("(+351) 21 234 56 78", "tel:+351212345678"),
        ("(020) 7946.0018", "tel:02079460018"),
        ("(0)20 7946 0018", "tel:02079460018"),
        ("988", "tel:988"),
    ],
)
def test_a_number_is_dialled_as_it_is_meant(written: str, dialled: str) -> None:
    assert phone_fault(written) is None
    assert Contact("Ben", written).call_address == dialled


@pytest.mark.parametrize(
    "written",
    [
        "12",
        "(--)",
        "0" * 41,
        "020 7946 0018 x3",
        "javascript:1234",
        "*#06#123",
        "12+345",
        "++44 123",
        "٠٢٠٧٩٤٦",
        "020\n7946",
        "020;7946",
    ],
)
def test_what_no_phone_dials_is_refused(written: str) -> None:
    assert phone_fault(written)


def test_three_and_forty_characters_will_do() -> None:
    assert phone_fault("112") is None
    assert phone_fault("0" * 40) is None


def test_a_plan_is_empty_without_words_and_contacts() -> None:
    assert PlanContent().empty
    assert not PlanContent("Walk").empty
    assert not PlanContent(None, (Contact("Ben", "999"),)).empty
