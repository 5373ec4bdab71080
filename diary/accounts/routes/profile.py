"""The profile: time zone, the day's end, language, colours."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from diary.accounts import actions, queries
from diary.accounts.forms import ProfileForm
from diary.accounts.routes.blueprint import bp
from diary.transactions import transaction
from diary.web.awaited_consent import awaits_consent
from diary.web.country import forget_country
from diary.web.guards import signed_in, viewer


@bp.get("/profile")
@signed_in
def profile() -> ResponseReturnValue:
    """The form with what is kept."""
    user = queries.find_user(transaction(), viewer().user_id)
    form = ProfileForm(obj=user)
    earlier = queries.list_earlier_profiles(transaction(), viewer().user_id)
    return render_template("accounts/profile.html", form=form, earlier=earlier)


@bp.post("/profile")
@signed_in
def profile_post() -> ResponseReturnValue:
    """Save the profile. Entries keep their own local time."""
    form = ProfileForm()
    if not form.validate():
        return render_template("accounts/profile.html", form=form), 422
    profile = actions.Profile(
        name=form.name.value or "",
        born_on=form.born_on.value,
        zone=form.zone.data,
        day_boundary=int(form.day_boundary.data),
        language=form.language.data,
        theme=form.theme.data,
        country=form.country.data,
    )
    if (profile.country or None) != viewer().country:
        forget_country()
    actions.change_profile(transaction(), viewer(), profile)
    flash("Your profile is saved.")
    return redirect(url_for("accounts.profile"), 303)


@bp.get("/more")
@signed_in
def more() -> ResponseReturnValue:
    """Everything that is not one tap away."""
    return render_template("accounts/more.html", awaits_consent=awaits_consent(viewer()))
