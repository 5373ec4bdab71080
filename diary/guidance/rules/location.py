"""Which country's help lines come first on Help now. Pure.

The choice counts first, then the profile's country, the time zone, and the browser's languages. The
zones of each country come from the Unicode CLDR by way of babel.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from babel.core import get_global

ELSEWHERE = "ZZ"  # a possible choice: a country that is not in the list
# Browsers that resist fingerprinting report this zone wherever they are.
_MASKED_ZONES = {"Atlantic/Reykjavik": ("IS", "is")}


class GuessSource(StrEnum):
    """The grounds of a guess, the most certain first."""

    CHOSEN = "chosen"
    PROFILE = "profile"
    ZONE = "zone"
    LANGUAGE = "language"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class CountryGuess:
    """A guess: the code of a country that has numbers, or None."""

    code: str | None
    source: GuessSource

    @property
    def is_weak(self) -> bool:
        """Whether the guess is likely wrong, as many people use a browser in American English."""
        return self.source in (GuessSource.LANGUAGE, GuessSource.NONE)


def guess_country(
    known: Collection[str],
    *,
    chosen: str | None,
    profile: str | None,
    zone: str | None,
    languages: Sequence[str],
) -> CountryGuess:
    """Return the country to show first out of the ``known`` ones."""
    if chosen in known:
        return CountryGuess(chosen, GuessSource.CHOSEN)
    if chosen == ELSEWHERE:
        return CountryGuess(None, GuessSource.CHOSEN)
    if profile:
        return CountryGuess(profile if profile in known else None, GuessSource.PROFILE)
    by_zone = None if _is_masked(zone, languages) else country_of_zone(zone)
    if by_zone in known:
        return CountryGuess(by_zone, GuessSource.ZONE)
    by_language = country_of_languages(languages)
    if by_language in known:
        return CountryGuess(by_language, GuessSource.LANGUAGE)
    return CountryGuess(None, GuessSource.NONE)


def country_of_zone(zone: str | None) -> str | None:
    """Return the country of an IANA zone or alias. None for UTC and offsets."""
    name = get_global("zone_aliases").get(zone or "", zone)
    territory: str | None = get_global("zone_territories").get(name or "")
    return None if territory == ELSEWHERE else territory


def country_of_languages(tags: Sequence[str]) -> str | None:
    """Return the region of the preferred language, given as BCP 47 tags, the preferred first.

    Regions of other languages are ignored, because browsers add ``en-US`` to most lists.
    """
    preferred = _language(tags[0]) if tags else ""
    regions = (_region(tag) for tag in tags if _language(tag) == preferred)
    return next((region for region in regions if region), None)


@cache
def zones_in(code: str) -> tuple[str, ...]:
    """Return every zone of a country under each name that a browser may report."""
    aliases = get_global("zone_aliases")
    zones = {*get_global("zone_territories"), *aliases}
    return tuple(sorted(zone for zone in zones if "/" in zone and country_of_zone(zone) == code))


def _is_masked(zone: str | None, languages: Sequence[str]) -> bool:
    country, language = _MASKED_ZONES.get(zone or "", (None, None))
    if country is None:
        return False
    return not any(_language(tag) == language or _region(tag) == country for tag in languages)


def _language(tag: str) -> str:
    return tag.replace("_", "-").split("-")[0].lower()


def _region(tag: str) -> str | None:
    """Return the region of a tag: two letters after the language and an optional script."""
    language, *parts = tag.replace("_", "-").split("-")
    for part in parts:
        if len(language) == 1 or len(part) == 1:  # the rest is private use or an extension
            return None
        if len(part) == 2 and part.isalpha():
            return part.upper()
    return None
