"""Make the app for the shell, and for a server other than ours; nothing else."""

import os

from diary.app import create_app
from diary.config import Settings

app = create_app(Settings.from_env(os.environ))
