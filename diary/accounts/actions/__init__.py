"""Changing people: accounts, invitations, profiles."""

from diary.accounts.actions.people import (
    AddressTaken,
    NewPerson,
    Profile,
    add_account,
    change_profile,
    clinic,
    invite,
    is_open,
    join,
    one_at_a_time,
)

__all__ = [
    "AddressTaken",
    "NewPerson",
    "Profile",
    "add_account",
    "change_profile",
    "clinic",
    "invite",
    "is_open",
    "join",
    "one_at_a_time",
]
