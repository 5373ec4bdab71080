"""Every verb that changes something notes what happened, in the same transaction."""

import ast
from pathlib import Path

from diary.audit.rules import WORDS, Event

DIARY = Path(__file__).resolve().parents[2] / "diary"
NOTING = {"record", "record_each"}
# Verbs that change nothing a person would ask about, each with its reason.
SILENT = {
    "treatments.lock_treatment": "holds a row while it is changed",
    "accounts.lock_user": "holds a person while something is written for her",
    "imports.claim_upload": "holds a file while it is added; the import is noted",
    "imports.finish_upload": "drops a file that was added; the import is noted",
    "imports.delete_old_uploads": "drops files that nobody added within a day",
    "auth.end_all_sign_ins": "ends sign-ins; the change that ends them is noted",
    "auth.end_all_resets": "ends links; the change that ends them is noted",
    "accounts.is_account_open": "asks and changes nothing",
    "auth.still_has_password": "reads and holds; the sign-in or the change that follows is noted",
    "accounts.record_profile_version": "keeps what a profile said; the change is noted",
    "auth.take_try": "counts; a refused sign-in is noted",
    "auth.forget_tries": "starts the count anew; the sign-in is noted",
    "auth.forget_account_tries": "starts the counts anew; what ended them is noted",
    "auth.list_accounts": "reads; the operator lists who is there",
    "auth.name_device": "names a browser; the sign-in is noted",
    "auth.record_use": "when a sign-in was last used",
    "auth.ask_for_passkey": "a question; that it was answered is noted",
    "auth.take_question": "a question is over; what was answered is noted",
    "auth.drop_unneeded_recovery_codes": "what ends with the last second step, which is noted",
    "auth.start_app": "a key of which nothing is asked; that it counts is noted",
    "auth.record_pin_use": "says that a browser is in use, so that it does not lock by itself",
    "auth.count_pin_try": "counts; whether it was right is noted",
    "auth.record_known_device": "remembers a browser; the sign-in is noted",
    "accounts.find_or_add_clinic": "the account or invitation made with it is noted",
    "entries.last_written_at": "reads; it stands beside the verbs that need it",
    "entries.find_repeated": "reads; the entry that follows is noted",
    "treatments.record_version": "keeps what a session said; the change is noted",
    "treatments.find_repeated": "reads; the session that follows is noted",
    "clinic.find_repeated_visit": "reads; the visit that follows is noted",
    "reminders.take_turn": "says which worker sends",
    "reminders.end_turn": "says that it sends no more",
    "reminders.claim": "a row of the outbox, which is itself the note of what was sent",
    "reminders.begin": "a row of the outbox",
    "reminders.close_lost": "a row of the outbox",
    "reminders.finish": "a row of the outbox",
    "reminders.purge": "drops rows of the outbox after two months",
    "reminders.drop_device": "the push service says that the browser is gone; her own is noted",
    "privacy.end_sharing": "each link and each code that ends is noted by the actions of access",
    "privacy.record_scrubbing": "the file is clean; the erasure is noted",
    "privacy.add_placeholder_user": "a closed account for a name in a file; bringing back is noted",
    "audit.seal": "gives what was noted its place in the chain",
    "audit.erase_addresses": "erases addresses; whoever erases a person notes that",
    "demo.fill": "calls the noting actions of other features",
}


def _functions(feature: Path) -> dict[str, ast.FunctionDef]:
    """Every function of a feature's actions, by name."""
    files = [*feature.glob("actions.py"), *feature.glob("actions/*.py")]
    trees = (ast.parse(file.read_text()) for file in files)
    return {
        node.name: node for tree in trees for node in tree.body if isinstance(node, ast.FunctionDef)
    }


def _called(function: ast.FunctionDef) -> set[str]:
    calls = (node.func for node in ast.walk(function) if isinstance(node, ast.Call))
    return {call.id if isinstance(call, ast.Name) else getattr(call, "attr", "") for call in calls}


def _notes(name: str, functions: dict[str, ast.FunctionDef], seen: frozenset[str]) -> bool:
    """Whether a function notes what happened, itself or by another of the same room."""
    called = _called(functions[name])
    if called & NOTING:
        return True
    further = (called & functions.keys()) - seen
    return any(_notes(each, functions, seen | {each}) for each in further)


def _verbs() -> list[tuple[str, bool]]:
    found = []
    for feature in sorted(path for path in DIARY.iterdir() if path.is_dir()):
        functions = _functions(feature)
        for name, function in functions.items():
            first = function.args.args[:1]
            if not name.startswith("_") and first and first[0].arg == "session":
                noted = _notes(name, functions, frozenset({name}))
                found.append((f"{feature.name}.{name}", noted))
    return found


def test_every_action_notes_what_happened() -> None:
    verbs = _verbs()
    assert len(verbs) > 30
    # what a phone sends is done by the noting actions of entries and treatments
    elsewhere = ("audit.", "sync.")
    quiet = {name for name, noted in verbs if not noted and not name.startswith(elsewhere)}
    assert quiet - SILENT.keys() == set()


def test_the_list_of_silent_verbs_holds_no_other() -> None:
    assert {name for name, noted in _verbs() if not noted} >= SILENT.keys()


def test_every_event_has_words_for_the_patient_who_reads_it() -> None:
    assert {event for event in Event if not WORDS.get(event)} == set()
