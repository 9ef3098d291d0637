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


class Reader:
    """Tells one viewer many moments: sentences and field rules are looked up once, for a page tells dozens."""

    def __init__(self, viewer: Any) -> None:
        self._viewer = viewer
        self._says: dict[str, str] = {}
        self._rules: dict[str, str] = {}

    def facts(self, moment: Moment) -> dict[str, Any]:
        """The facts of a moment as the viewer may see them. Erased ones say so."""
        facts = moment.all_facts()
        for name, mark in moment.event.personal():
            if not moment.salt or name not in facts:
                facts[name] = _("erased")
            elif mark.rule:
                facts[name] = self._shown(mark, facts[name])
        return facts

    def sentence(self, moment: Moment, facts: dict[str, Any]) -> str:
        """The sentence of a moment in the language in force, of its facts as the viewer may see them."""
        event = moment.event
        if (says := self._says.get(event.kind)) is None:
            says = self._says[event.kind] = str(event.says)
        return says % event.words(facts)

    def field_rule(self, name: str) -> str:
        """As the viewer's own."""
        if (rule := self._rules.get(name)) is None:
            rule = self._rules[name] = self._viewer.field_rule(name)
        return rule

    def _shown(self, mark: Personal, value: Any) -> Any:
        if mark.rule.endswith("*") and isinstance(value, dict):
            prefix = mark.rule[:-1]
            return {key: self._each(f"{prefix}{key}", told) for key, told in value.items()}
        told = shown(self, mark.rule, value)
        return HIDDEN if told is None else told

    def _each(self, rule: str, told: Any) -> Any:
        if not self.field_rule(rule):
            return told
        values = told if isinstance(told, list) else [told]
        found = [HIDDEN if (one := shown(self, rule, value)) is None else one for value in values]
        return found if isinstance(told, list) else found[0]


def facts_for(viewer: Any, moment: Moment) -> dict[str, Any]:
    """The facts of a moment as the viewer may see them. Erased ones say so."""
    return Reader(viewer).facts(moment)


def sentence_for(viewer: Any, moment: Moment) -> str:
    """The sentence of a moment in the language in force, as the viewer may read it."""
    reader = Reader(viewer)
    return reader.sentence(moment, reader.facts(moment))
