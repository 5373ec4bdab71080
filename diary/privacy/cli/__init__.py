"""A patient's rights from the shell, for the clinic that answers a request."""

from diary.privacy.cli.erasure import erasures, start
from diary.privacy.cli.export import export
from diary.privacy.cli.restore import bring_back

__all__ = ["bring_back", "erasures", "export", "start"]
