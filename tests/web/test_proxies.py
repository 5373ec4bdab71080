"""A proxy that the settings do not name is remarked once, and never believed."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask, request

from diary.app import create_app
from diary.config import ROOT
from diary.web.guards import anyone
from tests.conftest import make_settings

HOST = "https://diary.example.org"


@pytest.mark.parametrize(
    ("proxies", "production", "warnings"), [(0, True, 1), (1, True, 0), (0, False, 0)]
)
def test_a_proxy_that_is_not_named_is_remarked_once(
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    proxies: int,
    production: bool,
    warnings: int,
) -> None:
    settings = replace(
        make_settings(f"sqlite:///{tmp_path / 'diary.sqlite'}", tmp_path),
        base_url=HOST,
        trusted_hosts=("diary.example.org",),
        production=production,
        proxies=proxies,
    )
    app = create_app(settings)

    @app.get("/where-from")
    @anyone
    def where_from() -> str:
        return str(request.remote_addr)

    browser = app.test_client()
    plain = browser.get("/where-from", base_url=HOST)
    assert (plain.text, caplog.text) == ("127.0.0.1", "")
    forwarded = {"X-Forwarded-For": "203.0.113.7"}
    for _ in range(3):
        told = browser.get("/where-from", base_url=HOST, headers=forwarded)
        assert told.text == ("203.0.113.7" if proxies else "127.0.0.1")
    said = [record for record in caplog.records if "DIARY_PROXIES is 0" in record.message]
    assert len(said) == warnings


def test_the_log_format_that_the_guide_gives_keeps_no_token(app: Flask) -> None:
    """Every address that holds a secret is shortened by it."""
    guide = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
    found = re.search(r"~(\^/\(join\S+)\s", guide)
    assert found
    secret = [rule.rule for rule in app.url_map.iter_rules() if {"token", "code"} & rule.arguments]
    assert len(secret) > 5
    assert [rule for rule in secret if not re.match(found[1], rule)] == []
