"""Downloading an export."""

from flask import Response, render_template
from flask.typing import ResponseReturnValue

from diary import clock
from diary.auth.reauthentication import fresh_proof
from diary.privacy import actions, queries
from diary.privacy.routes.blueprint import bp, own_diary
from diary.privacy.writers.archive import write_archive
from diary.transactions import early_commit, read_only
from diary.web.guards import Role, only, viewer


@bp.get("/export")
@only(Role.PATIENT)
def export() -> ResponseReturnValue:
    """Show what an export is, and the button."""
    return render_template("privacy/export.html")


@bp.post("/export")
@only(Role.PATIENT)
@fresh_proof
def export_post() -> ResponseReturnValue:
    """Download the zip. It is recorded first: without a record there is no export."""
    diary = own_diary()
    with early_commit() as session:
        actions.record_export(session, diary, viewer().user_id)
    with read_only() as session:
        content = write_archive(queries.collect_export(session, diary))
    name = f"relief-diary-{clock.today(diary.zone).isoformat()}.zip"
    return Response(
        content,
        mimetype="application/zip",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
