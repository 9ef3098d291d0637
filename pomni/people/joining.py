"""Everything that hangs on one client, of whatever module, moved to another: generically, so that later tables come along.

A table in which a client may stand only once with something (a phone, a tag) is gone through row by row; a few know better
how two of their rows become one. What could not be moved without losing a fact is refused, and named.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from pomni.kit.clock import now, today
from pomni.kit.columns import column
from pomni.kit.errors import Refused
from pomni.kit.module import function_named, offered
from pomni.people.consents import Stands, standing, strictest
from pomni.people.ledger import Ledger, row_of
from pomni.people.models import (
    Address,
    Client,
    ClientFigures,
    Consent,
    ContactPoint,
    DuplicatePair,
    Holding,
    OwnValue,
    Touch,
)
from pomni.people.own import BY_NUMBER, own_of_row, remembered
from pomni.people.points import MOST
from pomni.people.sole import Sole, is_unclear, soles_of
from pomni.people.words import MOST_TAGS
from pomni.team.shown import HIDDEN

Recount = Callable[[Client], None]


@dataclass(frozen=True, slots=True)
class Double:
    """Two rows of which a client may have only one: `key` names them among the choices."""

    key: str
    label: str
    mine: models.Model
    theirs: models.Model
    differs: bool

    @property
    def kept(self) -> str:
        """What the row of the card that stays tells."""
        return _told(self.mine)

    @property
    def gone(self) -> str:
        """What the other one tells."""
        return _told(self.theirs)

    @property
    def name(self) -> str:
        """By what a moment names it: of a custom field its key, so that field rules hold."""
        return own_of_row(self.mine).key if isinstance(self.mine, OwnValue) else self.label


# The figures that are counted anew: from contacts here, the others by the modules that keep what they follow from.
RECOUNTED = {
    "visits", "no_shows", "last_visit_at", "next_visit_at", "visit_ahead_at",
    "last_contact_at", "contacts", "rhythm_days", "rhythm_spread", "next_due_on", "promises_open",
    "paid", "balance",
}  # fmt: skip
# Of which a row is deleted and another one inserted when somebody edits it, with the columns of its order on the card.
WRITTEN_ANEW: dict[str, tuple[str, ...]] = {
    "people.OwnValue": (), "people.Address": ("place",), "people.Client_tags": (),
}  # fmt: skip


def relations() -> list[tuple[type[models.Model], Any]]:
    """Each table that points at clients, with the column by which it does: hidden ones and those of links, too."""
    fields: list[Any] = [*Client._meta.get_fields(include_hidden=True)]
    return [
        (relation.related_model, relation.field)
        for relation in fields
        if relation.auto_created and not relation.concrete and (relation.one_to_many or relation.one_to_one)
    ]


def immovable() -> list[str]:
    """The tables that no merge could move: for a house test, which wants none."""
    return [
        model._meta.label
        for model, field in relations()
        if model._meta.label not in JOINERS and is_unclear(model, field)
    ]


def join(
    ledger: Ledger, kept: Client, gone: Client, *, choices: Mapping[str, str], recount: Recount
) -> dict[str, str]:
    """Move all that hangs on `gone` to `kept`.

    `choices`: of a kind of points, whose is the preferred one; of what both have and tell differently (`doubles_between`),
    which stays. Returns what was not chosen, by what it is called. Raises Refused.
    """
    _refuse_tied(kept, gone)
    before = standing(_said(kept)), standing(_said(gone))
    left: dict[str, str] = {}
    _take_what_tells_twice(ledger, kept, gone)
    _join_addresses(ledger, kept, gone)
    for model, field in relations():
        if model._meta.label not in JOINERS:
            left |= _move(ledger, model, field, choices)
    _join_holdings(ledger, kept, gone, choices)
    _join_pairs(ledger, kept, gone)
    _join_figures(ledger, kept, gone, recount)
    _keep_strictest(ledger, kept, strictest(*before))
    if kept.tags.count() > MOST_TAGS:
        raise Refused(_("A {client} has 50 tags at most."), field="tags")
    return left


def doubles_between(kept: Client, gone: Client) -> list[Double]:
    """What both cards have and may have only once, and tell differently: somebody must choose which stays."""
    ledger = Ledger(kept.pk, gone.pk)
    return [
        double
        for model, field in relations()
        if model._meta.label not in JOINERS and _can_differ(model, field)
        for sole in soles_of(model, field)
        for double in _doubles(ledger, model, field, sole)
        if double.differs
    ]


# --- Any table --------------------------------------------------------------------------------------------------------


def _move(
    ledger: Ledger, model: type[models.Model], field: Any, choices: Mapping[str, str]
) -> dict[str, str]:
    left = {}
    for sole in soles_of(model, field):
        go = []
        for double in _doubles(ledger, model, field, sole):
            goes = double.mine if double.differs and _chosen(double, choices) == "gone" else double.theirs
            go.append(goes)
            if double.differs:
                left[double.name] = _told(goes)
        ledger.remove(*go)
    for other in _further(model, field):
        _refuse_circle(ledger, model, field, other)
    theirs = model._base_manager.filter(**{field.attname: ledger.gone})
    if field.name == "client" and model._meta.label in WRITTEN_ANEW:
        ledger.move_whole(theirs, field.attname, WRITTEN_ANEW[model._meta.label])
    else:
        ledger.move(theirs, field.attname)
    return left


def _chosen(double: Double, choices: Mapping[str, str]) -> str:
    choice = choices.get(double.key, "")
    if choice not in ("kept", "gone"):
        if isinstance(double.mine, OwnValue):  # whoever merges may be kept from what stands in it
            sentence = _("Both cards have “%(what)s”, and differ. Choose which stays.")
            raise Refused(sentence % {"what": double.label}, field=double.key)
        told = {"what": double.label, "one": double.kept, "other": double.gone}
        sentence = _("Both cards have this, and differ: %(what)s (%(one)s; %(other)s). Choose which stays.")
        raise Refused(sentence % told, field=double.key)
    return choice


def _doubles(ledger: Ledger, model: type[models.Model], field: Any, sole: Sole) -> list[Double]:
    """The rows of both that may stand there only once for a client."""

    def place(row: models.Model) -> tuple[Any, ...]:
        return tuple(getattr(row, column(model, name).attname) for name in sole.others)

    beside = [one.name for one in model._meta.concrete_fields if one.is_relation and one is not field]
    both = model._base_manager.filter(sole.where, **{f"{field.attname}__in": [ledger.kept, ledger.gone]})
    if beside:
        both = both.select_related(*beside)
    rows = list(both.order_by("pk"))
    mine = {place(row): row for row in rows if getattr(row, field.attname) == ledger.kept}
    theirs = [row for row in rows if getattr(row, field.attname) == ledger.gone]
    return [
        Double(
            f"{model._meta.label}:{'-'.join(map(str, place(row)))}",
            _label(row),
            same,
            row,
            _tells(row, field) != _tells(same, field),
        )
        for row in theirs
        if (same := mine.get(place(row)))
    ]


def _can_differ(model: type[models.Model], field: Any) -> bool:
    """Whether a row tells more than that it is there, as the link to a tag does."""
    told = {name for sole in soles_of(model, field) for name in sole.others}
    return any(
        one.name not in {*told, field.name, model._meta.pk.name} for one in model._meta.concrete_fields
    )


def _label(row: models.Model) -> str:
    return row.field.name if isinstance(row, OwnValue) else str(row._meta.verbose_name)


def _told(row: models.Model) -> str:
    if not isinstance(row, OwnValue):
        return str(row)
    field = own_of_row(row)
    return HIDDEN if field.kind in BY_NUMBER else remembered(field, [row])


def _tells(row: models.Model, field: Any) -> dict[str, Any]:
    besides = {field.attname, row._meta.pk.attname, "uid", "made_key", "made_of", "made_at"}
    return {name: value for name, value in row_of(row).items() if name not in besides}


def _further(model: type[models.Model], field: Any) -> list[Any]:
    return [other for found, other in relations() if found is model and other is not field]


def _refuse_circle(ledger: Ledger, model: type[models.Model], field: Any, other: Any) -> None:
    """A row that ties the two to each other would tie the client to itself."""
    both = {field.attname: ledger.gone, other.attname: ledger.kept}
    for row in model._base_manager.filter(**both):
        if getattr(row, "withdrawn_at", None) is None:
            _refuse_tie(str(getattr(row, "get_kind_display", lambda: model._meta.verbose_name)()))
        ledger.remove(row)


def _refuse_tied(kept: Client, gone: Client) -> None:
    if gone.pk == kept.works_at_id or kept.pk == gone.works_at_id:
        _refuse_tie(_("Works at"))


def _refuse_tie(what: str) -> None:
    sentence = _(
        "One of these cards refers to the other: %(what)s. Take that away first, if the two are one."
    )
    raise Refused(sentence % {"what": what})


# --- Tables that know better ------------------------------------------------------------------------------------------


def _take_what_tells_twice(ledger: Ledger, kept: Client, gone: Client) -> None:
    """What other modules have of both and would tell twice of one, with the contacts that it counted as: before all moves."""
    records = [one for path in offered("tell_twice") for one in function_named(path)(kept, gone)]
    for record in records:
        touches = Touch.objects.filter(kind=record._meta.label_lower, record_id=record.pk)
        ledger.remove(*touches, record)


def _join_addresses(ledger: Ledger, kept: Client, gone: Client) -> None:
    """A further address that both have stands there once."""
    rows = list(Address.objects.filter(client__in=[kept, gone]).order_by("pk"))
    mine = {(row.text, row.label) for row in rows if row.client_id == kept.pk}
    ledger.remove(*(row for row in rows if row.client_id == gone.pk and (row.text, row.label) in mine))


def _join_holdings(ledger: Ledger, kept: Client, gone: Client, first: Mapping[str, str]) -> None:
    """Phones and addresses of both: each once, those of one card before those of the other, one preferred of each kind."""
    held = list(
        Holding.objects.filter(client__in=[kept, gone])
        .select_related("contact_point")
        .order_by("contact_point__kind", "contact_point__normal", "pk")
        .select_for_update(of=("self", "contact_point"))
    )
    mine = {one.contact_point_id: one for one in held if one.client_id == kept.pk}
    for kind in ContactPoint.Kind.values:
        of_kind = [one for one in held if one.contact_point.kind == kind]
        theirs = [one for one in of_kind if one.client_id == gone.pk]
        doubles = [one for one in theirs if one.contact_point_id in mine]
        for double in doubles:
            same = mine[double.contact_point_id]
            if double.label and not same.label:
                ledger.change(same, label=double.label)
            theirs.remove(double)
        ledger.remove(*doubles)
        own = [one for one in of_kind if one.client_id == kept.pk]
        if len(own) + len(theirs) > MOST:
            raise Refused(_("A {client} has 20 of these at most."), field=kind)
        if theirs:
            _put_in_order(ledger, kept, _by_place(own), _by_place(theirs), first.get(kind) == "gone")


def _put_in_order(
    ledger: Ledger, kept: Client, own: list[Any], theirs: list[Any], theirs_first: bool
) -> None:
    for place, one in enumerate([*theirs, *own] if theirs_first else [*own, *theirs]):
        is_theirs = one.client_id != kept.pk
        ledger.change(one, is_needed=is_theirs, client_id=kept.pk, place=place, is_preferred=not place)


def _by_place(held: list[Any]) -> list[Any]:
    return sorted(held, key=lambda one: (not one.is_preferred, one.place, one.pk))


def _join_pairs(ledger: Ledger, kept: Client, gone: Client) -> None:
    """Whom either resembles. That somebody is not one with either of them holds for both."""
    rows = DuplicatePair.objects.filter(models.Q(left__in=[kept, gone]) | models.Q(right__in=[kept, gone]))
    mine: dict[int, Any] = {}
    theirs: dict[int, Any] = {}
    for pair in rows.order_by("pk"):
        ends = {pair.left_id, pair.right_id}
        if ends == {kept.pk, gone.pk}:
            ledger.remove(pair)
        else:
            (theirs if gone.pk in ends else mine)[(ends - {kept.pk, gone.pk}).pop()] = pair
    for other, pair in theirs.items():
        if same := mine.get(other):
            if pair.state == DuplicatePair.State.NOT_ONE != same.state:
                ledger.change(
                    same, state=pair.state, decided_by_id=pair.decided_by_id, decided_at=pair.decided_at
                )
            ledger.remove(pair)
        else:
            low, high = sorted((kept.pk, other))
            ledger.change(pair, left_id=low, right_id=high)


def _join_figures(ledger: Ledger, kept: Client, gone: Client, recount: Recount) -> None:
    """One row of figures, counted anew."""
    both = ClientFigures.objects.filter(pk__in=[kept.pk, gone.pk]).order_by("pk")
    rows = {row.pk: row for row in both.select_for_update()}
    if gone.pk not in rows:
        return
    before = row_of(rows[kept.pk]) if kept.pk in rows else None
    ledger.remove(rows[gone.pk])
    recount(kept)
    row = ClientFigures.objects.get(pk=kept.pk)
    if before is None:
        ledger.note_made(row)
    else:
        ledger.note_change(before, row_of(row), ClientFigures)


def _said(client: Client) -> list[Any]:
    return list(Consent.objects.filter(client=client).order_by("pk"))


def _keep_strictest(ledger: Ledger, kept: Client, wanted: Stands) -> None:
    """What either has taken back stays taken back: where the days would tell otherwise, that is written down once more."""
    said = _said(kept)
    stands = standing(said)
    refused = [key for key, told in wanted.items() if not told.is_given and stands[key].is_given]
    for kind in dict.fromkeys(kind for kind, _channel in refused):
        channels = [channel for one, channel in refused if one == kind and channel]
        since = max(one.on for one in said if one.kind == kind)
        ledger.make(
            Consent(
                client=kept,
                kind=kind,
                is_given=False,
                channels=" ".join(channels),
                on=max(today(), since),
                origin=_("Two cards became one: the stricter answer holds")[:120],
                told_at=now(),
            )
        )


JOINERS = {"people.Holding", "people.DuplicatePair", "people.ClientFigures"}

__all__ = ["JOINERS", "RECOUNTED", "immovable", "join", "relations"]
