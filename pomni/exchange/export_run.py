"""Writing one export, portion after portion, as far as its maker reaches when it is written."""

import logging
import secrets
import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import InterfaceError, OperationalError, transaction
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from pomni.exchange import standing
from pomni.exchange.models import Export
from pomni.exchange.queries.exporting import exported
from pomni.exchange.subjects import subject_of
from pomni.exchange.writing.columns import Column
from pomni.exchange.writing.files import Cards, Sheet, Table, Writer
from pomni.jobs.declare import GiveUp, task
from pomni.jobs.running import where
from pomni.kit.clock import now
from pomni.kit.errors import NotAllowed, Refused
from pomni.kit.pace import portions, rest
from pomni.memory import sightings
from pomni.team import company
from pomni.team.models import User

PORTION = 500
FOLDER = "exports"
KEPT = timedelta(days=7)
LONGEST = timedelta(days=1)  # so long an export may take, with all its tries
OPEN = (Export.State.WAITING, Export.State.RUNNING)
log = logging.getLogger("pomni.exchange")


@task(key="export:{pk}")
def write_export(pk: int) -> None:
    """Write the export with this key, unless it is done. A fault is told on its page, in its maker's language."""
    export = Export.objects.select_related("made_by").get(pk=pk)
    if export.state not in OPEN:
        return
    company.current()
    with override(export.made_by.language or settings.LANGUAGE_CODE):
        try:
            _write(export, export.made_by)
        except (NotAllowed, Refused) as no:
            _fail(export, str(no))
        except (OperationalError, InterfaceError):
            raise  # the database is away: the queue tries again
        except Exception as error:
            log.error("export %s was stopped: %s", pk, where(error))
            _fail(export, _("Pomni stumbled. Tell whoever looks after Pomni."))
            raise GiveUp(where(error)) from None


def _write(export: Export, by: User) -> None:
    from pomni.exchange.commands.exporting import finish_export  # which sends this job

    standing.check_exporting(export, by, began_as=by)
    pks = exported(by, export.asked["query"], of=export.of)
    Export.objects.filter(pk=export.pk).update(state=Export.State.RUNNING, rows=len(pks))
    stored = f"{FOLDER}/{secrets.token_hex(16)}"
    path = Path(settings.MEDIA_ROOT) / stored
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        _fill(_writer(export, by, path, len(pks)), export, by, pks)
        # Who is erased while it is written is not in it.
        while gone := subject_of(export.of).gone(by, export.added_at).intersection(pks):
            pks = [pk for pk in pks if pk not in gone]
            _fill(_writer(export, by, path, len(pks)), export, by, pks)
        by = _still(export, by)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    path.chmod(0o600)
    finish_export(export, stored=stored, rows=len(pks), size=path.stat().st_size, by=by)


def _fill(writer: Writer, export: Export, by: User, pks: list[int]) -> None:
    done, ended, subject = 0, 0.0, subject_of(export.of)
    for portion in portions(pks, PORTION):
        by = _still(export, by)
        told = subject.told(by, portion, export.columns)
        writer.write(told)
        if done:
            rest(time.monotonic() - ended)
        # Before anybody can have the file it is written down whom it tells of.
        sightings.write("people.client", subject.named(told), by=by, how="exported")
        done += len(portion)
        Export.objects.filter(pk=export.pk).update(at_row=done)
        ended = time.monotonic()
    writer.finish()


def _still(export: Export, by: User) -> User:
    """The maker as the tables have them now. Raises NotAllowed where they may not have this export any more."""
    now_by = standing.anew(by)
    standing.check_exporting(export, now_by, began_as=by)
    return now_by


def _writer(export: Export, by: User, path: Path, rows: int) -> Writer:
    known = subject_of(export.of).columns()
    columns: list[Column] = [known[key] for key in export.columns if key in known]
    match export.format:
        case Export.Format.XLSX:
            return Sheet(path, columns, export.mark, _about(export, by, rows))
        case Export.Format.CSV:
            comma_is_decimal = formats.get_format("DECIMAL_SEPARATOR") == ","
            return Table(path, columns, export.mark, ";" if comma_is_decimal else ",")
    return Cards(path, columns, export.mark)


def _about(export: Export, by: User, rows: int) -> list[tuple[str, Any]]:
    return [
        (_("Exported by"), by.name),
        (_("When"), formats.date_format(export.added_at, "DATETIME_FORMAT")),
        (str(subject_of(export.of).title), rows),
        (_("Filters"), export.asked["query"] or _("none")),
        (pgettext("of a file", "Copy"), export.mark),
    ]


def _fail(export: Export, trouble: str) -> None:
    from pomni.exchange.commands.exporting import fail_export  # which sends this job

    maker = User.objects.get(pk=export.made_by_id)  # colleagues are disabled, never deleted
    fail_export(export, trouble=trouble, by=standing.anybody(maker, standing.EXPORT))


def delete_old_exports(before: datetime | None = None) -> int:
    """Delete the files that are older than an instant, by default a week, and what killed workers left.

    Returns how many of the former.
    """
    old = Export.objects.filter(state=Export.State.DONE, ended_at__lt=before or now() - KEPT)
    for export in old:
        drop_file(export)
    for export in Export.objects.filter(state__in=OPEN, added_at__lt=now() - LONGEST).select_related(
        "made_by"
    ):
        with override(export.made_by.language or settings.LANGUAGE_CODE):
            _fail(export, _("This export did not come to its end. Export anew."))
    _sweep()
    return len(old)


def _sweep() -> None:
    """Remove the files that no export knows, unless one may still be writing them."""
    known = set(Export.objects.exclude(stored="").values_list("stored", flat=True))
    for path in (Path(settings.MEDIA_ROOT) / FOLDER).glob("*"):
        is_old = path.stat().st_mtime < (now() - LONGEST).timestamp()
        if is_old and f"{FOLDER}/{path.name}" not in known:
            path.unlink(missing_ok=True)


def drop_file(export: Export) -> None:
    """Take the file away, once that is written; that it was made stays."""
    stored = export.stored
    export.state, export.stored = Export.State.GONE, ""
    export.save(update_fields=["state", "stored"])
    # By the folder of now, as it was written: the storage keeps in mind that of its first use.
    transaction.on_commit(lambda: (Path(settings.MEDIA_ROOT) / stored).unlink(missing_ok=True))
