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
    one_at_a_time,
)
from diary.accounts.actions.sign_ins import (
    end_all_for,
    end_device,
    end_other_devices,
    end_sign_in,
    know_device,
    name_device,
    note_proof,
    note_refused_proof,
    note_refused_sign_in,
    note_use,
    start_sign_in,
)
from diary.accounts.actions.throttles import Try, forget_tries, take_try

__all__ = [
    "AddressTaken",
    "NewPerson",
    "Profile",
    "Try",
    "add_account",
    "change_password",
    "change_profile",
    "clinic",
    "end_all_for",
    "end_device",
    "end_other_devices",
    "end_sign_in",
    "forget_tries",
    "invite",
    "join",
    "know_device",
    "name_device",
    "note_proof",
    "note_refused_proof",
    "note_refused_sign_in",
    "note_use",
    "one_at_a_time",
    "start_reset",
    "start_sign_in",
    "take_try",
    "use_reset",
]
