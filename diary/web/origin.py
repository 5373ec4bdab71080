"""A write is taken from our own pages alone: what a browser says of the sender is looked at.

The form's token is asked for as well; either alone would do, and one may fail some day.
"""

from urllib.parse import urlsplit

from flask import request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import SecurityError

from diary.extensions import settings
from diary.transactions import SAFE


def refuse_other_sites() -> None:
    """Refuse a request that may change something and was sent by another site's page.

    A strange host comes first: no page of ours can be made for it, this refusal's neither.
    """
    if isinstance(request.routing_exception, SecurityError):
        raise request.routing_exception
    if request.method not in SAFE and not from_our_own_page():
        raise CSRFError("sent by another site")


def from_our_own_page() -> bool:
    """Whether nothing says that another site's page sent this.

    A browser of today says it in ``Sec-Fetch-Site``, an older one in ``Origin``. What says
    neither is no browser, and holds no cookie of anybody.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in ("same-origin", "none")
    sent = request.headers.get("Origin")
    return sent is None or sent in {_origin(request.host_url), _origin(settings().base_url)}


def _origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"
