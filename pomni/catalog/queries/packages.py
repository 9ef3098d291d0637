"""Reading packages and gift certificates."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.shortcuts import get_object_or_404

from pomni.catalog.models import Certificate, Package, PackageRow, Service
from pomni.kit import spelling
from pomni.kit.ids import as_uuid
from pomni.team.models import User


@dataclass(frozen=True)
class Contents:
    """A row of a package: so many visits (None: as often as wished), each for any one of these services."""

    visits: int | None
    services: tuple[Service, ...]


def packages(viewer: User, *, archived: bool = False) -> QuerySet[Package]:
    """Packages that are sold, or those that are not any more, by name, with their tax rate and rows."""
    found: Any = Package.objects.visible_to(viewer).filter(archived_at__isnull=not archived)
    return found.select_related("tax_rate").prefetch_related(_ROWS).order_by("name", "pk")


def package(viewer: User, uid: Any) -> Package:
    """One package, an archived one too. Raises Http404."""
    found = Package.objects.visible_to(viewer).select_related("tax_rate").prefetch_related(_ROWS)
    return get_object_or_404(found, uid=as_uuid(uid))


def packages_answering(viewer: User, words: list[str], *, size: int = 7) -> list[Package]:
    """The first packages that are sold with these words in their name, in any spelling."""
    found: Any = Package.objects.visible_to(viewer).filter(archived_at=None)
    return _named(found.order_by("name", "pk"), words, size)


def contents_of(packages: Iterable[Package]) -> dict[int, list[Contents]]:
    """What these packages hold, by the key of each: two statements."""
    held: dict[int, list[Contents]] = {one.pk: [] for one in packages}
    rows = PackageRow.objects.filter(package__in=held).order_by("package", "place")
    for row in rows.prefetch_related("services"):
        held[row.package_id].append(_contents(row))
    return held


def contents_told(package: Package) -> list[Contents]:
    """What a package holds, in the order of its rows."""
    return [_contents(row) for row in sorted(package.rows.all(), key=lambda row: row.place)]


def certificates(viewer: User, *, archived: bool = False) -> QuerySet[Certificate]:
    """Gift certificates that are sold, or those that are not any more, by name."""
    found: Any = Certificate.objects.visible_to(viewer).filter(archived_at__isnull=not archived)
    return found.order_by("name", "pk")


def certificate(viewer: User, uid: Any) -> Certificate:
    """One gift certificate, an archived one too. Raises Http404."""
    return get_object_or_404(Certificate.objects.visible_to(viewer), uid=as_uuid(uid))


def certificates_answering(viewer: User, words: list[str], *, size: int = 7) -> list[Certificate]:
    """The first gift certificates that are sold with these words in their name, in any spelling."""
    return _named(certificates(viewer), words, size)


_ROWS = Prefetch("rows", PackageRow.objects.order_by("place").prefetch_related("services"))


def _contents(row: PackageRow) -> Contents:
    return Contents(row.visits, tuple(sorted(row.services.all(), key=lambda one: (one.sorted_as, one.pk))))


def _named(found: Iterable[Any], words: list[str], size: int) -> list[Any]:
    """A company sells dozens of these: they are read and compared here."""
    typed = " ".join(words)
    return [one for one in found if spelling.matches(typed, one.name)][:size] if words else []
