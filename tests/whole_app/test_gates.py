"""Each view declares whom the table admits: what a gate says and what a page answers agree.

Many pages are guarded twice, by the gate and by the diary that they open. A gate that is open too
wide would not be noticed from outside while the second guard holds; here it is.
"""

from collections import defaultdict

from flask import Flask

from diary.web.guards import Role, admitted_by
from tests.whole_app.route_table import TABLE, VISITORS
from tests.whole_app.world import rules

OF_EACH = {Role.PATIENT: ("ana", "cleo"), Role.DOCTOR: ("ben",), Role.ADMIN: ("admin",)}
# Open to everybody, though the answer leads on: they are how somebody gets in.
WAYS_IN = {
    "/sign-up",
    "/join/<token>",
    "/reset/<token>",
    "/sign-in/code",
    "/sign-in/passkey",
}
# One view under two addresses, the patient's own and one under a patient; the administrator, who
# has neither a diary nor patients, is turned away by the diary that is opened.
BY_THE_DIARY = {
    "clinic.show_report",
    "clinic.report_pdf",
    "charts.relief_json",
    "charts.relief_csv",
}
# Everybody's, about what is one's own: the table asks for Ana's, which is nobody else's.
ONES_OWN = {"auth.end_device", "auth.new_email", "auth.new_email_post"}
# For a closed account alone: the table asks for one that is open.
OF_THE_CLOSED = {"access.reopen"}


def _answers(app: Flask) -> dict[str, dict[tuple[str, str], dict[str, int]]]:
    """By view: its routes, and the answer of each to every visitor."""
    found: dict[str, dict[tuple[str, str], dict[str, int]]] = defaultdict(dict)
    for route, rule in rules(app).items():
        found[rule.endpoint][route] = dict(zip(VISITORS, TABLE[route], strict=True))
    return found


def test_each_view_declares_whom_the_table_admits(app: Flask) -> None:
    for endpoint, routes in _answers(app).items():
        admitted = admitted_by(app.view_functions[endpoint])
        open_to_all = any(
            row["nobody"] != 303 or address in WAYS_IN for (_, address), row in routes.items()
        )
        assert (admitted is None) == open_to_all, endpoint
        if admitted is not None and endpoint not in BY_THE_DIARY | ONES_OWN | OF_THE_CLOSED:
            answered = {
                role
                for role, visitors in OF_EACH.items()
                if any(row[who] != 404 for row in routes.values() for who in visitors)
            }
            assert admitted == answered, endpoint


def test_what_the_diary_turns_away_is_open_to_whoever_signed_in(app: Flask) -> None:
    for endpoint, routes in _answers(app).items():
        if endpoint in BY_THE_DIARY:
            assert admitted_by(app.view_functions[endpoint]) == frozenset(Role)
            assert all(row["admin"] == 404 for row in routes.values())


def test_a_new_route_without_a_row_is_named(app: Flask) -> None:
    """The control of the table: a route that nobody wrote down is found."""
    app._got_first_request = False
    app.add_url_rule("/new/<uuid:entry_id>", "new", lambda entry_id: "", methods=["GET", "POST"])
    assert set(rules(app)) - set(TABLE) == {("GET", "/new/<entry_id>"), ("POST", "/new/<entry_id>")}
