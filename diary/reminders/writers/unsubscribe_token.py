"""The signed token in the link that ends one patient's mails."""

from uuid import UUID

from itsdangerous import BadSignature, URLSafeSerializer

SALT = "stop reminders by mail"


def stop_token(secret_key: str, patient_id: UUID) -> str:
    """Make the token in a mail's link. It needs the server's key."""
    token = URLSafeSerializer(secret_key, salt=SALT).dumps(patient_id.hex)
    return token if isinstance(token, str) else token.decode()


def read_stop_token(secret_key: str, token: str) -> UUID | None:
    """Read whose mails a link stops. None if this server did not sign it."""
    try:
        return UUID(URLSafeSerializer(secret_key, salt=SALT).loads(token))
    except (BadSignature, ValueError, TypeError, AttributeError):
        return None
