"""What colleagues are told about imports and exports."""

from django.utils.translation import gettext_lazy as _

from pomni.team.notices import Kind


class ExportReady(
    Kind, says=_("Your export is ready. {Clients} in it: %(rows)s"), icon="download", tone="success"
):
    """To whoever asked for it. Fact: `rows`."""


class ClientsExported(
    Kind, says=_("%(name)s exported {clients}. How many: %(rows)s"), icon="download", tone="warning"
):
    """To the other directors. Facts: `name` of the colleague, `rows`."""


class VisitsExportReady(
    Kind, says=_("Your export is ready. Visits in it: %(rows)s"), icon="download", tone="success"
):
    """To whoever asked for it. Fact: `rows`."""


class VisitsExported(
    Kind, says=_("%(name)s exported visits. How many: %(rows)s"), icon="download", tone="warning"
):
    """To the other directors. Facts: `name` of the colleague, `rows`."""


class ImportDone(
    Kind,
    says=_("The import %(name)s is done. Added: %(added)s, changed: %(changed)s, set aside: %(faulty)s"),
    icon="upload",
    tone="success",
):
    """To whoever started it. Facts: `name` of the file, counts."""


class ImportFailed(
    Kind, says=_("The import %(name)s was stopped. Its page says why."), icon="upload", tone="danger"
):
    """To whoever started it. Fact: `name` of the file."""


class ImportLetGo(
    Kind,
    says=_("The import %(name)s was ended: its file may hold somebody who was erased. Send it without them."),
    icon="upload",
    tone="warning",
):
    """To whoever started it. Fact: `name` of the file."""


class StrangersTried(
    Kind,
    says=_("The file %(file)s of %(name)s means many {clients} of colleagues. Its trial was stopped."),
    icon="eye",
    tone="warning",
):
    """To the directors: somebody may be looking up whom the company has. Facts: `name` of the colleague, `file`."""


class ImportTakenBack(
    Kind,
    says=_("The import %(name)s is taken back. Removed: %(removed)s, restored: %(restored)s, kept: %(kept)s"),
    icon="undo-2",
):
    """To whoever took it back. Facts: `name` of the file, counts."""
