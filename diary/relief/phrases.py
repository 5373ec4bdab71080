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
        "It is too early to tell how {score} changed: {need} sessions with entries before and "
        "after are needed. So far: {measured} of {sessions}."
    ),
    "better": "Since your sessions began, your {score} has been {good} on the day after a session.",
    "small": (
        "Since your sessions began, your {score} has been a little {good} on the day after a "
        "session. That is a small change."
    ),
    "no_change": (
        "Since your sessions began, your {score} has been much the same on the day after a session."
    ),
    "mixed": (
        "The day after, your {score} was {good} after some sessions and {bad} after others. There "
        "is no pattern so far."
    ),
    "unclear": (
        "There is no clear difference in your {score} so far: it goes up and down by itself too."
    ),
    "worse": (
        "Since your sessions began, your {score} has been {bad} on the day after a session. This "
        "can have many reasons. Talk about it at your next visit. If you cannot wait or feel "
        "unsafe, open Help now."
    ),
    "levels": (
        "In the {time} before your first session, it was usually {before}. On the day after a "
        "session, it was usually {after} ({measured})."
    ),
    "same": "Your {score} was the same the day after {measured} as before your first session.",
    "around": (
        "The day after a session, your {score} was usually {by} than in the 3 days before that "
        "session ({measured})."
    ),
    "around_unclear": (
        "From the 3 days before a session to the day after it, your {score} showed no clear "
        "change ({measured})."
    ),
    "fading": "It changed less after later sessions than after earlier ones.",
    "growing": "It changed more after later sessions than after earlier ones.",
    "hard_start": "The two weeks before your first session may have been unusually hard.",
    "missing": "{missing} could not be compared: {why}.",
    "lasted": "It was back near where it had been after {time}{spread}, {seen}.",
    "longer": (
        "We cannot say how long it lasts: after {open} of {all}, your next session or today came "
        "first."
    ),
    "unlogged": "Of the {days} after your sessions, {missing} had no score.",
    "chance": (
        "Feelings go up and down by themselves too, and a hard time is often followed by an easier "
        "one. These numbers cannot say why something changed, or if it would have changed anyway."
    ),
}

BEN: Mapping[str, str] = {
    "none": "No session in this time.",
    "too_few": "{measured} of {sessions} can be compared. A pattern in {score} needs {need}.",
    "better": "Since treatment began, {score} has been {good} the day after a session.",
    "small": (
        "Since treatment began, {score} has been slightly {good} the day after a session: a small "
        "change."
    ),
    "no_change": "Since treatment began, no large change in {score} the day after a session.",
    "mixed": (
        "No pattern in {score} since treatment began: {good} after some sessions, {bad} after "
        "others."
    ),
    "unclear": "No clear difference in {score} since treatment began.",
    "worse": "Since treatment began, {score} has been {bad} the day after a session.",
    "levels": (
        "Against the {time} before treatment: {change} (95 % interval {interval}), {before} to "
        "{after} ({measured})."
    ),
    "same": "{score} was the same the day after {measured} as before treatment.",
    "around": (
        "Against the 3 days before each session: {by} (95 % interval {interval}; {measured})."
    ),
    "around_unclear": (
        "Against the 3 days before each session: no clear change (95 % interval {interval}; "
        "{measured})."
    ),
    "fading": "Fading: the change is smaller by {trend} from session to session (95 % interval "
    "{interval}).",
    "growing": "Growing: the change is larger by {trend} from session to session (95 % interval "
    "{interval}).",
    "hard_start": "The two weeks before treatment may have been unusually hard.",
    "missing": "{missing} could not be compared: {why}.",
    "lasted": "It was back near its earlier level after {time}{spread}, {seen}.",
    "longer": (
        "How long it lasts cannot be said: after {open} of {all} the next session or today came "
        "first, the longest followed for {time}."
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
        "expectation moves them too. One diary cannot tell treatment from recovery by itself."
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
    "in_brackets": " ({low} to {high})",
    "or_more": " ({low} or more)",
    "seen": "seen after {n} of {all}",
    "too_few_each": "too few sessions each to set one above the other",
    "more_than_two": "with more than two none is set above the others",
    "not_apart": "no clear difference between them",
    "group": "{name} {change} ({measured} of {sessions})",
    "not_measured": "not measured",
    "for": "for {n}, {why}",
    "too_early": "it is too early, the next day is not over yet",
    "next_session": "the next session came {time} later",
    "next_sessions": "the next session came within 36 hours",
    "no_entry": "there is no entry of {score} on the next day",
    "gaps": "of the {need} days with {score} needed before {first}, there are {days}",
    "began_late": "{score} was first logged {time} before {first}, and {need} days are needed",
    "began_that_day": (
        "{score} was first logged on the day of {first}, and {need} days before it are needed"
    ),
    "nothing_before": "there is no entry of {score} before {first}",
    "first": "the first session",
    "side": "{side} after {n} of {all}",
    "weeks": "{n} weeks",
    "under_an_hour": "less than an hour",
    "less_than_one": "fewer than 1",
}

CATALOGUES: Mapping[Audience, Mapping[str, str]] = {Audience.ANA: ANA, Audience.BEN: BEN}
