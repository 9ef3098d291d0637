"""The companies on which these tests are played. `pytest tests/durability --long` plays them longer."""

from itertools import count
from pathlib import Path

import pytest

from .house import SERVER, Served, copied, made

_numbers = count()


def pytest_addoption(parser):
    parser.addoption("--long", action="store_true", help="durability: more kills, cuts and minutes")


@pytest.fixture(scope="session")
def long(request):
    """How many times longer than in the suite the tests of durability are played."""
    return 10 if request.config.getoption("--long", default=False) else 1


@pytest.fixture(scope="session")
def _model(tmp_path_factory):
    with made(tmp_path_factory.mktemp("model") / "data") as house:
        yield house


@pytest.fixture
def house(_model, tmp_path):
    """A seeded company with a database of its own on the engine of this run."""
    with copied(_model, tmp_path / "data", next(_numbers)) as own:
        yield own


@pytest.fixture
def served(house):
    """The company's `pomni serve`, up and answering."""
    if not Path("/proc/self/task").is_dir():
        pytest.skip("the processes below another can only be watched where there is /proc: run this on Linux")
    running = Served(house)
    yield running
    running.end()


def pytest_collection_modifyitems(config, items):
    """What proves something of one engine does not run on the other."""
    here = "postgresql" if SERVER else "sqlite"
    wanted = {
        item: {m.kwargs["engine"] for m in item.iter_markers("durability") if "engine" in m.kwargs}
        for item in items
    }
    if other := [item for item, engines in wanted.items() if engines - {here}]:
        config.hook.pytest_deselected(items=other)
        items[:] = [item for item in items if item not in other]
