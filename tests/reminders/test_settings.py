"""Ana's page of reminders, and the key that signs what is pushed."""

import stat
import threading
from pathlib import Path

import pytest
from flask import Flask

from diary.config import InsecureSettings, Settings
from diary.reminders.rules import messages
from diary.reminders.writers.push import Signer
from tests.client import DiaryClient
from tests.people import People
from tests.reminders.arrivals import FORBIDDEN

SAVED = {"daily_at": "20:30", "check_ins": "y", "quiet_from": "22:00", "quiet_until": "07:30"}


def test_ana_finds_it_under_more_and_what_she_chose_is_kept(ana_client: DiaryClient) -> None:
    assert 'href="/reminders"' in ana_client.get("/more").text
    assert ana_client.send("/reminders", **SAVED).location == "/reminders"
    page = ana_client.get("/reminders").text
    for value in ("20:30", "22:00", "07:30"):
        assert f'value="{value}"' in page


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"daily_at": "23:00"}, "lies in your quiet hours"),
        ({"daily_at": "25:00"}, "type a time like 20:30"),
        ({"quiet_from": ""}, "when your quiet hours begin"),
    ],
)
def test_what_is_wrong_is_said_and_kept_in_the_form(
    ana_client: DiaryClient, wrong: dict[str, str], told: str
) -> None:
    answer = ana_client.send("/reminders", **{**SAVED, **wrong})
    assert answer.status_code == 422
    assert told in answer.text


def test_nobody_else_reads_or_changes_it(ben_client: DiaryClient, people: People) -> None:
    assert ben_client.get("/reminders").status_code == 404
    assert ben_client.send("/reminders", **SAVED).status_code == 404


def test_every_word_that_leaves_is_neutral() -> None:
    told = [value for name, value in vars(messages).items() if name.isupper()]
    assert len(told) >= 5
    script = (Path(__file__).resolve().parents[2] / "static/js/sw/push.js").read_text()
    for one in [*told, *script.split('"')[1::2]]:
        assert not FORBIDDEN.search(one), one


def test_the_push_key_is_made_once_and_for_its_owner_alone(tmp_path: Path) -> None:
    env = {"DIARY_INSTANCE": str(tmp_path)}
    first, second = Settings.from_env(env), Settings.from_env(env)
    assert first.push_key == second.push_key
    assert stat.S_IMODE((tmp_path / "push_key").stat().st_mode) == 0o600
    assert len(Signer(first.push_key, "").public_key) == 87
    assert {path.name for path in tmp_path.iterdir()} == {"secret_key", "push_key", "keys"}


@pytest.mark.parametrize("wrong", [{"DIARY_REMINDERS": "maybe"}, {"DIARY_PUSH_KEY": "short"}])
def test_a_vague_setting_stops_the_start(tmp_path: Path, wrong: dict[str, str]) -> None:
    with pytest.raises(InsecureSettings):
        Settings.from_env({"DIARY_INSTANCE": str(tmp_path), **wrong})


def test_no_thread_sends_in_a_test_or_a_command(app: Flask) -> None:
    assert "reminders" not in {thread.name for thread in threading.enumerate()}
