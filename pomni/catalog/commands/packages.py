"""Packages of visits and gift certificates: what is sold as a whole."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from pomni.catalog import events, rules
from pomni.catalog.models import Certificate, Package, PackageRow, Service
from pomni.catalog.queries.packages import contents_told
from pomni.catalog.shelving import (
    CHANGE,
    but_same_rate,
    due_price_of,
    is_called,
    locked,
    name_of,
    put,
    rate_of,
    text_of,
)
from pomni.kit.changes import apply_changes, check_seen
from pomni.kit.clock import now
from pomni.kit.errors import Refused
from pomni.memory.commands import remember
from pomni.team.access import command
from pomni.team.models import User

MOST_ROWS, MOST_SERVICES = 30, 50
PACKAGE: Mapping[str, Any] = {
    "name": name_of,
    "price": due_price_of,
    "tax_rate": rate_of,
    "days": lambda told: rules.days_of(told, field="days"),
    "about": text_of,
}
CERTIFICATE: Mapping[str, Any] = {
    "name": name_of,
    "amount": lambda told: _amount(told),
    "days": lambda told: rules.days_of(told, field="days"),
}
Rows = Sequence[tuple[int | None, Sequence[Service]]]


@command(CHANGE, makes=Package)
def add_package(*, name: str, price: Any, rows: Rows, by: User, **words: Any) -> Package:
    """Offer a package. `rows`: how many visits (None: as often as wished) of any one of which services.

    `words`: tax_rate, days (of validity, None without an end), about. Raises Refused, with the field.
    """
    told = _checked(PACKAGE, {"name": name, "price": price} | words)
    package = Package(added_at=now(), **told)
    is_called(package)
    kept = _rows(rows, package)
    package.save()
    _put_rows(package, kept)
    remember(events.PackageAdded(package_id=package.pk, name=package.name), by=by)
    return package


@command(CHANGE)
def edit_package(
    package: Package,
    *,
    by: User,
    rows: Rows | None = None,
    seen: dict[str, str] | None = None,
    **changes: Any,
) -> Package:
    """Change a package, in the words of `add_package`; what was sold stays as it was sold. Conflict: see `edit_good`."""
    package = locked(package)
    told = _checked(PACKAGE, but_same_rate(changes, package))
    check_seen(package, told, seen or {})
    diff = apply_changes(package, told)
    is_called(package)
    before = contents_told(package)
    kept = _rows(rows if rows is not None else [(one.visits, one.services) for one in before], package)
    if rows is not None and kept != [(one.visits, list(one.services)) for one in before]:
        diff["rows"] = [_plain((one.visits, one.services) for one in before), _plain(kept)]
        package.rows.all().delete()
        _put_rows(package, kept)
    if diff:
        remember(events.PackageEdited(package_id=package.pk, name=package.name, changes=diff), by=by)
    return package


@command(CHANGE)
def archive_package(package: Package, *, by: User) -> Package:
    """The package is not sold any more; those that were sold go on. Twice is once."""
    return put(package, by, _package_told(events.PackageArchived), is_called, away=True)


@command(CHANGE)
def restore_package(package: Package, *, by: User) -> Package:
    """The package is sold again. Raises Refused ("name") where another one is called so."""
    return put(package, by, _package_told(events.PackageRestored), is_called, away=False)


@command(CHANGE, makes=Certificate)
def add_certificate(*, name: str, by: User, amount: Any = None, days: int | None = None) -> Certificate:
    """Offer a gift certificate of an amount, or (None) of one that is told when it is sold. Raises Refused."""
    told = _checked(CERTIFICATE, {"name": name, "amount": amount, "days": days})
    certificate = Certificate(added_at=now(), **told)
    is_called(certificate)
    certificate.save()
    remember(events.CertificateAdded(certificate_id=certificate.pk, name=certificate.name), by=by)
    return certificate


@command(CHANGE)
def edit_certificate(
    certificate: Certificate, *, by: User, seen: dict[str, str] | None = None, **changes: Any
) -> Certificate:
    """Change a gift certificate; those that were sold stay as they were sold. Conflict: see `edit_good`."""
    certificate = locked(certificate)
    told = _checked(CERTIFICATE, changes)
    check_seen(certificate, told, seen or {})
    if diff := apply_changes(certificate, told):
        is_called(certificate)
        done = events.CertificateEdited(certificate_id=certificate.pk, name=certificate.name, changes=diff)
        remember(done, by=by)
    return certificate


@command(CHANGE)
def archive_certificate(certificate: Certificate, *, by: User) -> Certificate:
    """It is not sold any more; those that were sold go on. Twice is once."""
    return put(certificate, by, _certificate_told(events.CertificateArchived), is_called, away=True)


@command(CHANGE)
def restore_certificate(certificate: Certificate, *, by: User) -> Certificate:
    """It is sold again. Raises Refused ("name") where another one is called so."""
    return put(certificate, by, _certificate_told(events.CertificateRestored), is_called, away=False)


# --- Inside ----------------------------------------------------------------------------------------------------------


def _package_told(event):
    return lambda one: event(package_id=one.pk, name=one.name)


def _certificate_told(event):
    return lambda one: event(certificate_id=one.pk, name=one.name)


def _checked(checks: Mapping[str, Any], words: Mapping[str, Any]) -> dict[str, Any]:
    return {name: check(words[name]) for name, check in checks.items() if name in words}


def _amount(value: Any) -> Any:
    amount = rules.price_of(value, field="amount")
    if amount is not None and not amount:
        raise Refused(_("Write an amount above nothing, or none at all."), field="amount")
    return amount


def _rows(rows: Rows, package: Package) -> list[tuple[int | None, list[Service]]]:
    """The rows as they are kept. Raises Refused (field "rows", "days")."""
    kept = [(rules.visits_of(visits), list(dict.fromkeys(services))) for visits, services in rows]
    if not 0 < len(kept) <= MOST_ROWS or any(not 0 < len(some) <= MOST_SERVICES for _visits, some in kept):
        sentence = _("A package has 1 to %(rows)s rows, each with 1 to %(services)s services.")
        raise Refused(sentence % {"rows": MOST_ROWS, "services": MOST_SERVICES}, field="rows")
    if package.days is None and any(visits is None for visits, _services in kept):
        raise Refused(_("A pass without a number of visits needs an end: say how many days."), field="days")
    return kept


def _put_rows(package: Package, rows: Sequence[tuple[int | None, Sequence[Service]]]) -> None:
    for place, (visits, services) in enumerate(rows):
        row = PackageRow.objects.create(package=package, place=place, visits=visits)
        row.services.set(services)


def _plain(rows: Any) -> list[list[Any]]:
    return [[visits, [one.name for one in services]] for visits, services in rows]
