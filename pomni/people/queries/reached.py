"""Whose phone or address it is: for the house itself, where somebody has just shown that it is theirs."""

from pomni.people.models import Client, Holding


def reached_by(kind: str, normal: str) -> list[Client]:
    """The clients who are here and hold this phone ("phone") or address ("email"); two at most, for that is one too many.

    Nobody reads what this tells: it knows no viewer, so nothing of it may be shown.
    """
    holds = Holding.objects.filter(contact_point__kind=kind, contact_point__normal=normal)
    here = Client.objects.filter(pk__in=holds.values("client"), archived_at=None, forgotten_at=None)
    return list(here.order_by("pk")[:2])
