"""What colleagues are told, in whose language, how often, and who else may see it."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client as Browser
from django.urls import reverse
from django.utils import translation

from pomni.jobs.declare import discover
from pomni.kit.clock import now, travel_to
from pomni.kit.errors import Refused
from pomni.memory.models import Moment, Sighting
from pomni.team import commands, queries
from pomni.team.models import LiveMark, Notice, Role
from pomni.team.notices import InvitationTaken, Kind, RoleNowHeld, Unknown, notify, sentence_of
from pomni.team.pulses import watch_viewing
from pomni.team.robots import front_door
from pomni.team.rules import is_unusual
from pomni.team.tasks import forget_old_notices

pytestmark = pytest.mark.django_db


def told(user):
    """The kinds of a person's notices, newest first."""
    return list(Notice.objects.filter(user=user).order_by("-pk").values_list("kind", flat=True))


def join(vera, login="nina"):
    role = Role.objects.get(preset="front_desk")
    invitation = commands.invite(name="Nina", role=role, by=vera)
    return commands.take_invitation(invitation, username=login, password="a long sentence", by=front_door())


# --- Telling ---------------------------------------------------------------------------------------------------------


def test_the_same_occasion_is_told_to_each_once(vera, mark):
    assert notify([vera, mark], InvitationTaken, dedupe="one", name="Nina") == 2
    assert notify([vera, mark], InvitationTaken, dedupe="one", name="Nina") == 0
    assert notify([vera], InvitationTaken, dedupe="two", name="Nina") == 1
    assert (len(told(vera)), len(told(mark))) == (2, 1)


def test_who_has_no_access_and_robots_are_told_nothing(vera, mark):
    mark.is_active = False
    mark.save()
    assert notify([mark, front_door()], InvitationTaken, dedupe="one", name="Nina") == 0


def test_a_notice_that_is_taken_back_with_its_transaction_was_never_told(vera):
    with transaction.atomic():
        notify([vera], InvitationTaken, dedupe="one", name="Nina")
        transaction.set_rollback(True)
    assert told(vera) == []
    assert not LiveMark.objects.exists()


def test_a_notice_speaks_the_language_of_whoever_reads_it_when_they_read_it(vera):
    notify([vera], RoleNowHeld, dedupe="one", by="Ira", role="front_desk")
    notice = Notice.objects.get()
    with translation.override("en"):
        assert "Front desk" in sentence_of(notice)
    with translation.override("ru"):
        assert "Front desk" not in sentence_of(notice)


def test_a_notice_of_a_version_that_is_gone_is_shown_and_breaks_nothing(vera):
    words = {"user": vera, "at": now(), "facts": {}}
    Notice.objects.create(kind="attic.ghost_seen", dedupe="one", **words)
    Notice.objects.create(kind=InvitationTaken.name, dedupe="two", **words)
    assert {one.sentence for one in queries.newest_notices(vera)} == {str(Unknown.says)}


def test_every_kind_has_a_sentence_whose_places_it_fills():
    assert len(Kind.known) > 10
    for kind in Kind.known.values():
        assert str(kind.says), kind.name
        assert kind.tone in {"info", "success", "warning", "danger"}, kind.name


# --- Occasions -------------------------------------------------------------------------------------------------------


def test_whoever_invited_is_told_when_the_invited_one_has_come(vera):
    nina = join(vera)
    notice = Notice.objects.get(user=vera)
    assert notice.kind == InvitationTaken.name
    assert notice.url == reverse("team:colleague", args=[nina.uid])


def test_who_gets_or_loses_a_role_is_told_and_who_gave_it_is_not(vera, mark):
    role = Role.objects.get(preset="marketer")
    commands.give_role(mark, role, by=vera)
    commands.take_role(mark, role, by=vera)
    commands.give_role(vera, role, by=vera)
    assert told(mark) == ["team.role_no_longer_held", "team.role_now_held"]
    assert told(vera) == []


def test_who_takes_over_from_a_colleague_is_told_how_much(vera, mark, lena):
    told_of = {"pile": "clients", "by": vera}
    commands.note_hand_over(mark, number=12, heir=lena, **told_of)
    commands.note_hand_over(mark, number=3, heir=None, **told_of)
    commands.note_hand_over(mark, number=0, heir=lena, **told_of)
    (notice,) = Notice.objects.all()
    assert (notice.user, notice.facts) == (lena, {"name": "Mark", "count": 12})


def test_a_sign_in_from_another_browser_is_told_and_the_first_one_ever_is_not(vera):
    first = Browser()
    first.post("/account/login/", {"login": "vera", "password": "correct horse battery"})
    first.post("/account/logout/")
    first.post("/account/login/", {"login": "vera", "password": "correct horse battery"})
    assert told(vera) == []
    words = {"login": "vera", "password": "correct horse battery"}
    Browser().post("/account/login/", words, headers={"User-Agent": "Mozilla Windows Firefox/150"})
    (notice,) = Notice.objects.filter(user=vera)
    assert notice.facts == {"browser": "Firefox, Windows"}


def test_a_right_that_is_missed_can_be_asked_for_once_a_day(client, vera, mark):
    client.force_login(mark)
    page = client.get("/team/log/")
    assert page.status_code == 403
    assert b'value="team.log.see"' in page.content
    client.post("/access/ask/", {"right": "team.log.see"})
    client.post("/access/ask/", {"right": "team.log.see"})
    assert told(vera) == ["team.access_asked"]
    assert Moment.objects.filter(kind="team.access_asked").count() == 1
    assert b'value="team.log.see"' not in client.get("/team/log/").content
    with travel_to(now() + timedelta(days=1)):
        client.post("/access/ask/", {"right": "team.log.see"})
    assert len(told(vera)) == 2


def test_only_a_real_right_that_one_has_not_can_be_asked_for(vera, mark):
    for right in ("team.nothing.such", "", "people.client.see"):
        with pytest.raises(Refused):
            commands.ask_for_access(mark, right=right, by=mark)


# --- Unusual viewing -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("opened", "hours", "alarm"),
    [
        (60, [], False),  # a busy newcomer
        (61, [], True),
        (61, [5, 6, 7], True),
        (120, [30, 30, 30], False),  # four times the usual is not more than four times
        (121, [30, 30, 30], True),
        (300, [100, 90, 80], False),  # a call centre
        (61, [1, 1, 200], True),  # one wild hour does not make the usual
    ],
)
def test_far_more_cards_than_usual_alarm(opened, hours, alarm):
    assert is_unusual(opened, hours) is alarm


def open_cards(user, number, at):
    Sighting.objects.bulk_create(
        Sighting(at=at, by_id=user.pk, how="seen", record="people.client", record_id=n) for n in range(number)
    )


def test_somebody_who_takes_the_clients_along_is_noticed_at_once_and_told_of_once_a_day(vera, mark):
    open_cards(mark, 70, now() - timedelta(minutes=20))
    watch_viewing()
    watch_viewing()
    (notice,) = Notice.objects.filter(user=vera)
    assert notice.kind == "team.unusual_viewing"
    assert notice.facts == {"name": "Mark", "count": 70, "usual": 0}
    assert told(mark) == []


def test_opening_one_card_again_and_again_is_no_alarm_and_neither_is_what_was_long_ago(vera, mark):
    for _ in range(5):
        open_cards(mark, 20, now() - timedelta(minutes=5))
    open_cards(mark, 500, now() - timedelta(hours=3))
    watch_viewing()
    assert told(vera) == []


def copied(user, number, at):
    Sighting.objects.bulk_create(
        Sighting(at=at, by_id=user.pk, how="exported", record="people.client", record_id=n)
        for n in range(number)
    )


def test_whoever_takes_cards_along_in_files_or_lists_is_noticed_apart_from_who_opens_them(vera, mark):
    open_cards(mark, 40, now() - timedelta(minutes=9))
    copied(mark, 61, now() - timedelta(minutes=8))
    watch_viewing()
    watch_viewing()
    (notice,) = Notice.objects.filter(user=vera)
    assert notice.kind == "team.unusual_copying"
    assert notice.facts == {"name": "Mark", "count": 61, "usual": 0}


def test_a_program_that_reads_the_same_list_each_hour_is_no_alarm(vera, mark):
    for hours in range(2, 12):
        copied(mark, 200, now() - timedelta(hours=hours))
    copied(mark, 210, now() - timedelta(minutes=8))
    watch_viewing()
    assert told(vera) == []


def test_it_is_told_of_within_a_minute(vera, mark, program_of):
    """A list read by a program is written down within a second, and every worker looks three times a minute."""
    from pomni.memory import sightings
    from pomni.people.commands import add_client

    for number in range(62):
        add_client(name=f"Client {number}", by=mark)
    assert len(program_of(mark).get("/api/v1/clients?limit=100").json()["items"]) == 62
    sightings.flush()
    watch_viewing()
    assert [notice.kind for notice in Notice.objects.filter(user=vera)] == ["team.unusual_copying"]
    waits = sightings.EVERY + discover().pulses["pomni.team.pulses.watch_viewing"].seconds
    assert waits < 30


def test_the_watch_is_kept_by_every_worker():
    assert "pomni.team.pulses.watch_viewing" in discover().pulses


# --- Reading ---------------------------------------------------------------------------------------------------------


def test_opening_a_notice_leads_to_its_page_and_makes_it_read(client, vera):
    notify([vera], InvitationTaken, dedupe="one", url="/team/", name="Nina")
    client.force_login(vera)
    notice = Notice.objects.get(user=vera)
    answer = client.post(f"/notices/{notice.uid}/open/")
    assert answer["Location"] == "/team/"
    notice.refresh_from_db()
    assert notice.read_at


def test_a_colleagues_notice_is_not_there(client, vera, mark):
    notify([vera], InvitationTaken, dedupe="one", name="Canary")
    client.force_login(mark)
    notice = Notice.objects.get()
    assert client.post(f"/notices/{notice.uid}/open/").status_code == 404
    for address in ("/notices/", "/notices/newest/", "/"):
        assert b"Canary" not in client.get(address).content
    notice.refresh_from_db()
    assert notice.read_at is None


def test_the_bell_counts_what_is_unread_and_all_can_be_read_at_once(client, vera):
    for number in range(3):
        notify([vera], InvitationTaken, dedupe=str(number), name="Nina")
    client.force_login(vera)
    assert b'<span class="count num">3</span>' in client.get("/me/").content
    client.post("/notices/read/")
    assert b'class="count num"' not in client.get("/me/").content
    assert b"Nina" in client.get("/notices/").content


def test_more_than_ninety_nine_are_not_counted_further(client, vera):
    Notice.objects.bulk_create(
        Notice(user=vera, kind=InvitationTaken.name, facts={"name": "N"}, dedupe=str(n), at=now())
        for n in range(130)
    )
    client.force_login(vera)
    assert b"99+" in client.get("/me/").content
    first = client.get("/notices/").content
    assert first.count(b"<li>") == 50
    assert b"?before=" in first


def test_old_notices_are_forgotten_read_ones_sooner(vera):
    for name, age, read in (("a", 91, True), ("b", 91, False), ("c", 366, False), ("d", 89, True)):
        at = now() - timedelta(days=age)
        Notice.objects.create(user=vera, kind="team.x", dedupe=name, at=at, read_at=at if read else None)
    forget_old_notices.func()
    assert set(Notice.objects.values_list("dedupe", flat=True)) == {"b", "d"}


@pytest.fixture(autouse=True)
def _no_throttle():
    cache.clear()
