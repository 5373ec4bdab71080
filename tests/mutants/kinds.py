"""Guards of which there are many: each place where one stands is found by its pattern."""

from tests.mutants.guards import Kind

# a name that every file has
OPEN = '@__import__("diary.web.guards").web.guards.anyone'
GATES = ("tests/whole_app/test_gates.py",)
ROWS = (
    "tests/whole_app/test_own_rows.py",
    "tests/whole_app/test_filters_alone.py",
    "tests/whole_app/test_wrong_patient.py",
    "tests/whole_app/test_ids_elsewhere.py",
)
SCOPES = (
    "tests/whole_app/test_alike.py::test_what_may_be_read_is_read_somewhere",
    "tests/whole_app/test_own_rows.py",
    "tests/whole_app/test_filters_alone.py",
)
OWNERS = (
    "tests/whole_app/test_owners_alone.py",
    "tests/whole_app/test_own_rows.py",
    "tests/whole_app/test_filters_alone.py",
    "tests/whole_app/test_looks.py",
    "tests/clinic/test_questions.py",
    "tests/guidance/test_plan_store.py",
    "tests/treatments/test_actions.py",
    "tests/entries/test_import_actions.py",
    "tests/entries/test_search.py",
)
WAY_IN = (
    "tests/accounts",
    "tests/whole_app/test_headers.py",
)


KINDS = (
    # who is admitted to a page
    Kind("diary/*/**/*.py", r"^@only\(.*\)$", OPEN, GATES),
    Kind("diary/*/**/*.py", r"^@signed_in$", OPEN, GATES),
    # whose rows a query reads, and an action changes
    Kind(
        "diary/**/*.py",
        r"\b([A-Z]\w+)\.patient_id == (?:require_owner\()?diary\)?\.patient_id",
        r"\1.patient_id == \1.patient_id",
        ROWS,
    ),
    Kind(
        "diary/clinic/**/*.py",
        r"Visit\.doctor_id == diary\.viewer_id",
        "Visit.doctor_id == Visit.doctor_id",
        ROWS,
    ),
    Kind("diary/**/*.py", r"\bthere\.patient_id == diary\.patient_id and", "", ROWS),
    # what her consent lets a doctor read
    Kind(
        "diary/**/*.py",
        r"\bif diary\.sees_notes\b",
        "if True",
        SCOPES,
        # which sections are offered; what they would hold is left out by the queries
        but=("diary/clinic/routes/report.py",),
    ),
    Kind("diary/**/*.py", r"\bif diary\.sees_costs\b", "if True", SCOPES),
    Kind("diary/**/*.py", r"\bif shares\b", "if True", SCOPES),
    Kind("diary/**/*.py", r"= diary\.sees_notes$", "= True", SCOPES),
    Kind(
        "diary/treatments/**/*.py",
        r"\bif not diary\.sees_(notes|costs)\b",
        "if False",
        (*SCOPES, "tests/treatments/test_actions.py"),
    ),
    # what is the patient's alone to do
    Kind(
        "diary/**/*.py",
        r"if not diary\.(is_owner|may_write):",
        "if False:",
        OWNERS,
    ),
    Kind("diary/clinic/actions.py", r"if diary\.is_owner:", "if False:", OWNERS),
)
