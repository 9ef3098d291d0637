"""The facts of a client as lines of the card, each group of them to be changed in place."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from pomni.kit import figures
from pomni.kit.addresses import address
from pomni.kit.clock import today
from pomni.kit.module import function_named, open_to
from pomni.kit.requisites import OF_BANK, REQUISITES, says, spaced
from pomni.people import queries
from pomni.people.forms import GROUPS
from pomni.people.forms.counterparty import part_names
from pomni.people.forms.fields import birthday_written
from pomni.people.languages import language_name
from pomni.people.messengers import opens_at
from pomni.people.queries import Record
from pomni.people.queries.figured import strip_of
from pomni.people.queries.record import ACCOUNT, Point
from pomni.people.rules import birthday_text
from pomni.people.views.lines import lines_of
from pomni.team.shown import masked
from pomni.ui.kept import escaped, filled, token_of
from pomni.ui.templatetags.pomni import alarm, avatar, breakable, day, icon

ALWAYS = {"phone", "email", "responsible"}  # stand there even where nothing is known
OF_PERSONS = {"called", "birthday", "work"}
ON_TOP = ("name", "alert")  # stand in the head of the card


@dataclass(slots=True)
class Line:
    """One group of facts: its values as text, or as links; `edit` is where it is changed, or "" """

    key: str
    label: Any
    values: list[dict[str, Any]] = field(default_factory=list)
    edit: str = ""
    is_focused: bool = False


def facts_part(request: Any, client: Any, record: Record | None = None, *, focus: str = "") -> dict[str, Any]:
    """What the head of the card and its facts show, and these drawn: lines that say something, and what can be added.
    `focus` names the group that was just open, so that its button has the focus again.
    """
    record = record or queries.record_of(request.user, client)
    may_change = request.user.may("people.client.change") and not client.forgotten_at
    may_archive = request.user.may("people.client.archive") and not client.forgotten_at
    values, edits = _values(record), {}
    for key in GROUPS if may_change else ():
        if not record.rules.get(key):
            edits[key] = address("people:edit_fact", client.uid, key)
    lines = [
        Line(key, _label(key, group, client), values[key], edits.get(key, ""), key == focus)
        for key, group in GROUPS.items()
        if key in values
    ]
    shown = [line for line in lines if line.values or line.key in ALWAYS]
    to_add = [line for line in lines if line not in shown and line.edit]
    return {
        "client": client,
        "lines": shown,
        "facts_drawn": drawn(shown, to_add),
        "head_drawn": head_drawn(
            request, client, may_change=bool(edits), may_archive=may_archive, focus=focus
        ),
        "staff": record.staff,
        "staff_count": record.staff_count,
        "known": record.known,
        "may_change": bool(edits),
        "may_archive": may_archive,
    }


def head_drawn(request: Any, client: Any, *, may_change: bool, may_archive: bool, focus: str) -> SafeString:
    """Who it is: the alert, whether archived, the name."""
    name = called(client)
    parts = {
        "alert": client.warning,
        "archived": day(client.archived_at) if client.archived_at else "",
        "restore": address("people:restore_client", client.uid),
        "token": token_of(request) if client.archived_at else "",
        "avatar": avatar(client.name, client.pk, "large"),
        "name": name,
        "kind": client.get_kind_display(),
        "added": day(client.added_at),
        "edit": address("people:edit_client", client.uid),
        "strip": _strip(request, client),
    }
    return filled(
        "people/_client_head.html",
        parts,
        has_alert=bool(client.alert or client.allergies),
        is_archived=bool(client.archived_at),
        may_change=may_change,
        may_archive=may_archive,
        focus=focus if focus in ON_TOP else "",
    )


def _strip(request: Any, client: Any) -> SafeString:
    """The figures of the client in one line: those that there are."""
    known = strip_of(request.user, client)
    told: list[tuple[Any, Any]] = []
    if known.last_contact_at and known.contacts is not None:
        told.append((_("Last contact"), day(known.last_contact_at)))
        told.append((pgettext("number", "Contacts"), figures.number(known.contacts)))
    if known.rhythm_days:
        days = max(1, round(known.rhythm_days))
        told.append(
            (_("Usually"), ngettext("every %(days)s day", "every %(days)s days", days) % {"days": days})
        )
    if known.next_due_on:
        late = known.next_due_on < today()
        text = day(known.next_due_on)
        told.append(
            (
                pgettext("what is due", "Next"),
                format_html('<span class="badge danger">{}</span>', text) if late else text,
            )
        )
    if known.promises_open:
        told.append((_("Promises open"), figures.number(known.promises_open)))
    if known.last_visit_at:
        told.append((_("Last visit"), day(known.last_visit_at)))
        told.append((pgettext("number", "Visits"), figures.number(known.visits)))
    if known.no_shows:
        told.append((pgettext("number", "No-shows"), figures.number(known.no_shows)))
    more = (
        (one.title, function_named(one.render)(request, client))
        for one in open_to(request.user, "client_strip")
    )
    told += [(title, text) for title, text in more if text]
    parts = format_html_join("", '<span><span class="quiet">{}</span> <b class="num">{}</b></span>', told)
    return (
        format_html('<div class="cluster small" id="client-strip">{}</div>', parts) if told else SafeString()
    )


def called(client: Any) -> str:
    """The client's name; of one who was erased, that they were."""
    return client.name or _("Erased {client}")


def _values(record: Record) -> dict[str, list[dict[str, Any]]]:
    """By group, in the order of the card; a group that is hidden, or is none of this client's, is left out."""
    client = record.client
    texts = {
        "called": client.called,
        "birthday": " · ".join(filter(None, [_birthday(client), client.sex and client.get_sex_display()])),
        "responsible": client.responsible and client.responsible.name,
        "location": client.location and client.location.name,
        "source": client.source,
        "category": client.category,
        "language": client.language and language_name(client.language),
        "tax_id": client.tax_id,
        "about": client.about,
    }
    found: dict[str, list[dict[str, Any]]] = {
        key: [{"text": str(text)}] if text else [] for key, text in texts.items()
    }
    found["tags"] = [{"text": tag, "tag": True} for tag in record.tags]
    found["parts"] = [{"text": name, "tag": True} for name in part_names(client.parts)]
    found["address"] = [{"text": one.typed, "note": one.label} for one in record.addresses]
    found["requisites"] = _requisites(record)
    found["work"] = [{"text": client.position}] if client.position else []
    if near := record.works_at:
        found["work"].insert(0, {"text": near.name, "client": near.uid, "warning": near.warning})
    for kind, points in record.points.items():
        if points is not None:
            found[kind] = [_reached(kind, point) for point in points]
    if client.kind != "person":
        found = {key: told for key, told in found.items() if told or key not in OF_PERSONS}
    return found if client.alert or client.allergies else found | {"alert": []}


def _requisites(record: Record) -> list[dict[str, Any]]:
    """Each that is known behind what it is called; those of the bank as far as the viewer may see them."""
    told, rule = [], record.rules[ACCOUNT]
    for key, one in REQUISITES.items():
        value = getattr(record.client, key)
        if not value or (key in OF_BANK and rule == "hide"):
            continue
        is_masked = key in OF_BANK and rule == "mask"
        text, note = (masked(value), "") if is_masked else (spaced(key, value), says(key, value))
        told.append({"text": text, "before": one.label, "note": note})
    return told


def _reached(kind: str, point: Point) -> dict[str, Any]:
    """A phone to be called, an address to be written to; only a text where it is masked."""
    opens = {"phone": "tel:{}", "email": "mailto:{}"}.get(kind)
    href = point.normal and (opens.format(point.normal) if opens else opens_at(point.normal))
    return {
        "text": point.typed,
        "note": point.label,
        "href": href,
        "also": point.also[:3],
        "more": len(point.also) > 3,
    }


def _label(key: str, group: Any, client: Any) -> Any:
    """What a group is called: the birthday by what stands beside it, where only that is known."""
    return _("Sex") if key == "birthday" and client.sex and not client.birth_day else group.label


def _birthday(client: Any) -> str:
    return birthday_written(birthday_text(client.birth_day, client.birth_year))


# --- As HTML: a template takes three times as long for them --------------------------------------------------------------


def drawn(lines: Iterable[Line], to_add: Iterable[Line]) -> SafeString:
    """The facts, and below them buttons for what is not known yet. Every text is escaped here."""
    words = {
        "change": _("Change: %(what)s"),
        "also": escaped(pgettext("a phone", "also of")),
        "pencil": icon("pencil"),
        "plus": icon("plus"),
    }
    facts = "".join(_fact(line, words) for line in lines)
    more = "".join(_button(line, words) for line in to_add)
    more = more and f'<div class="cluster">{more}</div>'
    return mark_safe(f'<div id="facts-list" class="stack"><dl class="facts">{facts}</dl>\n{more}</div>')  # noqa: S308 (escaped below)


def _fact(line: Line, words: dict[str, Any]) -> str:
    values = "".join(_value(one, number, words) for number, one in enumerate(line.values)) or "—"
    change = ""
    if line.edit:
        label = escaped(words["change"] % {"what": line.label})
        change = (
            f'<a class="btn ghost small icon-only" {_opens(line)} aria-label="{label}">{words["pencil"]}</a>'
        )
    return (
        f'<div id="fact-{line.key}"><dt>{escaped(line.label)}</dt>'
        f'<dd class="row">\n<span class="grow">{values}</span>\n{change}</dd></div>'
    )


def _button(line: Line, words: dict[str, Any]) -> str:
    told = f"{words['plus']}{escaped(line.label)}"
    return f'<div id="fact-{line.key}"><a class="btn ghost small" {_opens(line)}>{told}</a></div>'


def _opens(line: Line) -> str:
    focus = " autofocus" if line.is_focused else ""
    return f'href="{line.edit}" hx-get="{line.edit}" hx-swap="none"{focus}'


def _value(one: dict[str, Any], number: int, words: dict[str, Any]) -> str:
    if one.get("tag"):
        return f'<span class="badge">{escaped(one["text"])}</span> '
    told = "<br>" if number else ""
    if one.get("before"):
        told += f'<span class="quiet small">{escaped(one["before"])}</span><br>'
    if one.get("href"):
        told += f'<a class="link" href="{escaped(one["href"])}">{breakable(one["text"])}</a>'
    elif one.get("client"):
        told += _client(one["client"], one["text"], one["warning"])
    else:
        told += lines_of(one["text"])
    if one.get("note"):
        told += f' <span class="quiet small">{escaped(one["note"])}</span>'
    if one.get("also"):
        names = ", ".join(_client(*other) for other in one["also"]) + (" …" if one["more"] else "")
        told += f'<br><span class="quiet small">{words["also"]} {names}</span>'
    return told


def _client(uid: Any, name: str, warning: str) -> str:
    return f'<a class="link" href="{address("people:client", uid)}">{escaped(name)}</a>{alarm(warning)}'
