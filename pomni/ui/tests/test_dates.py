import datetime as dt

import pytest
from django.utils import timezone, translation

from pomni.kit.clock import travel_to
from pomni.ui.templatetags import pomni as tags

LATE = dt.datetime(2026, 11, 21, 22, 30, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("language", "said"),
    [("ru", "22.11.2026, 01:30"), ("pl", "22.11.2026, 01:30"), ("en", "22 Nov 2026, 01:30")],
)
def test_a_moment_is_told_in_the_zone_and_manner_of_the_person(language, said):
    with timezone.override("Europe/Moscow"), translation.override(language):
        assert said in tags.moment(LATE)


def test_the_day_is_the_day_of_the_person_and_not_of_greenwich():
    with timezone.override("Europe/Moscow"):
        assert "22" in tags.day(LATE)
    with timezone.override("UTC"):
        assert "21" in tags.day(LATE)


def test_a_bare_date_belongs_to_no_zone():
    with timezone.override("Asia/Vladivostok"):
        assert "21" in tags.day(dt.date(2026, 11, 21))


def test_what_happened_today_is_told_by_its_hour_and_anything_else_by_its_day():
    with timezone.override("Europe/Moscow"), travel_to(LATE + dt.timedelta(hours=9)):
        assert "01:30" in tags.lately(LATE)
        assert "21 Nov 2026<" in tags.lately(LATE - dt.timedelta(hours=2))


def test_nothing_is_said_of_a_moment_that_is_not_there():
    assert tags.moment(None) == tags.day(None) == tags.lately(None) == ""
