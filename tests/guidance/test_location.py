"""Which country's numbers come first: what was chosen, else what time zone and languages say."""

import pytest

from diary.guidance.rules.location import (
    ELSEWHERE,
    CountryGuess,
    GuessSource,
    country_of_languages,
    country_of_zone,
    guess_country,
    zones_in,
)

KNOWN = frozenset({"GB", "US", "DE", "IN", "IS", "JP"})


def guessed(**given: object) -> CountryGuess:
    all_given = {"chosen": None, "profile": None, "zone": None, "languages": (), **given}
    return guess_country(KNOWN, **all_given)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("zone", "country"),
    [
        ("Europe/London", "GB"),
        ("America/Chicago", "US"),
        ("US/Eastern", "US"),  # an alias
        ("Asia/Calcutta", "IN"),  # a name that browsers still report
        ("Asia/Kolkata", "IN"),
        ("Europe/Busingen", "DE"),
        ("UTC", None),
        ("Etc/GMT+5", None),
        ("+05:45", None),
        ("Mars/Olympus", None),
        ("", None),
        (None, None),
    ],
)
def test_a_time_zone_tells_its_country(zone: str | None, country: str | None) -> None:
    assert country_of_zone(zone) == country


@pytest.mark.parametrize(
    ("languages", "country"),
    [
        (["en-GB", "en-US", "en"], "GB"),
        (["de", "de-AT", "en-US"], "AT"),
        (["de", "en-US", "en"], None),  # English is added by the browser and tells no country
        (["zh-Hant-TW"], "TW"),
        (["es-419"], None),  # a continent
        (["en"], None),
        (["*"], None),
        (["x-private-GB"], None),
        ([], None),
    ],
)
def test_a_language_tells_a_country_only_where_it_names_one(
    languages: list[str], country: str | None
) -> None:
    assert country_of_languages(languages) == country


def test_what_was_chosen_comes_first_then_profile_zone_and_languages() -> None:
    said: dict[str, object] = {
        "chosen": "JP",
        "profile": "DE",
        "zone": "America/Chicago",
        "languages": ["en-GB"],
    }
    order = []
    for part in ("chosen", "profile", "zone", "languages"):
        order.append(guessed(**said))
        said.pop(part)
    assert order == [
        CountryGuess("JP", GuessSource.CHOSEN),
        CountryGuess("DE", GuessSource.PROFILE),
        CountryGuess("US", GuessSource.ZONE),
        CountryGuess("GB", GuessSource.LANGUAGE),
    ]
    assert guessed() == CountryGuess(None, GuessSource.NONE)


def test_a_country_without_numbers_is_a_guess_of_nothing_and_a_choice_all_the_same() -> None:
    assert guessed(zone="Asia/Tokyo", languages=["en-GB"]).code == "JP"
    assert guessed(zone="America/Lima", languages=["en-GB"]).code == "GB"
    assert guessed(chosen=ELSEWHERE, zone="Europe/London") == CountryGuess(None, GuessSource.CHOSEN)
    assert guessed(profile="PE", zone="Europe/London") == CountryGuess(None, GuessSource.PROFILE)
    assert guessed(chosen="<script>", zone="Europe/London").code == "GB"


def test_the_zone_of_a_browser_that_hides_its_own_is_no_sign_of_a_country() -> None:
    """Browsers that resist fingerprinting all say Reykjavik, wherever they are."""
    assert guessed(zone="Atlantic/Reykjavik", languages=["en-US"]).code == "US"
    assert guessed(zone="Atlantic/Reykjavik").code is None
    assert guessed(zone="Atlantic/Reykjavik", languages=["is", "en-US"]).code == "IS"
    assert guessed(zone="Atlantic/Reykjavik", languages=["en-US", "is-IS"]).code == "IS"


def test_a_page_names_every_zone_of_a_country_as_browsers_may_report_it() -> None:
    assert {"Asia/Kolkata", "Asia/Calcutta"} <= set(zones_in("IN"))
    assert "Europe/London" in zones_in("GB")
    assert zones_in("XX") == ()
    assert all(country_of_zone(zone) == "US" for zone in zones_in("US"))
