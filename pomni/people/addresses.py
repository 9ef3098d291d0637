"""The addresses of a client: the preferred one stands in the client's own row, further ones beside it."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from pomni.kit.errors import Refused
from pomni.people.models import Address, Client
from pomni.people.rules import LONGEST_LABEL, Reached

MOST = 20
LONGEST = 300
ONE = re.compile(r"(?:(?P<label>[^:,;\d]{1,40}): )?(?P<typed>.+)")


def addresses_text(addresses: Iterable[Reached]) -> str:
    """Addresses as one text: a line each, perhaps with its label, "home: Long 1, Leeds"."""
    return "\n".join(
        f"{one.label}: {one.typed}" if one.label else one.typed for one in addresses if one.typed
    )


def addresses_in(text: str) -> tuple[Reached, ...]:
    """What `addresses_text` wrote, or a person."""
    found = (ONE.fullmatch(" ".join(line.split())) for line in text.splitlines())
    return tuple(Reached(one["typed"], one["label"] or "") for one in found if one)


def addresses_of(client: Client) -> tuple[Reached, ...]:
    """All that a client has, the preferred one first."""
    rows = client.addresses.order_by("place", "pk").values_list("text", "label") if client.pk else ()
    first = [Reached(client.address, client.address_label)] if client.address else []
    return (*first, *(Reached(*row) for row in rows))


def take_addresses(words: dict[str, Any]) -> tuple[Reached, ...] | None:
    """Take `addresses` out of the words and put the first one in the client's own columns; None where none are told.

    Raises Refused where one is too long, or they are too many.
    """
    if (told := words.pop("addresses", None)) is None:
        return None
    plain = (
        Reached(" ".join(one[0].split()), " ".join(one[1].replace(":", " ").split()))
        for one in map(_pair, told)
    )
    found = tuple(dict.fromkeys(one for one in plain if one.typed))
    if len(found) > MOST:
        raise Refused(_("A {client} has 20 of these at most."), field="address")
    for one in found:
        if "\x00" in one.typed + one.label:
            raise Refused(_("This text has a sign that cannot be kept. Type it anew."), field="address")
        if len(one.typed) > LONGEST or len(one.label) > LONGEST_LABEL:
            told = {"longest": LONGEST, "length": len(one.typed)}
            raise Refused(
                _("This is too long: %(length)s signs, and %(longest)s is the most.") % told, field="address"
            )
    first = found[0] if found else Reached("")
    words["address"], words["address_label"] = first.typed, first.label
    return found


def write_further(client: Client, addresses: Sequence[Reached]) -> None:
    """Keep the addresses behind the preferred one, instead of those that were.

    One that stays keeps its row: a merge that is taken back knows whose it was.
    """
    rows = Address.objects.filter(client=client).order_by("-place", "-pk")
    before = {Reached(row.text, row.label): row for row in rows}
    told = {one: place for place, one in enumerate(addresses[1:], 1)}
    stay = {one: row for one, row in before.items() if one in told}
    rows.exclude(pk__in=[row.pk for row in stay.values()]).delete()
    for one, row in stay.items():
        if row.place != told[one]:
            Address.objects.filter(pk=row.pk).update(place=told[one])
    Address.objects.bulk_create(
        Address(client=client, text=one.typed, label=one.label, place=place)
        for one, place in told.items()
        if one not in stay
    )


def _pair(told: Sequence[str]) -> tuple[str, str]:
    return told[0], told[1] if len(told) > 1 else ""
