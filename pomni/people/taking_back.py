"""Giving a client back what an import has changed, where it still is what the import made it. Within commands."""

from typing import Any

from django.db.models import Exists, OuterRef

from pomni.facts.queries import CLIENT, Own, fields
from pomni.kit import bulk
from pomni.kit.clock import now
from pomni.kit.spelling import found_by
from pomni.people import many
from pomni.people.addresses import addresses_text
from pomni.people.events import NoteWithdrawn
from pomni.people.imports.beside import CELL, plain_row
from pomni.people.many_beside import OTHER, records, replace_values
from pomni.people.models import Address, Client, ContactPoint, Holding, Note, OutsideId, OwnValue
from pomni.people.own import own_changed
from pomni.people.points import NORMAL
from pomni.people.rules import Reached, birthday_text, sort_key, sought
from pomni.team.models import User

ADDRESS = {"address", "address_label"}


def give_back_beside(client: Client, told: dict[str, Any]) -> tuple[list[Any], bool]:
    """Custom fields, notes and numbers of other programs: what is to be remembered, and whether all was given back."""
    events, whole = _own_back(client, told.get("+own", {}))
    notes = told.get("+notes", ())
    if notes:  # a note that was changed since is a colleague's by now
        still = Note.objects.filter(pk__in=notes, client=client, withdrawn_at=None, changed_at=None)
        pks = list(still.order_by("pk").values_list("pk", flat=True))
        Note.objects.filter(pk__in=pks).update(withdrawn_at=now())
        events += [NoteWithdrawn(note_id=pk, client_id=client.pk) for pk in pks]
        whole = whole and len(pks) == len(notes)
    for source, value in told.get("+outside", ()):
        OutsideId.objects.filter(client=client, source=source, value=value).delete()
    return events, whole


def _own_back(client: Client, told: dict[str, Any]) -> tuple[list[Any], bool]:
    if not told:
        return [], True
    known = {one.pk: one for one in fields(CLIENT, archived=True)}
    standing: dict[int, list[Any]] = {}
    rows = OwnValue.objects.filter(client=client, field__in=[int(key) for key in told])
    for field, *cells in rows.values_list("field_id", *CELL):
        standing.setdefault(field, []).append(plain_row(dict(zip(CELL, cells, strict=True))))
    diff: dict[Own, Any] = {}
    given = {}
    for key, (before, after) in told.items():
        field = known.get(int(key))
        if field and sorted(standing.get(int(key), [])) == sorted(after) and _still_leads(before):
            given[client.pk, field.pk] = before
            diff[field] = (records(after), records(before))
    events = [own_changed(client.pk, diff)] if diff else []
    replace_values(given)
    return events, len(diff) == len(told)


def _still_leads(rows: list[list[Any]]) -> bool:
    """Whether those to whom a value leads are here still: not merged into others since, nor erased."""
    others = {pk for row in rows if (pk := row[OTHER])}
    return not others or Client.objects.filter(pk__in=others, forgotten_at=None).count() == len(others)


def _has_left(colleague: int | None) -> bool:
    return colleague is not None and not User.objects.filter(pk=colleague, is_active=True).exists()


def give_back(client: Client, told: dict[str, Any]) -> tuple[dict[str, list[Any]], bool]:
    """What is different now, in words, and whether all of it could be given back."""
    fields = {name: both for name, both in told.items() if not name.startswith("+")}
    still = {name: both for name, both in fields.items() if getattr(client, name) == both[1]}
    if "responsible_id" in still and _has_left(still["responsible_id"][0]):
        del still["responsible_id"]  # else nobody would answer for them
    if fields.keys() & ADDRESS != still.keys() & ADDRESS:
        still = {
            name: both for name, both in still.items() if name not in ADDRESS
        }  # a label is of its address
    had = _address_text(client)
    for name, (before, _after) in still.items():
        setattr(client, name, before)
    diff = {
        many.word_of(name): [str(after or ""), str(before or "")] for name, (before, after) in still.items()
    }
    if ADDRESS & diff.keys():
        diff.pop("address_label", None)
        diff["address"] = [had, _address_text(client)]
    if {"birth_day", "birth_year"} & diff.keys():
        diff.pop("birth_day", None), diff.pop("birth_year", None)
        diff["birthday"] = ["", birthday_text(client.birth_day, client.birth_year)]
    if still:
        client.sorted_as = sort_key(client.name)
        client.found_by = found_by(client.name, *sought(lambda word: getattr(client, word)))
        columns = (*still, "sorted_as", "found_by")
        bulk.change(Client, columns, [[*(getattr(client, name) for name in columns), client.pk]])
    whole = len(still) == len(fields)
    for take in (_points_back, _tags_back, _addresses_back):
        more, all_of_it = take(client, told)
        diff, whole = diff | more, whole and all_of_it
    return diff, whole


def _address_text(client: Client) -> str:
    return addresses_text([Reached(client.address, client.address_label)])


def _points_back(client: Client, told: dict[str, Any]) -> tuple[dict[str, list[Any]], bool]:
    wanted = {tuple(key) for key in told.get("+points", ())}
    if not wanted:
        return {}, True
    held = Holding.objects.filter(client=client).select_related("contact_point").order_by("place", "pk")
    rows = {(row.contact_point.kind, row.contact_point.normal): row for row in held}
    gone = [row for key, row in rows.items() if key in wanted]
    diff = {}
    for kind in sorted({row.contact_point.kind for row in gone}):
        typed = [row for key, row in rows.items() if key[0] == kind]
        left = [row.typed for row in typed if row not in gone]
        diff[kind] = [", ".join(row.typed for row in typed), ", ".join(left)]
    points = [row.contact_point_id for row in gone]
    Holding.objects.filter(pk__in=[row.pk for row in gone]).delete()
    others = Holding.objects.filter(contact_point=OuterRef("pk"))
    alone = ContactPoint.objects.filter(~Exists(others), pk__in=points)
    alone._raw_delete(alone.db)
    _one_preferred(client)
    return diff, len(gone) == len(wanted)


def _one_preferred(client: Client) -> None:
    """The first of each kind that is left is the preferred one."""
    for kind in NORMAL:
        left = list(Holding.objects.filter(client=client, contact_point__kind=kind).order_by("place", "pk"))
        if left and not any(row.is_preferred for row in left):
            Holding.objects.filter(pk=left[0].pk).update(is_preferred=True)


def _addresses_back(client: Client, told: dict[str, Any]) -> tuple[dict[str, list[Any]], bool]:
    wanted = {Reached(*one) for one in told.get("+addresses", ())}
    if not wanted:
        return {}, True
    rows = list(Address.objects.filter(client=client).order_by("place", "pk"))
    gone = [row for row in rows if Reached(row.text, row.label) in wanted]
    Address.objects.filter(pk__in=[row.pk for row in gone]).delete()
    before, left = (
        addresses_text(Reached(row.text, row.label) for row in some)
        for some in (rows, [row for row in rows if row not in gone])
    )
    return {"address": [before, left]}, len(gone) == len(wanted)


def _tags_back(client: Client, told: dict[str, Any]) -> tuple[dict[str, list[Any]], bool]:
    wanted = told.get("+tags", ())
    if not wanted:
        return {}, True
    tags = list(client.tags.all())
    gone = [tag for tag in tags if tag.folded in wanted]
    client.tags.remove(*gone)
    names = sorted(tag.name for tag in tags)
    left = sorted(tag.name for tag in tags if tag not in gone)
    return {"tags": [", ".join(names), ", ".join(left)]}, len(gone) == len(wanted)
