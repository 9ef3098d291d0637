"""What pages and programs do in one go: a file is kept once however often it is sent; a trial goes by the columns as they are."""

from typing import IO, Any

from pomni.exchange import arriving
from pomni.exchange.commands import running, wizard
from pomni.exchange.models import Import
from pomni.people.imports import Wish
from pomni.team.models import User


def take_file(*, file: IO[bytes], name: str, by: User, key: Any, of: str = Import.Of.CLIENTS) -> Import:
    """The import of a file that is recognised before anything is written; sent twice, it lies here once.

    Raises Refused where it is not a file of clients that can be read.
    """
    with arriving.arrived(file, name) as arrived:
        import_: Import = wizard.add_import(file=arrived, of=of, by=by, key=key)
    if import_.stored != arrived.stored:
        arriving.remove(arrived.stored)
    return import_


def try_import(import_: Import, *, by: User) -> Import:
    """Have the import tried as its columns are matched now; one that is being tried so goes on.

    Raises Refused where they do not tell whom a row is about.
    """
    mapping = {int(number): key for number, key in import_.mapping.items()}
    matched = wizard.match_columns(import_, mapping=mapping, wish=Wish.from_json(import_.options), by=by)
    return matched if matched.state == Import.State.TRYING else running.begin_trial(matched, by=by)
