"""An import whose worker is killed again and again, with colleagues at work beside: no row lost, none twice."""

import io
import subprocess
import sys
import time

import pytest
from django.db import connection
from django.db.models import Count

from conftest import member
from pomni.exchange import arriving, carrying
from pomni.exchange.commands import running, wizard
from pomni.exchange.models import Import, Taken
from pomni.memory.models import Moment
from pomni.people.models import Client

pytestmark = [pytest.mark.durability, pytest.mark.engines, pytest.mark.django_db(transaction=True)]
ROWS, KILLS = 1500, 3


def begun(by):
    table = "".join(f"Client {n};+48 600 {n:06};{'VIP' if n % 3 else ''}\n" for n in range(ROWS))
    with arriving.arrived(io.BytesIO(f"Name;Phone;Tags\n{table}".encode()), "clients.csv") as file:
        import_ = wizard.add_import(file=file, by=by)
    import_ = carrying.try_rows(running.begin_trial(import_, by=by, in_background=False))
    return running.start_import(import_, by=by, in_background=False)


def worker(media, import_):
    words = [sys.executable, "-m", "pomni.exchange.tests.killable"]
    return subprocess.Popen([*words, str(connection.settings_dict["NAME"]), str(media), str(import_.pk)])


def at_row():
    return Import.objects.values_list("at_row", flat=True).get()


def wait_past(row):
    until = time.monotonic() + 60
    while at_row() <= row and time.monotonic() < until:
        time.sleep(0.02)
    assert at_row() > row


def test_a_killed_import_loses_nothing_and_doubles_nothing(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    import_ = begun(member("vera", "director"))
    for _kill in range(KILLS):
        before = at_row()
        process = worker(tmp_path, import_)
        wait_past(before)
        process.kill()
        process.wait()
    assert 0 < at_row() < ROWS
    assert worker(tmp_path, import_).wait(timeout=60) == 0
    import_.refresh_from_db()
    assert (import_.state, import_.at_row, import_.added) == ("done", ROWS, ROWS)
    assert Client.objects.count() == Client.objects.values("name").distinct().count() == ROWS
    assert not Taken.objects.values("number").annotate(times=Count("pk")).filter(times__gt=1).exists()
    assert Moment.objects.filter(kind="people.client_added").count() == ROWS
