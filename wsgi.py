"""Make the app for the shell, and for a server other than ours; nothing else."""

import os
import sys

import click

from diary.app import create_app
from diary.config import InsecureSettings, Settings
from diary.guidance.rules.crisis_lines import BadLines
from diary.startup import NotReady, assert_ready, words_of

try:
    app = create_app(Settings.from_env(os.environ))
    # in the shell each command looks by itself: some of them repair what is found here
    if click.get_current_context(silent=True) is None:
        assert_ready(app)
except (InsecureSettings, BadLines, NotReady) as error:
    sys.exit(str(error))
except OSError as error:
    sys.exit(words_of(error))
