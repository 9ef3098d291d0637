"""An import from its trial to its end, and all the way back."""

import io

import pytest
from django.utils.translation import override

from pomni.exchange import arriving, carrying
from pomni.exchange.commands import running, wizard
from pomni.exchange.models import Fault, Import, Taken
from pomni.exchange.queries.lost import facts_lost
from pomni.facts.commands import add_field
from pomni.jobs.worker import run_jobs_once
from pomni.kit.errors import NotAllowed, Refused
from pomni.memory.listening import tell_all
from pomni.memory.models import Moment
from pomni.memory.sealer import seal
from pomni.people.commands import add_client, add_note, edit_client, fill_own_fields, forget_client
from pomni.people.imports import Wish
from pomni.people.models import Client, ContactPoint, Holding, Tag
from pomni.team.models import Notice

FILE = """Name;Phone;E-mail;Tags;Source
Anna Lis;+48 600 100 200;anna@example.com;VIP;fair
Jan Lis;+48 600 100 200;;;fair
Ewa Kot;+48 600 100 777;ewa@example.com;school;fair
;;;;fair
Zły Numer;12;;;
Lis Anna;+48600100200;;;
"""


def sent(by, text=FILE, name="clients.csv", **wish):
    """A file that was sent and matched."""
    with arriving.arrived(io.BytesIO(text.encode()), name) as arrived:
        import_ = wizard.add_import(file=arrived, by=by)
    if wish:
        mapping = {int(place): key for place, key in import_.mapping.items()}
        import_ = wizard.match_columns(import_, mapping=mapping, wish=Wish(**wish), by=by)
    return import_


def tried(by, *args, **wish):
    import_ = running.begin_trial(sent(by, *args, **wish), by=by, in_background=False)
    return carrying.try_rows(import_)


def ran(by, *args, **wish):
    return carrying.take_all(running.start_import(tried(by, *args, **wish), by=by, in_background=False))


def counts(import_):
    return tuple(getattr(import_, name) for name in ("rows", "added", "changed", "same", "faulty"))


def held():
    clients = Client.objects.order_by("pk").values_list()
    points = ContactPoint.objects.order_by("kind", "normal").values_list("kind", "normal")
    holdings = Holding.objects.order_by("client_id", "contact_point__normal").values_list(
        "client_id", "contact_point__normal", "typed", "place", "is_preferred"
    )
    tags = Tag.objects.order_by("folded").values_list("folded", "clients")
    return [list(rows) for rows in (clients, points, holdings, tags)]


def hear():
    seal()
    tell_all()


@pytest.mark.parametrize("at_once", [500, 1])
def test_a_trial_counts_and_writes_nothing(vera, monkeypatch, at_once):
    monkeypatch.setattr(carrying, "AT_ONCE", at_once)
    ewa = add_client(name="Ewa Kot", phone="+48 600 100 777", email="ewa@example.com", by=vera)
    before = held()
    import_ = tried(vera)
    told = import_.trial
    assert import_.state == "tried"
    assert held() == before
    assert (told["rows"], told["added"], told["changed"], told["same"], told["faulty"]) == (6, 2, 1, 1, 2)
    assert [(one["number"], one["column"]) for one in told["faults"]] == [(5, "Name"), (6, "Phone")]
    assert {one["name"] for one in told["examples"]} == {"Anna Lis", "Jan Lis", ewa.name}


def test_the_worker_takes_the_rows_in_and_tells_whoever_started_it(vera, django_capture_on_commit_callbacks):
    import_ = running.begin_trial(sent(vera), by=vera)
    run_jobs_once()
    running.start_import(import_, by=vera)
    with django_capture_on_commit_callbacks(execute=True):
        run_jobs_once()
    import_.refresh_from_db()
    assert import_.state == "done"
    assert counts(import_) == (6, 3, 0, 1, 2)
    assert Client.objects.count() == 3
    assert not import_.stored
    assert not list(arriving.path_of("imports").iterdir())
    assert Notice.objects.get(user=vera).facts["added"] == 3


def test_rows_that_cannot_be_taken_go_into_a_file_that_is_matched_at_once_when_it_is_sent_again(vera):
    import_ = ran(vera, FILE.replace("Source", "Odd title"), source="fair")
    faults = list(Fault.objects.order_by("number").values_list("number", "cells"))
    assert [number for number, _cells in faults] == [5, 6]
    assert faults[1][1][:2] == ["Zły Numer", "12"]
    text = "".join(queries_text(import_, vera))
    again = ran(vera, text.replace("Numer,12,", "Numer,+48 600 100 209,").removeprefix("\ufeff"), "again.csv")
    assert (again.added, again.faulty) == (1, 1)
    assert again.mapping == import_.mapping


def queries_text(import_, viewer):
    from pomni.exchange.queries.running import faults_file

    return faults_file(viewer, import_)


def test_a_paused_import_goes_on_where_it_was(vera, monkeypatch):
    import_ = running.start_import(tried(vera), by=vera, in_background=False)
    monkeypatch.setattr(carrying, "in_strokes", lambda rows, write: [write([row]) for row in rows])

    def pause(at):
        if at.at_row == 2:
            running.pause_import(at, by=vera)

    import_ = carrying.take_all(import_, progress=pause)
    assert import_.state == "paused"
    assert Client.objects.count() == 2
    assert carrying.take_all(running.resume_import(import_, by=vera)).state == "done"
    assert Client.objects.count() == 3


def test_a_stroke_that_another_worker_has_written_is_not_written_again(vera):
    import_ = running.start_import(tried(vera), by=vera, in_background=False)
    rows = list(carrying.ready_rows(import_, vera))
    running.take_stroke(import_, rows=rows[:2], since=0, by=vera)
    running.take_stroke(import_, rows=rows[:2], since=0, by=vera)
    assert Client.objects.count() == 2
    assert Import.objects.get().at_row == 2


def test_a_row_that_the_database_refuses_is_set_aside_alone(vera, monkeypatch):
    from django.db import DataError

    take = running.take_rows

    def stumble(*, rows, wish, by):
        if any(getattr(row, "fields", {}).get("name") == "Ewa Kot" for row in rows):
            raise DataError("no such letter")
        return take(rows=rows, wish=wish, by=by)

    monkeypatch.setattr(running, "take_rows", stumble)
    import_ = ran(vera)
    assert (import_.added, import_.faulty) == (2, 3)


@pytest.mark.parametrize("existing", ["fill", "overwrite", "skip", "add"])
def test_an_import_taken_back_leaves_all_as_it_was(vera, existing):
    add_client(
        name="Ewa Kot",
        phone="+48 600 100 777",
        email="ewa@example.com",
        source="friends",
        tags=["old"],
        by=vera,
    )
    before = held()
    import_ = running.undo_import(ran(vera, existing=existing, tags=("Import",)), by=vera)
    run_jobs_once()
    import_.refresh_from_db()
    assert held() == before
    assert import_.state == "undone"
    assert import_.figures["kept"] == 0
    assert Moment.objects.filter(kind="exchange.import_undone").exists()


def test_what_was_worked_with_since_stays_and_is_named(vera):
    ewa = add_client(name="Ewa Kot", phone="+48 600 100 777", email="ewa@example.com", by=vera)
    import_ = ran(vera, existing="overwrite")
    anna = Client.objects.get(contact_points__normal="anna@example.com")
    add_note(anna, text="called", by=vera)
    edit_client(ewa, source="street", by=vera)
    import_ = carrying.take_all_back(running.undo_import(import_, by=vera))
    assert import_.figures == {**import_.figures, "removed": 1, "restored": 0, "kept": 2}
    assert sorted(Taken.objects.exclude(kept="").values_list("kept", flat=True)) == ["changed", "touched"]
    ewa.refresh_from_db()
    assert ewa.source == "street"
    assert Client.objects.filter(pk=anna.pk).exists()
    with pytest.raises(Refused):
        running.undo_import(import_, by=vera)


def test_whoever_lost_the_right_meanwhile_brings_nothing_more_in(vera, hire):
    hal = hire("hal", "head_of_sales")
    import_ = running.start_import(tried(hal), by=hal, in_background=False)
    hal.is_active = False
    hal.save()
    import_ = carrying.take_all(Import.objects.select_related("made_by").get(pk=import_.pk))
    assert import_.state == "failed"
    assert "access" in import_.trouble
    assert not Client.objects.exists()


def test_a_field_that_a_role_masks_is_not_brought_in(vera, hire):
    hal = hire("hal", "head_of_sales")
    import_ = sent(hal)
    hal.roles_held.first().role.__class__.objects.filter(preset="head_of_sales").update(
        fields={"people.client.phone": "mask"}
    )
    from pomni.team import models

    models._grants.cache_clear()
    with pytest.raises(NotAllowed):
        running.begin_trial(import_, by=type(hal).objects.get(pk=hal.pk), in_background=False)


def test_what_an_import_kept_of_a_forgotten_client_goes_with_them(vera, settings, tmp_path):
    ewa = add_client(
        name="Ewa Kot", phone="+48 600 100 777", email="ewa@example.com", source="friends", by=vera
    )
    ran(vera, existing="overwrite")
    hear()
    assert Taken.objects.filter(client_id=ewa.pk, before__source=["friends", "fair"]).exists()
    forget_client(ewa, by=vera)
    hear()
    assert not Taken.objects.filter(client_id=ewa.pk).exists()


LOST = """Name;Phone;Birthday;Source;Position;Works at
Anna Lis;+48 600 100 200;13.04.1980;Fair;manager;Shop Ltd
Jan Kot;+48 600 100 300;1.2.1970;fair;;
Lis Anna;+48 600 100 200;12.04.;FAIR;;
"""


@pytest.fixture
def anna(vera):
    return add_client(
        name="Lis Anna Maria",
        phone="+48 600 100 200",
        birth_day="04-12",
        birth_year=1980,
        source="fair",
        by=vera,
    )


def test_a_fact_that_is_not_taken_is_named_before_and_afterwards(client, vera, anna):
    client.force_login(vera)
    import_ = tried(vera, LOST)
    told = import_.trial
    assert (told["changed"], told["same"], told["not_taken"]) == (1, 1, 1)
    assert told["lost"] == [
        {"number": 2, "name": "Lis Anna Maria", "facts": {"birthday": ["1980-04-12", "1980-04-13"]}}
    ]
    page = client.get(f"/exchange/imports/{import_.uid}/trial/").content.decode()
    assert "Birthday: here 12 Apr 1980, in the file 13 Apr 1980" in page
    import_ = carrying.take_all(running.start_import(import_, by=vera, in_background=False))
    anna.refresh_from_db()
    assert (anna.birth_day, anna.position) == ("04-12", "manager")
    assert (import_.faulty, import_.figures["not_taken"], "lost" in import_.trial) == (0, 1, False)
    (row,) = Fault.objects.all()
    assert (row.number, row.cells[2], "Birthday" in row.reason) == (2, "13.04.1980", True)
    assert "Birthday" in "".join(queries_text(import_, vera))
    assert "or not whole" in client.get(f"/exchange/imports/{import_.uid}/").content.decode()
    carrying.take_all_back(running.undo_import(import_, by=vera))
    assert not Fault.objects.exists()


def test_what_is_overwritten_or_left_as_wished_is_not_told_as_lost(vera, anna):
    assert tried(vera, LOST, existing="overwrite").trial["not_taken"] == 0
    assert tried(vera, LOST, existing="skip").trial["not_taken"] == 0
    assert tried(vera, LOST, existing="add").trial["not_taken"] == 0


def test_where_somebody_works_and_what_a_custom_field_says_is_named_too(vera, anna):
    size = add_field(name="Size", kind="number", by=vera)
    home = add_client(name="Home Ltd", kind="organisation", by=vera)
    edit_client(anna, works_at=home, by=vera)
    fill_own_fields(anna, values={f"own_{size.uid}": "42"}, by=vera)
    (one,) = tried(vera, "Name;Phone;Works at;Size\nLis Anna;+48 600 100 200;Shop Ltd;43\n").trial["lost"]
    assert one["facts"] == {
        "organisation": [home.pk, "Shop Ltd"],
        f"own_{size.uid}": ["42", "43"],
    }
    assert tried(vera, "Name;Phone;Works at;Size\nLis Anna;+48 600 100 200;Home Ltd;42\n").trial["lost"] == []


def test_days_that_are_not_taken_are_written_as_the_reader_writes_them(vera, anna):
    seen = add_field(name="Seen", kind="date", by=vera)
    fill_own_fields(anna, values={f"own_{seen.uid}": "2024-11-01"}, by=vera)
    import_ = tried(vera, "Name;Phone;Birthday;Seen\nLis Anna;+48 600 100 200;1980-04-13;2024-11-02\n")
    with override("ru"):
        (one,) = facts_lost(vera, import_)
    told = " ".join(one["says"])
    for day in ("12.04.1980", "13.04.1980", "01.11.2024", "02.11.2024"):
        assert day in told
    assert "1980-04" not in told
    assert "2024-11" not in told


def test_whoever_does_not_see_a_field_learns_its_name_and_nothing_of_it(vera, hire, anna):
    import_ = tried(vera, LOST)
    hal = hire("hal", "head_of_sales")
    hal.roles_held.first().role.__class__.objects.filter(preset="head_of_sales").update(
        fields={"people.client.birthday": "mask"}
    )
    from pomni.team import models

    models._grants.cache_clear()
    (one,) = facts_lost(type(hal).objects.get(pk=hal.pk), import_)
    assert one["says"] == ["Birthday"]
    assert facts_lost(vera, import_)[0]["says"] == ["Birthday: here 12 Apr 1980, in the file 13 Apr 1980"]


# --- Its pages ---------------------------------------------------------------------------------------------------------


def test_each_state_has_its_page_and_its_buttons(client, vera, monkeypatch):
    client.force_login(vera)
    import_ = sent(vera)
    way = f"/exchange/imports/{import_.uid}/"
    assert client.get(way).url == f"{way}reading/"
    carrying.try_rows(running.begin_trial(import_, by=vera, in_background=False))
    assert client.post(f"{way}start/").url == way
    assert 'value="0" max="6"' in client.get(way).content.decode()
    client.post(f"{way}pause/")
    assert "resume" in client.get(way).content.decode()
    polled = client.get(f"{way}?state=running", headers={"HX-Request": "true"})
    assert polled["HX-Refresh"] == "true"
    client.post(f"{way}resume/")
    run_jobs_once()
    page = client.get(way).content.decode()
    assert "Lis" in page
    assert "Zły Numer" not in page
    assert "Phone" in page
    assert "undo-import" in page
    client.post(f"{way}undo/")
    assert 'max="3"' in client.get(way).content.decode()
    run_jobs_once()
    assert Import.objects.get().state == "undone"
    assert "removed" in client.get(way).content.decode()


def test_the_file_to_mend_holds_no_formula(client, vera):
    client.force_login(vera)
    import_ = ran(vera, 'Name;Phone\n"=cmd|calc";12\n')
    answer = client.get(f"/exchange/imports/{import_.uid}/faults/")
    text = b"".join(answer.streaming_content).decode()
    assert "'=cmd|calc,12,2,\"Phone: “12”" in text
    assert answer["X-Content-Type-Options"] == "nosniff"


# --- At the machine itself ---------------------------------------------------------------------------------------------


def at_the_terminal(*words):
    from click.testing import CliRunner

    from pomni.config.cli import main

    return CliRunner().invoke(main, ["import", *map(str, words)])


def test_the_command_says_by_its_exit_code_how_it_went(vera, tmp_path):
    file, faults = tmp_path / "clients.csv", tmp_path / "faults.csv"
    file.write_text(FILE)
    tried_only = at_the_terminal(file, "--dry-run")
    assert tried_only.exit_code == 3
    assert not Client.objects.exists()
    told = at_the_terminal(file, "--as", "vera", "--mapping", "Source=-,E-mail=about", "--faults", faults)
    assert told.exit_code == 3
    assert "row 6, Phone" in told.output
    assert "Zły Numer" in faults.read_text()
    assert set(Client.objects.values_list("source", flat=True)) == {""}
    assert Client.objects.get(about="ewa@example.com").entered_by == vera
    file.write_text("\n".join(FILE.splitlines()[:4]))
    assert at_the_terminal(file, "--existing", "skip").exit_code == 0


@pytest.mark.parametrize(
    "words", [("--as", "nobody"), ("--mapping", "No such=phone"), ("--mapping", "Phone=moon")]
)
def test_a_command_that_is_refused_writes_nothing(vera, tmp_path, words):
    file = tmp_path / "clients.csv"
    file.write_text(FILE)
    told = at_the_terminal(file, *words)
    assert told.exit_code == 1
    assert told.output.startswith("pomni: ")
    assert not Client.objects.exists()
