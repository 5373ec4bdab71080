"""Changing people: accounts, invitations, profiles."""

from diary.accounts.actions.people import (
    AddressTaken,
    NewPerson,
    Profile,
    add_account,
    add_invitation,
    change_profile,
    find_or_add_clinic,
    is_account_open,
    lock_user,
    use_invitation,
)

__all__ = [
    "AddressTaken",
    "NewPerson",
    "Profile",
    "add_account",
    "add_invitation",
    "change_profile",
    "find_or_add_clinic",
    "is_account_open",
    "lock_user",
    "use_invitation",
]
