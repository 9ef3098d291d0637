"""What is older than the director wants goes at night; nobody is told otherwise before, and no client goes unasked."""

from datetime import UTC, datetime, timedelta

import pytest

from pomni.agenda.commands import add_promise, add_task, close_promise, drop_task
from pomni.kit import clock
from pomni.kit.errors import Refused
from pomni.memory.models import Moment, Sighting
from pomni.people.commands import add_client
from pomni.people.models import Client
from pomni.people.queries.keeping import long_silent
from pomni.team import commands, keeping
from pomni.team.models import Notice
from pomni.team.tasks import let_go_of_old

pytestmark = pytest.mark.django_db
PAGE = "/settings/keeping/"


@pytest.fixture
def silent(mark):
    """A client of three years ago, and one of today."""
    with clock.travel_to(clock.now() - timedelta(days=3 * 366)):
        old = add_client(name="Anna Old", by=mark)
    add_client(name="Boris New", by=mark)
    return old


def saw(user, days):
    at = clock.now() - timedelta(days=days)
    Sighting.objects.create(at=at, by_id=user.pk, how="seen", record="people.client", record_id=1)


def test_sightings_go_after_their_months_and_stay_for_ever_where_nothing_is_set(vera):
    for days in (1, 80, 500):
        saw(vera, days)
    let_go_of_old.func()
    assert Sighting.objects.count() == 3
    commands.set_keeping(sightings=6, by=vera)
    let_go_of_old.func()
    assert Sighting.objects.count() == 2


def test_nobody_is_erased_by_the_machine_but_somebody_is_asked_once_a_month(vera, mark, silent):
    commands.set_keeping(clients=2, by=vera)
    let_go_of_old.func()
    let_go_of_old.func()
    assert Client.objects.filter(forgotten_at=None).count() == 2
    (notice,) = Notice.objects.filter(user=vera)
    assert (notice.kind, notice.facts) == ("people.clients_to_erase", {"count": 1})
    assert not Notice.objects.filter(user=mark).exists()


def test_nobody_is_offered_for_erasure_of_whom_something_is_promised_or_planned(vera, silent):
    """With a day or without: whoever owes a payment next month is no forgotten card."""
    commands.set_keeping(clients=2, by=vera)
    before = clock.now() - timedelta(days=2 * 365)
    owed = add_promise(silent, text="Pays", kind="obligation", owes="client", by=vera)
    assert not long_silent(before).exists()
    close_promise(owed, by=vera)
    task = add_task(silent, title="Some day", by=vera)
    assert not long_silent(before).exists()
    drop_task(task, by=vera)
    assert list(long_silent(before)) == [silent]


def test_whoever_was_ticked_is_erased_and_only_by_somebody_who_is_sure(page_of, vera, silent):
    commands.set_keeping(clients=2, by=vera)
    browser = page_of(vera)
    page = browser.get("/clients/to-erase/").content.decode()
    assert "Anna Old" in page
    assert "Boris New" not in page
    assert browser.post("/clients/to-erase/", {"client": str(silent.uid)}).status_code == 422
    assert Client.objects.filter(forgotten_at=None).count() == 2
    browser.post("/clients/to-erase/", {"client": str(silent.uid), "sure": "1"})
    assert list(Client.objects.filter(forgotten_at=None).values_list("name", flat=True)) == ["Boris New"]


def test_the_page_says_what_would_go_before_anything_is_saved(page_of, vera, silent):
    saw(vera, 200)
    browser = page_of(vera)
    assert 'name="preview"' in browser.get(PAGE).content.decode()
    told = browser.post(
        PAGE, {"preview": "1", "sightings": "4", "clients": "2", "exports": "7", "imports": "30"}
    )
    assert {title: number for title, _told, number, _page in told.context["lines"]}["Who saw what"] == 1
    assert "With these numbers" in told.content.decode()
    assert keeping.number_of("sightings") == 0


def test_numbers_out_of_reason_are_told_beside_their_field(page_of, vera):
    words = {"clients": "2", "exports": "0", "imports": "30", "sightings": "1"}
    answer = page_of(vera).post(PAGE, words)
    assert answer.status_code == 422
    with pytest.raises(Refused, match="from 3 to 120"):
        commands.set_keeping(sightings=1, by=vera)
    assert not Moment.objects.filter(kind="team.keeping_set").exists()


def test_what_changed_is_remembered(vera):
    assert commands.set_keeping(sightings=12, exports=7, by=vera) == {"sightings": 12}
    assert Moment.objects.get(kind="team.keeping_set").facts["changes"] == {"sightings": [0, 12]}


@pytest.mark.parametrize(
    ("at", "months", "then"),
    [
        ((2026, 3, 31), 1, (2026, 2, 28)),
        ((2024, 2, 29), 12, (2023, 2, 28)),
        ((2026, 1, 15), 14, (2024, 11, 15)),
    ],
)
def test_months_are_those_of_the_calendar(at, months, then):
    assert keeping._months_ago(datetime(*at, tzinfo=UTC), months) == datetime(*then, tzinfo=UTC)
