"""A patient's rights from the shell, for the clinic that answers a request."""

from diary.rights.cli.bringing_back import bring_back
from diary.rights.cli.erasing import erasures, start
from diary.rights.cli.exporting import export

__all__ = ["bring_back", "erasures", "export", "start"]
