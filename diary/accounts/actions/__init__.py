"""Changing people: accounts, sign-ins, passwords, invitations."""

from diary.accounts.actions.passwords import change_password, start_reset, use_reset
from diary.accounts.actions.people import (
    AddressTaken,
    NewPerson,
    Profile,
    add_account,
    change_profile,
    clinic,
    invite,
    join,
)
from diary.accounts.actions.sign_ins import (
    end_sign_in,
    note_proof,
    note_refused_proof,
    note_refused_sign_in,
    start_sign_in,
)

__all__ = [
    "AddressTaken",
    "NewPerson",
    "Profile",
    "add_account",
    "change_password",
    "change_profile",
    "clinic",
    "end_sign_in",
    "invite",
    "join",
    "note_proof",
    "note_refused_proof",
    "note_refused_sign_in",
    "start_reset",
    "start_sign_in",
    "use_reset",
]
