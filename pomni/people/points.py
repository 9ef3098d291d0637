"""How clients are reached: the phones, addresses and names in messengers that each holds, written within a command.

A phone or an address is one row, whoever holds it; each holder has it in their own spelling, with their own label.
"""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from pomni.kit.errors import Refused
from pomni.kit.phones import normal_email, normal_phone
from pomni.kit.prepared import records_of
from pomni.people.messengers import in_messenger, normal_of
from pomni.people.models import Client, ContactPoint, Holding
from pomni.people.rules import Reached, reached_text, tidy
from pomni.team import company

MOST = 20  # of each kind
PHONE, EMAIL, MESSENGER = "phone", "email", "messenger"
Points = dict[str, tuple[Reached, ...]]


def _normal_phone(typed: str) -> str:
    return normal_phone(typed, company.current().phone_region)


def _normal_email(typed: str) -> str:
    address = normal_email(typed)
    name, at, host = address.partition("@")
    if not (name and at and host) or len(address) > 254 or any(sign.isspace() for sign in address):
        raise Refused(_("This is not an e-mail address. Write it like name@example.com."), field=EMAIL)
    return address


def _normal_messenger(typed: str) -> str:
    """Of a name behind what the messenger is called: "Telegram: @anna"."""
    label, _colon, name = typed.rpartition(":")
    if found := normal_of(Reached(name.strip(), label.strip())):
        return found
    raise Refused(_("Write the name in the messenger without spaces, such as @anna."), field=MESSENGER)


NORMAL = {PHONE: _normal_phone, EMAIL: _normal_email, MESSENGER: _normal_messenger}


def normal(kind: str, reached: Sequence[Reached]) -> dict[str, Reached]:
    """By its form for comparing, each point once, in order. Raises Refused where one cannot be, which is then named."""
    found: dict[str, Reached] = {}
    for one in reached:
        try:
            found.setdefault(NORMAL[kind](reached_text([one]) if kind == MESSENGER else one.typed), one)
        except Refused as no:
            told = f"“{one.typed}”: {no}" if len(reached) > 1 else str(no)
            raise Refused(told, field=kind) from None
    if len(found) > MOST:
        raise Refused(_("A {client} has 20 of these at most."), field=kind)
    return found


def points_of(words: dict[str, Any], held: dict[str, list[Holding]] | None = None) -> Points:
    """Take out of the words how the client is reached, by kind; `phone` and `email` are short for the preferred one.

    With a short word all others that are `held` stay, and so does the label.
    """
    told: Points = {}
    for kind in NORMAL:
        short, long = words.pop(kind, None), words.pop(f"{kind}s", None)
        if long is not None and (long or not short):
            told[kind] = _tidy(kind, (Reached(*one) for one in long))
        elif short is not None:
            first, *rest = told_of((held or {}).get(kind, ())) or (Reached(""),)
            told[kind] = (*_tidy(kind, [Reached(short, first.label)]), *rest)
    return told


def _tidy(kind: str, reached: Iterable[Reached]) -> tuple[Reached, ...]:
    return tidy(in_messenger(one) if kind == MESSENGER else one for one in reached)


def held_by(client: Client) -> dict[str, list[Holding]]:
    """By what the client is reached, by kind, the preferred one first.

    Locked, and in one order, so that nobody takes hold of a point that is about to be deleted, nor waits crosswise.
    """
    locked = records_of("held by", _held, client.pk)
    held: dict[str, list[Holding]] = {kind: [] for kind in NORMAL}
    for holding in sorted(locked, key=lambda holding: (not holding.is_preferred, holding.place, holding.pk)):
        held[holding.contact_point.kind].append(holding)
    return held


def _held(client_id: int) -> QuerySet[Any, Any]:
    found = Holding.objects.filter(client=client_id).select_related("contact_point")
    in_order = found.order_by("contact_point__kind", "contact_point__normal")
    return in_order.select_for_update(of=("contact_point",))


def told_of(held: Iterable[Holding]) -> tuple[Reached, ...]:
    """What was typed for this client."""
    return tuple(Reached(holding.typed, holding.label) for holding in held)


def text_of(held: Iterable[Holding]) -> str:
    """The same as one text."""
    return reached_text(told_of(held))


def reach_by(client: Client, points: Points, held: dict[str, list[Holding]] | None = None) -> None:
    """The client is reached by these from now on, instead of by those of the same kind `held` until now."""
    told = {(kind, n): one for kind in points for n, one in normal(kind, points[kind]).items()}
    before = {
        (holding.contact_point.kind, holding.contact_point.normal): holding
        for kind in points
        for holding in (held or {}).get(kind, ())
    }
    rows = _points(sorted(told.keys() - before.keys()))
    gone = {key: holding for key, holding in before.items() if key not in told}
    spare = dict(gone)
    new, place = [], dict.fromkeys(NORMAL, 0)
    for key, one in told.items():
        kind, was = key[0], before.get(key)
        want = {
            "typed": one.typed,
            "label": one.label,
            "place": place[kind],
            "is_preferred": not place[kind],
        }
        place[kind] += 1
        if was is None and (freed := next((other for other in spare if other[0] == kind), None)):
            was, want["contact_point"] = (
                spare.pop(freed),
                ContactPoint(pk=rows[key], kind=kind, normal=key[1]),
            )
        if was is None:
            new.append(Holding(client=client, contact_point_id=rows[key], **want))
        elif any(getattr(was, name) != value for name, value in want.items()):
            Holding.objects.filter(pk=was.pk).update(**want)
    if new:
        Holding.objects.bulk_create(new)
    _let_go(gone.values(), over=spare.values())


def _points(keys: Sequence[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """The keys of these points, each made where it was not there. Written out: composing it took longer than writing."""
    if not keys:
        return {}
    # A point that is there already is taken as it is: the update that changes nothing gives its key.
    told = (
        f"INSERT INTO people_contactpoint (kind, normal) VALUES {', '.join(['(%s, %s)'] * len(keys))} "  # noqa: S608 (our own)
        "ON CONFLICT (kind, normal) DO UPDATE SET kind = excluded.kind RETURNING kind, normal, id"
    )
    with connection.cursor() as cursor:
        cursor.execute(told, [text for key in keys for text in key])
        return {(kind, normal): pk for kind, normal, pk in cursor.fetchall()}


def preferred_by(client: Client) -> set[int]:
    """The keys of the holdings that are the preferred ones of their kinds."""
    return set(Holding.objects.filter(client=client, is_preferred=True).values_list("pk", flat=True))


def prefer_one(client: Client, *, rather: Collection[int]) -> None:
    """Where of a kind by now none or several are preferred: one of `rather`, else the first one."""
    for held in held_by(client).values():
        if held and sum(holding.is_preferred for holding in held) != 1:
            first = next((holding for holding in held if holding.pk in rather), held[0])
            Holding.objects.filter(pk__in=[holding.pk for holding in held]).update(is_preferred=False)
            Holding.objects.filter(pk=first.pk).update(is_preferred=True)


def let_go_of_all(client: Client) -> None:
    """The client is reached by nothing any more."""
    held = [holding for of_kind in held_by(client).values() for holding in of_kind]
    _let_go(held, over=held)


def _let_go(held: Collection[Holding], *, over: Collection[Holding]) -> None:
    """The client is no longer reached by these, of which `over` lead nowhere; a point that nobody else has is deleted."""
    if over:
        gone = Holding.objects.filter(pk__in=[holding.pk for holding in over])
        gone._raw_delete(gone.db)  # nothing hangs on a holding: one statement
    if points := sorted({holding.contact_point_id for holding in held}):
        # One statement, written out; the database itself keeps a point that somebody holds.
        told = (
            f"DELETE FROM people_contactpoint WHERE id IN ({', '.join(['%s'] * len(points))}) AND NOT EXISTS "  # noqa: S608 (our own)
            "(SELECT 1 FROM people_holding h WHERE h.contact_point_id = people_contactpoint.id)"
        )
        with connection.cursor() as cursor:
            cursor.execute(told, points)
