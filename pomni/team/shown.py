"""How a field looks to somebody whose roles mask or hide it: one place for pages, moments, exports and the API."""

from typing import Any

from django.utils.translation import gettext as _

from pomni.memory.events import Personal
from pomni.memory.models import Moment

HIDDEN = "•••"


def shown(viewer: Any, rule: str, value: Any) -> Any:
    """The value as this viewer may see it: as it is, masked, or None where it is hidden from them."""
    match viewer.field_rule(rule):
        case "hide":
            return None
        case "mask":
            return masked(value)
    return value


def masked(value: Any) -> str:
    """A value of which only the end can be told: enough to recognise it, too little to use it."""
    text = str(value or "")
    if not text:
        return ""
    if "@" in text:
        return f"{text[0]}•••@{text.rsplit('@', 1)[1]}"
    return f"•••{text[-2:]}" if len(text) > 4 else HIDDEN


def facts_for(viewer: Any, moment: Moment) -> dict[str, Any]:
    """The facts of a moment as the viewer may see them. Erased ones say so."""
    facts = moment.all_facts()
    for name, mark in moment.event.marks().items():
        if isinstance(mark, Personal):
            told = facts[name] if moment.salt and name in facts else _("erased")
            facts[name] = _shown_fact(viewer, mark, told)
    return facts


def sentence_for(viewer: Any, moment: Moment) -> str:
    """The sentence of a moment in the language in force, as the viewer may read it."""
    return str(moment.event.says) % moment.event.words(facts_for(viewer, moment))


def _shown_fact(viewer: Any, mark: Personal, value: Any) -> Any:
    if not mark.rule:
        return value
    if mark.rule.endswith("*") and isinstance(value, dict):
        prefix = mark.rule[:-1]
        return {key: _each(viewer, f"{prefix}{key}", told) for key, told in value.items()}
    told = shown(viewer, mark.rule, value)
    return HIDDEN if told is None else told


def _each(viewer: Any, rule: str, told: Any) -> Any:
    if isinstance(told, list):
        return [HIDDEN if (one := shown(viewer, rule, value)) is None else one for value in told]
    one = shown(viewer, rule, told)
    return HIDDEN if one is None else one
