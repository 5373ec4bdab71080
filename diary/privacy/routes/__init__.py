"""The pages of a patient's rights."""

from diary.privacy.routes import consent, erasure, export, restore
from diary.privacy.routes.blueprint import bp

__all__ = ["bp", "consent", "erasure", "export", "restore"]
