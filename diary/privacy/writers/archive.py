"""An export as a zip: a JSON file that can be restored, CSV files to look at, and a README."""

import io
import json
import zipfile

from diary.privacy.rules.export import FORMAT, VERSION, Export, TableRows
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


def write_archive(export: Export) -> bytes:
    """Write the zip. The same content gives the same bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        _put(file, export, README, _readme(export))
        _put(file, export, WHOLE, _whole(export))
        for rows in export.tables:
            _put(file, export, f"csv/{rows.table}.csv", _csv(rows))
    return buffer.getvalue()


def _put(file: zipfile.ZipFile, export: Export, name: str, text: str) -> None:
    at = export.made_at
    entry = zipfile.ZipInfo(name, (at.year, at.month, at.day, at.hour, at.minute, at.second))
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o600 << 16
    file.writestr(entry, text.encode("utf-8"))


def _whole(export: Export) -> str:
    content = {
        "format": FORMAT,
        "version": VERSION,
        "made_at_utc": export.made_at.isoformat(),
        "owner": str(export.owner),
        "people": export.people,
        "tables": {each.table: list(each.rows) for each in export.tables},
    }
    return json.dumps(content, ensure_ascii=False, indent=1)


def _csv(rows: TableRows) -> str:
    cells = ([cell(row[name]) for name in rows.columns] for row in rows.rows)
    return csv_text([rows.columns, *cells])


def _readme(export: Export) -> str:
    tables = [f"  {each.table}: {len(each.rows):,}" for each in export.tables]
    left = [f"  {each.name}: {each.why}" for each in export.left_out]
    return _WORDS.format(
        made_at=export.made_at.strftime("%Y-%m-%d %H:%M UTC"),
        count=export.count,
        tables="\n".join(tables),
        left_out="\n".join(left),
    )
