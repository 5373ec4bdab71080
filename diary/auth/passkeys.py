"""Passkeys: the questions that a browser is asked, and whether its answer is right. Pure."""

import json
from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from webauthn import (
    base64url_to_bytes,
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import bytes_to_base64url
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

LONGEST_ANSWER = 20_000  # characters; a passkey of a phone says about one thousand
# what the library, and the readers of JSON, base64 and CBOR below it, say of nonsense
NONSENSE = (WebAuthnException, ValueError, TypeError, AttributeError, LookupError, RecursionError)


@dataclass(frozen=True)
class Site:
    """For whom a passkey is made: a host's name, and the address at which its pages are."""

    host: str
    origin: str


def site_of(base_url: str) -> Site:
    """The site of the settings. A number is no name: this machine's own is ``localhost``."""
    parts = urlsplit(base_url)
    host, port = parts.hostname or "", f":{parts.port}" if parts.port else ""
    try:
        ip_address(host)
        host = "localhost"
    except ValueError:
        pass
    return Site(host, f"{parts.scheme}://{host}{port}")


@dataclass(frozen=True)
class PasskeyCredential:
    """A passkey that a browser has made: what is kept of it, none of it secret."""

    credential_id: str
    public_key: str = field(repr=False)
    sign_count: int


def registration_options(
    site: Site, challenge: bytes, person_id: UUID, email: str, credential_ids: list[str]
) -> dict[str, Any]:
    """Ask for a new one that is found without a name and asks for finger, face or PIN."""
    options = generate_registration_options(
        rp_id=site.host,
        rp_name="Relief Diary",
        user_id=person_id.bytes,
        user_name=email,
        challenge=challenge,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=[
            PublicKeyCredentialDescriptor(id=base64url_to_bytes(credential_id))
            for credential_id in credential_ids
        ],
    )
    return _plain(options_to_json(options))


def authentication_options(site: Site, challenge: bytes) -> dict[str, Any]:
    """Ask for any passkey of this site: it says itself whose it is."""
    options = generate_authentication_options(
        rp_id=site.host,
        challenge=challenge,
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return _plain(options_to_json(options))


def _plain(text: str) -> dict[str, Any]:
    origin: dict[str, Any] = json.loads(text)
    return origin


def verify_new_passkey(site: Site, challenge: bytes, answer: str) -> PasskeyCredential | None:
    """Return the new passkey of an answer, or None where it does not answer this challenge."""
    try:
        right = verify_registration_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=site.host,
            expected_origin=site.origin,
            require_user_verification=True,
        )
    except NONSENSE:
        return None
    return PasskeyCredential(
        credential_id=bytes_to_base64url(right.credential_id),
        public_key=bytes_to_base64url(right.credential_public_key),
        sign_count=right.sign_count,
    )


def read_credential_id(answer: str) -> str | None:
    """Return which passkey an answer claims to be from. Nothing is verified."""
    if len(answer) > LONGEST_ANSWER:
        return None
    try:
        response = json.loads(answer)
        named = response["id"]
        # as it is kept, however it was written
        return bytes_to_base64url(base64url_to_bytes(named)) if isinstance(named, str) else None
    except NONSENSE:
        return None


def verify_passkey(
    site: Site, challenge: bytes, answer: str, credential: PasskeyCredential, person_id: UUID
) -> int | None:
    """Return the passkey's own count of uses, where it answers this challenge.

    A count that does not grow is a copy's and is refused. Most passkeys do not count and say 0.
    """
    try:
        right = verify_authentication_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=site.host,
            expected_origin=site.origin,
            credential_public_key=base64url_to_bytes(credential.public_key),
            credential_current_sign_count=credential.sign_count,
            require_user_verification=True,
        )
        handle = json.loads(answer)["response"].get("userHandle")
        if handle is not None and base64url_to_bytes(handle) != person_id.bytes:
            return None
    except NONSENSE:
        return None
    return right.new_sign_count
