"""Whole addresses of pages, for mails, for the shell and for what is shown to be passed on."""

from urllib.parse import urlsplit

from flask import current_app

from diary.extensions import settings


def absolute_url(endpoint: str, **values: object) -> str:
    """The address of a page as people type it, from ``base_url`` alone.

    Needs no request, so that a background job or a shell command names the same address as a page.
    Host and scheme of a request are never used: whoever sends one could choose them.
    """
    base = urlsplit(settings().base_url)
    adapter = current_app.url_map.bind(base.netloc, base.path or "/", url_scheme=base.scheme)
    return adapter.build(endpoint, values, force_external=True)
