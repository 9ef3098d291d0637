"""Files on cards are carried over with their rows; those of an erased client do not come back."""

import io

from pomni.config.backup.making import make_backup
from pomni.config.backup.restore import restore_backup
from pomni.documents.models import File
from pomni.documents.storing import path_of
from pomni.documents.taking import take_file
from pomni.memory.listening import tell_all
from pomni.memory.sealer import seal
from pomni.people.commands import forget_client
from pomni.people.models import Client
from pomni.team.models import User


def hear():
    """What the worker does within seconds."""
    seal()
    tell_all()


def test_files_come_back_with_their_rows_and_those_of_the_erased_do_not(home):
    vera = User.objects.get(username="vera")
    anna, boris = (Client.objects.get(name=name) for name in ("Anna", "Борис"))
    first, second = (
        take_file(client, io.BytesIO(b"of " + client.name.encode()), name="a.txt", by=vera)
        for client in (anna, boris)
    )
    hear()
    backup = make_backup(home)
    forget_client(anna, by=vera)
    hear()
    path_of(second.stored).unlink()
    restore_backup(backup, home.backup_key_file, force=True)
    assert path_of(second.stored).read_bytes() == "of Борис".encode()
    assert path_of(first.stored).exists()  # until the worker hears that she is erased again
    hear()
    assert not path_of(first.stored).exists()
    assert list(File.objects.values_list("stored", flat=True)) == [second.stored]
