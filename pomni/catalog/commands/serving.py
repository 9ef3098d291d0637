"""Adding services, changing them, and saying who performs them."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from pomni.catalog import events, rules
from pomni.catalog.models import Category, Performer, Service
from pomni.catalog.shelving import (
    CHANGE,
    LONGEST_CATEGORY,
    but_same_rate,
    category_of,
    code_of,
    follow,
    let_go_of_empty_categories,
    name_of,
    rate_of,
    text_of,
)
from pomni.kit.changes import apply_changes, check_seen
from pomni.kit.clock import now
from pomni.kit.errors import Refused
from pomni.kit.spelling import fold, found_by
from pomni.memory.commands import remember
from pomni.team.access import command
from pomni.team.models import User

MOST_PERFORMERS = 500
# What is told of a service, with what checks it; the category and the performers are records of their own.
CHECKS: Mapping[str, Any] = {
    "name": name_of,
    "code": code_of,
    "minutes": rules.minutes_of,
    "phases": rules.phases_of,
    "before": lambda told: rules.break_of(told, field="before"),
    "after": lambda told: rules.break_of(told, field="after"),
    "price": rules.price_of,
    "hue": lambda told: told if told is None else int(told) % 360,
    "season": rules.season_of,
    "repeat_days": rules.days_of,
    "tax_rate": rate_of,
    "is_online": bool,
    "about": text_of,
}


@command(CHANGE, makes=Service)
def add_service(
    *, name: str, by: User, category: str = "", performers: Sequence[Sequence[Any]] = (), **words: Any
) -> Service:
    """Offer a service. `category`: its name, one that is not there yet is made. `performers`: as in `set_performers`.

    `words`: minutes, phases (then the minutes are theirs), before, after (minutes), price, hue, season (months),
    repeat_days, code, tax_rate, is_online, about. Raises Refused, with the field.
    """
    told = _checked({"name": name, "minutes": None} | words)
    service = Service(added_at=now(), category=category_of(category), **told)
    _name_is_free(service)
    _follow(service)
    service.save()
    remember(events.ServiceAdded(service_id=service.pk, name=service.name), by=by)
    if performers:
        set_performers(service, performers=performers, by=by)
    return service


@command(CHANGE)
def edit_service(
    service: Service, *, by: User, seen: dict[str, str] | None = None, **changes: Any
) -> Service:
    """Change a service, in the words of `add_service` but `performers`. `seen`: what each was; Conflict where it is not."""
    service = (
        Service.objects.select_for_update(of=("self",))
        .select_related("category", "tax_rate")
        .get(pk=service.pk)
    )
    told = _checked(but_same_rate(changes, service), service)
    before = service.category.name if service.category else ""
    diff = {}
    if "category" in changes and fold(changes["category"]) != fold(before):
        service.category = category_of(changes["category"])
        diff["category"] = [before, service.category.name if service.category else ""]
    check_seen(service, told, seen or {})
    diff |= apply_changes(service, told)
    if diff:
        _name_is_free(service)
        _follow(service)
        service.save(update_fields=["category", "sorted_as", "found_by"])
        remember(events.ServiceEdited(service_id=service.pk, name=service.name, changes=diff), by=by)
        let_go_of_empty_categories()
    return service


@command(CHANGE)
def set_performers(service: Service, *, performers: Sequence[Sequence[Any]], by: User) -> Service:
    """Say who performs a service: `(colleague, price, minutes)` each, None for what is as with everybody.

    Raises Refused (field "performers") where one has no access any more and did not perform it before, or words are wrong.
    """
    service = Service.objects.select_for_update(of=("self",)).get(pk=service.pk)
    had = {one.user_id: one for one in service.performers.select_related("user")}
    told = {user.pk: (user, *_own(price, minutes, service)) for user, price, minutes in performers}
    _check_performers([user for user, *_words in told.values()], had)
    gone = [one for pk, one in had.items() if pk not in told]
    diff = {one.user.name: [_told(one.price, one.minutes), None] for one in gone}
    for pk, (user, price, minutes) in told.items():
        one = had.get(pk)
        if one and (one.price, one.minutes) == (price, minutes):
            continue
        diff[user.name] = [_told(one.price, one.minutes) if one else None, _told(price, minutes)]
        Performer.objects.update_or_create(
            service=service, user=user, defaults={"price": price, "minutes": minutes}
        )
    Performer.objects.filter(pk__in=[one.pk for one in gone]).delete()
    if diff:
        remember(events.PerformersSet(service_id=service.pk, name=service.name, changes=diff), by=by)
    return service


@command(CHANGE)
def archive_service(service: Service, *, by: User) -> Service:
    """The service is not offered any more; what was done stays. Twice is once."""
    return _put(service, by, away=True)


@command(CHANGE)
def restore_service(service: Service, *, by: User) -> Service:
    """The service is offered again. Twice is once."""
    return _put(service, by, away=False)


@command(CHANGE)
def rename_category(category: Category, *, name: str, by: User) -> Category:
    """Give a category another name. Raises Refused (field "name") where another one is called so."""
    category = Category.objects.select_for_update().get(pk=category.pk)
    before, category.name = category.name, name_of(name, LONGEST_CATEGORY)
    category.folded = fold(category.name)[:160]
    if Category.objects.filter(folded=category.folded).exclude(pk=category.pk).exists():
        raise Refused(_("There is a category of this name already."), field="name")
    if before != category.name:
        category.save(update_fields=["name", "folded"])
        for service in category.services.select_for_update(of=("self",)).order_by("pk"):
            service.category = category
            _follow(service)
            service.save(update_fields=["sorted_as", "found_by"])
        for good in category.goods.select_for_update(of=("self",)).order_by("pk"):
            good.category = category
            follow(good)
            good.save(update_fields=["sorted_as", "found_by"])
        remember(events.CategoryRenamed(category_id=category.pk, before=before, name=category.name), by=by)
    return category


# --- Inside ----------------------------------------------------------------------------------------------------------


def _checked(words: Mapping[str, Any], service: Service | None = None) -> dict[str, Any]:
    """The words as they are kept. Where there are phases, their minutes are the service's."""
    given = dict(words)
    phases = rules.phases_of(given.get("phases", service.phases if service else ()))
    if phases and ("phases" in given or "minutes" in given):
        given["minutes"] = sum(minutes for minutes, _hands in phases)
    if "minutes" not in given and not service:
        given["minutes"] = None  # refused in words
    return {name: check(given[name]) for name, check in CHECKS.items() if name in given}


def _name_is_free(service: Service) -> None:
    others = Service.objects.filter(name__iexact=service.name, category=service.category, archived_at=None)
    if not service.archived_at and others.exclude(pk=service.pk).exists():
        sentence = _("There is a service of this name in this category already.")
        raise Refused(sentence, field="name")


def _follow(service: Service) -> None:
    """What follows from the name, the code and the category."""
    category = service.category.name if service.category else ""
    service.sorted_as = rules.place_of(service.name, category)
    service.found_by = found_by(service.name, service.code, category)


def _own(price: Any, minutes: Any, service: Service) -> tuple[Decimal | None, int | None]:
    """A performer's own price and minutes; what is the same as everybody's is not their own."""
    own_price = rules.price_of(price, field="performers")
    own_minutes = None if minutes is None else rules.minutes_of(minutes, field="performers")
    return (
        own_price if own_price != service.price else None,
        own_minutes if own_minutes != service.minutes else None,
    )


def _check_performers(users: Sequence[User], had: Mapping[int, Performer]) -> None:
    if len(users) > MOST_PERFORMERS:
        raise Refused(_("At most %(most)s colleagues.") % {"most": MOST_PERFORMERS}, field="performers")
    for user in users:
        if not user.is_active and user.pk not in had:
            sentence = _("%(name)s has no access any more. Choose somebody who has.")
            raise Refused(sentence % {"name": user.name}, field="performers")


def _told(price: Decimal | None, minutes: int | None) -> list[Any]:
    return [None if price is None else str(price), minutes]


def _put(service: Service, by: User, *, away: bool) -> Service:
    service = Service.objects.select_for_update(of=("self",)).get(pk=service.pk)
    if bool(service.archived_at) != away:
        service.archived_at = now() if away else None
        _name_is_free(service)
        service.save(update_fields=["archived_at"])
        told = events.ServiceArchived if away else events.ServiceRestored
        remember(told(service_id=service.pk, name=service.name), by=by)
    return service
