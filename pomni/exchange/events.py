from typing import Annotated

from django.utils.translation import gettext_lazy as _

from pomni.memory.events import Event, Kept

OURS = Kept("what was exchanged, and by whom, is the company's own")


class ExportAsked(
    Event, says=_("asked for an export of {clients} (%(format)s, copy %(mark)s)"), about="exchange.Export"
):
    export_id: int
    format: Annotated[str, OURS]
    mark: Annotated[str, OURS]


class ExportWritten(
    Event, says=_("exported {clients}: %(rows)s (%(format)s, copy %(mark)s)"), about="exchange.Export"
):
    export_id: int
    rows: int
    format: Annotated[str, OURS]
    mark: Annotated[str, OURS]


class VisitsExportAsked(
    Event, says=_("asked for an export of visits (%(format)s, copy %(mark)s)"), about="exchange.Export"
):
    export_id: int
    format: Annotated[str, OURS]
    mark: Annotated[str, OURS]


class VisitsExportWritten(
    Event, says=_("exported visits: %(rows)s (%(format)s, copy %(mark)s)"), about="exchange.Export"
):
    export_id: int
    rows: int
    format: Annotated[str, OURS]
    mark: Annotated[str, OURS]


class ExportHalted(
    Event, says=_("did not bring the export %(mark)s to its end (%(format)s)"), about="exchange.Export"
):
    export_id: int
    format: Annotated[str, OURS]
    mark: Annotated[str, OURS]


class ExportFetched(Event, says=_("fetched the export %(mark)s"), about="exchange.Export"):
    export_id: int
    mark: Annotated[str, OURS]


class ExportDeleted(Event, says=_("deleted the export %(mark)s"), about="exchange.Export"):
    export_id: int
    mark: Annotated[str, OURS]


class ImportAdded(Event, says=_("chose the file %(name)s for an import"), about="exchange.Import"):
    import_id: int
    name: Annotated[str, OURS]
    size: int


class ImportMatched(Event, says=_("matched the columns of the import %(name)s"), about="exchange.Import"):
    import_id: int
    name: Annotated[str, OURS]


class ImportTried(
    Event,
    says=_("tried the import %(name)s. Rows: %(rows)s, of {clients} of colleagues: %(elsewhere)s"),
    about="exchange.Import",
):
    import_id: int
    name: Annotated[str, OURS]
    rows: int
    elsewhere: int  # rows that mean somebody whom the importer does not reach


class ImportDropped(Event, says=_("gave up the import %(name)s"), about="exchange.Import"):
    import_id: int
    name: Annotated[str, OURS]


class ImportStarted(Event, says=_("began the import %(name)s. Rows: %(rows)s"), about="exchange.Import"):
    import_id: int
    name: Annotated[str, OURS]
    rows: int


class ImportFinished(
    Event,
    says=_("finished the import %(name)s. Added: %(added)s, changed: %(changed)s, set aside: %(faulty)s"),
    about="exchange.Import",
):
    import_id: int
    name: Annotated[str, OURS]
    added: int
    changed: int
    same: int
    faulty: int
    elsewhere: int = 0  # rows that mean somebody whom the importer does not reach


class ImportPaused(Event, says=_("paused the import %(name)s"), about="exchange.Import"):
    import_id: int
    name: Annotated[str, OURS]


class ImportResumed(Event, says=_("let the import %(name)s go on"), about="exchange.Import"):
    import_id: int
    name: Annotated[str, OURS]


class ImportStopped(
    Event, says=_("stopped the import %(name)s. Added by then: %(added)s"), about="exchange.Import"
):
    import_id: int
    name: Annotated[str, OURS]
    added: int
    changed: int


class ImportHalted(
    Event,
    says=_("did not bring the import %(name)s to its end. Added by then: %(added)s"),
    about="exchange.Import",
):
    import_id: int
    name: Annotated[str, OURS]
    added: int


class ImportUndoStarted(Event, says=_("began to take back the import %(name)s"), about="exchange.Import"):
    import_id: int
    name: Annotated[str, OURS]


class ImportUndone(
    Event,
    says=_("took back the import %(name)s. Removed: %(removed)s, restored: %(restored)s, kept: %(kept)s"),
    about="exchange.Import",
):
    import_id: int
    name: Annotated[str, OURS]
    removed: int
    restored: int
    kept: int
