"""How a field looks to somebody whose roles mask or hide it: one place for pages, moments, exports and the API."""

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from pomni.kit.module import function_named, offered
from pomni.memory.events import Event, Personal
from pomni.memory.models import Moment

HIDDEN = "•••"
SEE_CLIENTS = "people.client.see"


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
        self._names: dict[int, str | None] = {}  # of clients; None where out of reach

    def look_up(self, moments: Iterable[Moment]) -> None:
        """Ask at once who they are of whom these moments tell by their keys; else each moment asks by itself."""
        self._ask({key for one in moments if one.salt for key in one.event.tells_of(one.all_facts())})

    def facts(self, moment: Moment) -> dict[str, Any]:
        """The facts of a moment as the viewer may see them. Erased ones say so."""
        event, facts = moment.event, moment.all_facts()
        if moment.salt:
            self._ask(event.tells_of(facts))
        for name, mark in event.personal():
            if not moment.salt or name not in facts:
                facts[name] = _("erased")
            elif mark.whose and not self._may_know(facts.get(mark.whose)):
                facts[name] = _("another {client}") if isinstance(facts[name], str) else HIDDEN
            elif mark.whose and facts[name] == "":
                facts[name] = self._named(facts[mark.whose])
            elif mark.rule:
                facts[name] = self._shown(mark, facts[name])
        return facts | self._clients_named(event, facts)

    def may_know_all(self, moment: Moment) -> bool:
        """Whether the viewer reaches everybody of whom the moment tells by their keys."""
        clients = moment.event.tells_of(moment.all_facts())
        self._ask(clients)
        return self._may_know(list(clients))

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

    def _ask(self, clients: set[int]) -> None:
        if wanted := clients - self._names.keys():
            self._names |= dict.fromkeys(wanted)
            for path in offered("names"):
                self._names |= function_named(path)(self._viewer, wanted)

    @cached_property
    def _reaches_all(self) -> bool:
        return bool(self._viewer.reach(SEE_CLIENTS).all)

    def _may_know(self, told: Any) -> bool:
        """Of the clients of these keys; of one who is here no more, whoever reaches all."""
        keys = told if isinstance(told, list) else [told]
        return self._reaches_all or all(self._names.get(key) is not None for key in keys)

    def _named(self, told: Any) -> str:
        keys = told if isinstance(told, list) else [told]
        known = sorted(name for key in keys if (name := self._names.get(key)))
        return ", ".join([*known, *[_("another {client}")] * (len(keys) - len(known))])

    def _clients_named(self, event: type[Event], facts: Mapping[str, Any]) -> dict[str, Any]:
        """Of an edit the changes, with clients by name as far as the viewer reaches them."""
        changes = facts.get("changes")
        if not (event.of_clients and isinstance(changes, dict)):
            return {}
        told = {
            field: [self._side(one) for one in changes[field]] for field in event.of_clients & changes.keys()
        }
        return {"changes": changes | told}

    def _side(self, told: Any) -> Any:
        """One side of a change. Earlier moments have names, of whom nobody can say who they are."""
        if isinstance(told, list) or not told or self._reaches_all:
            return self._named(told) if isinstance(told, list) else told
        return _("another {client}")

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
