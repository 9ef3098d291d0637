"""What a client agreed to: what stands is what was said last, and at a merge a no stays a no."""

import datetime as dt

import pytest

from pomni.kit.errors import Refused
from pomni.people import queries
from pomni.people.commands import add_client, tell_consent
from pomni.people.consents import Standing, may_be_written, standing, strictest
from pomni.people.models import Consent

DAY = dt.date(2026, 3, 1)


def test_what_stands_of_a_consent_is_what_was_said_last_of_each_channel(mark, anna):
    tell_consent(anna, kind="marketing", is_given=True, version="2", origin="form", on=DAY, by=mark)
    assert queries.may_be_written_to(mark, anna, "sms")
    tell_consent(anna, kind="marketing", is_given=False, channels=["sms", "call"], on=DAY, by=mark)
    assert [queries.may_be_written_to(mark, anna, one) for one in ("sms", "call", "email")] == [
        False,
        False,
        True,
    ]
    tell_consent(anna, kind="data", is_given=True, by=mark)  # a yes to one is none to another
    assert not queries.may_be_written_to(mark, anna, "sms")
    tell_consent(anna, kind="marketing", is_given=True, channels=["sms"], on=DAY - dt.timedelta(9), by=mark)
    assert not queries.may_be_written_to(mark, anna, "sms"), "told later, but said earlier"
    assert Consent.objects.count() == 4


def test_of_a_client_who_was_never_asked_nothing_stands(mark, anna):
    assert queries.consents_of(mark, anna) == {}
    assert not queries.may_be_written_to(mark, anna, "email")


def test_at_a_merge_a_no_of_either_card_stays_a_no(mark, anna):
    boris = add_client(name="Boris Kern", by=mark)
    tell_consent(anna, kind="marketing", is_given=False, channels=["email"], on=DAY, by=mark)
    tell_consent(boris, kind="marketing", is_given=True, on=DAY + dt.timedelta(30), by=mark)
    tell_consent(boris, kind="photo", is_given=True, on=DAY, by=mark)
    one, other = queries.consents_of(mark, anna), queries.consents_of(mark, boris)
    for both in (strictest(one, other), strictest(other, one)):
        assert not may_be_written(both, "email")
        assert may_be_written(both, "sms")
        assert both["photo", ""].is_given
    assert strictest({}, {}) == {}


def test_the_order_of_one_day_is_the_order_of_telling():
    class Said:
        kind, on, by_channels = "data", DAY, ()

        def __init__(self, is_given):
            self.is_given = is_given

    assert standing([Said(True), Said(False)]) == {("data", ""): Standing(False, DAY)}


@pytest.mark.parametrize(
    "told",
    [
        {"kind": "data", "channels": ["sms"]},
        {"kind": "marketing", "channels": ["pigeon"]},
        {"kind": "love"},
        {"kind": "data", "on": dt.date(2999, 1, 1)},
    ],
)
def test_a_consent_that_cannot_be_is_refused(mark, anna, told):
    with pytest.raises(Refused):
        tell_consent(anna, is_given=True, by=mark, **told)


def test_a_consent_can_be_taken_back_however_much_was_said_before(mark, anna):
    for number in range(100):
        tell_consent(anna, kind="data", is_given=not number % 2, on=DAY, by=mark)
    tell_consent(anna, kind="marketing", is_given=False, channels=["email"], on=DAY, by=mark)
    with pytest.raises(Refused, match="never removed"):
        tell_consent(anna, kind="data", is_given=True, on=DAY, by=mark)
    tell_consent(anna, kind="data", is_given=False, origin="letter", on=DAY, by=mark)
    said = queries.known_of(mark, anna).consents
    assert (len(said), said[0].origin, said[0].is_given) == (102, "letter", False)
    assert not queries.consents_of(mark, anna)["data", ""].is_given
