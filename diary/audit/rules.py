"""The names of everything that is noted: subject, thing, verb."""

from enum import StrEnum
from uuid import UUID

OPERATOR = UUID(int=0)  # whoever has the shell of the server


class Event(StrEnum):
    """What happened."""

    ACCOUNT_ADD = "account:person:add"
    ACCOUNT_INVITE = "account:invitation:add"
    ACCOUNT_PROFILE = "account:profile:edit"
    ACCOUNT_SIGN_IN = "account:sign_in:start"
    ACCOUNT_SIGN_IN_FAIL = "account:sign_in:refuse"
    ACCOUNT_SIGN_OUT = "account:sign_in:end"
    ACCOUNT_PASSWORD = "account:password:change"
    ACCOUNT_RESET_ASK = "account:reset:ask"
    ACCOUNT_RESET_USE = "account:reset:use"
    ACCESS_INVITE = "access:invitation:add"
    ACCESS_INVITE_END = "access:invitation:end"
    ACCESS_ACCEPT = "access:link:add"
    ACCESS_CHANGE = "access:link:edit"
    ACCESS_REVOKE = "access:link:end"
    ACCESS_LOOK = "access:diary:look"
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
    TREATMENT_VITALS = "treatment:vitals:edit"
    TREATMENT_IMPORT = "treatment:import:add"
    VISIT_ADD = "clinic:visit:add"
    VISIT_EDIT = "clinic:visit:edit"
    GUIDANCE_PLAN = "guidance:plan:edit"
