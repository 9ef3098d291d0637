"""The timeline picked, searched, pinned and folded: the same for everybody as reading it all and leaving out by hand."""

import random
import re
from datetime import timedelta
from io import BytesIO

import pytest
from django.db import transaction

from pomni.agenda.commands import add_task, finish_task
from pomni.documents.taking import take_file
from pomni.kit import clock
from pomni.kit.errors import NotAllowed, Refused
from pomni.memory import links
from pomni.memory.events import Event
from pomni.memory.models import Moment
from pomni.people import queries
from pomni.people.commands import (
    add_client,
    add_interaction,
    add_note,
    add_tie,
    edit_client,
    edit_note,
    forget_client,
    pin_moment,
    unpin_moment,
    withdraw_note,
)
from pomni.people.models import Pin
from pomni.people.queries import folded, moments
from pomni.people.queries.picked import Picked, groups
from pomni.team.grants import Scope
from pomni.team.models import Role

HTMX = {"headers": {"HX-Request": "true"}}
WORDS = ("Żółty kot", "жёлтый кот", "ANNA called", "price of 100", "tulip", "latex")


def a_story(client, by, chance, length=40):
    """Things of every kind that happen to a client, some told later than they happened."""
    for _turn in range(length):
        text = chance.choice(WORDS)
        match chance.randrange(6):
            case 0:
                add_note(client, text=text, by=by)
            case 1:
                at = clock.now() - timedelta(hours=chance.randrange(100))
                add_interaction(client, how="call", at=at, outcome=text, by=by)
            case 2:
                finish_task(add_task(client, title=text, by=by), by=by)
            case 3:
                take_file(client, BytesIO(b"Dear Anna"), name=f"{text}.txt", by=by)
            case 4:
                edit_client(client, source=text, about=chance.choice(WORDS), by=by)
            case 5:
                edit_note(add_note(client, text="First", by=by), text=text, by=by)


def lines(viewer, client, **picked):
    """Every line that the viewer comes to by going on from part to part."""
    found, before, picked = [], "", Picked(**picked)
    while True:
        part = queries.timeline_part(viewer, client, before=before, picked=picked, size=7)
        found += [line for _day, lines in part.days for line in lines]
        if not part.more:
            return found
        before = str(part.more)


def numbers(found):
    return [line.pk for line in found]


# --- Picked -----------------------------------------------------------------------------------------------------------


@pytest.mark.engines
@pytest.mark.parametrize("seed", range(3))
def test_what_is_picked_is_the_whole_without_the_rest_for_every_reader(company, seed):
    chance, director = random.Random(seed), company["director"]
    client = add_client(name="Anna", responsible=company["salesperson"], by=director)
    a_story(client, director, chance)
    record = dict(Moment.objects.values_list("pk", "record"))
    named = {label: group.key for group in groups() for label in group.about}
    rest = next(group.key for group in groups() if not group.about)
    for login in ("director", "salesperson", "head_of_sales"):
        whole = numbers(lines(company[login], client))
        for size in (1, 2, 3):
            only = tuple(chance.sample([group.key for group in groups()], size))
            wanted = [pk for pk in whole if named.get(record[pk], rest) in only]
            assert numbers(lines(company[login], client, only=only)) == wanted


def test_every_kind_of_moment_is_in_one_group_and_no_group_is_empty():
    about = [label for group in groups() for label in group.about]
    assert len(about) == len(set(about))
    assert sum(not group.about for group in groups()) == 1
    assert set(about) <= {event.about for event in Event.known.values()}


def test_a_chip_stands_in_the_address_and_takes_itself_out_again(mark, anna, page_of):
    add_note(anna, text="Mornings", by=mark)
    browser, url = page_of(mark), f"/clients/{anna.uid}/"
    told = browser.get(url, {"only": "notes,tasks,nonsense"}).content.decode()
    assert "Mornings" in told
    assert "added the client" not in told
    assert re.search(r'id="chip-notes" href="[^"]+\?only=tasks" [^>]+aria-current="true"', told)
    assert re.search(r'id="chip-contacts" href="[^"]+\?only=notes,contacts,tasks"', told)
    part = browser.get(f"{url}timeline/", {"only": "contacts"}, **HTMX).content.decode()
    assert "Nothing on this timeline fits." in part
    assert "<html" not in part


def test_nobody_is_offered_a_chip_for_what_they_may_not_see(page_of, mark, anna, guest):
    role = Role.objects.create(name="Looks", grants={"people.client.see": Scope.ALL}, fields={})
    guest.roles_held.create(role=role)
    told = page_of(guest).get(f"/clients/{anna.uid}/").content.decode()
    assert 'id="chip-changes"' in told
    assert 'id="chip-notes"' not in told


# --- Sought -----------------------------------------------------------------------------------------------------------


@pytest.mark.engines
@pytest.mark.parametrize("seed", range(3))
def test_what_is_found_is_what_says_it_wherever_the_strokes_end(vera, monkeypatch, seed):
    monkeypatch.setattr(moments, "STROKE", 11)
    monkeypatch.setattr(moments, "CANDIDATES", 5)
    client, chance = add_client(name="Anna", by=vera), random.Random(seed)
    a_story(client, vera, chance, 60)
    told = {line.moment.pk: line for line in queries.timeline(vera, client)}
    for q, text in (("zolty", "Żółty kot"), ("ЖЕЛТЫЙ", "жёлтый кот"), ("100 price", "price of 100")):
        wanted = {pk for pk, one in told.items() if text in f"{one.sentence}{one.body}{one.changes}"}
        found = numbers(lines(vera, client, q=q))
        assert len(found) == len(set(found))
        assert set(found) == wanted
    assert not lines(vera, client, q="nowhere")


@pytest.mark.engines
def test_nothing_is_found_by_what_is_masked_hidden_or_out_of_reach(vera, sam, guest):
    client = add_client(name="Anna", phone="+48 600 100 200", responsible=sam, by=vera)
    edit_client(client, phone="+48 600 300 400", by=vera)
    assert numbers(lines(vera, client, q="600300400"))
    assert numbers(lines(vera, client, q="600 100"))
    assert not lines(sam, client, q="600300400")
    guest.roles_held.create(role=Role.objects.create(name="Looks", grants={"people.client.see": Scope.ALL}))
    add_note(client, text="Secret word", by=vera)
    assert not lines(guest, client, q="secret")
    assert lines(vera, client, q="secret")


@pytest.mark.engines
def test_nothing_is_found_of_who_was_erased(vera):
    client = add_client(name="Anna", by=vera)
    add_note(client, text="Latex", by=vera)
    edit_client(client, source="Latex street", by=vera)
    assert len(lines(vera, client, q="latex")) == 2
    forget_client(client, by=vera)
    client.refresh_from_db()
    assert not lines(vera, client, q="latex")


def test_a_search_that_met_nothing_yet_goes_on_by_itself(vera, monkeypatch, page_of):
    monkeypatch.setattr(moments, "STROKE", 5)
    client = add_client(name="Anna", source="tulip street", by=vera)
    for number in range(12):
        add_note(client, text=f"Note {number}", by=vera)
    told = page_of(vera).get(f"/clients/{client.uid}/", {"q": "note 3"}).content.decode()
    assert 'hx-trigger="load, click"' in told
    assert "Searched back to" in told


@pytest.mark.parametrize("q", ["<b>", "%", "*", "[a", "\\u", "'", "😀", "\0", "  ", "a" * 500])
def test_what_is_sought_is_never_read_as_a_pattern(mark, anna, page_of, q):
    answer = page_of(mark).get(f"/clients/{anna.uid}/", {"q": q})
    assert answer.status_code == 200
    assert "<b>" not in answer.content.decode()


def test_what_is_sought_stands_out_and_is_escaped(mark, anna, page_of):
    add_note(anna, text="<i>Likes Żółty</i> & more", by=mark)
    told = page_of(mark).get(f"/clients/{anna.uid}/", {"q": "zolty"}).content.decode()
    assert "&lt;i&gt;Likes <mark>Żółty</mark>&lt;/i&gt; &amp; more" in told


# --- Pinned -----------------------------------------------------------------------------------------------------------


def note_line(client, by, text="Comes with a dog"):
    note = add_note(client, text=text, by=by)
    return Moment.objects.get(kind="people.note_added", record_id=note.pk).pk


def test_a_pinned_line_stands_on_top_until_it_is_taken_off_and_both_are_remembered(mark, anna, page_of):
    line, browser = note_line(anna, mark), page_of(mark)
    for number in range(25):
        add_note(anna, text=f"Note {number}", by=mark)
    assert "Comes with a dog" not in browser.get(f"/clients/{anna.uid}/").content.decode()
    told = browser.post(f"/clients/{anna.uid}/pin/{line}/", **HTMX).content.decode()
    assert 'hx-target="#pinned"' in told
    assert "Comes with a dog" in told
    assert f"/clients/{anna.uid}/unpin/{line}/" in told  # the way back
    assert "Comes with a dog" in browser.get(f"/clients/{anna.uid}/").content.decode()
    browser.post(f"/clients/{anna.uid}/unpin/{line}/")
    assert "Comes with a dog" not in browser.get(f"/clients/{anna.uid}/").content.decode()
    kinds = Moment.objects.order_by("-pk").values_list("kind", flat=True)[:2]
    assert list(kinds) == ["people.moment_unpinned", "people.moment_pinned"]


def test_pinning_twice_pins_once_and_five_are_the_most(mark, anna):
    found = [note_line(anna, mark, f"Note {number}") for number in range(6)]
    for line in [*found[:5], found[0]]:
        pin_moment(anna, moment=line, by=mark)
    assert Pin.objects.count() == 5
    with pytest.raises(Refused):
        pin_moment(anna, moment=found[5], by=mark)
    unpin_moment(anna, moment=found[0], by=mark)
    pin_moment(anna, moment=found[5], by=mark)


def test_nobody_pins_what_they_do_not_read_or_what_is_not_of_this_client(mark, lena, vera, anna, page_of):
    other = add_client(name="Boris", by=mark)
    line = note_line(other, mark)
    with pytest.raises(Refused):
        pin_moment(anna, moment=line, by=mark)
    with pytest.raises(NotAllowed):
        pin_moment(other, moment=line, by=lena)
    assert page_of(lena).post(f"/clients/{other.uid}/pin/{line}/").status_code == 404
    assert not Pin.objects.exists()


def test_a_pinned_line_is_shown_to_nobody_whom_its_record_is_kept_from(mark, guest, anna, page_of):
    pin_moment(anna, moment=note_line(anna, mark), by=mark)
    guest.roles_held.create(role=Role.objects.create(name="Looks", grants={"people.client.see": Scope.ALL}))
    assert "Comes with a dog" not in page_of(guest).get(f"/clients/{anna.uid}/").content.decode()


def test_what_is_pinned_tells_what_it_says_now(mark, anna, page_of):
    note = add_note(anna, text="Comes with a dog", by=mark)
    pin_moment(anna, moment=Moment.objects.get(kind="people.note_added").pk, by=mark)
    withdraw_note(note, by=mark)
    assert queries.pinned_lines(mark, anna)[0].body == ""


def test_with_the_person_their_pins_are_let_go_of(vera, anna, mark):
    pin_moment(anna, moment=note_line(anna, mark), by=mark)
    forget_client(anna, by=vera)
    assert not Pin.objects.exists()


# --- Folded, and found by its link ------------------------------------------------------------------------------------


def test_small_changes_by_one_person_close_together_are_one_line_that_opens(mark, vera, anna, page_of):
    for source in ("street", "friends", "search"):
        edit_client(anna, source=source, by=mark)
    edit_client(anna, about="Tall", by=vera)
    with clock.travel_to(clock.now() + timedelta(hours=1)):
        edit_client(anna, source="shop", by=mark)
        found = lines(mark, anna)
        assert [len(run) for run in folded(found)] == [1, 1, 3, 1]
        told = page_of(mark).get(f"/clients/{anna.uid}/").content.decode()
    assert "3 changes: source" in told
    assert "<del>street</del> → <ins>friends</ins>" in told


def test_a_link_to_a_folded_line_opens_the_fold_and_marks_the_line(mark, anna, page_of):
    for source in ("street", "friends", "search"):
        edit_client(anna, source=source, by=mark)
    line = Moment.objects.filter(kind="people.client_edited").order_by("-pk").first().pk
    told = page_of(mark).get(f"/clients/{anna.uid}/", {"at": line}).content.decode()
    assert f'id="m-{line}" aria-current="true"' in told
    assert "<details open>" in told


def test_a_link_to_a_line_that_the_reader_may_not_read_is_one_to_nothing(mark, guest, anna, page_of):
    line = note_line(anna, mark)
    guest.roles_held.create(role=Role.objects.create(name="Looks", grants={"people.client.see": Scope.ALL}))
    assert page_of(mark).get(f"/clients/{anna.uid}/", {"at": line}).status_code == 200
    assert page_of(guest).get(f"/clients/{anna.uid}/", {"at": line}).status_code == 404
    other = add_client(name="Boris", by=mark)
    assert page_of(mark).get(f"/clients/{other.uid}/", {"at": line}).status_code == 404


def test_a_masked_phone_is_masked_in_its_history_too(vera, sam, page_of):
    client = add_client(name="Anna", phone="+48 600 100 200", responsible=sam, by=vera)
    edit_client(client, phone="+48 600 300 411", by=vera)
    told = page_of(sam).get(f"/clients/{client.uid}/").content.decode()
    assert "•••11" in told
    assert "300 411" not in told


@pytest.mark.engines
@pytest.mark.parametrize("login", ["director", "head_of_sales", "front_desk", "salesperson"])
def test_a_past_day_of_a_timeline_is_the_whole_without_what_was_told_later(company, login):
    chance = random.Random(login)
    start = clock.now() - timedelta(days=30)
    with clock.travel_to(start):
        client = add_client(name="Anna", responsible=company["salesperson"], by=company["director"])
    for day in range(1, 12):
        with clock.travel_to(start + timedelta(days=day)):
            a_story(client, company["director"], chance, 3)
    told = dict(Moment.objects.values_list("pk", "at"))
    whole = numbers(lines(company[login], client))
    for day in (0, 3, 7, 20):
        picked = Picked(on=(start + timedelta(days=day)).date())
        found = numbers(lines(company[login], client, on=picked.on))
        assert found == [pk for pk in whole if told[pk] <= picked.until]
        notes = numbers(lines(company[login], client, on=picked.on, only=("notes",)))
        assert notes == [pk for pk in numbers(lines(company[login], client, only=("notes",))) if pk in found]


@pytest.mark.engines
def test_taken_apart_again_two_clients_have_the_timelines_that_they_had_each_kind_of_them(vera):
    one, other = (add_client(name=name, by=vera) for name in ("Anna Kern", "Anna Kern"))
    add_tie(one, kind="knows", other=other, by=vera)
    add_note(other, text="Tulips", by=vera)
    kinds = [(), *((group.key,) for group in groups())]
    before = [numbers(lines(vera, client, only=only)) for client in (one, other) for only in kinds]
    with transaction.atomic():
        told = links.move(other.pk, one.pk)
        links.move_back(told, gone=other.pk, kept=one.pk)
    assert [numbers(lines(vera, client, only=only)) for client in (one, other) for only in kinds] == before
