"""Clients as plain JSON values, quickly: a page of a hundred is written by the hundred, not checked one by one.

A test holds what stands here against the schema that programs are given.
"""

from datetime import date, datetime
from functools import lru_cache
from typing import Any

from pomni.people.queries.own import Linked
from pomni.people.queries.whole import PLAIN, Point, Whole

OF_OWN_FORM = {"birth_day", "birth_year", "added_at", "archived_at", "parts", "address_label"}
TEXTS = tuple(name for name in PLAIN if name not in OF_OWN_FORM)


def client_told(client: Whole) -> dict[str, Any]:
    """The client as `ClientOut` has it."""
    plain = client.plain
    told = {name: plain[name] for name in TEXTS}
    told["uid"] = str(client.uid)
    told["birthday"] = client.birthday
    told["phone"], told["phones"] = _reached(client.phones)
    told["email"], told["emails"] = _reached(client.emails)
    told["messengers"] = _reached(client.messengers)[1]
    told["parts"] = plain["parts"].split()
    told["addresses"] = [{"text": one.typed, "label": one.label} for one in client.addresses]
    told["organisation"] = _named(client.organisation_uid, client.organisation)
    told["tags"] = client.tags
    told["responsible"] = _named(client.responsible_uid, client.responsible)
    told["location"] = _named(client.location_uid, client.location)
    told["added_at"], told["archived_at"] = _at(plain["added_at"]), _at(plain["archived_at"])
    told["own"] = {key: own_told(value) for key, value in client.own.items()}
    told["last_contact_at"], told["next_due_on"] = _at(client.last_contact_at), _on(client.next_due_on)
    told["visits"] = plain["figures__visits"]
    told["last_visit_at"] = _at(plain["figures__last_visit_at"])
    told["next_visit_at"] = _at(plain["figures__next_visit_at"])
    return told


def own_told(value: Any) -> Any:
    """A value of a custom field: of a link to whom it leads, without number and name where that is out of reach."""
    return {"uid": value.uid or None, "name": value.name or None} if isinstance(value, Linked) else value


def _reached(points: list[Point] | None) -> tuple[str | None, list[dict[str, Any]] | None]:
    if points is None:
        return None, None
    told = [
        {"typed": p.typed, "normal": p.normal, "label": p.label, "is_preferred": p.is_preferred}
        for p in points
    ]
    return (points[0].typed if points else ""), told


@lru_cache(maxsize=1024)
def _named(uid: Any, name: str) -> dict[str, str] | None:
    return {"uid": str(uid), "name": name} if uid else None


def _at(at: datetime | None) -> str | None:
    """To the millisecond where there are some, as all other instants of the API."""
    if not at:
        return None
    return at.isoformat(timespec="milliseconds" if at.microsecond >= 1000 else "seconds").replace(
        "+00:00", "Z"
    )


def _on(day: date | None) -> str | None:
    return day.isoformat() if day else None
