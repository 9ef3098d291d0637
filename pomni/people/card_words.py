"""All that a card tells, under the words by which moments tell it: looked at before and after two cards become one."""

from collections.abc import Mapping
from typing import Any

from pomni.facts.queries import CLIENT, fields
from pomni.people.addresses import addresses_of, addresses_text
from pomni.people.differing import as_told
from pomni.people.events.clients import LABELS
from pomni.people.many_beside import said
from pomni.people.models import Client, Holding, OutsideId, OwnValue
from pomni.people.own import remembered
from pomni.people.points import NORMAL, text_of
from pomni.people.rules import birthday_text
from pomni.people.words import tags_text

BESIDE = {
    *NORMAL,
    "birthday",
    "address",
    "tags",
    "outside_id",
}  # words that are no columns of the client's row
ARCHIVED = "archived"


def card_words(pk: int) -> dict[str, Any]:
    """What the card of this key tells now: texts as `events.LABELS` and the keys of custom fields name them, without empty
    ones; and whether it is archived.
    """
    client = Client.objects.select_related("responsible", "location", "works_at").get(pk=pk)
    told = {word: as_told(word, getattr(client, word)) for word in LABELS if word not in BESIDE}
    told["birthday"] = birthday_text(client.birth_day, client.birth_year)
    told["address"] = addresses_text(addresses_of(client))
    told["tags"] = tags_text(client.tags.all())
    told["outside_id"] = said(OutsideId.objects.filter(client=pk).values_list("source", "value"))
    told |= _points(pk) | _own(pk)
    return {word: text for word, text in told.items() if text} | {ARCHIVED: client.archived_at is not None}


def what_became(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """Of two such tellings what is different, as it is after; "" where nothing is told any more."""
    words = dict.fromkeys([*before, *after])
    return {word: after.get(word, "") for word in words if before.get(word) != after.get(word)}


def _points(pk: int) -> dict[str, str]:
    rows = Holding.objects.filter(client=pk).select_related("contact_point")
    held = list(rows.order_by("-is_preferred", "place", "pk"))
    return {kind: text_of(one for one in held if one.contact_point.kind == kind) for kind in NORMAL}


def _own(pk: int) -> dict[str, str]:
    rows: dict[int, list[OwnValue]] = {}
    for row in OwnValue.objects.filter(client=pk).select_related("other", "colleague").order_by("pk"):
        rows.setdefault(row.field_id, []).append(row)
    known = fields(CLIENT, archived=True) if rows else ()
    return {one.key: remembered(one, rows[one.pk]) for one in known if one.pk in rows}
