"""The past day of a card is typed, as every day is, and the last such day is meant."""

import datetime as dt

import pytest

from pomni.kit import clock

pytestmark = pytest.mark.django_db
NOON = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _a_day(anna):
    with clock.travel_to(NOON):
        yield


@pytest.mark.parametrize(
    ("typed", "last"), [("25.11", "2025-11-25"), ("1 Nov", "2026-11-01"), ("вчера", "2026-11-21")]
)
def test_the_last_such_day_is_meant(mark, anna, page_of, typed, last):
    browser, url = page_of(mark), f"/clients/{anna.uid}/"
    sent = browser.get(url, {"on": typed, "only": "notes"})
    assert (sent.status_code, sent.url) == (302, f"{url}?on={last}&only=notes")
    told = browser.get(sent.url).content.decode()
    assert "As it was known" in told
    assert f'name="on" value="{int(last[8:])} Nov {last[:4]}"' in told
    assert f'type="hidden" name="on" value="{last}"' in told, "a search there stays on that day"


@pytest.mark.parametrize(
    ("on", "said"), [("soon", "Write a day such as"), ("9999-01-01", "Choose a day before today")]
)
def test_what_is_no_past_day_stays_in_the_field_with_what_is_wrong(mark, anna, page_of, on, said):
    told = page_of(mark).get(f"/clients/{anna.uid}/", {"on": on}).content.decode()
    assert f'name="on" value="{on}"' in told
    assert f'<p class="error" id="id_on_error">{said}' in told
    assert '<details class="asof" open>' in told
