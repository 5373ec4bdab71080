"""Consent, export, restore and erasure."""

from diary.privacy.actions.consent import give_consent, join_checksums, withdraw_consent
from diary.privacy.actions.erasure import cancel_erasure, erase, record_scrubbing, request_erasure
from diary.privacy.actions.export import record_export
from diary.privacy.actions.restore import restore_archive

__all__ = [
    "cancel_erasure",
    "erase",
    "give_consent",
    "join_checksums",
    "record_export",
    "record_scrubbing",
    "request_erasure",
    "restore_archive",
    "withdraw_consent",
]
