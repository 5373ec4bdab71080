"""Restoring an export."""

from flask import render_template
from flask.typing import ResponseReturnValue

from diary.privacy import actions
from diary.privacy.forms import ArchiveForm
from diary.privacy.routes.blueprint import bp, own_diary
from diary.privacy.rules.archive import MEGABYTE, MOST_BYTES, ArchiveRefused, read_archive
from diary.transactions import transaction
from diary.web.body_limits import takes_file
from diary.web.guards import Role, only, viewer


@bp.get("/import/diary")
@only(Role.PATIENT)
def bring_back() -> ResponseReturnValue:
    """Show the form for the file."""
    return _page(ArchiveForm(), 200)


@bp.post("/import/diary")
@only(Role.PATIENT)
@takes_file(MOST_BYTES + 2 * MEGABYTE)
def bring_back_post() -> ResponseReturnValue:
    """Add rows that are missing, or say why the file is refused and add nothing."""
    form = ArchiveForm()
    if not form.validate():
        return _page(form, 422)
    diary = own_diary()
    try:
        archive = read_archive(form.content)
        outcome = actions.restore_archive(transaction(), diary, archive, viewer().user_id)
    except ArchiveRefused as refused:
        form.file.errors = [f"{refused} Nothing was added."]
        return _page(form, 422)
    return render_template("privacy/brought_back.html", outcome=outcome)


def _page(form: ArchiveForm, status: int) -> ResponseReturnValue:
    return render_template("privacy/bring_back.html", form=form), status
