"""An export as a zip: one JSON file that can be brought back, CSV files to look at, a README."""

import io
import json
import zipfile

from diary.privacy.rules.export import FORMAT, VERSION, Everything, Rows
from diary.tabular.csv_cells import cell, csv_text

WHOLE = "diary.json"
README = "README.txt"
_WORDS = """\
Relief Diary: everything it holds about one person
made {made_at}, {count:,} rows

diary.json   all of it; a Relief Diary can bring it back
csv/         the same rows, one file for each kind, to look at in a spreadsheet

Times ending in _utc are instants in UTC. A "wall" is the time on the wall where you were.
A dose or weight is a decimal; money is a whole number in the smallest unit (cents, pence).
In the CSV files an apostrophe before a text keeps a spreadsheet from running it as a formula;
it is no part of what you wrote. An empty cell means that nothing was said.

This is health data. Whoever has this file can read it: keep it where only you can look.

What is in it:
{tables}

What is not in it, and why:
{left_out}
"""


def parcel(found: Everything) -> bytes:
    """The zip. The same content gives the same bytes."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as file:
        _put(file, found, README, _readme(found))
        _put(file, found, WHOLE, _whole(found))
        for rows in found.tables:
            _put(file, found, f"csv/{rows.table}.csv", _csv(rows))
    return held.getvalue()


def _put(file: zipfile.ZipFile, found: Everything, name: str, text: str) -> None:
    at = found.made_at
    entry = zipfile.ZipInfo(name, (at.year, at.month, at.day, at.hour, at.minute, at.second))
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o600 << 16
    file.writestr(entry, text.encode("utf-8"))


def _whole(found: Everything) -> str:
    content = {
        "format": FORMAT,
        "version": VERSION,
        "made_at_utc": found.made_at.isoformat(),
        "owner": str(found.owner),
        "people": found.people,
        "tables": {each.table: list(each.rows) for each in found.tables},
    }
    return json.dumps(content, ensure_ascii=False, indent=1)


def _csv(rows: Rows) -> str:
    cells = ([cell(row[name]) for name in rows.columns] for row in rows.rows)
    return csv_text([rows.columns, *cells])


def _readme(found: Everything) -> str:
    tables = [f"  {each.table}: {len(each.rows):,}" for each in found.tables]
    left = [f"  {each.name}: {each.why}" for each in found.left_out]
    return _WORDS.format(
        made_at=found.made_at.strftime("%Y-%m-%d %H:%M UTC"),
        count=found.count,
        tables="\n".join(tables),
        left_out="\n".join(left),
    )
