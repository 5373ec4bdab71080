"""The phone's addresses: what it sends, what it asks, and the pages that it keeps."""

from diary.sync.routes import offline_pages, sync
from diary.sync.routes.blueprint import bp

__all__ = ["bp", "offline_pages", "sync"]
