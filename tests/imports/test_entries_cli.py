"""The operator brings a file in from the shell."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import select

from diary.audit.models import AuditEvent
from diary.audit.rules import OPERATOR, Event
from diary.transactions import read_only
from tests.entries.importing import made_file, stored
from tests.people import People
from tests.tabular.programs import SHAPES

LINE = "2025-07-01T08:30:00+01:00,3,6,mild,"


def run(
    app: Flask,
    folder: Path,
    content: bytes,
    email: str = "ana@example.org",
    options: Sequence[str] = (),
) -> Result:
    path = folder / "diary.csv"
    path.write_bytes(content)
    command = ["entries", "import", "--patient", email, *options, str(path)]
    return app.test_cli_runner().invoke(args=command)


def test_a_file_is_added_and_counted(app: Flask, people: People, tmp_path: Path) -> None:
    result = run(app, tmp_path, made_file([LINE, LINE, "never,3,6,,"]))
    assert result.exit_code == 0, result.output
    for words in ("Added: 1", "Already there: 1", "Refused: 1"):
        assert words in result.stdout
    assert "line 4: “never” is not a date and time" in result.stderr
    with app.app_context(), read_only() as session:
        assert len(stored(session, people.ana)) == 1
        told = select(AuditEvent).where(AuditEvent.event == Event.ENTRY_IMPORT.value)
        assert [event.actor_id for event in session.scalars(told)] == [OPERATOR]


def test_the_same_file_twice_adds_nothing(app: Flask, people: People, tmp_path: Path) -> None:
    run(app, tmp_path, made_file([LINE]))
    assert "Added: 0" in run(app, tmp_path, made_file([LINE])).stdout


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "The file is empty."),
        (b"mood,note\n3,x\n", "no column named recorded_at"),
        (b"recorded_at,note\n1,2\n", "no column named anxiety or mood"),
        (b"recorded_at,mood,Mood\n1,2,3\n", "Two columns are named mood"),
        (b"x" * (8 * 1024 * 1024 + 1), "larger than 8 MB"),
    ],
)
def test_what_cannot_be_read_ends_with_one(
    app: Flask, people: People, tmp_path: Path, content: bytes, words: str
) -> None:
    result = run(app, tmp_path, content)
    assert result.exit_code == 1
    assert words in result.stderr


@pytest.mark.parametrize("email", ["nobody@example.org", "ben@example.org"])
def test_only_a_patient_has_a_diary(app: Flask, people: People, tmp_path: Path, email: str) -> None:
    result = run(app, tmp_path, made_file([LINE]), email)
    assert result.exit_code == 1
    assert "no patient with the address" in result.stderr


def test_ignored_columns_are_named(app: Flask, people: People, tmp_path: Path) -> None:
    content = b"recorded_at,mood,weather\n2025-07-01T08:30:00Z,6,rain\n"
    assert "Ignored columns: weather" in run(app, tmp_path, content).stderr


def test_a_known_program_is_named_and_its_words_must_be_answered(
    app: Flask, people: People, tmp_path: Path
) -> None:
    content = SHAPES["daylio"].content
    open_words = run(app, tmp_path, content)
    assert open_words.exit_code == 1
    assert "Say --word mood=good=NUMBER (such as 8)" in open_words.stderr
    result = run(app, tmp_path, content, options=["--word", "mood=Awful=1"])
    assert result.exit_code == 0, result.output
    assert "This looks like a file from Daylio." in result.stderr
    with app.app_context(), read_only() as session:
        assert [each.mood for each in stored(session, people.ana)] == [1, 8]


@pytest.mark.parametrize(
    ("content", "open_words", "options", "scores"),
    [
        (
            b"recorded_at,mood,anxiety\n2025-07-01 08:30,4,2\n",
            "Say its scale, such as --scale mood=1:5.",
            ["--scale", "mood=1:5", "--scale", "anxiety=1:5:inverse"],
            (8, 8),
        ),
        (
            b"Date,Mood,Anxiety\n05/06/2025 08:30,6,2\n",
            "What comes first in 05/06/2025 08:30?",
            ["--dates", "month"],
            (2, 6),
        ),
        (
            b"Date,Mood,Anxiety\n2025-10-26 01:30,6,2\n",
            "Say --doubled-hour first or second.",
            ["--doubled-hour", "second"],
            (2, 6),
        ),
        (
            b"Wann,Lage\n2025-07-01 08:30,6\n",
            "no column named recorded_at",
            ["--column", "recorded_at=Wann", "--column", "mood=Lage"],
            (None, 6),
        ),
    ],
)
def test_what_the_page_would_ask_is_an_option(
    app: Flask,
    people: People,
    tmp_path: Path,
    content: bytes,
    open_words: str,
    options: list[str],
    scores: tuple[int | None, int | None],
) -> None:
    unanswered = run(app, tmp_path, content)
    assert unanswered.exit_code == 1
    assert open_words in unanswered.stderr
    result = run(app, tmp_path, content, options=options)
    assert result.exit_code == 0, result.output
    with app.app_context(), read_only() as session:
        assert [(each.anxiety, each.mood) for each in stored(session, people.ana)] == [scores]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--scale", "mood"], "Type a number"),
        (["--column", "weather=mood"], "weather is none of recorded_at, time, anxiety"),
        (["--column", "mood=Nothing"], "There is no one column named Nothing"),
    ],
)
def test_an_option_that_cannot_be_right_says_so(
    app: Flask, people: People, tmp_path: Path, options: list[str], words: str
) -> None:
    content = b"recorded_at,mood\n2025-07-01 08:30,4\n"
    result = run(app, tmp_path, content, options=options)
    assert result.exit_code == 1
    assert words in result.stderr
