"""Patients who write all the time, and say everything again until it is acknowledged.

What a lost answer hid must neither be lost nor come twice.
"""

import json
import time
from collections import Counter
from datetime import UTC, datetime
from http.client import HTTPException
from threading import Event, Thread
from uuid import UUID, uuid4

from flask import Flask

from tests.faults.honest import FORM, Patient
from tests.people import People, Person
from tests.serving import Client

PATIENCE = 12.0  # longer than a wait for the lock of the database


class Phone:
    """A phone's queue: one entry after the other, each under one id until it is acknowledged."""

    def __init__(self, app: Flask, person: Person, port: int) -> None:
        self._patient = Patient.signed_in(app, person, port)
        self._person: UUID = person.id

    def send(self, entry_id: str) -> bool:
        client = Client(self._patient.port, self._patient.cookie, PATIENCE)
        try:
            if client.send("/sync", self._batch(entry_id)) != 200:
                return False
            told = json.loads(client.body)
        except (OSError, HTTPException, ValueError):
            return False
        finally:
            client.close()
        said = {answer["id"]: answer["status"] for answer in told["answers"]}
        return said.get(entry_id) in ("stored", "already there")

    def _batch(self, entry_id: str) -> dict[str, object]:
        now = datetime.now(UTC).isoformat()
        fields = {**FORM, "note": f"words of {entry_id}"}
        item = {"id": entry_id, "kind": "entry.add", "object": entry_id, "fields": fields}
        return {
            "person": str(self._person),
            "sent_at": now,
            "items": [{**item, "base": None, "made_at": now, "seen_at": None}],
        }


class Form:
    """A page without scripts: Save is pressed again until the next page comes."""

    def __init__(self, app: Flask, person: Person, port: int) -> None:
        self._patient = Patient.signed_in(app, person, port)

    def send(self, entry_id: str) -> bool:
        return self._patient.log(PATIENCE, entry_id) == 303


class Load:
    """Writers side by side; what they were told is kept across any number of restarts."""

    def __init__(self, app: Flask, people: People, port: int) -> None:
        self.port = port
        self._senders: list[Form | Phone] = [
            kind(app, person, port)
            for person in (people.ana, people.cleo)
            for kind in (Form, Phone)
        ]
        self._over, self._given_up = Event(), False
        self._threads: list[Thread] = []
        self.acknowledged: list[str] = []
        self.unanswered = 0

    def start(self) -> None:
        self._over.clear()
        self._threads = [
            Thread(target=self._write, args=(sender,), daemon=True) for sender in self._senders
        ]
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Ends when each writer's last entry is acknowledged."""
        self._over.set()
        for thread in self._threads:
            thread.join(120)
            assert not thread.is_alive(), "an entry could not be sent for two minutes"

    def give_up(self) -> None:
        """Ends whatever is still to be sent."""
        self._given_up = True
        self.stop()

    def await_one(self) -> None:
        """Until one more entry is acknowledged than now."""
        before, until = len(self.acknowledged), time.monotonic() + 120
        while len(self.acknowledged) == before:
            assert time.monotonic() < until, "nothing was acknowledged for two minutes"
            time.sleep(0.01)

    def _write(self, sender: "Form | Phone") -> None:
        while not self._over.is_set():
            entry_id = str(uuid4())
            while not sender.send(entry_id):
                self.unanswered += 1
                if self._given_up:
                    return
                time.sleep(0.2)
            self.acknowledged.append(entry_id)


def lost_and_doubled(acknowledged: list[str], found: Counter[str]) -> tuple[int, int]:
    """How many acknowledged entries are not there, and how many are there more than once."""
    lost = sum(1 for one in acknowledged if found[one] == 0)
    return lost, sum(1 for count in found.values() if count > 1)
