"""Forms of signing in: shape and wording."""

from datetime import date
from typing import Any

from wtforms import PasswordField
from wtforms.validators import ValidationError

from diary.accounts.forms import ZONES, Birthday, Email
from diary.auth.passkeys import LONGEST_ANSWER
from diary.auth.rules import LONGEST_PASSWORD, length_fault, password_fault, pin_fault
from diary.domain.people import Role
from diary.web.fields import Form, Line, Pick

CODE_MISSING = "Type the six digits that your app shows."
WRONG_CODE = (
    "This code is not right, or it was used already. Wait until your app shows the next one."
)
WRONG_RECOVERY_CODE = "This is none of the recovery codes that you have left."
BIRTHDAY_MISSING = "Type your date of birth: your doctor checks it."

LOCKS = [
    ("1", "After 1 minute without use"),
    ("5", "After 5 minutes without use"),
    ("15", "After 15 minutes without use"),
    ("60", "After an hour without use"),
    ("0", "Only when I tap Lock now"),
]


class Password(PasswordField):
    """A password that is already somebody's."""

    def __init__(self, label: str = "Password", **more: Any) -> None:
        super().__init__(label, render_kw={"autocomplete": "current-password"}, **more)

    def pre_validate(self, form: Any) -> None:
        """Refuse an empty one, and one longer than any that we ever took."""
        del form
        if not self.data:
            raise ValidationError("Type your password.")
        if len(self.data) > LONGEST_PASSWORD:
            raise ValidationError(f"A password has at most {LONGEST_PASSWORD} characters.")


class NewPassword(PasswordField):
    """A password being chosen. Once link and limit were looked at, ask ``is_easy`` as well."""

    def __init__(self, label: str = "Choose a password", **more: Any) -> None:
        super().__init__(label, render_kw={"autocomplete": "new-password"}, **more)

    def pre_validate(self, form: Any) -> None:
        """Refuse one that is too short or too long."""
        del form
        if fault := length_fault(self.data or ""):
            raise ValidationError(fault)

    def is_easy(self, address: str = "") -> bool:
        """Return whether it is easy to guess, and say so. Takes some milliseconds."""
        fault = password_fault(self.data or "", address)
        self.errors = [fault] if fault else []
        return fault is not None


class SignInForm(Form):
    """Signing in."""

    email = Email()
    password = Password()


class PersonForm(Form):
    """What every new account says of its person."""

    name = Line("Your name", 200, missing="Type your name.")
    password = NewPassword()
    zone = Pick("Time zone", ZONES, "Choose your time zone.", default="Europe/London")


class AskSignUpForm(Form):
    """Asking for a link by which a diary is started."""

    email = Email()


class SignUpForm(PersonForm):
    """A patient's own sign-up where there is no mail."""

    email = Email()
    born_on = Birthday(missing=BIRTHDAY_MISSING)


class InvitedPersonForm(PersonForm):
    """An account by a link, which sets the address and the role."""

    born_on = Birthday()

    def __init__(self, address: str, role: Role, **more: Any) -> None:
        super().__init__(**more)
        self.address, self.role = address, role
        if role is Role.PATIENT:
            self.born_on.missing = BIRTHDAY_MISSING


class ProofForm(Form):
    """Proving one's identity again. Its field names are no other form's."""

    proof_password = Password("Your password")
    proof_code = Line("Code from your app", 40)
    proof_recovery = Line("Recovery code", 60)

    def whole(self, *, second_step: bool, by_app: bool) -> bool:
        """Whether all is there that is asked for: with a second step a code besides."""
        sound = bool(self.validate())
        if second_step and not (self.proof_code.value or self.proof_recovery.value):
            if by_app:
                self.proof_code.errors = [CODE_MISSING]
            else:
                self.proof_recovery.errors = ["Type a recovery code, or use a passkey."]
            return False
        return sound


class CodeForm(Form):
    """The second step of signing in: what the app shows, or else a recovery code."""

    code = Line("Code from your app", 40)
    recovery = Line("Recovery code", 60)

    def validate(self, extra_validators: Any = None) -> bool:
        """Refuse a form in which there is neither."""
        sound = super().validate(extra_validators)
        if sound and not (self.code.value or self.recovery.value):
            self.code.errors = [CODE_MISSING]
        return bool(sound) and not self.code.errors


class AppForm(Form):
    """Showing that an app has the key."""

    code = Line("Code from your app", 40, missing=CODE_MISSING)


class PinField(PasswordField):
    """A PIN, typed on a phone's large digits."""

    def __init__(self, label: str, **more: Any) -> None:
        attributes = {"inputmode": "numeric", "autocomplete": "off", "maxlength": "8"}
        super().__init__(label, render_kw=attributes, **more)


class PinForm(Form):
    """Setting the quick lock of this browser."""

    pin = PinField("Choose a PIN")
    again = PinField("The same PIN again")
    minutes = Pick("Lock by itself", LOCKS, "Choose one.", default="5")

    def __init__(self, birthday: date | None = None, **more: Any) -> None:
        super().__init__(**more)
        self.birthday = birthday

    def validate_pin(self, field: PinField) -> None:
        """Refuse one that a finder tries first."""
        if fault := pin_fault(field.data or "", self.birthday):
            raise ValidationError(fault)

    def validate_again(self, field: PinField) -> None:
        """Refuse a slip of the finger."""
        if field.data != self.pin.data:
            raise ValidationError("The two are not the same. Type the PIN again.")


class LockForm(Form):
    """Unlocking by a PIN. Its field name is no other form's."""

    lock_pin = PinField("Your PIN")


class PasskeyForm(Form):
    """A new passkey: its name, and the browser's answer."""

    name = Line("What do you call it?", 100)
    passkey = Line("Passkey", LONGEST_ANSWER)


class ForgottenForm(Form):
    """Asking for a reset link."""

    email = Email()


class EmailForm(Form):
    """Another address to sign in with."""

    email = Email("New e-mail address")


class ResetForm(Form):
    """Choosing a new password by a link."""

    password = NewPassword("Choose a new password")


class ChangePasswordForm(Form):
    """Changing the password while signed in."""

    current = Password("Your password now")
    password = NewPassword("Choose a new password")
