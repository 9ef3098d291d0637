"""What imports and exports hold of people is let go in time, and at once with whoever is erased."""

import os
from datetime import timedelta

import pytest

from pomni.exchange import arriving, carrying, export_run, letting_go, subjects
from pomni.exchange.commands import running
from pomni.exchange.commands.exporting import ask_export
from pomni.exchange.models import Export, Fault, Import, Taken
from pomni.exchange.tests.test_running import FILE, hear, ran, sent, tried
from pomni.kit import clock
from pomni.kit.errors import Refused
from pomni.people.commands import add_client, forget_client, merge_clients
from pomni.people.models import Client
from pomni.team.models import Notice


@pytest.fixture
def ewa(vera):
    return add_client(name="Ewa Kot", phone="+48 600 100 777", email="ewa@example.com", by=vera)


def exported(by, query=""):
    export = ask_export(format="csv", query=query, columns=["name", "email"], by=by)
    export_run.write_export.func(pk=export.pk)
    export.refresh_from_db()
    return export


def test_a_file_that_went_out_with_an_erased_client_goes_and_others_stay(
    vera, ewa, django_capture_on_commit_callbacks
):
    add_client(name="Jan Lis", by=vera)
    others, whole = exported(vera, "q=lis"), exported(vera)
    hear()
    forget_client(ewa, by=vera)
    with django_capture_on_commit_callbacks(execute=True):
        hear()
    states = dict(Export.objects.values_list("pk", "state"))
    assert (states[others.pk], states[whole.pk]) == ("done", "gone")
    assert len(list(arriving.path_of("exports").iterdir())) == 1


def test_who_is_erased_while_the_file_is_written_is_not_in_it(vera, ewa, monkeypatch):
    add_client(name="Jan Lis", by=vera)
    write, erased = subjects.whole_clients, []

    def slowly(by, pks, **more):
        found = write(by, pks, **more)
        if not erased:
            erased.append(forget_client(ewa, by=vera))
        return found

    monkeypatch.setattr(subjects, "whole_clients", slowly)
    export = exported(vera)
    assert export.rows == 1
    assert "ewa@example.com" not in arriving.path_of(export.stored).read_text()


def lying():
    return list(arriving.path_of("imports").iterdir())


@pytest.mark.parametrize("begin", [sent, tried])
def test_an_import_that_has_not_begun_is_given_up_when_somebody_is_erased_and_its_maker_is_told(
    vera, ewa, begin, django_capture_on_commit_callbacks
):
    import_ = begin(vera, existing="overwrite")
    hear()
    forget_client(ewa, by=vera)
    with django_capture_on_commit_callbacks(execute=True):
        hear()
    import_.refresh_from_db()
    assert (import_.state, import_.stored, import_.trial, lying()) == ("dropped", "", {"let_go": True}, [])
    assert Notice.objects.get(user=vera, kind="exchange.import_let_go").facts["name"] == "clients.csv"


@pytest.mark.parametrize("state", ["running", "paused", "failed"])
def test_nobody_who_was_erased_comes_back_out_of_an_import_that_has_begun(
    client, vera, ewa, state, django_capture_on_commit_callbacks
):
    import_ = running.start_import(tried(vera), by=vera, in_background=False)
    rows = list(carrying.ready_rows(import_, vera))
    import_ = running.take_stroke(import_, rows=rows[:1], since=0, by=vera)
    if state == "paused":
        import_ = running.pause_import(import_, by=vera)
    elif state == "failed":
        import_ = running.fail_import(import_, trouble="x", by=vera)
    hear()
    forget_client(ewa, by=vera)
    with django_capture_on_commit_callbacks(execute=True):
        hear()
        if state == "running":
            carrying.take_all(import_)
    if state != "running":
        with pytest.raises(Refused):
            running.resume_import(import_, by=vera)
    import_.refresh_from_db()
    assert (import_.state, import_.stored, lying()) == ("done", "", [])
    assert not Client.objects.filter(name="Ewa Kot").exists()
    client.force_login(vera)
    page = client.get(f"/exchange/imports/{import_.uid}/").content.decode()
    assert "Somebody was erased" in page
    assert "undo-import" in page


def test_an_import_that_stopped_halfway_is_not_kept_for_ever(vera):
    import_ = running.start_import(tried(vera), by=vera, in_background=False)
    rows = list(carrying.ready_rows(import_, vera))
    running.take_stroke(import_, rows=rows, since=0, by=vera)
    running.pause_import(import_, by=vera)
    with clock.travel_to(clock.now() + timedelta(days=31)):
        assert letting_go.let_go_of_old() == 1
        assert letting_go.let_go_of_old() == 0
    import_.refresh_from_db()
    assert (import_.state, import_.stored) == ("done", "")
    assert not Fault.objects.exists()
    assert not list(arriving.path_of("imports").iterdir())


def test_files_that_a_killed_process_left_are_deleted_after_a_day(vera):
    import_ = sent(vera)
    left, new = arriving.path_of("imports/left"), arriving.path_of("imports/new")
    for path in (left, new):
        path.write_text("Ewa Kot")
    long_ago = (clock.now() - timedelta(days=2)).timestamp()
    for path in (left, arriving.path_of(import_.stored)):
        os.utime(path, (long_ago, long_ago))
    assert letting_go.remove_strays() == 1
    assert (left.exists(), new.exists()) == (False, True)
    assert arriving.file_of(import_)


def test_the_director_takes_back_what_somebody_brought_in_who_has_left(vera, hire):
    hal = hire("hal", "head_of_sales")
    import_ = ran(hal)
    hal.is_active = False
    hal.save()
    running.undo_import(import_, by=vera)
    carrying.take_all_back(Import.objects.select_related("made_by").get())
    import_.refresh_from_db()
    assert import_.state == "undone"
    assert not Client.objects.exists()
    assert Notice.objects.filter(user=vera, kind__contains="taken_back").exists()


def test_a_trial_does_not_count_phones_of_clients_out_of_reach(vera, hire):
    add_client(name="Somebody Else", phone="+48 600 100 200", by=vera)
    hal = hire("hal", "head_of_sales")
    told = tried(hal, "Name;Phone\nAnna Lis;+48 600 100 200\n").trial
    assert (told["added"], told["shares"], told["elsewhere"]) == (1, 0, 0)
    assert tried(vera, "Name;Phone\nAnna Lis;+48 600 100 200\n", "other.csv").trial["shares"] == 1


@pytest.mark.parametrize("after", ["9" * 25, "9" * 5000, "²", "x"])
def test_a_senseless_mark_gives_the_first_lines(client, vera, after):
    client.force_login(vera)
    import_ = ran(vera, FILE)
    page = client.get(f"/exchange/imports/{import_.uid}/", {"of": "added", "after": after})
    assert "Lis" in page.content.decode()


def test_rows_that_were_set_aside_tell_nothing_once_somebody_is_erased(
    vera, ewa, django_capture_on_commit_callbacks
):
    import_ = ran(vera, FILE)
    assert Fault.objects.filter(number=6).get().cells
    hear()
    forget_client(ewa, by=vera)
    with django_capture_on_commit_callbacks(execute=True):
        hear()
    assert [fault.cells for fault in Fault.objects.all()] == [[], []]
    assert Fault.objects.get(number=6).reason.startswith("“…”: ")
    assert not Import.objects.get(pk=import_.pk).stored


def test_what_went_out_and_came_in_with_a_card_goes_when_the_card_that_it_became_is_erased(
    vera, ewa, django_capture_on_commit_callbacks
):
    kept = add_client(name="Plain", by=vera)
    oldest = add_client(name="Old Kot", by=vera)
    export, earlier = exported(vera, "q=ewa"), exported(vera, "q=old")
    ran(vera, "Name;Phone;Remark\nEwa Kot;+48 600 100 777;Likes tea\n", existing="overwrite")
    assert Taken.objects.filter(client_id=ewa.pk).exists()
    hear()
    merge_clients(ewa, oldest, choices={"name": "kept"}, by=vera)
    merge_clients(kept, ewa, choices={"name": "kept"}, by=vera)
    hear()
    forget_client(Client.objects.get(pk=kept.pk), by=vera)
    with django_capture_on_commit_callbacks(execute=True):
        hear()
    for one in (export, earlier):
        one.refresh_from_db()
        assert (one.state, one.stored, one.asked["query"]) == ("gone", "", "")
    assert not list(arriving.path_of("exports").iterdir())
    assert not Taken.objects.filter(client_id=ewa.pk).exists()
