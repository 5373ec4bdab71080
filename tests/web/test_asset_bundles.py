"""Many small scripts and styles, one file of each for the browser."""

import re
from pathlib import Path

import brotli  # type: ignore[import-untyped]
import pytest
from flask import Flask

from diary.config import ROOT
from diary.web import asset_bundles
from diary.web.assets import asset
from tests.client import DiaryClient

STATIC = ROOT / "static"
PART = re.compile(r'^(?:const parts = \{)?"([\w/-]+)": (?:async )?\(out\) => \{$', re.MULTILINE)
RUNS = re.compile(r"{% set (?:scripts|draws) = \[([^]]+)\]")


def _address(app: Flask, name: str) -> str:
    with app.test_request_context():
        return asset(name)


def _scripts(folder: Path, sources: dict[str, str]) -> str:
    (folder / "js" / "offline").mkdir(parents=True)
    for name, text in sources.items():
        (folder / "js" / "offline" / name).write_text(text)
    return asset_bundles.made(folder, asset_bundles.SCRIPTS, "mark")


def _parts() -> set[str]:
    files = (asset_bundles.SCRIPTS, asset_bundles.CHARTS)
    return {
        part for name in files for part in PART.findall(asset_bundles.made(STATIC, name, "mark"))
    }


def test_every_script_of_a_page_is_in_a_file() -> None:
    folders = ("behaviours", "charts", "offline")
    files = {f"{name}/{one.stem}" for name in folders for one in (STATIC / "js" / name).iterdir()}
    assert _parts() == files


def test_every_script_that_a_page_names_is_there() -> None:
    pages = (page.read_text() for page in (ROOT / "templates").rglob("*.html"))
    named = [
        name.strip('" ')
        for page in pages
        for found in RUNS.findall(page)
        for name in found.split(",")
    ]
    assert len(named) > 10
    assert set(named) <= _parts()


def test_no_page_asks_for_a_script_by_itself() -> None:
    pages = [page for page in (ROOT / "templates").rglob("*.html") if page.name != "base.html"]
    assert [page.name for page in pages if '<script type="module"' in page.read_text()] == []


def test_a_module_gives_its_names_and_takes_those_of_others(tmp_path: Path) -> None:
    text = _scripts(
        tmp_path,
        {
            "a.js": '// why\nimport { b as c } from "./b.js";\nimport "./d.js";\nc();\n',
            "b.js": "export function b() {}\nexport const e = 1;\n",
            "d.js": "await 0;\n",
        },
    )
    assert 'const { b: c } = need("offline/b");\nneed("offline/d");\nc();' in text
    assert "Object.assign(out, { b, e });" in text
    assert '"offline/d": async (out)' in text
    assert "why" not in text


@pytest.mark.parametrize(
    "line",
    [
        'import x from "./x.js";',
        'import {\n  x,\n} from "../x.js";',
        "export default 1;",
        "export { x };",
    ],
)
def test_a_script_written_in_another_way_is_refused(tmp_path: Path, line: str) -> None:
    with pytest.raises(asset_bundles.Unjoinable, match=r"a\.js"):
        _scripts(tmp_path, {"a.js": f"{line}\n"})


@pytest.mark.parametrize("name", asset_bundles.ALL)
def test_it_is_packed_for_a_browser_that_can_unpack(
    app: Flask, client: DiaryClient, name: str
) -> None:
    address = _address(app, name)
    plain = client.get(address)
    packed = client.get(address, headers={"Accept-Encoding": "gzip, br"})
    assert packed.headers["Content-Encoding"] == "br"
    assert all("Accept-Encoding" in answer.headers["Vary"] for answer in (plain, packed))
    assert brotli.decompress(packed.data) == plain.data
    assert len(packed.data) < 15_000
    assert "immutable" in packed.headers["Cache-Control"]


def test_the_address_changes_with_any_of_its_sources(app: Flask, tmp_path: Path) -> None:
    app.static_folder = str(tmp_path)
    _scripts(tmp_path, {"a.js": "a();\n"})
    before = _address(app, asset_bundles.SCRIPTS)
    (tmp_path / "js" / "offline" / "a.js").write_text("b();\n")
    assert _address(app, asset_bundles.SCRIPTS) != before
