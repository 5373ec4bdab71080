"""Settings: read once, and refused where they are vague or insecure."""

from pathlib import Path

import pytest

from diary.config import InsecureSettings, Settings

SOUND = {
    "DIARY_MODE": "production",
    "DIARY_SECRET_KEY": "k" * 40,
    "DIARY_BASE_URL": "https://diary.example.org",
    "DIARY_TRUSTED_HOSTS": "diary.example.org",
}


def test_sound_production_settings_start(tmp_path: Path) -> None:
    settings = Settings.from_env({**SOUND, "DIARY_INSTANCE": str(tmp_path)})
    assert settings.production
    assert settings.secure
    assert not settings.open_sign_up
    assert settings.staff_factor == "required"


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"DIARY_SECRET_KEY": ""}, "DIARY_SECRET_KEY"),
        ({"DIARY_SECRET_KEY": "short"}, "at least 32"),
        ({"DIARY_BASE_URL": "http://diary.example.org"}, "https://"),
        ({"DIARY_TRUSTED_HOSTS": ""}, "must name the host"),
        ({"DIARY_TRUSTED_HOSTS": "other.example.org"}, "must name the host"),
        ({"DIARY_TRUSTED_HOSTS": "*"}, "no wildcards"),
        ({"DIARY_TRUSTED_HOSTS": ".example.org"}, "no wildcards"),
        ({"DIARY_MODE": "prod"}, "'local' or 'production'"),
        ({"DIARY_OPEN_SIGN_UP": "true"}, "'yes' or 'no'"),
        ({"DIARY_STAFF_FACTOR": "no"}, "'required' or 'optional'"),
        ({"DIARY_PROXIES": "-1"}, "whole number"),
        ({"DIARY_WORKERS": "0"}, "DIARY_WORKERS"),
        ({"DIARY_IDLE_MINUTES": "19"}, "DIARY_IDLE_MINUTES"),
        ({"DIARY_IDLE_MINUTES": "721"}, "DIARY_IDLE_MINUTES"),
        ({"DIARY_IDLE_DAYS": "0"}, "DIARY_IDLE_DAYS"),
        ({"DIARY_IDLE_DAYS": "91"}, "DIARY_IDLE_DAYS"),
        ({"DATABASE_URL": "mysql://x"}, "DATABASE_URL"),
        ({"DATABASE_URL": "postgresqlx://u:p@127.0.0.1/x"}, "DATABASE_URL must begin"),
        ({"DATABASE_URL": "postgresql://u:p@127.0.0.1:abc/x"}, "DATABASE_URL cannot be read"),
        ({"DIARY_BASE_URL": "https://[diary"}, "DIARY_BASE_URL is no address"),
        ({"DIARY_BASE_URL": "https://diary.example.org:port"}, "DIARY_BASE_URL is no address"),
        ({"DIARY_AUDIT_HEADS_FILE": "/tmp"}, "DIARY_AUDIT_HEADS_FILE must be a file"),
        ({"DIARY_SMTP_HOST": "mail.example.org"}, "DIARY_SMTP_SENDER"),
        (
            {
                "DIARY_SMTP_HOST": "mail.example.org",
                "DIARY_SMTP_SENDER": "diary@example.org",
                "DIARY_SMTP_PASSWORD": "secret",
                "DIARY_SMTP_STARTTLS": "no",
            },
            "STARTTLS",
        ),
    ],
)
def test_production_refuses_to_start_with_an_insecure_setting(
    tmp_path: Path, wrong: dict[str, str], words: str
) -> None:
    with pytest.raises(InsecureSettings, match=words):
        Settings.from_env({**SOUND, "DIARY_INSTANCE": str(tmp_path), **wrong})


def test_every_fault_is_named_at_once(tmp_path: Path) -> None:
    with pytest.raises(InsecureSettings) as refused:
        Settings.from_env({"DIARY_MODE": "production", "DIARY_INSTANCE": str(tmp_path)})
    assert len(str(refused.value).splitlines()) == 3


def test_without_settings_only_this_machine_is_answered(tmp_path: Path) -> None:
    settings = Settings.from_env({"DIARY_INSTANCE": str(tmp_path)})
    assert settings.trusted_hosts == ("127.0.0.1", "localhost", "[::1]")
    with pytest.raises(InsecureSettings, match="this machine only"):
        Settings.from_env(
            {"DIARY_INSTANCE": str(tmp_path), "DIARY_TRUSTED_HOSTS": "diary.example.org"}
        )


@pytest.mark.parametrize(
    "name", ["secret_key", "push_key", "keys/fields", "keys/audit", "keys/database"]
)
def test_a_damaged_file_of_a_secret_is_named(tmp_path: Path, name: str) -> None:
    env = {"DIARY_INSTANCE": str(tmp_path)}
    file = tmp_path / name
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(b"\x9e\x00 no text")
    with pytest.raises(InsecureSettings, match=rf"{name} is damaged"):
        Settings.from_env(env)


def test_the_local_key_is_made_once_and_for_its_owner_alone(tmp_path: Path) -> None:
    first = Settings.from_env({"DIARY_INSTANCE": str(tmp_path)})
    second = Settings.from_env({"DIARY_INSTANCE": str(tmp_path)})
    assert first.secret_key == second.secret_key
    assert len(first.secret_key) >= 32
    assert (tmp_path / "secret_key").stat().st_mode & 0o077 == 0


def test_no_secret_is_printed_with_the_settings(tmp_path: Path) -> None:
    settings = Settings.from_env({**SOUND, "DIARY_INSTANCE": str(tmp_path)})
    assert "k" * 40 not in repr(settings)
