"""A planted company, walked through two years: everything comes up on its day before the right person, and little else does.

The bench plays the same with ten thousand due things (tools/benchmark/planted.py).
"""

import pytest

from pomni.config.backup.tests.conftest import (  # noqa: F401 (fixtures)
    _tables_of_this_version_are_copied,
    engine,
    new_company,
    templates,
)
from tests.house import HOUSE


@pytest.fixture
def planted(new_company, engine, monkeypatch):  # noqa: F811 (the fixtures above)
    """The figures of a small one: it is backed up and restored, so it has a database of its own."""
    monkeypatch.syspath_prepend(str(HOUSE / "tools"))
    new_company(engine)
    from benchmark.planted import planted_company

    return planted_company(40, thorough=False)


def test_each_thing_stands_on_its_day_before_the_one_who_answers_for_it_and_little_else_does(planted):
    assert planted["missed"] == 0, planted["faults"]
    assert planted["due"] > 100
    exact = [
        part for part, (_due, _shown, _raised, vain) in planted["parts"].items() if vain and part != "late"
    ]
    assert exact == [], planted["faults"]  # what has a day is never shown on another one
    assert planted["false"] <= 0.02, planted["faults"]
