"""A data folder of its own for each test of the machine's state."""

import pytest
from django.conf import settings

from pomni.config.home import Home


@pytest.fixture
def home(tmp_path, monkeypatch):
    """An empty data folder."""
    own = Home(tmp_path / "data")
    own.create()
    monkeypatch.setattr(settings, "HOME", own)
    return own


@pytest.fixture
def configurator(hire):
    """Looks after the machine, and sees no client and no log."""
    return hire("ira", "configurator")
