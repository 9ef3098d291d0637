"""Writing into the company's own fields of a client."""

from collections.abc import Collection, Mapping
from typing import Any, cast

from django.utils.translation import gettext as _

from pomni.facts.queries import CLIENT, Own, fields
from pomni.kit.errors import Conflict, NotAllowed, Refused
from pomni.memory.commands import remember
from pomni.people.models import Client, OwnValue
from pomni.people.own import LINKS, Cells, as_seen, cells_of, own_changed, value_of
from pomni.people.queries.own import Linked, linked_of, own_of, rules_of
from pomni.team.access import command
from pomni.team.models import User


@command("people.client.change")
def fill_own_fields(
    client: Client,
    *,
    values: Mapping[str, Any],
    by: User,
    seen: Mapping[str, str] | None = None,
    checks_required: bool = False,
    checks_told: bool = False,
    is_new: bool = False,
) -> Client:
    """Write into these fields, by their keys; an empty value empties the field. What is not told stays as it is.

    `seen` says, as text, what each was when the person began: Conflict where it no longer is. `checks_required`: refused
    where a field that is required for this client stays empty; `checks_told`: where one of those told does. `is_new`: the
    client is only being added, no file can lie on the card yet, so none is required. Raises Refused, with the field;
    NotAllowed where `by` is not shown one of the fields in full.
    """
    client = Client.objects.select_for_update().get(pk=client.pk)
    if client.forgotten_at:
        raise Refused(_("The personal data of this {client} were erased; there is nothing left to change."))
    wanted = _wanted(client, values, by)
    had = _had(client, wanted)
    _check_reached(had, by)
    if seen:
        _check_seen(had, wanted, seen)
    changes: dict[Own, tuple[Any, Any]] = {}
    for field, cells in wanted.items():
        before, after = had[field], _rows(client, field, cells)
        if value_of(field, before) != value_of(field, after):
            _replace(client, field, before, after)
            changes[field] = (before, after)
    if checks_required or checks_told:
        _refuse_gaps(client, by, among=None if checks_required else values, but={"file"} if is_new else ())
    if changes:
        remember(own_changed(client.pk, changes), by=by)
    return client


# --- Inside ----------------------------------------------------------------------------------------------------------


def _wanted(client: Client, values: Mapping[str, Any], by: User) -> dict[Own, Cells]:
    known = {one.key: one for one in fields(CLIENT)}
    if strange := sorted(set(values) - set(known)):
        raise Refused(
            _("There is no such field: %(names)s") % {"names": ", ".join(strange)}, field=strange[0]
        )
    if rules_of(by).keys() & values.keys():
        raise NotAllowed(_("Your role does not show you this field in full, so you cannot change it."))
    return {known[key]: cells_of(known[key], told, by, client) for key, told in values.items()}


def _had(client: Client, wanted: Mapping[Own, Cells]) -> dict[Own, list[OwnValue]]:
    found: dict[int, list[OwnValue]] = {field.pk: [] for field in wanted}
    rows = OwnValue.objects.filter(client=client, field__in=list(found)).order_by("pk")
    beside = ("other", "colleague") if any(field.kind in LINKS for field in wanted) else ()
    for row in rows.select_related(*beside) if beside else rows:
        found[row.field_id].append(row)
    return {field: found[field.pk] for field in wanted}


def _rows(client: Client, field: Own, cells: Cells) -> list[OwnValue]:
    return [OwnValue(client=client, field_id=field.pk, **one) for one in cells]


def _replace(client: Client, field: Own, before: list[OwnValue], after: list[OwnValue]) -> None:
    """Of several values those that stay keep their rows: a merge that is taken back knows whose they were."""
    stay = {one.slot for one in before} & {one.slot for one in after} if field.kind == "many" else set()
    OwnValue.objects.filter(client=client, field=field.pk).exclude(slot__in=stay).delete()
    OwnValue.objects.bulk_create(one for one in after if one.slot not in stay)


def _check_seen(
    had: Mapping[Own, list[OwnValue]], wanted: Mapping[Own, Cells], seen: Mapping[str, str]
) -> None:
    both = {}
    for field, rows in had.items():
        theirs = as_seen(value_of(field, rows))
        mine = as_seen(value_of(field, [OwnValue(field_id=field.pk, **one) for one in wanted[field]]))
        if field.key in seen and theirs not in (seen[field.key], mine):
            both[field.key] = (mine, theirs)
    if both:
        raise Conflict(_("Somebody changed this meanwhile. Choose which value stays."), both=both)


def _check_reached(had: Mapping[Own, list[OwnValue]], by: User) -> None:
    """Nobody takes away or replaces what they do not see."""
    links = {field: cast(str, value_of(field, rows)) for field, rows in had.items() if field.kind in LINKS}
    stand = {field: value for field, value in links.items() if value}
    seen = linked_of(by, stand.items()) if stand else {}
    for field, value in stand.items():
        if seen.get(value, Linked()).uid != value:
            sentence = _("What stands in “%(name)s” is out of your reach. Leave the field as it is.")
            raise Refused(sentence % {"name": field.name}, field=field.key)


def _refuse_gaps(client: Client, by: User, among: Collection[str] | None, but: Collection[str]) -> None:
    for one in own_of(by, client):
        if one.lacks and one.field.kind not in but and (among is None or one.field.key in among):
            raise Refused(_("Fill this in."), field=one.field.key)
