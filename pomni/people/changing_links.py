"""Leading very many clients to one client or colleague by a field of the company's own, and giving back where each led."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from pomni.facts.queries import Own
from pomni.kit import bulk
from pomni.kit.errors import Refused
from pomni.kit.ids import as_uuid
from pomni.memory.commands import remember_many
from pomni.people.act import Act, Before
from pomni.people.linked import client_meant, colleague_meant
from pomni.people.models import Client, OwnValue
from pomni.people.own import own_changed
from pomni.team.models import User

# By kind of field: to what it leads, the column that says where, and who says whether somebody may lead there.
LEADS: dict[str, tuple[Any, str, Any]] = {
    "client": (Client, "other", client_meant),
    "colleague": (User, "colleague", colleague_meant),
}


def act_of_link(field: Own) -> Act:
    """The bulk act that has a link lead to one client or colleague (its uid), or nowhere."""
    model, column, meant = LEADS[field.kind]

    def able(value: Any, by: User) -> None:
        try:
            if value:
                meant(by, value)
        except Refused as no:
            raise Refused(str(no), field="value") from None

    def already(value: Any) -> Q:
        return _lead_to(field, column, _key(model, value))

    def full(value: Any, by: User) -> Q:
        return _kept_from(field, value, by) & ~already(value)

    def write(clients: Sequence[int], value: Any, by: User) -> Before:
        able(value, by)
        apart = Client.objects.filter(_kept_from(field, value, by), pk__in=clients)
        able_to = set(clients).difference(apart.values_list("pk", flat=True))
        key, had = _key(model, value), _where(field, column, sorted(able_to))
        before = {pk: was for pk, was in had.items() if was != key}
        _lead(field, {pk: (was, key) for pk, was in before.items()}, by)
        return before

    def back(before: Before, value: Any, by: User) -> set[int]:
        key, had = _key(model, value), _where(field, column, list(before))
        still = [pk for pk, leads in had.items() if leads == key]
        if still and value and field.kind == "client" and not _seen(by).filter(pk=key or 0).exists():
            sentence = _("What stands in “%(name)s” is out of your reach. Leave the field as it is.")
            raise Refused(sentence % {"name": field.name})
        # It leads again where it led, whether or not whoever takes it back sees who that is: nobody is chosen anew.
        here = _here(model, before.values())
        given = {pk: before[pk] for pk in still if before[pk] is None or before[pk] in here}
        _lead(field, {pk: (key, was) for pk, was in given.items()}, by)
        return set(given)

    return Act(field.key, "own", _kept, already, write, back, full=full, field=field, able=able)


def _kept(told: Any) -> tuple[str | None, str]:
    """Only the number of whom it leads to: a name may be erased, or be out of the reach of whoever reads of the change."""
    if told in (None, "", [], ()):
        return None, ""
    if not (uid := as_uuid(str(told))):
        raise Refused(_("Choose one of the answers."), field="value")
    return str(uid), ""


def _key(model: Any, value: Any) -> int | None:
    """The key of whom a uid means; 0 where they are gone."""
    if value is None:
        return None
    return next(iter(model.objects.filter(uid=value).values_list("pk", flat=True)), 0)


def _lead_to(field: Own, column: str, key: int | None) -> Q:
    rows = OwnValue.objects.filter(field=field.pk)
    if key is None:
        return ~Q(pk__in=rows.values("client"))
    return Q(pk__in=rows.filter(**{column: key}).values("client"))


def _kept_from(field: Own, value: Any, by: User) -> Q:
    """Whose link cannot lead there: it would lead to themselves, or it leads to somebody whom `by` does not see by now."""
    if field.kind != "client":
        return Q(pk__in=())
    leads = OwnValue.objects.filter(field=field.pk, other__isnull=False)
    unseen = Q(pk__in=leads.exclude(other__in=_seen(by).values("pk")).values("client"))
    return unseen | Q(uid=value) if value else unseen


def _seen(by: User) -> QuerySet[Client]:
    return Client.objects.visible_to(by).filter(forgotten_at=None)


def _here(model: Any, keys: Collection[int | None]) -> set[int]:
    """Those who are here still: not merged into others since, nor erased."""
    found = model.objects.filter(pk__in=set(keys) - {None})
    return set((found.filter(forgotten_at=None) if model is Client else found).values_list("pk", flat=True))


def _where(field: Own, column: str, clients: Collection[int]) -> dict[int, int | None]:
    """To whom the link of each of these clients leads."""
    rows = OwnValue.objects.filter(client__in=clients, field=field.pk)
    return dict.fromkeys(clients) | dict(rows.values_list("client_id", f"{column}_id"))


def _lead(field: Own, changed: Mapping[int, tuple[int | None, int | None]], by: User) -> None:
    """Have links lead elsewhere; told: of each client to whom its link led, and leads from now on."""
    model, column, _meant = LEADS[field.kind]
    OwnValue.objects.filter(client__in=list(changed), field=field.pk).delete()
    rows = [(pk, field.pk, 0, "", now) for pk, (_was, now) in changed.items() if now]
    bulk.put(OwnValue, ("client_id", "field_id", "slot", "text", f"{column}_id"), rows)
    known = model.objects.in_bulk({key for both in changed.values() for key in both if key})

    def told(key: int | None) -> list[OwnValue]:
        return [OwnValue(field_id=field.pk, **{column: known[key]})] if key in known else []

    def events() -> Iterator[Any]:
        for pk, (was, now) in changed.items():
            yield own_changed(pk, {field: (told(was), told(now))})

    remember_many(events(), by=by)
