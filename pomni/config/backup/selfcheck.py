"""What must be true of a database before people may work on it."""

from importlib.util import find_spec
from itertools import islice

from django.core import checks
from django.db import DatabaseError
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils.translation import gettext as _

from pomni.config.backup.fingerprint import prints_of, total
from pomni.config.backup.scratch import steps_ahead
from pomni.kit.errors import Refused

FAULTS_AT_MOST = 100


def self_check(connection: BaseDatabaseWrapper, *, faults_before: list[str] | None) -> str:
    """Check code, schema, integrity and chain of the database that this thread is pointed at; its digest.

    Refused with what is wrong. Faults of the chain that were there before an upgrade do not count; None: they
    are not known, and none counts.
    """
    if errors := [e for e in checks.run_checks() if e.is_serious() and not e.is_silenced()]:
        raise Refused(_("Pomni's own check failed: %(why)s") % {"why": errors[0].msg})
    if ahead := steps_ahead(connection):
        raise Refused(_("The migration %(name)s was not applied.") % {"name": ahead[0]})
    _check_integrity(connection)
    digest = total(prints_of(connection))
    if faults_before is not None and (new := [f for f in chain_faults() or [] if f not in faults_before]):
        raise Refused(_("The memory's chain does not hold any more: %(why)s") % {"why": new[0]})
    return digest


def chain_faults() -> list[str] | None:
    """The first faults of the memory's chain; None where it cannot be read in this state of the tables."""
    if not find_spec("pomni.memory.queries"):
        return []
    from pomni.memory.queries import verify_chain

    try:
        return list(islice(verify_chain(), FAULTS_AT_MOST))
    except DatabaseError:
        return None


def _check_integrity(connection: BaseDatabaseWrapper) -> None:
    connection.check_constraints()
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA integrity_check(1)")
            found = cursor.fetchone()[0]
        if found != "ok":
            raise Refused(_("The database is damaged: %(why)s") % {"why": found})
