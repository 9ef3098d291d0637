"""A change of all that a list finds: looked at, made in strokes, stopped, taken back exactly, and never beyond reach."""

from datetime import timedelta

import pytest

from pomni.facts.commands import add_field
from pomni.kit.clock import now, travel_to
from pomni.kit.errors import NotAllowed, Refused
from pomni.memory.models import Moment
from pomni.people import carrying
from pomni.people.commands import (
    add_client,
    archive_client,
    ask_bulk_change,
    edit_client,
    fill_own_fields,
    forget_client,
    make_segment,
    merge_clients,
    start_bulk_change,
    stop_bulk_change,
    tag_chosen,
    undo_bulk_change,
    unmerge_clients,
)
from pomni.people.models import BulkChange, BulkRow, Client, OwnValue
from pomni.people.tasks import let_go_of_old_bulk_changes
from pomni.team.commands import change_role, disable_colleague
from pomni.team.models import Location, Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def five(vera, mark, lena):
    """Three clients of Mark's and two of Lena's, each with a past of its own."""
    north = Location.objects.create(name="North", zone="UTC")
    told = [
        {"responsible": mark, "source": "Web", "category": "A"},
        {"responsible": mark, "source": "Fair", "location": north},
        {"responsible": mark},
        {"responsible": lena, "source": "Web"},
        {"responsible": lena, "category": "B", "location": north},
    ]
    made = [add_client(name=f"Client {n}", by=vera, **words) for n, words in enumerate(told)]
    tag_chosen(clients=[made[1].pk], tag="VIP", by=vera)
    return made


def ask(what, value, by, asked=""):
    return ask_bulk_change(asked=asked, what=what, value=value, by=by)


def change(what, value, by, asked=""):
    begun = start_bulk_change(ask(what, value, by, asked), by=by, in_background=False)
    return carrying.change_all(BulkChange.objects.select_related("made_by").get(pk=begun.pk))


def back(done, by):
    undo_bulk_change(done, by=by, in_background=False)
    return carrying.carry(done.pk)


def state():
    """All that a bulk change may touch."""
    columns = ("responsible", "location", "source", "category", "archived_at")
    rows = Client.objects.order_by("pk").values_list("pk", *columns)
    links = sorted(Client.tags.through.objects.values_list("client_id", "tag__name"))
    own = sorted(OwnValue.objects.values_list("client_id", "slot", "text", "number", "choice_id"), key=repr)
    return list(rows), links, own


def acts(vera, lena):
    place = Location.objects.create(name="South", zone="UTC")
    text = add_field(name="Size", kind="text", by=vera)
    many = add_field(name="Likes", kind="many", choices=["Tea", "Coffee"], by=vera)
    return [
        ("tag", "VIP"),
        ("untag", "vip"),
        ("responsible", str(lena.uid)),
        ("responsible", "nobody"),
        ("location", str(place.uid)),
        ("location", "none"),
        ("source", "Web"),
        ("source", ""),
        ("category", "C"),
        ("archive", None),
        (f"own_{text.uid}", "42"),
        (f"own_{text.uid}", ""),
        (f"own_{many.uid}", ["Tea", "Coffee"]),
    ]


def test_each_act_does_what_looking_said_and_its_way_back_leaves_all_as_it_was(vera, lena, five):
    told = acts(vera, lena)
    fill_own_fields(five[0], values={told[10][0]: "42"}, by=vera)
    fill_own_fields(five[1], values={told[10][0]: "7", told[12][0]: ["Coffee"]}, by=vera)
    before = state()
    for what, value in told:
        looked = ask(what, value, vera).looked
        done = change(what, value, vera)
        assert done.state == "done"
        assert (done.changed, done.passed) == (looked["change"], looked["found"] - looked["change"]), what
        assert looked["change"], what
        assert state() != before, what
        again = back(done, vera)
        assert (again.state, again.undone, again.kept) == ("undone", looked["change"], 0), what
        assert state() == before, what


def test_since_when_they_were_archived_comes_back_too(vera, five):
    with travel_to(now() - timedelta(days=9)):
        archive_client(five[0], by=vera)
    before = state()
    done = change("restore", None, vera, "view=archived")
    assert not Client.objects.exclude(archived_at=None).exists()
    back(done, vera)
    assert state() == before


def test_a_segment_and_a_filter_say_whom_it_is_about(vera, five):
    of_web = {"all": [{"fact": "people.source", "is": "is", "value": "Web"}]}
    segment = make_segment(name="Web", condition=of_web, by=vera)
    assert change("tag", "Net", vera, f"segment={segment.uid}").changed == 2
    assert change("tag", "Fairs", vera, "source=Fair").changed == 1


def test_one_moment_tells_of_each_changed_client_and_of_no_other(vera, five):
    change("source", "Web", vera)
    told = Moment.objects.filter(kind="people.client_edited", facts__isnull=False).order_by("pk")
    changed = [m.record_id for m in told if m.all_facts()["changes"].keys() == {"source"}]
    assert sorted(changed) == [five[n].pk for n in (1, 2, 4)]
    kinds = ["people.bulk_started", "people.bulk_finished"]
    assert list(Moment.objects.filter(kind__in=kinds).order_by("pk").values_list("kind", flat=True)) == kinds


def test_who_is_seen_but_not_changed_stays_and_is_counted(vera, mark, five, hire):
    role = Role.objects.get(preset="front_desk")
    change_role(role, grants=role.grants | {"people.client.see": 4, "people.client.change": 1}, by=vera)
    nina = hire("nina", "front_desk")
    edit_client(five[0], responsible=nina, by=vera)
    looked = ask("source", "X", nina).looked
    assert (looked["found"], looked["out_of_reach"], looked["change"]) == (5, 4, 1)
    assert change("source", "X", nina).changed == 1
    assert Client.objects.filter(source="X").count() == 1


def test_rights_that_end_stop_it_and_the_rest_is_left(vera, mark, five, monkeypatch):
    monkeypatch.setattr(carrying, "FIRST", 1)
    begun = start_bulk_change(ask("source", "X", mark), by=mark, in_background=False)
    stroke = carrying.commands.change_stroke

    def stroke_then_leave(*told, **words):
        done = stroke(*told, **words)
        if mark.is_active and done.state != "done":
            disable_colleague(mark, by=vera)
        return done

    monkeypatch.setattr(carrying.commands, "change_stroke", stroke_then_leave)
    at = carrying.carry(begun.pk)
    assert (at.state, at.changed) == ("stopped", 1)
    assert "has no access" in at.trouble
    assert back(at, vera).undone == 1


def test_it_goes_on_behind_the_last_stroke_after_a_kill(vera, five, monkeypatch):
    monkeypatch.setattr(carrying, "FIRST", 2)
    begun = start_bulk_change(ask("source", "X", vera), by=vera, in_background=False)
    stroke, times = carrying.commands.change_stroke, []

    def killed_second(*told, **words):
        times.append(1)
        if len(times) == 2:
            raise KeyboardInterrupt
        return stroke(*told, **words)

    monkeypatch.setattr(carrying.commands, "change_stroke", killed_second)
    with pytest.raises(KeyboardInterrupt):
        carrying.carry(begun.pk)
    assert BulkChange.objects.get(pk=begun.pk).at_row == 2
    at = carrying.carry(begun.pk)
    assert (at.state, at.changed, BulkRow.objects.count()) == ("done", 5, 5)


def test_stopped_it_goes_no_further_and_what_was_done_can_be_taken_back(vera, five, monkeypatch):
    monkeypatch.setattr(carrying, "FIRST", 1)
    before = state()
    begun = start_bulk_change(ask("category", "Z", vera), by=vera, in_background=False)
    stroke = carrying.commands.change_stroke

    def stroke_then_stop(*told, **words):
        done = stroke(*told, **words)
        stop_bulk_change(begun, by=vera)
        return done

    monkeypatch.setattr(carrying.commands, "change_stroke", stroke_then_stop)
    at = carrying.carry(begun.pk)
    assert (at.state, at.changed) == ("stopped", 1)
    assert back(at, vera).undone == 1
    assert state() == before


def test_what_was_changed_again_since_is_left_and_named(vera, five, page_of):
    done = change("source", "Net", vera)
    edit_client(five[2], source="Friend", by=vera)
    again = back(done, vera)
    assert (again.undone, again.kept) == (4, 1)
    assert list(Client.objects.order_by("pk").values_list("source", flat=True)) == [
        "Web",
        "Fair",
        "Friend",
        "Web",
        "",
    ]
    page = page_of(vera).get(f"/clients/all/{again.uid}/").content.decode()
    assert "Client 2" in page
    assert "Client 3" not in page


def test_whom_who_takes_it_back_does_not_reach_is_left(vera, mark, lena, five):
    done = change("category", "Z", mark)
    edit_client(five[0], responsible=lena, by=vera)
    again = back(done, mark)
    assert (again.undone, again.kept) == (2, 1)
    assert back(again, vera).undone == 3


def test_who_became_one_with_another_since_is_left_until_that_merge_is_taken_apart(vera, five, page_of):
    done = change("source", "Net", vera)
    merge = merge_clients(five[3], five[2], choices={"name": "kept", "responsible": "kept"}, by=vera)
    edit_client(five[3], alert="Faints at needles", by=vera)
    again = back(done, vera)
    assert (again.undone, again.kept) == (4, 1)
    page = page_of(vera).get(f"/clients/all/{again.uid}/").content.decode()
    assert five[3].name in page
    assert "Faints at needles" in page
    assert "take the merge apart" in page
    unmerge_clients(merge, by=vera)
    assert back(again, vera).undone == 5
    assert Client.objects.get(pk=five[2].pk).source == five[2].source


def test_a_refused_wish_says_which_word_is_wrong(vera, sam, five):
    for what, value, asked, field in (
        ("colour", "", "", "what"),
        ("tag", "x" * 50, "", "value"),
        ("tag", "", "", "value"),
        ("responsible", "somebody", "", "value"),
        ("location", "somewhere", "", "value"),
        ("source", "x" * 500, "", "value"),
        ("tag", "VIP", "q=zzzzz", "asked"),
    ):
        with pytest.raises(Refused) as no:
            ask(what, value, vera, asked)
        assert no.value.field == field, what
    with pytest.raises(NotAllowed):
        ask("tag", "VIP", sam)
    assert not BulkChange.objects.exists()


def test_from_the_list_to_the_change_and_back_by_the_pages(vera, five, page_of):
    browser = page_of(vera)
    asked = browser.post("/clients/all/", {"in": "source=Web", "row": "x"})
    assert asked.url == "/clients/all/?source=Web"
    assert "what=category" in browser.get(asked.url).content.decode()
    answer = browser.post("/clients/all/", {"in": "source=Web", "what": "category", "value": "Q"})
    assert "Would be changed" in browser.get(answer.url).content.decode()
    browser.post(f"{answer.url}start/")
    made = carrying.carry(BulkChange.objects.get().pk)
    assert (made.state, Client.objects.filter(category="Q").count()) == ("done", 2)
    browser.post(f"{answer.url}undo/")
    assert carrying.carry(made.pk).state == "undone"
    assert not Client.objects.filter(category="Q").exists()


def test_nothing_is_kept_of_who_is_forgotten_and_of_what_is_old(vera, five):
    done = change("category", "Z", vera)
    forget_client(five[0], by=vera)
    assert not BulkRow.objects.filter(client_id=five[0].pk).exists()
    with travel_to(now() + timedelta(days=31)):
        let_go_of_old_bulk_changes.func()
    assert not BulkRow.objects.exists()
    with pytest.raises(Refused):
        undo_bulk_change(done, by=vera)


def test_a_day_for_all_of_them_is_typed_and_what_is_none_stays_in_the_field(vera, five, page_of):
    field, browser = add_field(name="Contract ends", kind="date", by=vera), page_of(vera)
    key = f"own_{field.uid}"
    page = browser.get(f"/clients/all/?what={key}").content.decode()
    assert 'data-kind="day"' in page
    told = {"in": "", "what": key, "value": "31.02"}
    wrong = browser.post("/clients/all/", told).content.decode()
    assert 'name="value" value="31.02"' in wrong
    assert 'id="id_value_error">Write a day such as' in wrong
    assert not BulkChange.objects.exists()
    assert browser.post("/clients/all/", told | {"value": "1 Dec 2027"}).status_code == 302
    made = BulkChange.objects.get()
    assert made.value == "2027-12-01"
    browser.post("/clients/all/", told | {"value": ""})
    assert BulkChange.objects.latest("pk").value is None
