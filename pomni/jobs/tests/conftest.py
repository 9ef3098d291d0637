"""Here nothing comes round and nothing pulses but what a test declares itself."""

import pytest

from pomni.jobs.declare import DECLARED, discover
from pomni.jobs.running import work_begins
from pomni.jobs.tests import effects


@pytest.fixture(autouse=True)
def _only_what_the_test_declares(monkeypatch):
    discover()
    monkeypatch.setattr(DECLARED, "periodic", {})
    monkeypatch.setattr(DECLARED, "pulses", {})
    monkeypatch.setattr(work_begins, "receivers", [])  # nor is any company's clock put in force
    effects.calls.clear()
