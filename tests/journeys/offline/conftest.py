"""Ana's phone, kept for when there is no network."""

import pytest
from flask import Flask

from tests.journeys.conftest import PHONE, Open
from tests.journeys.offline.phone import Phone
from tests.people import People


@pytest.fixture
def phone(open_page: Open, people: People, app: Flask) -> Phone:
    """Ana's phone, signed in, its pages kept."""
    return Phone(open_page(people.ana, PHONE)).ready()
