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
    lock_user,
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
    "lock_user",
]
