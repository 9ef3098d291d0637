"""Somebody who was erased after a backup was made stays erased when that backup is restored: in every table, in the search, in
the file of the database itself (docs: GDPR, article 17; 152-FZ, article 21).
"""

from datetime import timedelta
from itertools import pairwise

import pytest
from django.conf import settings
from django.db import connection

from pomni.agenda.commands import add_meeting, add_promise, set_reminder
from pomni.config.backup.making import make_backup
from pomni.config.backup.restore import restore_backup
from pomni.kit import clock
from pomni.people import erasures
from pomni.people.cleared import clear_the_log
from pomni.people.commands import (
    add_client,
    forget_client,
    merge_clients,
    put_off_pair,
    tell_consent,
    unmerge_clients,
)
from pomni.people.models import Away, Client, Consent, DuplicatePair, FormerNumber, Merge, Touch
from pomni.people.tests.test_erased_everywhere import (
    WORD,
    a_client_with_everything,
    hear,
    plant_in_every_text,
)
from pomni.people.tests.test_forgetting import everything_stored
from pomni.team.models import Role, RoleHeld, User


@pytest.fixture
def vera(new_company, engine):
    """The director of a company that has a database and a data folder of its own."""
    new_company(engine)
    user = User.objects.create(username="vera", name="Vera", language="en")
    RoleHeld.objects.create(user=user, role=Role.objects.get(preset="director"))
    return user


@pytest.fixture
def client(vera):
    """A client of whom every table tells: also the queue of duplicates, a meeting with others, and a reminder."""
    client = a_client_with_everything(vera)
    like = add_client(name="Looks Alike", by=vera)
    put_off_pair(client, like, by=vera)
    tomorrow = clock.today() + timedelta(days=1)
    begins = clock.now().time().replace(microsecond=0)
    add_meeting(like, title="With both", day=tomorrow, begins=begins, further=[client], by=vera)
    promise = add_promise(client, text=f"{WORD} later", due_on=tomorrow + timedelta(days=9), by=vera)
    set_reminder(vera, about=promise, before=30, by=vera)
    hear()
    return client


def on_disk():
    """The file of the live database, and what is told beside it; what was laid aside is not the company any more."""
    paths = [settings.HOME.database, *settings.HOME.media.rglob("*")]
    return b"\n".join(path.read_bytes() for path in paths if path.is_file()).lower()


def test_what_a_backup_brings_back_of_them_is_erased_again_in_every_table(vera, client):
    assert len(plant_in_every_text(client)) > 40
    file = make_backup(settings.HOME)
    forget_client(client, by=vera)
    hear()
    assert WORD.lower() not in everything_stored().lower()
    restore_backup(file, force=True)
    hear()
    left = [line for line in everything_stored().lower().split("\n") if WORD.lower() in line]
    assert left == [], "\n".join(left)
    found = Client.objects.get(pk=client.pk)
    assert (found.forgotten_at is None, found.uid) == (False, client.uid)
    assert not DuplicatePair.objects.filter(left=client).exists()
    assert not DuplicatePair.objects.filter(right=client).exists()
    assert not FormerNumber.objects.filter(client=client).exists()
    assert {(merge.row, merge.moved) == ({}, {}) for merge in Merge.objects.filter(kept_id=client.pk)} == {
        True
    }
    clear_the_log.func()
    assert connection.vendor != "sqlite" or WORD.lower().encode() not in on_disk()


def test_that_there_was_contact_and_consent_stays_as_it_does_without_a_restore(vera, client):
    file = make_backup(settings.HOME)
    forget_client(client, by=vera)

    def kept():
        return (
            Touch.objects.filter(client=client.pk).count(),
            Consent.objects.filter(client=client.pk).count(),
            Away.objects.filter(client_id=client.pk).count(),
            client.promises.count(),
            client.tasks.count(),
            client.meetings.count(),
            client.promises.filter(state="open").count(),
        )

    before = kept()
    restore_backup(file, force=True)
    assert kept() == before
    assert before[-1] == 0


def test_who_was_merged_since_is_erased_under_either_number(vera, client):
    """The backup knows two cards; they became one, which was erased: after the restore both are."""
    other = add_client(name=f"{WORD} Second", phone="+48 600 700 800", by=vera)
    tell_consent(other, kind="data", is_given=True, wording=f"{WORD} agrees too", by=vera)
    add_promise(other, text=f"{WORD} of the second", by=vera)
    file = make_backup(settings.HOME)
    merge_clients(client, other, choices={"name": "kept", "phone": "kept"}, by=vera)
    forget_client(client, by=vera)
    restore_backup(file, force=True)
    hear()
    assert Client.objects.filter(pk__in=[client.pk, other.pk], forgotten_at=None).count() == 0
    assert WORD.lower() not in everything_stored().lower()


def test_restored_twice_they_are_erased_once(vera, client):
    file = make_backup(settings.HOME)
    forget_client(client, by=vera)
    restore_backup(file, force=True)
    again = make_backup(settings.HOME)
    restore_backup(again, force=True)
    assert erasures.erase_again() == 0
    hear()
    assert WORD.lower() not in everything_stored().lower()


def merged(vera):
    """A card into which another became, as a backup has them that is taken now: the one that is kept, the one that goes."""
    kept = add_client(name="Plain Person", about="Plain remark", by=vera)
    gone = add_client(name=f"{WORD} Old", about=f"{WORD} remark", phone="+48 600 700 801", by=vera)
    return kept, gone, merge_clients(kept, gone, choices={"name": "kept", "about": "both"}, by=vera)


def test_who_was_taken_apart_and_erased_since_does_not_come_back_out_of_the_card_they_were_in(vera):
    kept, gone, merge = merged(vera)
    later = add_client(name="Third Person", by=vera)
    merge_clients(kept, later, choices={"name": "kept"}, by=vera)
    hear()
    file = make_backup(settings.HOME)
    unmerge_clients(Merge.objects.latest("pk"), by=vera)
    forget_client(unmerge_clients(merge, by=vera), by=vera)
    restore_backup(file, force=True)
    hear()
    living = Client.objects.filter(forgotten_at=None).values_list("name", "about")
    assert set(living) == {("Plain Person", "Plain remark"), ("Third Person", "")}
    assert Client.objects.get(uid=gone.uid).forgotten_at
    left = [line for line in everything_stored().lower().split("\n") if WORD.lower() in line]
    assert left == [], "\n".join(left)


def test_who_was_taken_apart_from_somebody_erased_since_lives_on(vera):
    kept, gone, merge = merged(vera)
    before = add_client(name="Before", by=vera)
    file_of = make_backup(settings.HOME)
    unmerge_clients(merge, by=vera)
    merge_clients(before, gone, choices={"name": "gone"}, by=vera)
    forget_client(Client.objects.get(pk=kept.pk), by=vera)
    restore_backup(file_of, force=True)
    hear()
    assert "Plain" not in everything_stored()
    assert Client.objects.get(pk=kept.pk).forgotten_at
    lives = Client.objects.get(uid=gone.uid)
    assert (lives.name, lives.about, lives.forgotten_at) == (f"{WORD} Old", f"{WORD} remark", None)


def test_cards_that_were_one_when_they_were_erased_are_erased_under_every_number(vera):
    """In a chain as well: the first became the second, which became the third."""
    cards = [add_client(name=f"{WORD} {number}", by=vera) for number in ("One", "Two", "Three")]
    file = make_backup(settings.HOME)
    for gone, kept in pairwise(cards):
        merge_clients(Client.objects.get(pk=kept.pk), gone, choices={"name": "kept"}, by=vera)
    both = make_backup(settings.HOME)
    forget_client(Client.objects.get(pk=cards[-1].pk), by=vera)
    assert all(str(card.uid) in settings.HOME.erasures.read_text() for card in cards)
    for one in (both, file):
        restore_backup(one, force=True)
        hear()
        assert WORD.lower() not in everything_stored().lower()
