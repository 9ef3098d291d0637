"""What every write about what is known of clients beside their own row shares: ties, peculiarities, days to remember."""

from collections.abc import Collection
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from pomni.kit.clock import today
from pomni.kit.errors import Refused
from pomni.people.commands.writing import EARLIEST, _fits, _locked
from pomni.people.models import Address, Client, Consent, ImportantDate, Peculiarity, Tie
from pomni.team.access import allow
from pomni.team.models import User

DETAIL = "people.detail.add"
MOST = 100  # of each, with one client


def _erase_known(client: Client) -> None:
    """Erase what is known of a client who is forgotten. That and when they consented stays, without a word of theirs."""
    Tie.objects.filter(_either(client.pk)).delete()
    for model in (Peculiarity, ImportantDate, Address):
        model.objects.filter(client=client).delete()
    Consent.objects.filter(client=client).update(wording="", origin="", made_key=None, made_of="")


def _either(pk: int) -> Q:
    return Q(client=pk) | Q(other=pk)


def _locked_known(known: Any, by: User) -> Any:
    """The record, behind its client. Of a tie, both clients are within reach of whoever acts."""
    _locked(known.client)
    if isinstance(known, Tie) and known.other:
        allow(by, Client.see, (known.other,))
    return type(known).objects.select_for_update(of=("self",)).select_related("client").get(pk=known.pk)


def _taken(known: Any, by: User) -> Any:
    found = _locked_known(known, by)
    if found.withdrawn_at:
        raise Refused(_("This was taken back. Put it back first; then it can be changed."))
    return found


def _room(known: Any) -> None:
    if known.count() >= MOST:
        raise Refused(_("There are %(most)s of these already. Remove one first.") % {"most": MOST})


def _text(told: dict[str, Any], name: str, most: int, *, is_needed: bool = False) -> None:
    if name not in told:
        return
    text = " ".join(told[name].split())
    if is_needed and not text:
        raise Refused(_("Write a few words first."), field=name)
    _fits(text, most, name)
    told[name] = text


def _is_past(told: dict[str, Any], name: str) -> None:
    if told.get(name) and told[name] > today():
        raise Refused(_("This day is still to come."), field=name)
    if told.get(name) and told[name].year < EARLIEST:
        raise Refused(_("Write the day with its whole year."), field=name)


def _one_of(told: dict[str, Any], name: str, choices: Collection[str]) -> None:
    if name in told and told[name] not in choices:
        raise Refused(_("Choose one of the answers."), field=name)
