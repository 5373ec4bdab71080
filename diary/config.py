"""Frozen settings, read once from the environment. Vague or insecure values stop the start."""

import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from diary.keys import Keys, read_keys
from diary.private_files import read_or_create

ROOT = Path(__file__).resolve().parent.parent
STAFF_FACTOR = ("required", "optional")  # whether doctors and administrators need a second step
REMINDERS = ("yes", "no", "external")  # a worker in the server; none; a command of the operator's
P256_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
LOCAL_HOSTS = ("127.0.0.1", "localhost", "[::1]")


class InsecureSettings(ValueError):
    """What is wrong with the environment, one sentence a line."""


@dataclass(frozen=True)
class Smtp:
    """Where mail goes out. Without it, links are printed for the operator."""

    host: str
    port: int
    sender: str
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    starttls: bool = True


@dataclass(frozen=True)
class Settings:
    """Everything that may differ between two installations.

    ``production`` is the mode for real diaries. Without any variable the app runs in local
    mode: it answers only to this machine's own names, so that its plain-HTTP cookies and
    demo accounts cannot be reached from elsewhere.
    """

    secret_key: str = field(repr=False)
    database_url: str = field(repr=False)
    base_url: str
    keys: Keys
    production: bool = False
    listen: str = "127.0.0.1"
    port: int = 8000
    workers: int = 2
    instance: Path = ROOT / "instance"
    trusted_hosts: tuple[str, ...] = LOCAL_HOSTS
    open_sign_up: bool = True
    smtp: Smtp | None = None
    proxies: int = 0
    idle_minutes: int = 120  # of staff
    idle_days: int = 30  # of patients
    erasure_days: int = 14
    crisis_lines_file: Path | None = None
    reminders: str = "no"
    push_key: str = field(default="", repr=False)
    push_hosts: tuple[str, ...] = ()
    audit_heads_file: Path | None = None
    staff_factor: str = "required"

    @property
    def audit_heads(self) -> Path:
        """Where the newest link of the audit's chain is noted, outside the database."""
        return self.audit_heads_file or self.instance / "audit_heads"

    @property
    def secure(self) -> bool:
        """Whether browsers reach the app over TLS."""
        return self.base_url.startswith("https://")

    @classmethod
    def from_env(cls, env: Mapping[str, str]) -> "Settings":
        """Read the environment, or raise ``InsecureSettings`` naming every fault at once."""
        mode = env.get("DIARY_MODE", "local")
        if mode not in ("local", "production"):
            raise InsecureSettings(f"DIARY_MODE must be 'local' or 'production', not {mode!r}.")
        instance = Path(env.get("DIARY_INSTANCE", ROOT / "instance")).absolute()
        production = mode == "production"
        url = env.get("DATABASE_URL", "") or f"sqlite:///{instance / 'diary.sqlite'}"
        port = _port(env)
        settings = cls(
            secret_key=env.get("DIARY_SECRET_KEY", "")
            or ("" if production else _own(instance, "secret_key", secrets.token_urlsafe(48))),
            database_url=url,
            base_url=env.get("DIARY_BASE_URL", f"http://127.0.0.1:{port}"),
            keys=_keys(env, instance, url),
            production=production,
            listen=env.get("DIARY_LISTEN", "127.0.0.1"),
            port=port,
            workers=_whole(env, "DIARY_WORKERS", 2),
            instance=instance,
            trusted_hosts=_words(env.get("DIARY_TRUSTED_HOSTS", "")) or LOCAL_HOSTS,
            open_sign_up=_yes(env, "DIARY_OPEN_SIGN_UP", default=not production),
            smtp=_smtp(env),
            proxies=_whole(env, "DIARY_PROXIES", 0),
            idle_minutes=_whole(env, "DIARY_IDLE_MINUTES", 120),
            idle_days=_whole(env, "DIARY_IDLE_DAYS", 30),
            erasure_days=_whole(env, "DIARY_ERASURE_DAYS", 14),
            crisis_lines_file=_path(env.get("DIARY_CRISIS_LINES_FILE")),
            reminders=env.get("DIARY_REMINDERS", "yes"),
            push_key=env.get("DIARY_PUSH_KEY", "") or _own(instance, "push_key", _fresh_push_key()),
            push_hosts=_words(env.get("DIARY_PUSH_HOSTS", "")),
            audit_heads_file=_path(env.get("DIARY_AUDIT_HEADS_FILE")),
            staff_factor=env.get("DIARY_STAFF_FACTOR", "required"),
        )
        if faults := _faults(settings):
            raise InsecureSettings("\n".join(faults))
        return settings


def _faults(settings: Settings) -> list[str]:
    """List what makes these settings unsafe. It is empty when they may run."""
    local, hosts = not settings.production, settings.trusted_hosts
    checks = (
        (
            local and not set(hosts) <= set(LOCAL_HOSTS),
            "Local mode answers to this machine only: set DIARY_MODE=production.",
        ),
        (
            any("*" in host or host.startswith(".") for host in hosts),
            "DIARY_TRUSTED_HOSTS takes whole names, no wildcards.",
        ),
        (settings.erasure_days > 90, "DIARY_ERASURE_DAYS must be at most 90."),
        (
            not 20 <= settings.idle_minutes <= 720,
            "DIARY_IDLE_MINUTES must be a number from 20 to 720.",
        ),
        (not 1 <= settings.idle_days <= 90, "DIARY_IDLE_DAYS must be a number from 1 to 90."),
        (
            bool(settings.push_key) and not _is_push_key(settings.push_key),
            "DIARY_PUSH_KEY must be a P-256 private key: 32 bytes as base64url.",
        ),
        (not 1 <= settings.workers <= 64, "DIARY_WORKERS must be a number from 1 to 64."),
        (
            not settings.database_url.startswith(("sqlite:///", "postgresql:", "postgresql+")),
            "DATABASE_URL must begin with sqlite:/// or postgresql://.",
        ),
        (
            not _is_readable(settings.database_url),
            "DATABASE_URL cannot be read: see which of its parts is mistyped.",
        ),
        (
            _host(settings.base_url) is None,
            "DIARY_BASE_URL is no address such as https://diary.example.org.",
        ),
        (settings.audit_heads.is_dir(), "DIARY_AUDIT_HEADS_FILE must be a file, not a folder."),
    )
    faults = _production_faults(settings) if settings.production else []
    return [*faults, *_unknown_words(settings), *(words for wrong, words in checks if wrong)]


def _unknown_words(settings: Settings) -> list[str]:
    """Where one of a few words was wanted and another stands."""
    checks = (
        (settings.reminders, REMINDERS, "DIARY_REMINDERS must be 'yes', 'no' or 'external'."),
        (
            settings.staff_factor,
            STAFF_FACTOR,
            "DIARY_STAFF_FACTOR must be 'required' or 'optional'.",
        ),
    )
    return [words for word, known, words in checks if word not in known]


def _production_faults(settings: Settings) -> list[str]:
    """What real diaries must not run with."""
    smtp, host = settings.smtp, _host(settings.base_url)
    checks = (
        (len(settings.secret_key) < 32, "DIARY_SECRET_KEY must have at least 32 characters."),
        (not settings.secure, "DIARY_BASE_URL must begin with https://."),
        (
            host not in settings.trusted_hosts or host in LOCAL_HOSTS,
            "DIARY_TRUSTED_HOSTS must name the host of DIARY_BASE_URL.",
        ),
        (
            bool(smtp and smtp.password and not smtp.starttls),
            "DIARY_SMTP_STARTTLS must not be off where a password is sent.",
        ),
    )
    return [words for wrong, words in checks if wrong]


def _host(address: str) -> str | None:
    """Return the host of an address, or None where it has none or cannot be read."""
    try:
        parts = urlsplit(address)
        _ = parts.port  # raises where it is no port
        return parts.hostname
    except ValueError:
        return None


def _is_readable(database_url: str) -> bool:
    """Whether the library reads it. Its own error would show the password."""
    try:
        make_url(database_url)
    except (ArgumentError, ValueError):
        return False
    return True


def _own(instance: Path, name: str, fresh: str) -> str:
    """Read a secret that the diary made for itself at its first start."""
    try:
        return read_or_create(instance, name, fresh)
    except ValueError as error:
        raise InsecureSettings(str(error)) from error


def _keys(env: Mapping[str, str], instance: Path, database_url: str) -> Keys:
    """Read what encrypts the diary. A key that is no key stops the start."""
    is_encrypted = _yes(env, "DIARY_DATABASE_ENCRYPTED", default=True)
    file = sqlite_path(database_url)
    try:
        return read_keys(env, instance, file if is_encrypted else None)
    except ValueError as error:
        raise InsecureSettings(str(error)) from error


def sqlite_path(database_url: str) -> Path | None:
    """Where the database lies, when it is a file."""
    head, _, path = database_url.partition("sqlite:///")
    return None if head or not path else Path(path.partition("?")[0])


def _fresh_push_key() -> str:
    """A private key on P-256, 32 bytes as base64url: any number below the curve's order."""
    number = 1 + secrets.randbelow(P256_ORDER - 1)
    return urlsafe_b64encode(number.to_bytes(32, "big")).rstrip(b"=").decode()


def _is_push_key(text: str) -> bool:
    try:
        key_bytes = urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except ValueError:
        return False
    return len(key_bytes) == 32 and 0 < int.from_bytes(key_bytes, "big") < P256_ORDER


def _smtp(env: Mapping[str, str]) -> Smtp | None:
    """The mail server, when one is named."""
    host = env.get("DIARY_SMTP_HOST")
    if not host:
        return None
    sender = env.get("DIARY_SMTP_SENDER")
    if not sender:
        raise InsecureSettings("DIARY_SMTP_SENDER must be set with DIARY_SMTP_HOST.")
    return Smtp(
        host=host,
        port=_whole(env, "DIARY_SMTP_PORT", 587),
        sender=sender,
        user=env.get("DIARY_SMTP_USER"),
        password=env.get("DIARY_SMTP_PASSWORD"),
        starttls=_yes(env, "DIARY_SMTP_STARTTLS", default=True),
    )


def _yes(env: Mapping[str, str], name: str, *, default: bool) -> bool:
    """A switch that is 'yes' or 'no' and nothing vaguer."""
    value = env.get(name, "yes" if default else "no")
    if value not in ("yes", "no"):
        raise InsecureSettings(f"{name} must be 'yes' or 'no', not {value!r}.")
    return value == "yes"


def _whole(env: Mapping[str, str], name: str, default: int) -> int:
    """A whole number, not negative."""
    value = env.get(name, str(default))
    if not (value.isascii() and value.isdigit()):
        raise InsecureSettings(f"{name} must be a whole number, not {value!r}.")
    return int(value)


def _port(env: Mapping[str, str]) -> int:
    """Return where to listen. 0 takes any port that is free."""
    port = _whole(env, "PORT", 8000)
    if port > 65_535:
        raise InsecureSettings(f"PORT must be a number up to 65535, not {port}.")
    return port


def _words(text: str) -> tuple[str, ...]:
    """Names separated by commas."""
    return tuple(word.strip() for word in text.split(",") if word.strip())


def _path(text: str | None) -> Path | None:
    """A path, when one is named."""
    return Path(text).absolute() if text else None
