"""Rights that end while an import or an export runs: it stops there, says why, and nothing is done behind the reach."""

from datetime import timedelta

import pytest

from pomni.exchange import carrying, export_run, subjects
from pomni.exchange.commands import running
from pomni.exchange.commands.exporting import ask_export
from pomni.exchange.models import Export
from pomni.exchange.queries import wizard
from pomni.exchange.tests.test_running import ran, sent, tried
from pomni.kit import clock
from pomni.kit.errors import Refused
from pomni.memory.models import Moment
from pomni.people.commands import add_client, merge_clients, unmerge_clients
from pomni.people.models import Client
from pomni.team.commands import change_role, disable_colleague
from pomni.team.models import Notice, Role, User


def lower(preset, by, **grants):
    role = Role.objects.get(preset=preset)
    change_role(role, grants=role.grants | grants, by=by)


def reaches_less(_hal, vera):
    lower("head_of_sales", vera, **{"people.client.change": 1})


LOSSES = {
    "Hal has no access any more.": lambda hal, vera: disable_colleague(hal, by=vera),
    "Hal may no longer bring": lambda hal, vera: lower("head_of_sales", vera, **{"exchange.import.run": 0}),
    "Hal no longer reaches as many": reaches_less,
}


@pytest.fixture
def hal(hire):
    return hire("hal", "head_of_sales")


@pytest.fixture
def row_by_row(monkeypatch):
    monkeypatch.setattr(carrying, "in_strokes", lambda rows, write, **_more: [write([row]) for row in rows])


def after(row, act):
    def progress(at):
        if at.at_row == row:
            act()

    return progress


@pytest.mark.parametrize("told", LOSSES)
def test_a_running_import_stops_behind_the_stroke_after_which_its_maker_lost_the_right(
    client, vera, hal, row_by_row, told
):
    import_ = running.start_import(tried(hal), by=hal, in_background=False)
    import_ = carrying.take_all(import_, progress=after(1, lambda: LOSSES[told](hal, vera)))
    assert (import_.state, import_.added, Client.objects.count()) == ("failed", 1, 1)
    client.force_login(vera)
    page = client.get(f"/exchange/imports/{import_.uid}/").content.decode()
    assert told in page
    assert Moment.objects.filter(kind="exchange.import_halted", record_id=import_.pk).exists()
    assert carrying.take_all_back(running.undo_import(import_, by=vera)).state == "undone"
    assert not Client.objects.exists()


def test_an_import_whose_maker_left_is_told_to_the_directors_and_does_not_go_on(vera, hal, row_by_row):
    import_ = running.start_import(tried(hal), by=hal, in_background=False)
    import_ = carrying.take_all(import_, progress=after(1, lambda: disable_colleague(hal, by=vera)))
    assert Notice.objects.filter(user=vera, url__contains=str(import_.uid)).exists()
    with pytest.raises(Refused, match="Hal has no access"):
        running.resume_import(import_, by=vera)


def test_an_import_goes_on_with_less_reach_where_its_maker_says_so(vera, hal, row_by_row):
    import_ = running.start_import(tried(hal), by=hal, in_background=False)
    import_ = carrying.take_all(import_, progress=after(1, lambda: reaches_less(hal, vera)))
    assert import_.state == "failed"
    import_ = running.resume_import(import_, by=User.objects.get(pk=hal.pk))
    assert carrying.take_all(import_).state == "done"


def test_a_trial_stops_when_its_maker_is_disabled(vera, hal, monkeypatch):
    monkeypatch.setattr(carrying, "AT_ONCE", 1)
    import_ = running.begin_trial(sent(hal), by=hal, in_background=False)
    import_ = carrying.try_rows(import_, progress=after(2, lambda: disable_colleague(hal, by=vera)))
    assert (import_.state, import_.trouble) == ("read", "Hal has no access any more.")


# --- Whom the importer does not reach ----------------------------------------------------------------------------------


def strangers(number):
    return "Name;Phone\n" + "".join(f";+48 600 200 {n:03}\n" for n in range(number))


@pytest.fixture
def hers(lena):
    """Three clients of a colleague whom Hal does not reach."""
    return [add_client(name=f"Hers {n}", phone=f"+48 600 200 {n:03}", by=lena) for n in range(3)]


def test_a_trial_that_tells_of_colleagues_clients_is_written_down(hal, hers):
    assert tried(hal, strangers(4)).trial["elsewhere"] == 3
    (moment,) = Moment.objects.filter(kind="exchange.import_tried", by_id=hal.pk)
    assert (moment.facts["rows"], moment.facts["elsewhere"]) == (4, 3)


def test_a_colleague_looks_up_so_many_of_others_clients_in_a_day_and_no_more(
    client, vera, hal, hers, monkeypatch
):
    monkeypatch.setattr(wizard, "MOST_ELSEWHERE", 4)
    assert tried(hal, strangers(3)).state == "tried"
    import_ = tried(hal, strangers(2))
    assert (import_.state, import_.trial) == ("read", {})
    assert "a day" in import_.trouble
    assert Notice.objects.filter(user=vera, url__contains=str(import_.uid)).exists()
    with pytest.raises(Refused):  # and now nothing is tried any more
        tried(hal, strangers(1))
    assert tried(vera, strangers(3)).state == "tried"  # who reaches all looks nobody up
    with clock.travel_to(clock.now() + timedelta(days=1, minutes=1)):
        assert tried(hal, strangers(3)).state == "tried"


@pytest.mark.parametrize(
    ("preset_grants", "told"),
    [
        ({"exchange.export.run": 0}, "Dina may no longer export"),
        ({"people.client.see": 1}, "The rights of Dina changed while this was written. Export anew."),
        (None, "Dina has no access any more."),
    ],
)
def test_an_export_stops_when_its_maker_may_no_longer_have_it(
    vera, hire, monkeypatch, settings, tmp_path, preset_grants, told
):
    dina = hire("dina", "head_of_sales")
    every = {"exchange.export.run": 4, "exchange.export.see": 4, "people.client.see": 4}
    lower("head_of_sales", vera, **every)
    dina.refresh_from_db()
    for name in ("Anna", "Jan", "Ewa"):
        add_client(name=name, by=vera)
    export = ask_export(format="csv", query="", columns=["name"], by=dina)
    monkeypatch.setattr(export_run, "PORTION", 1)
    whole, written = subjects.whole_clients, []

    def lose_after_one(by, pks, **columns):
        if written:
            disable_colleague(dina, by=vera) if preset_grants is None else lower(
                "head_of_sales", vera, **preset_grants
            )
        written.append(pks)
        return whole(by, pks, **columns)

    monkeypatch.setattr(subjects, "whole_clients", lose_after_one)
    export_run.write_export.func(pk=export.pk)
    export = Export.objects.get()
    assert export.state == "failed"
    assert export.trouble.startswith(told)
    assert len(written) == 2
    assert not list((tmp_path / export_run.FOLDER).iterdir())


# --- The way back ------------------------------------------------------------------------------------------------------


def test_an_import_taken_back_leaves_whom_its_maker_does_not_reach_any_more_and_names_them(
    client, vera, lena, hal
):
    ewa = add_client(
        name="Ewa Kot", phone="+48 600 100 777", email="ewa@example.com", source="friends", by=hal
    )
    import_ = ran(hal, existing="overwrite")
    anna = Client.objects.get(contact_points__normal="anna@example.com")
    for one in (anna, ewa):
        Client.objects.filter(pk=one.pk).update(responsible=lena, entered_by=lena)
    import_ = carrying.take_all_back(running.undo_import(import_, by=hal))
    assert (import_.state, import_.figures["removed"], import_.figures["left"]) == ("undone", 1, 3)
    ewa.refresh_from_db()
    assert ewa.source == "fair"
    assert Client.objects.filter(pk=anna.pk).exists()
    client.force_login(hal)
    page = client.get(f"/exchange/imports/{import_.uid}/").content.decode()
    assert anna.name not in page
    assert "left as it is" in page
    import_ = carrying.take_all_back(
        running.undo_import(import_, by=vera)
    )  # who reaches them takes back the rest
    ewa.refresh_from_db()
    assert (ewa.source, import_.figures["left"], Client.objects.count()) == ("friends", 0, 1)
    with pytest.raises(Refused):
        running.undo_import(import_, by=vera)


def test_who_became_one_with_another_since_is_left_until_that_merge_is_taken_apart(client, vera):
    ewa = add_client(
        name="Ewa Kot", phone="+48 600 100 777", email="ewa@example.com", source="friends", by=vera
    )
    import_ = ran(vera, existing="overwrite")
    other = add_client(name="Ewa Kot-Lis", by=vera)
    merge = merge_clients(other, ewa, choices={"name": "kept"}, by=vera)
    import_ = carrying.take_all_back(running.undo_import(import_, by=vera))
    assert (import_.figures["merged"], import_.figures["left"], import_.figures["restored"]) == (1, 0, 0)
    client.force_login(vera)
    page = client.get(f"/exchange/imports/{import_.uid}/").content.decode()
    assert "Ewa Kot-Lis" in page  # whom they became is named, and that is the way to the merge
    assert "take the merge apart" in page
    unmerge_clients(merge, by=vera)
    import_ = carrying.take_all_back(running.undo_import(import_, by=vera))
    assert (Client.objects.get(name="Ewa Kot").source, import_.figures["merged"]) == ("friends", 0)
    with pytest.raises(Refused):
        running.undo_import(import_, by=vera)
