"""The signed words in the link that ends the mails of one patient."""

from uuid import UUID

from itsdangerous import BadSignature, URLSafeSerializer

SALT = "stop reminders by mail"


def stop_token(secret_key: str, patient_id: UUID) -> str:
    """What the link in a mail holds: nobody without the server's key can make it."""
    token = URLSafeSerializer(secret_key, salt=SALT).dumps(patient_id.hex)
    return token if isinstance(token, str) else token.decode()


def read_stop_token(secret_key: str, token: str) -> UUID | None:
    """Whose mails a link stops; nothing for one that this server never made."""
    try:
        return UUID(URLSafeSerializer(secret_key, salt=SALT).loads(token))
    except (BadSignature, ValueError, TypeError, AttributeError):
        return None
