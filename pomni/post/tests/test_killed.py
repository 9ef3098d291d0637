"""A worker process killed by the system while it sends."""

import os
import subprocess
import sys
from datetime import timedelta

import pytest
from django.db import connection

from pomni.jobs.worker import run_jobs_once
from pomni.kit import clock
from pomni.post import commands, queries
from pomni.post.models import Status

WORKER = """
import os, signal, sys
from django.conf import settings
settings.DATABASES["default"]["NAME"] = sys.argv[1]
import django
django.setup()
from pomni.jobs.worker import run_jobs_once
from pomni.post.models import Outgoing
Outgoing.mark_sent = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
run_jobs_once()
"""


@pytest.mark.django_db(transaction=True)
@pytest.mark.durability
@pytest.mark.engines
def test_a_letter_survives_the_kill_of_its_worker_and_may_come_twice_under_one_message_id(
    mail_peer, settings
):
    row = commands.post_letter(
        to="anna@example.org", subject="Wizyta", text="Do zobaczenia", dedupe="visit:7", language="pl"
    )
    same_house = {
        "POMNI_DATA": str(settings.HOME.folder),
        "POMNI_SMTP_URL": f"smtp+plain://127.0.0.1:{mail_peer.port}",
        "POMNI_MAIL_FROM": settings.POMNI["POMNI_MAIL_FROM"],
    }
    killed = subprocess.run(
        [sys.executable, "-c", WORKER, str(connection.settings_dict["NAME"])],
        env=os.environ | same_house,
        stderr=subprocess.PIPE,
        timeout=60,
    )
    assert killed.returncode == -9, killed.stderr.decode()
    row.refresh_from_db()
    assert (row.status, len(mail_peer.letters)) == (Status.SENDING, 1)
    assert queries.standing().sending == 1
    with clock.travel_to(clock.now() + timedelta(minutes=1)):  # the lease of the dead is over
        run_jobs_once()
    row.refresh_from_db()
    assert (row.status, row.attempts) == (Status.SENT, 2)
    first, second = mail_peer.letters
    assert first["Message-ID"] == second["Message-ID"]
    assert first.get_content() == second.get_content()
