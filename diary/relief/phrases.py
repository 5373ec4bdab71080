"""The fixed words of a reading, by key: one table to translate, no sentence put together elsewhere.

Each holds the names that it is filled with in braces. Rules of honesty: "was lower after", never
"reduced by", always the count, nothing about causes, nothing about the days to come.
"""

from collections.abc import Mapping
from enum import StrEnum


class Audience(StrEnum):
    """Who reads it."""

    ANA = "patient"
    BEN = "doctor"


ANA: Mapping[str, str] = {
    "none": "No session yet. After one, this page says how {score} was before and after.",
    "too_few": (
        "To say how {score} was the next day, this page needs {need} sessions with entries before "
        "and after. So far: {measured} of {sessions}."
    ),
    "better": (
        "Your {score} was {good} the day after {better} of {measured}, typically by {median} "
        "({spread})."
    ),
    "worse": (
        "Your {score} was {bad} the day after {worse} of {measured}, typically by {median} "
        "({spread}). Please tell your clinic."
    ),
    "unclear": (
        "The day after, your {score} ranged from {low} to {high} ({measured}). That is no clear "
        "difference from your usual ups and downs."
    ),
    "same": "Your {score} was the same the day after {measured} as before.",
    "each_alike": (
        "Your {score} was {change} the day after {measured}, each time. That is no clear "
        "difference from your usual ups and downs."
    ),
    "missing": "{missing} could not be compared: {why}.",
    "lasted": "It was back near where it had been after {time}{spread}, {seen}.",
    "longer": (
        "After {n} of {all} it went back to near where it had been. After the others, the next "
        "session or today came first."
    ),
    "unlogged": "Of the {days} after them, {missing} had no score.",
    "chance": (
        "Feelings go up and down by themselves too, and a hard day is often followed by an easier "
        "one. These numbers cannot say why something changed."
    ),
}

BEN: Mapping[str, str] = {
    "none": "No session in this time.",
    "too_few": "{measured} of {sessions} can be compared. A pattern in {score} needs {need}.",
    "better": (
        "{score} was {good} the day after {better} of {measured} than before the series, "
        "typically by {median} ({spread})."
    ),
    "worse": (
        "{score} was {bad} the day after {worse} of {measured} than before the series, "
        "typically by {median} ({spread})."
    ),
    "unclear": (
        "The day after, {score} ranged from {low} to {high} than before the series ({measured}): "
        "no clear difference from this patient's usual ups and downs."
    ),
    "same": "{score} was the same the day after {measured} as before the series.",
    "each_alike": (
        "{score} was {change} the day after {measured} than before the series, each time: no "
        "clear difference from this patient's usual ups and downs."
    ),
    "missing": "{missing} could not be compared: {why}.",
    "lasted": "It was back near its earlier level after {time}{spread}, {seen}.",
    "longer": (
        "It was seen to end after {n} of {all}. The next session or today came first after the "
        "others, of which the longest was followed for {time}."
    ),
    "overlap": (
        "Each entry before compared with each in the 3 days after: {tenths} in 10 were better "
        "after."
    ),
    "unusual": (
        "Chance check: {share} in 100 random sets of dates from this diary show a mean change from "
        "the week before to the next day that is at least this good."
    ),
    "unlogged": "Of the {days} after these sessions, {missing} had no score.",
    "not_unusual": "Too few other days for a chance check ({have} of {need}).",
    "stronger": (
        "The next day was better after {name} than after the other, typically by {apart}. "
        "{share} in 100 random splits of the sessions differ this much."
    ),
    "no_stronger": "{groups}: {why}.",
    "chance": (
        "Self-reported; no cause is claimed. After bad days scores improve by themselves, and "
        "expectation moves them too."
    ),
}

WORDS: Mapping[str, str] = {
    "point": "1 point",
    "points": "{n} points",
    "session": "1 session",
    "sessions": "{n} sessions",
    "hour": "1 hour",
    "hours": "{n} hours",
    "day": "1 day",
    "days": "{n} days",
    "about": "about {time}",
    "same": "the same",
    "below": "{by} lower",
    "above": "{by} higher",
    "lower": "lower",
    "higher": "higher",
    "to": "{low} to {high}",
    "between": "from {low} to {high}",
    "in_brackets": " ({low} to {high})",
    "or_more": " ({low} or more)",
    "seen": "seen after {n} of {all}",
    "too_few_each": "too few sessions each to set one above the other",
    "more_than_two": "with more than two none is set above the others",
    "not_apart": "no clear difference between them",
    "group": "{name} {change} ({measured} of {sessions})",
    "not_measured": "not measured",
    "each_time": "each time",
    "for": "for {n}, {why}",
    "too_early": "it is too early, the next day is not over yet",
    "next_session": "the next session came {time} later",
    "next_sessions": "the next session came within 36 hours",
    "no_entry": "there is no entry of {score} on the next day",
    "gaps": "of the {need} days with {score} needed before {start}, there are {days}",
    "gaps_each": "{score} was logged on too few days before each of their series",
    "began_late": "{score} was first logged {time} before {start}, and {need} days are needed",
    "began_that_day": (
        "{score} was first logged on the day of {start}, and {need} days before it are needed"
    ),
    "nothing_before": "there is no entry of {score} before {start}",
    "nothing_before_each": "there is no entry of {score} before each of their series",
    "began_late_each": "{score} was first logged too late to compare with",
    "its_start": "session {number}",
    "series_start": "session {number}, where their series began",
    "under_an_hour": "less than an hour",
    "less_than_one": "fewer than 1",
}

CATALOGUES: Mapping[Audience, Mapping[str, str]] = {Audience.ANA: ANA, Audience.BEN: BEN}
