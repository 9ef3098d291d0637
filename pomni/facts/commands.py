"""Adding fields of the company's own, and changing them."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext as _

from pomni.facts import events, own
from pomni.facts.models import FieldChoice, OwnField
from pomni.facts.queries import CLIENT, condition_of, told_of
from pomni.kit.clock import now
from pomni.kit.errors import Refused
from pomni.memory.commands import remember
from pomni.team.access import command
from pomni.team.models import User

CHANGE = "facts.field.change"
MOST_FIELDS = 300
MOST_CHOICES = 200
LONGEST = 80


@command(CHANGE, makes=OwnField)
def add_field(
    *,
    name: str,
    kind: str,
    by: User,
    about: str = CLIENT,
    hint: str = "",
    is_required: bool = False,
    decides: str = "",
    condition: dict[str, Any] | None = None,
    choices: Sequence[str] = (),
) -> OwnField:
    """Add a field to the records of this kind; it is there at once. Its kind stays. Raises Refused, with the field."""
    if kind not in OwnField.Kind.values:
        raise Refused(_("Choose what is written into the field."), field="kind")
    if OwnField.objects.filter(about=about, archived_at=None).count() >= MOST_FIELDS:
        raise Refused(_("There are %(most)s fields. Archive one first.") % {"most": MOST_FIELDS})
    made = OwnField(about=about, kind=kind, name=_name(name, about), hint=hint.strip()[:200])
    made.is_required, made.decides = is_required, _decides(decides)
    made.condition = _condition(made, condition, by)
    made.place = (OwnField.objects.aggregate(last=Max("place"))["last"] or 0) + 1
    offered = _choices(made, choices)
    made.save()
    _offer(made, offered)
    own.changed()
    remember(events.FieldAdded(ownfield_id=made.pk, name=made.name), by=by)
    return made


@command(CHANGE)
def change_field(field: OwnField, *, by: User, **words: Any) -> OwnField:
    """Change a field, in the words of `add_field` but its kind. A choice that is left out is not offered any more."""
    field = OwnField.objects.select_for_update().get(pk=field.pk)
    before = _as_told(field)
    if "name" in words:
        field.name = _name(words["name"], field.about, field.pk)
    field.hint = words.get("hint", field.hint).strip()[:200]
    field.is_required = words.get("is_required", field.is_required)
    field.decides = _decides(words.get("decides", field.decides))
    if {"condition", "decides"} & words.keys():
        field.condition = _condition(field, words.get("condition", field.condition), by)
    if "choices" in words:
        _offer(field, _choices(field, words["choices"]))
    field.save()
    if _as_told(field) != before:
        own.changed()
        remember(events.FieldChanged(ownfield_id=field.pk, name=field.name), by=by)
    return field


@command(CHANGE)
def archive_field(field: OwnField, *, by: User) -> OwnField:
    """The field is asked for no more; what was written into it stays, and comes back with it. Twice is once."""
    return _put(field, by, away=True)


@command(CHANGE)
def restore_field(field: OwnField, *, by: User) -> OwnField:
    """The field is there again. Twice is once."""
    return _put(field, by, away=False)


# --- Inside ----------------------------------------------------------------------------------------------------------


def _put(field: OwnField, by: User, *, away: bool) -> OwnField:
    field = OwnField.objects.select_for_update().get(pk=field.pk)
    if bool(field.archived_at) != away:
        if not away:
            _name(field.name, field.about, field.pk)
        field.archived_at = now() if away else None
        field.save(update_fields=["archived_at"])
        own.changed()
        told = events.FieldArchived if away else events.FieldRestored
        remember(told(ownfield_id=field.pk, name=field.name), by=by)
    return field


def _as_told(field: OwnField) -> list[Any]:
    offered = field.offered.filter(archived_at=None).order_by("place").values_list("name", flat=True)
    told = (field.name, field.hint, field.is_required, field.decides, field.condition)
    return [*told, list(offered)]


def _name(text: str, about: str, pk: int | None = None) -> str:
    name = " ".join(text.split())
    if not name or "\x00" in name or len(name) > LONGEST:
        raise Refused(_("Name the field, in at most %(most)s characters.") % {"most": LONGEST}, field="name")
    others = OwnField.objects.filter(about=about, name__iexact=name, archived_at=None).exclude(pk=pk)
    if others.exists():
        raise Refused(_("There is a field of this name already. Give it another one."), field="name")
    return name


def _decides(told: str) -> str:
    if told not in OwnField.Decides.values:
        raise Refused(_("Choose what the condition decides."), field="decides")
    return told


def _condition(field: OwnField, told: dict[str, Any] | None, by: User) -> dict[str, Any]:
    if not field.decides:
        return {}
    condition = condition_of(told or {}, by, about=field.about)
    if not condition.parts:
        raise Refused(_("Say on what it depends: add a line to the condition."), field="condition")
    if f"people.own_{field.uid}" in condition.facts:
        raise Refused(_("A field cannot depend on itself. Ask for something else."), field="condition")
    return told_of(condition)


def _choices(field: OwnField, told: Sequence[str]) -> list[str]:
    names = list(dict.fromkeys(name for one in told if (name := " ".join(one.split()))))
    if field.kind not in (OwnField.Kind.CHOICE, OwnField.Kind.MANY):
        return []
    if not names:
        raise Refused(_("Write what can be chosen, one to a line."), field="choices")
    if len(names) > MOST_CHOICES or any(len(name) > LONGEST or "\x00" in name for name in names):
        sentence = _("At most %(most)s choices of %(longest)s characters each.")
        raise Refused(sentence % {"most": MOST_CHOICES, "longest": LONGEST}, field="choices")
    return names


def _offer(field: OwnField, names: Sequence[str]) -> None:
    """These are offered, in this order; others that were are kept for the cards that have them."""
    had = {one.name: one for one in field.offered.all()}
    for place, name in enumerate(names):
        FieldChoice.objects.update_or_create(
            field=field, name=name, defaults={"place": place, "archived_at": None}
        )
    gone = [one.pk for name, one in had.items() if name not in names and not one.archived_at]
    FieldChoice.objects.filter(pk__in=gone).update(archived_at=now())
