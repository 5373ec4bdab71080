"""What the diary keeps is for its owner alone, whatever the umask was."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from diary.app import create_app
from diary.config import ROOT, Settings
from diary.private_files import OTHERS, protect

SHELL = 'umask 022; for words in "db upgrade" "audit head" "backup $DIARY_INSTANCE/a.backup"; do'
SHELL += ' "$0" -m flask --app wsgi $words || exit 1; done'


def _open_to_others(folder: Path) -> dict[str, str]:
    found = {path: path.stat().st_mode & OTHERS for path in [folder, *folder.rglob("*")]}
    return {str(path.relative_to(folder.parent)): oct(mode) for path, mode in found.items() if mode}


@pytest.mark.parametrize("encrypted", ["yes", "no"])
def test_under_a_wide_umask_nothing_is_open_to_others(tmp_path: Path, encrypted: str) -> None:
    env = {
        "DIARY_INSTANCE": str(tmp_path / "instance"),
        "DIARY_MODE": "production",
        "DIARY_SECRET_KEY": "k" * 40,
        "DIARY_BASE_URL": "https://diary.example.org",
        "DIARY_TRUSTED_HOSTS": "diary.example.org",
        "DIARY_DATABASE_ENCRYPTED": encrypted,
    }
    subprocess.run(
        ["/bin/sh", "-c", SHELL, sys.executable],
        cwd=ROOT,
        env={**os.environ, **env},
        capture_output=True,
        timeout=120,
        check=True,
    )
    assert (tmp_path / "instance" / "a.backup").exists()
    assert _open_to_others(tmp_path / "instance") == {}


def test_what_was_open_before_is_closed_at_the_next_start(tmp_path: Path) -> None:
    folder = tmp_path / "instance"
    env = {"DIARY_INSTANCE": str(folder)}
    create_app(Settings.from_env(env))
    for name in ("diary.sqlite", "diary.sqlite-wal", "audit_heads"):
        (folder / name).touch()
    for path in [folder, *folder.rglob("*")]:
        path.chmod(0o755 if path.is_dir() else 0o644)
    assert _open_to_others(folder)
    create_app(Settings.from_env(env))
    assert _open_to_others(folder) == {}


def test_a_folder_that_is_shared_on_purpose_stays_so(tmp_path: Path) -> None:
    tmp_path.chmod(0o1777)
    protect(tmp_path, tmp_path / "not there")
    assert tmp_path.stat().st_mode & 0o7777 == 0o1777
