"""Requesting an erasure, cancelling it, and its receipt."""

from dataclasses import replace
from datetime import datetime

from flask import Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from diary.auth.reauthentication import fresh_proof
from diary.auth.sessions import continue_as
from diary.extensions import settings
from diary.privacy import actions, senders
from diary.privacy.forms import EraseForm
from diary.privacy.queries import erasure as queries
from diary.privacy.routes.blueprint import bp, own_diary
from diary.privacy.rules.erasure_receipt import ASKED, asked_text
from diary.transactions import early_commit, transaction
from diary.web.addresses import absolute_url
from diary.web.background import later
from diary.web.guards import Role, anyone, only, viewer


@bp.get("/erasure")
@only(Role.PATIENT)
def erasure() -> ResponseReturnValue:
    """Show what would be erased and when, and how to cancel a request."""
    return _page(EraseForm(), 200)


@bp.post("/erasure")
@only(Role.PATIENT)
@fresh_proof
def erasure_post() -> ResponseReturnValue:
    """Request the erasure, show the receipt's link once, and send the patient a mail at once."""
    form = EraseForm()
    if not form.validate():
        return _page(form, 422)
    diary = own_diary()
    with early_commit() as session:  # ends before the mail, so nobody waits for its server
        token = actions.request_erasure(session, diary, settings().erasure_days)
        due = queries.find_due_at(session, diary.patient_id)
    continue_as(replace(viewer(), erasure_due_at=due))
    if due is not None:
        words = asked_text(due, absolute_url("privacy.erasure"))
        smtp, email = settings().smtp, viewer().email
        later(lambda: senders.send(smtp, email, ASKED, words), mails=True)
    link = absolute_url("privacy.receipt", token=token)
    return render_template("privacy/erasure_asked.html", due=due, link=link)


@bp.post("/erasure/take-back")
@only(Role.PATIENT)
def take_back() -> ResponseReturnValue:
    """Cancel the erasure."""
    if actions.cancel_erasure(transaction(), own_diary()):
        flash("Your diary is kept. Nothing will be erased.")
    return redirect(url_for("privacy.erasure"), 303)


@bp.get("/erasure/receipt/<token>")
@anyone
def receipt(token: str) -> ResponseReturnValue:
    """Download the receipt with a link that only the patient has, as their account is gone."""
    answer = queries.find_receipt(transaction(), token)
    if answer is None or isinstance(answer, datetime):
        status = 404 if answer is None else 200
        return render_template("privacy/no_receipt.html", due=answer), status
    headers = {"Content-Disposition": 'attachment; filename="erasure-receipt.txt"'}
    return Response(answer.text, mimetype="text/plain", headers=headers)


def _page(form: EraseForm, status: int) -> ResponseReturnValue:
    days = settings().erasure_days
    return render_template("privacy/erasure.html", form=form, days=days), status
