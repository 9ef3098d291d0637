"""Reading the catalogue for files: what came in with one, and what goes out into one."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, Q

from pomni.catalog.imports import GOODS, PACKAGES, PERFORMERS, PRICES, SERVICES, Colleagues, Pointing
from pomni.catalog.models import Good, ListedPrice, Package, Performer, PriceList, Service
from pomni.catalog.queries.goods import goods
from pomni.catalog.queries.packages import contents_told, packages
from pomni.catalog.queries.serving import services
from pomni.kit import spelling
from pomni.team.models import Location, User
from pomni.team.queries import colleagues


@dataclass(frozen=True)
class InFile:
    """What a row of a file was about: what it is called, and the page (its name and `uid`) on which it stands."""

    name: str
    uid: Any
    page: str


def offers_by_id(viewer: User, of: str, keys: Collection[int]) -> dict[int, InFile]:
    """Those of these records of a file ("services", "performers", …) that the viewer reaches, by their keys."""
    return {one.pk: _in_file(one) for one in _FOUND[of](viewer).filter(pk__in=keys)}


def offers_in_order(viewer: User, of: str) -> Iterable[Any]:
    """All "services", "goods", "performers", "packages" or "prices" that are offered, in the order of the catalogue."""
    if of in (SERVICES, GOODS):
        return (goods if of == GOODS else services)(viewer).order_by("sorted_as", "pk")
    return _IN_ORDER[of](viewer)


def _performers(viewer: User) -> list[Performer]:
    """Who performs what is offered; each has the name (`called`) by which the colleague is found again."""
    known = list(colleagues(viewer))
    written = Colleagues(known)
    names = {user.pk: written.written(user) for user in known}
    rows = list(
        Performer.objects.filter(service__in=services(viewer).values("pk"), user__in=names)
        .select_related("service__category")
        .order_by("service__sorted_as", "service")
    )
    for one in rows:
        one.called = names[one.user_id]
    return sorted(rows, key=lambda one: (one.service.sorted_as, spelling.sorted_as(one.called)))


def _packages(viewer: User) -> list[Package]:
    """Packages that are sold; each has what is in it (`told`) with the names by which services are found again."""
    found: list[Any] = list(packages(viewer))
    pointing = Pointing(Service.objects.visible_to(viewer).select_related("category"))
    categories = {one.pk: one for same in pointing.by_name.values() for one in same}
    for one in found:
        one.told = [
            (row.visits, [pointing.written(categories[service.pk]) for service in row.services])
            for row in contents_told(one)
        ]
    return found


def _prices(viewer: User) -> list[ListedPrice]:
    """Prices by the lists that hold or will, list by list."""
    offered = Q(service__archived_at=None, good=None) | Q(good__archived_at=None, service=None)
    lists = PriceList.objects.visible_to(viewer).filter(archived_at=None).values("pk")
    places = Prefetch("price_list__locations", Location.objects.order_by("name", "pk"))
    rows = ListedPrice.objects.filter(offered, price_list__in=lists)
    rows = rows.select_related("price_list", "service__category", "good__category").prefetch_related(places)
    return sorted(rows, key=_place)


def _place(row: ListedPrice) -> tuple[Any, ...]:
    offered: Any = row.service or row.good
    return (
        spelling.sorted_as(row.price_list.name),
        row.price_list_id,
        row.good is not None,
        offered.sorted_as,
    )


def _in_file(one: Any) -> InFile:
    if isinstance(one, Performer):
        return InFile(f"{one.service.name}: {one.user.name}", one.service.uid, "catalog:service")
    if isinstance(one, ListedPrice):
        offered: Any = one.service or one.good
        name = f"{one.price_list.name}: {offered.name}"
        return InFile(name, one.price_list.uid, "catalog:price_list")
    return InFile(one.name, one.uid, f"catalog:{one._meta.model_name}")


_IN_ORDER: Mapping[str, Callable[[User], Iterable[Any]]] = {
    PERFORMERS: _performers,
    PACKAGES: _packages,
    PRICES: _prices,
}
_FOUND: Mapping[str, Callable[[User], Any]] = {
    SERVICES: Service.objects.visible_to,
    GOODS: Good.objects.visible_to,
    PACKAGES: Package.objects.visible_to,
    PERFORMERS: lambda viewer: Performer.objects.filter(
        service__in=Service.objects.visible_to(viewer), user__in=colleagues(viewer).values("pk")
    ).select_related("service", "user"),
    PRICES: lambda viewer: ListedPrice.objects.filter(
        price_list__in=PriceList.objects.visible_to(viewer)
    ).select_related("price_list", "service", "good"),
}
