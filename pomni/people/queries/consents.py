"""What a client has consented to, as it stands."""

from collections.abc import Iterable

from pomni.people.consents import MARKETING, Standing, Stands, may_be_written, standing
from pomni.people.models import Client, Consent
from pomni.team.models import User


def consents_of(viewer: User, client: Client) -> dict[tuple[str, str], Standing]:
    """How each consent of a client within reach stands, by kind and channel; what was never asked is not there."""
    return stands_of_many(viewer, [client.pk]).get(client.pk, {})


def stands_of_many(viewer: User, pks: Iterable[int]) -> dict[int, dict[tuple[str, str], Standing]]:
    """The same of many clients, by key, in one statement; of those within reach who were ever asked."""
    said: dict[int, list[Consent]] = {}
    for one in Consent.objects.visible_to(viewer).filter(client__in=pks).order_by("client", "pk"):
        said.setdefault(one.client_id, []).append(one)
    return {pk: standing(told) for pk, told in said.items()}


def marketing_stands(pks: Iterable[int]) -> dict[int, tuple[frozenset[str], frozenset[str]]]:
    """By which channels of consent ("sms", "email", "messenger", "call") each of these clients allowed advertising, and by
    which they declined it or took it back: `{key: (allowed, declined)}`, in one statement. Who was never asked is not there.

    Whether something may be sent follows from the client alone, so no reader's reach is asked.
    """
    said: dict[int, list[Consent]] = {}
    for one in Consent.objects.filter(client__in=list(pks), kind=MARKETING).order_by("client", "pk"):
        said.setdefault(one.client_id, []).append(one)
    return {pk: _allowed_and_declined(standing(told)) for pk, told in said.items()}


def _allowed_and_declined(stands: Stands) -> tuple[frozenset[str], frozenset[str]]:
    allowed, declined = (
        frozenset(channel for (_kind, channel), one in stands.items() if one.is_given is given)
        for given in (True, False)
    )
    return allowed, declined


def may_be_written_to(viewer: User, client: Client, channel: str) -> bool:
    """Whether marketing messages may go out to a client by a channel ("email"); a message of service needs no consent."""
    return may_be_written(consents_of(viewer, client), channel)
