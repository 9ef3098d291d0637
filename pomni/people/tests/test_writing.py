"""Notes and contacts: written down, changed, taken back; and what of it each colleague reads."""

import re
from datetime import timedelta

import pytest

from pomni.kit import clock
from pomni.kit.errors import Conflict, NotAllowed, Refused
from pomni.memory.models import Moment
from pomni.people import commands, queries
from pomni.people.commands import add_client, add_interaction, add_note, edit_note, forget_client
from pomni.people.models import ClientFigures, Interaction, Note, Touch

HTMX = {"headers": {"HX-Request": "true"}}


def lines(viewer, client, **asked):
    return [line for _day, found in queries.timeline_part(viewer, client, **asked).days for line in found]


def card(browser, client, tail=""):
    return browser.get(f"/clients/{client.uid}/{tail}").content.decode()


def called(client, by, ago=timedelta(hours=1), **more):
    return add_interaction(client, how="call", at=clock.now() - ago, by=by, **more)


# --- Notes -----------------------------------------------------------------------------------------------------------


def test_a_note_stands_on_top_of_the_timeline_at_once_and_the_composer_is_empty(mark, anna, page_of):
    browser = page_of(mark)
    answer = browser.post(f"/clients/{anna.uid}/notes/", {"text": "Prefers\nmornings"}, **HTMX)
    told = answer.content.decode()
    assert "Prefers<br>mornings" in told
    assert told.index("Prefers") < told.index("added the client")
    assert 'hx-target="#composer"' in told
    assert "The note is written down." in told
    assert "/withdraw/" in told  # the toast's way back
    assert "Prefers<br>mornings" in card(browser, anna)


def newest(html):
    return re.search(r'name="newest" value="(\d+)"', html)[1]


def test_an_open_card_is_told_what_came_on_top_of_it_and_no_more(mark, vera, anna, page_of):
    """A colleague's line of meanwhile comes along; what the page shows is not sent again."""
    browser, shown = page_of(mark), newest(card(page_of(mark), anna))
    add_note(anna, text="By Vera meanwhile", by=vera)
    told = browser.post(
        f"/clients/{anna.uid}/notes/", {"text": "Mine", "newest": shown}, **HTMX
    ).content.decode()
    assert f'hx-target="#day-{clock.today()}" hx-swap="afterend"' in told
    assert told.index("Mine") < told.index("By Vera meanwhile")
    assert "added the client" not in told
    again = browser.post(f"/clients/{anna.uid}/notes/", {"text": "More", "newest": newest(told)}, **HTMX)
    assert "Mine" not in again.content.decode()


def test_on_a_new_day_the_day_comes_with_its_line_and_yesterday_is_called_so(mark, anna, page_of):
    browser, shown = page_of(mark), newest(card(page_of(mark), anna))
    before, words = clock.today(), {"text": "Mine", "newest": shown}
    with clock.travel_to(clock.now() + timedelta(days=1)):
        told = browser.post(f"/clients/{anna.uid}/notes/", words, **HTMX).content.decode()
        assert told.index(f'id="day-{clock.today()}"') < told.index("Mine") < told.index(f'id="day-{before}"')
    assert "Yesterday" in told


def test_a_contact_of_an_earlier_day_stands_at_its_own_place(mark, anna, page_of):
    browser = page_of(mark)
    shown = newest(card(browser, anna))
    day = clock.today() - timedelta(days=3)
    words = {"how": "call", "side": "ours", "at": f"{day:%d.%m.%Y}", "at_time": "10:00", "outcome": "Early"}
    told = browser.post(f"/clients/{anna.uid}/contacts/", words | {"newest": shown}, **HTMX).content.decode()
    assert told.index("added the client") < told.index("Early")


def test_whoever_changed_a_note_comes_back_to_its_line_however_far_down_it_stands(mark, anna, page_of):
    browser, note = page_of(mark), add_note(anna, text="Old", by=mark)
    line = newest(card(browser, anna))

    def saved(text):
        words = {"text": text, "was-text": queries.note(mark, anna, note.uid).text, "was-to_finish": "False"}
        return browser.post(f"/clients/{anna.uid}/notes/{note.uid}/", words)["Location"]

    assert saved("Newer") == f"/clients/{anna.uid}/#m-{line}"
    for number in range(20):
        add_note(anna, text=f"Note {number}", by=mark)
    assert saved("Newest") == f"/clients/{anna.uid}/?at={line}#m-{line}"
    assert f'id="m-{line}"' in card(browser, anna, f"?at={line}")


def test_without_scripts_a_note_is_written_too(mark, anna, page_of):
    browser = page_of(mark)
    assert (
        browser.post(f"/clients/{anna.uid}/notes/", {"text": "Mornings"})["Location"]
        == f"/clients/{anna.uid}/"
    )
    refused = browser.post(f"/clients/{anna.uid}/notes/", {"text": " "})
    assert refused.status_code == 422
    assert "Timeline" in refused.content.decode()


def test_a_note_sent_twice_is_one(mark, anna, page_of):
    for _click in range(2):
        page_of(mark).post(f"/clients/{anna.uid}/notes/", {"text": "Mornings", "once": "k1"}, **HTMX)
    assert Note.objects.count() == 1


def test_a_changed_note_shows_once_as_it_is_now_and_what_it_said_stays_readable(mark, anna):
    note = add_note(anna, text="First wording", by=mark)
    edit_note(note, text="Second wording", by=mark)
    edit_note(note, text="Third wording", by=mark)
    third, second, first = lines(mark, anna)[:3]
    assert (first.body, first.was) == ("Third wording", "First wording")
    assert first.changed_at is not None
    assert (second.body, second.was) == ("", "Second wording")
    assert (third.body, third.was) == ("", "")


def test_a_note_that_was_taken_back_says_so_and_comes_back(mark, anna, page_of):
    note = add_note(anna, text="Of somebody else", by=mark)
    address = f"/clients/{anna.uid}/notes/{note.uid}"
    told = page_of(mark).post(f"{address}/withdraw/", **HTMX).content.decode()
    assert "Taken back" in told
    assert '<p class="said note">' not in told
    page_of(mark).post(f"{address}/restore/", **HTMX)
    assert lines(mark, anna)[-2].body == "Of somebody else"


def test_a_note_is_changed_by_its_writer_or_who_may_all_and_by_nobody_else(vera, mark, lena, anna, page_of):
    note = add_note(anna, text="Mine", by=mark)
    assert edit_note(note, text="The director's", by=vera).text == "The director's"
    commands.hand_over_clients(mark, clients=[anna.pk], to=lena, by=vera)
    with pytest.raises(NotAllowed):
        edit_note(note, text="Lena's", by=lena)
    assert page_of(lena).get(f"/clients/{anna.uid}/notes/{note.uid}/").status_code == 403
    assert f"notes/{note.uid}/" not in card(page_of(lena), anna)
    assert f"notes/{note.uid}/" in card(page_of(mark), anna)


def test_two_who_change_one_note_overwrite_nothing_unseen(vera, mark, anna):
    note = add_note(anna, text="First", by=mark)
    edit_note(note, text="Vera's", seen={"text": "First"}, by=vera)
    with pytest.raises(Conflict):
        edit_note(note, text="Mark's", seen={"text": "First"}, by=mark)


def test_changing_a_note_can_be_undone_from_the_toast(mark, anna, page_of):
    browser, note = page_of(mark), add_note(anna, text="First", to_finish=True, by=mark)
    address = f"/clients/{anna.uid}/notes/{note.uid}/"
    browser.post(address, {"text": "Second", "was-text": "First", "was-to_finish": "True"})
    note.refresh_from_db()
    assert (note.text, note.to_finish) == ("Second", False)
    form = next(f for f in re.findall(r"<form.*?</form>", card(browser, anna), re.S) if "data-undo" in f)
    words = dict(re.findall(r'name="([^"]+)" value="([^"]*)"', form))
    browser.post(address, words)
    note.refresh_from_db()
    assert (note.text, note.to_finish) == ("First", True)


def test_an_unfinished_note_waits_for_its_writer_on_today_and_for_nobody_else(vera, mark, anna, page_of):
    note = add_note(anna, text="The number is still", to_finish=True, by=mark)
    finish = f"/clients/{anna.uid}/notes/{note.uid}/"
    assert finish in page_of(mark).get("/").content.decode()
    assert finish not in page_of(vera).get("/").content.decode()
    edit_note(note, text="The number is 12", to_finish=False, by=mark)
    assert finish not in page_of(mark).get("/").content.decode()


def test_notes_are_out_of_reach_with_their_client(mark, lena, anna, page_of):
    note = add_note(anna, text="Secret", by=mark)
    assert page_of(lena).post(f"/clients/{anna.uid}/notes/", {"text": "Mine"}).status_code == 404
    assert page_of(lena).get(f"/clients/{anna.uid}/notes/{note.uid}/").status_code == 404
    other = add_client(name="Boris", by=lena)
    assert page_of(lena).get(f"/clients/{other.uid}/notes/{note.uid}/").status_code == 404


def test_who_may_not_see_notes_reads_none_of_them_on_the_timeline(vera, mark, anna, page_of):
    from pomni.team.commands import change_role
    from pomni.team.models import Role

    add_note(anna, text="Between us", by=vera)
    role = Role.objects.get(preset="salesperson")
    change_role(role, grants=role.grants | {"people.note.see": 0, "people.note.add": 0}, by=vera)
    told = card(page_of(mark), anna)
    assert "added the client" in told
    assert "Between us" not in told
    assert "wrote a note" not in told


def test_who_is_forgotten_leaves_no_word_behind_in_what_was_written(vera, mark, anna, page_of):
    add_note(anna, text="Allergic to latex", by=mark)
    called(anna, mark, outcome="Wants a quote", where="Mill Lane")
    forget_client(anna, by=vera)
    told = card(page_of(vera), anna)
    assert "erased" in told
    for word in ("Allergic", "Wants a quote", "Mill Lane"):
        assert word not in told
        assert not Note.objects.filter(text__contains=word)
        assert not Interaction.objects.filter(outcome__contains=word)
    with pytest.raises(Refused):
        add_note(anna, text="More", by=vera)


def test_what_was_taken_back_before_its_client_was_erased_is_not_put_back_again(vera, mark, anna):
    note, contact = add_note(anna, text="Latex", by=mark), called(anna, mark)
    commands.withdraw_note(note, by=mark)
    commands.withdraw_interaction(contact, by=mark)
    forget_client(anna, by=vera)
    for act, written in ((commands.restore_note, note), (commands.restore_interaction, contact)):
        with pytest.raises(Refused, match="were erased"):
            act(written, by=mark)
    assert not Touch.objects.filter(client=anna).exists()


# --- Contacts --------------------------------------------------------------------------------------------------------


def test_a_contact_stands_where_it_happened_and_counts(mark, anna):
    add_note(anna, text="Now", by=mark)
    with clock.travel_to(clock.now() - timedelta(days=3)):
        old = add_client(name="Boris", by=mark)
    called(old, mark, ago=timedelta(days=2), outcome="Wants a quote")
    add_note(old, text="Later", by=mark)
    assert [line.body for line in lines(mark, old)] == ["Later", "Wants a quote", ""]
    figures = ClientFigures.objects.get(client=old)
    assert (figures.contacts, figures.last_contact_at) == (1, Touch.objects.get(client=old).at)


def test_a_contact_that_was_taken_back_takes_its_touch_along(mark, anna):
    called(anna, mark, ago=timedelta(days=5))
    last = called(anna, mark)
    commands.withdraw_interaction(last, by=mark)
    figures = ClientFigures.objects.get(client=anna)
    assert (figures.contacts, (clock.now() - figures.last_contact_at).days) == (1, 5)
    commands.restore_interaction(last, by=mark)
    assert ClientFigures.objects.get(client=anna).contacts == 2


def test_a_contact_that_is_moved_in_time_moves_the_last_contact(mark, anna):
    one = called(anna, mark)
    commands.edit_interaction(one, at=clock.now() - timedelta(days=9), by=mark)
    assert (clock.now() - ClientFigures.objects.get(client=anna).last_contact_at).days == 9


def test_a_contact_still_to_come_is_refused_with_the_hint_to_set_a_task(mark, anna, page_of):
    words = {"how": "call", "side": "ours", "at": "tomorrow", "at_time": "9:00", "once": "k"}
    answer = page_of(mark).post(f"/clients/{anna.uid}/contacts/", words, **HTMX)
    assert answer.status_code == 422
    assert "Set a task for it" in answer.content.decode()
    assert not Interaction.objects.exists()


def test_the_form_of_a_contact_is_written_and_changed_as_it_comes(mark, anna, page_of):
    browser = page_of(mark)
    form = browser.get(f"/clients/{anna.uid}/write/contact/", **HTMX).content.decode()
    words = dict(re.findall(r'name="([^"]+)" value="([^"]*)"', form)) | {"how": "visit", "side": "theirs"}
    sent = browser.post(f"/clients/{anna.uid}/contacts/", words | {"occasion": "Complaint"}, **HTMX)
    assert sent.status_code == 200
    told = sent.content.decode()
    assert "came by" in told
    assert "Complaint" in told
    made = Interaction.objects.get()
    changed = {"was-at": str(made.at.date()), "at": "yesterday", "how": "visit", "was-how": "visit"}
    changed |= {"at_time": "9:00", "side": "theirs", "was-side": "theirs", "occasion": "Praise"}
    changed |= {"was-occasion": "Complaint"}
    assert browser.post(f"/clients/{anna.uid}/contacts/{made.uid}/", changed).status_code == 302
    made.refresh_from_db()
    assert (made.occasion, (clock.today() - made.at.date()).days) == ("Praise", 1)


# --- The timeline ----------------------------------------------------------------------------------------------------


@pytest.fixture
def long(mark, anna):
    """Anna with 45 notes more."""
    for number in range(45):
        add_note(anna, text=f"Note {number:02}", by=mark)
    return anna


def test_show_more_brings_what_is_older_and_nothing_twice(mark, long, page_of):
    browser, seen, address = page_of(mark), [], f"/clients/{long.uid}/"
    while address:
        told = browser.get(address).content.decode()
        seen += re.findall(r"Note \d\d|added the client", told)
        more = re.search(r'hx-get="([^"]+timeline/\?before=\d+)"', told)
        address = more and more[1]
    assert seen == [*(f"Note {number:02}" for number in reversed(range(45))), "added the client"]


def test_the_link_of_a_moment_opens_the_part_of_the_timeline_that_holds_it(mark, long, page_of):
    moment = Moment.objects.filter(kind="people.note_added").order_by("pk")[5]
    told = card(page_of(mark), long, f"?at={moment.pk}")
    assert f'id="m-{moment.pk}"' in told
    assert "Note 05" in told
    assert "Note 06" not in told
    assert "To the newest" in told


def test_an_alert_stands_first_on_the_card_before_any_fact(mark, anna, page_of):
    commands.edit_client(anna, alert="Allergy: latex", by=mark)
    told = card(page_of(mark), anna).split('id="card"')[1]
    assert told.index("Allergy: latex") < told.index("+48 600 100 201")


def test_the_card_walks_along_the_list_that_one_came_from_and_takes_it_along(mark, anna, page_of):
    before, after = (add_client(name=name, by=mark) for name in ("Aaron", "Boris"))
    told = card(page_of(mark), anna, "place/?in=view%3Dmine&write=contact")
    assert "2 of 3" in told
    for other in (before, after):
        assert f"/clients/{other.uid}/?in=view%3Dmine&amp;write=contact" in told


@pytest.mark.parametrize("mark_", ["x", "9" * 30, "-1", "٣"])
def test_a_senseless_place_on_the_timeline_gives_its_head_and_a_link_to_no_line_nothing(
    mark, anna, page_of, mark_
):
    assert "added the client" in card(page_of(mark), anna, f"timeline/?before={mark_}")
    assert page_of(mark).get(f"/clients/{anna.uid}/?at={mark_}").status_code == 404
