"""The headers of every answer: what a browser may load, keep, and tell others."""

from flask import Response, request

from diary.extensions import settings
from diary.request_state import request_state

POLICY = (
    ("default-src", "'none'"),
    ("script-src", "'self'"),
    ("style-src", "'self'"),
    ("img-src", "'self' data:"),
    ("connect-src", "'self'"),
    ("manifest-src", "'self'"),
    ("worker-src", "'self'"),
    ("base-uri", "'none'"),
    ("form-action", "'self'"),
    ("frame-ancestors", "'none'"),
)
FIXED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
TWO_YEARS = 2 * 365 * 86_400


def add_headers(response: Response) -> Response:
    """Add the headers to every answer, also to errors."""
    response.headers["Content-Security-Policy"] = policy(request_state().style_hashes)
    response.headers.update(FIXED)
    if settings().secure:
        response.headers["Strict-Transport-Security"] = f"max-age={TWO_YEARS}; includeSubDomains"
    if "public" not in response.headers.get("Cache-Control", ""):
        response.headers["Cache-Control"] = "no-store"
    if request.method == "OPTIONS":
        response.headers.pop("Allow", None)
    return response


def policy(style_hashes: tuple[str, ...] = ()) -> str:
    """The content security policy, with the hashes of styles that a chart library makes."""
    extra = "".join(f" '{item}'" for item in style_hashes)
    return "; ".join(
        f"{name} {sources}{extra if name == 'style-src' else ''}" for name, sources in POLICY
    )
