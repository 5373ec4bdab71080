"""The names of everything that is noted: subject, thing, verb."""

from enum import StrEnum
from uuid import UUID

OPERATOR = UUID(int=0)  # whoever has the shell of the server
UNKNOWN = UUID(int=1)  # somebody who gave an address that nobody has


class Event(StrEnum):
    """What happened."""

    ACCOUNT_ADD = "account:person:add"
    ACCOUNT_CLOSE = "account:person:close"
    ACCOUNT_REOPEN = "account:person:reopen"
    ACCOUNT_INVITE = "account:invitation:add"
    ACCOUNT_SIGN_UP_ASK = "account:sign_up:ask"
    ACCOUNT_PROFILE = "account:profile:edit"
    ACCOUNT_SIGN_IN = "account:sign_in:start"
    ACCOUNT_SIGN_IN_FAIL = "account:sign_in:refuse"
    ACCOUNT_SIGN_OUT = "account:sign_in:end"
    ACCOUNT_DEVICE_END = "account:device:end"
    ACCOUNT_DEVICES_END = "account:devices:end"
    ACCOUNT_SIGN_INS_END = "account:sign_ins:end"
    ACCOUNT_PENDING_SIGN_IN = "account:sign_in:half"
    ACCOUNT_CODE_FAIL = "account:code:refuse"
    ACCOUNT_CODE_APP = "account:code_app:add"
    ACCOUNT_CODE_APP_END = "account:code_app:end"
    ACCOUNT_RECOVERY = "account:recovery:add"
    ACCOUNT_RECOVERY_USE = "account:recovery:use"
    ACCOUNT_PASSKEY = "account:passkey:add"
    ACCOUNT_PASSKEY_END = "account:passkey:end"
    ACCOUNT_PASSKEY_USE = "account:passkey:use"
    ACCOUNT_PASSKEY_FAIL = "account:passkey:refuse"
    ACCOUNT_FACTORS_END = "account:second_step:end"
    ACCOUNT_TRIES_CLEAR = "account:tries:clear"
    ACCOUNT_PROOF = "account:proof:give"
    ACCOUNT_PROOF_FAIL = "account:proof:refuse"
    ACCOUNT_PASSWORD = "account:password:change"
    ACCOUNT_EMAIL_ASK = "account:email:ask"
    ACCOUNT_EMAIL = "account:email:change"
    ACCOUNT_RESET_ASK = "account:reset:ask"
    ACCOUNT_RESET_USE = "account:reset:use"
    ACCOUNT_PIN = "account:pin:set"
    ACCOUNT_PIN_REMOVE = "account:pin:remove"
    ACCOUNT_PIN_FORGET = "account:pin:forget"
    ACCOUNT_LOCK = "account:lock:shut"
    ACCOUNT_UNLOCK = "account:lock:open"
    ACCOUNT_UNLOCK_FAIL = "account:lock:refuse"
    ACCOUNT_UNLOCK_OVER = "account:lock:end"
    ACCESS_INVITE = "access:invitation:add"
    ACCESS_INVITE_END = "access:invitation:end"
    ACCESS_ACCEPT = "access:link:add"
    ACCESS_CHANGE = "access:link:edit"
    ACCESS_REVOKE = "access:link:end"
    ACCESS_CLOSE = "access:link:close"
    ACCESS_VIEW = "access:diary:look"
    ACCESS_DOWNLOAD = "access:diary:download"
    ACCESS_REFUSE = "access:page:refuse"
    ENTRY_ADD = "entry:entry:add"
    ENTRY_EDIT = "entry:entry:edit"
    ENTRY_DELETE = "entry:entry:delete"
    ENTRY_RESTORE = "entry:entry:restore"
    ENTRY_IMPORT = "entry:import:add"
    ENTRY_DRAFT = "entry:import:upload"
    TREATMENT_PLAN = "treatment:session:plan"
    TREATMENT_RECORD = "treatment:session:record"
    TREATMENT_EDIT = "treatment:session:edit"
    TREATMENT_CANCEL = "treatment:session:cancel"
    TREATMENT_RESTORE = "treatment:session:restore"
    TREATMENT_MERGE = "treatment:session:merge"
    TREATMENT_SEPARATE = "treatment:session:separate"
    TREATMENT_VITALS = "treatment:vitals:edit"
    TREATMENT_IMPORT = "treatment:import:add"
    VISIT_ADD = "clinic:visit:add"
    VISIT_EDIT = "clinic:visit:edit"
    QUESTION_ADD = "clinic:question:add"
    QUESTION_SETTLE = "clinic:question:settle"
    QUESTION_REOPEN = "clinic:question:reopen"
    GUIDANCE_PLAN = "guidance:plan:edit"
    REMINDER_SETTINGS = "reminder:settings:edit"
    REMINDER_DEVICE_ADD = "reminder:device:add"
    REMINDER_DEVICE_END = "reminder:device:end"
    REMINDER_CALENDAR_ADD = "reminder:calendar:add"
    REMINDER_CALENDAR_END = "reminder:calendar:end"
    REMINDER_MAIL_END = "reminder:mail:end"
    PRIVACY_EXPORT = "privacy:export:make"
    PRIVACY_RESTORE = "privacy:export:restore"
    PRIVACY_CONSENT_GIVE = "privacy:consent:give"
    PRIVACY_CONSENT_WITHDRAW = "privacy:consent:withdraw"
    PRIVACY_ERASURE_REQUEST = "privacy:erasure:request"
    PRIVACY_ERASURE_CANCEL = "privacy:erasure:cancel"
    PRIVACY_ERASURE_DO = "privacy:erasure:do"


# What each of them is called where a patient reads it, after "You" or a name.
WORDS = {
    Event.ACCOUNT_ADD: "made this account",
    Event.ACCOUNT_CLOSE: "closed an account",
    Event.ACCOUNT_REOPEN: "reopened an account",
    Event.ACCOUNT_INVITE: "invited somebody",
    Event.ACCOUNT_SIGN_UP_ASK: "or somebody else asked to start a diary with this address",
    Event.ACCOUNT_PROFILE: "changed the profile",
    Event.ACCOUNT_SIGN_IN: "signed in",
    Event.ACCOUNT_SIGN_IN_FAIL: "or somebody else tried to sign in with a wrong password",
    Event.ACCOUNT_SIGN_OUT: "signed out",
    Event.ACCOUNT_DEVICE_END: "signed another device out",
    Event.ACCOUNT_DEVICES_END: "signed every other device out",
    Event.ACCOUNT_SIGN_INS_END: "ended every sign-in of yours",
    Event.ACCOUNT_PENDING_SIGN_IN: (
        "or somebody else gave the right password, and was asked for a second step"
    ),
    Event.ACCOUNT_CODE_FAIL: "or somebody else, with the right password, gave a wrong code",
    Event.ACCOUNT_CODE_APP: "turned on the codes of an app for signing in",
    Event.ACCOUNT_CODE_APP_END: "turned off the codes of an app for signing in",
    Event.ACCOUNT_RECOVERY: "made new recovery codes",
    Event.ACCOUNT_RECOVERY_USE: "used a recovery code",
    Event.ACCOUNT_PASSKEY: "added a passkey",
    Event.ACCOUNT_PASSKEY_END: "removed a passkey",
    Event.ACCOUNT_PASSKEY_USE: "showed a passkey",
    Event.ACCOUNT_PASSKEY_FAIL: "or somebody else showed a passkey that was not right",
    Event.ACCOUNT_FACTORS_END: "turned off the second step of signing in, for somebody locked out",
    Event.ACCOUNT_TRIES_CLEAR: "ended the wait after many wrong passwords or codes",
    Event.ACCOUNT_PROOF: "answered the question who it is",
    Event.ACCOUNT_PROOF_FAIL: "or somebody else gave a wrong password or code when asked who it is",
    Event.ACCOUNT_PASSWORD: "changed the password",
    Event.ACCOUNT_EMAIL_ASK: "asked to sign in with another e-mail address",
    Event.ACCOUNT_EMAIL: "changed the e-mail address",
    Event.ACCOUNT_RESET_ASK: "or somebody else asked for a link to a new password",
    Event.ACCOUNT_RESET_USE: "chose a new password with a link",
    Event.ACCOUNT_PIN: "set a PIN in one browser",
    Event.ACCOUNT_PIN_REMOVE: "removed the PIN of one browser",
    Event.ACCOUNT_PIN_FORGET: "or somebody else said that the PIN is forgotten and was signed out",
    Event.ACCOUNT_LOCK: "locked the diary in one browser",
    Event.ACCOUNT_UNLOCK: "opened the lock with the PIN",
    Event.ACCOUNT_UNLOCK_FAIL: "or somebody else typed a wrong PIN",
    Event.ACCOUNT_UNLOCK_OVER: "or somebody else typed too many wrong PINs and was signed out",
    Event.ACCESS_INVITE: "made a code for a doctor",
    Event.ACCESS_INVITE_END: "ended a code for a doctor",
    Event.ACCESS_ACCEPT: "used a code and may read this diary",
    Event.ACCESS_CHANGE: "changed what a doctor reads",
    Event.ACCESS_REVOKE: "stopped sharing with a doctor",
    Event.ACCESS_CLOSE: "was closed: they can no longer read your diary",
    Event.ACCESS_VIEW: "looked at this diary",
    Event.ACCESS_DOWNLOAD: "made a file of this diary",
    Event.ACCESS_REFUSE: "asked for something that is not there, or not for this account",
    Event.ENTRY_ADD: "added an entry",
    Event.ENTRY_EDIT: "changed an entry",
    Event.ENTRY_DELETE: "deleted an entry",
    Event.ENTRY_RESTORE: "brought an entry back",
    Event.ENTRY_IMPORT: "imported entries from a file",
    Event.ENTRY_DRAFT: "handed over a file",
    Event.TREATMENT_PLAN: "planned a session",
    Event.TREATMENT_RECORD: "recorded a session",
    Event.TREATMENT_EDIT: "changed a session",
    Event.TREATMENT_CANCEL: "cancelled a session",
    Event.TREATMENT_RESTORE: "brought a session back",
    Event.TREATMENT_MERGE: "said that two records are one session",
    Event.TREATMENT_SEPARATE: "said that two sessions are not the same",
    Event.TREATMENT_VITALS: "noted vital signs of a session",
    Event.TREATMENT_IMPORT: "imported sessions from a file",
    Event.VISIT_ADD: "wrote down a visit",
    Event.VISIT_EDIT: "changed a visit",
    Event.QUESTION_ADD: "added a question",
    Event.QUESTION_SETTLE: "settled a question",
    Event.QUESTION_REOPEN: "took up a question again",
    Event.GUIDANCE_PLAN: "changed the safety plan",
    Event.REMINDER_SETTINGS: "changed the reminders",
    Event.REMINDER_DEVICE_ADD: "turned on reminders on a device",
    Event.REMINDER_DEVICE_END: "turned off reminders on a device",
    Event.REMINDER_CALENDAR_ADD: "made the calendar's address",
    Event.REMINDER_CALENDAR_END: "ended the calendar's address",
    Event.REMINDER_MAIL_END: "stopped the reminders by mail",
    Event.PRIVACY_EXPORT: "made a file of the whole diary",
    Event.PRIVACY_RESTORE: "brought a diary back from a file",
    Event.PRIVACY_CONSENT_GIVE: "agreed to what the diary is for",
    Event.PRIVACY_CONSENT_WITHDRAW: "took an agreement back",
    Event.PRIVACY_ERASURE_REQUEST: "asked to have everything erased",
    Event.PRIVACY_ERASURE_CANCEL: "kept the diary after all",
    Event.PRIVACY_ERASURE_DO: "erased a diary",
}
