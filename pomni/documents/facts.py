"""What may be asked of clients about the files on their cards."""

from functools import cache

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from pomni.documents.models import File
from pomni.facts.queries import Asker, Fact, Kind, Records


@cache
def of_clients() -> tuple[Fact, ...]:
    """All that this module offers."""
    rows = Records(_files, pick="count")
    return (Fact("documents.files", _("Number of files"), Kind.COUNT, rows, _("Files"), needs=(File.see,)),)


def _files(asking: Asker) -> QuerySet[File]:
    return File.objects.visible_to(asking.viewer).filter(removed_at=None)
