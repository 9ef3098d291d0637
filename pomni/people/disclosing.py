"""What is kept of a client, told for themselves: each part in full, and nothing in it that says something of others.

Who asks has a right to it (GDPR, articles 15 and 20; 152-FZ, article 14). The rights of others go first (GDPR, article 15,
paragraph 4): of a tie its kind is told, not with whom.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf.locale import LANG_INFO
from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from pomni.facts import queries as facts
from pomni.kit.giving import Disclosed
from pomni.kit.requisites import REQUISITES
from pomni.memory.models import Concern, Moment
from pomni.memory.viewing import summary_of
from pomni.people.consents import standing
from pomni.people.events.told import as_said
from pomni.people.known import CONSENTS, KINDS, channel_names, tie_label, turned
from pomni.people.models import (
    Client,
    Consent,
    Holding,
    ImportantDate,
    Interaction,
    Merge,
    Note,
    OutsideId,
    Peculiarity,
    Tie,
)
from pomni.people.own import BY_NUMBER
from pomni.people.queries.duplicates import once_others
from pomni.people.queries.own import own_values, shown_own
from pomni.people.rules import birthday_text
from pomni.team.models import User
from pomni.team.queries import told

Row = list[Disclosed]
OF_OWN_ROW = (
    "kind",
    "name",
    "family",
    "given",
    "patronymic",
    "called",
    "sex",
    "tax_id",
    "position",
    "category",
    *REQUISITES,
    "source",
    "alert",
    "about",
)
CHUNK = 5000  # moments that are put into words together


@dataclass(frozen=True)
class Part:
    """One part of it, with its rows."""

    key: str
    title: Any
    rows: list[Row]


def as_json(client: Client, parts: list[Part], *, company: str, at: Any) -> dict[str, Any]:
    """All of it for programs: machine-readable, as GDPR, article 20, wants it."""
    told = {part.key: [{one.key: one.value for one in row} for row in part.rows] for part in parts}
    return {"client": str(client.uid), "company": company, "made_at": at, "parts": told}


def of_card(_viewer: User, client: Client) -> list[Row]:
    """The client's own row, with tags, the organisation they work at and the location they belong to."""
    birthday = birthday_text(client.birth_day, client.birth_year)
    more = [
        Disclosed("birthday", _("Birthday"), birthday, _day_shown(birthday)),
        Disclosed("parts", _("Parts they play"), client.parts, _parts_told(client.parts)),
        Disclosed("language", _("Language"), client.language, _language_told(client.language)),
        Disclosed("allergies", _("Allergies"), client.allergies),
        Disclosed("organisation", _("Works at"), client.works_at.name if client.works_at else ""),
        Disclosed("tags", _("Tags"), sorted(client.tags.values_list("name", flat=True))),
        Disclosed("location", _("{Location}"), client.location.name if client.location else ""),
        Disclosed("added_at", _("Added"), client.added_at),
        Disclosed("archived_at", _("Archived"), client.archived_at),
        Disclosed("late_on", "", client.late_on),
    ]
    return [_filled([*_of(client, OF_OWN_ROW), *more])]


def of_points(_viewer: User, client: Client) -> list[Row]:
    """Phones, addresses of mail, names in messengers, and addresses."""
    held = Holding.objects.filter(client=client).select_related("contact_point").order_by("place", "pk")
    rows = [
        [
            Disclosed("kind", pgettext("of a contact point", "Kind"), one.contact_point.kind, _kind_of(one)),
            Disclosed("typed", pgettext("of a contact point", "Written as"), one.typed),
            Disclosed("label", _("Label"), one.label),
            Disclosed("is_preferred", "", one.is_preferred),
        ]
        for one in held
    ]
    places = [(client.address, client.address_label)] if client.address else []
    places += client.addresses.order_by("place", "pk").values_list("text", "label")
    rows += [
        [
            Disclosed("kind", pgettext("of a contact point", "Kind"), "address", _("Address")),
            Disclosed("typed", pgettext("of a contact point", "Written as"), text),
            Disclosed("label", _("Label"), label),
        ]
        for text, label in places
    ]
    return [_filled(row) for row in rows]


def of_own_fields(_viewer: User, client: Client) -> list[Row]:
    """What stands in the company's own fields, those in the archive too."""
    fields = facts.fields(facts.CLIENT, archived=True)
    values = own_values([client.pk], fields).get(client.pk, {})
    row = [
        Disclosed(one.key, one.name, *_own_told(one, values[one.key])) for one in fields if one.key in values
    ]
    return [row] if row else []


def _own_told(field: facts.Own, value: Any) -> tuple[Any, Any]:
    """Of a link to another client and to a file that it is set: who that is tells of them; files go along by themselves."""
    if field.kind in BY_NUMBER:
        return True, pgettext("a link in a field", "set")
    if field.kind == "colleague":
        name = User.objects.filter(uid=value).values_list("name", flat=True).first() or ""
        return name, name
    return value, date.fromisoformat(value) if field.kind == "date" else shown_own(field, value)


def of_ties(_viewer: User, client: Client) -> list[Row]:
    """What somebody is to the client: not who, for that tells of the other."""
    ties = Tie.objects.filter(client=client).order_by("pk")
    back = Tie.objects.filter(other=client).order_by("pk")
    return [_tie(one.kind, one) for one in ties] + [_tie(turned(one.kind), one) for one in back]


def of_peculiarities(_viewer: User, client: Client) -> list[Row]:
    """Peculiarities, and what was good and bad."""
    found = Peculiarity.objects.filter(client=client).order_by("pk")
    return [
        _filled(
            [
                Disclosed("kind", _("Kind"), one.kind, KINDS.get(one.kind, one.kind)),
                Disclosed("text", pgettext("of a peculiarity", "What"), one.text),
                Disclosed("on", pgettext("of a peculiarity", "When"), one.on),
                *_since(one),
            ]
        )
        for one in found
    ]


def of_dates(_viewer: User, client: Client) -> list[Row]:
    """Days to remember."""
    found = ImportantDate.objects.filter(client=client).order_by("pk")
    return [
        _filled(
            [
                Disclosed("title", pgettext("of a date", "What for"), one.title),
                _day_of(one),
                Disclosed("is_yearly", "", one.is_yearly),
                *_since(one),
            ]
        )
        for one in found
    ]


def _day_of(one: ImportantDate) -> Disclosed:
    day = birthday_text(one.day, one.year)
    return Disclosed("day", pgettext("of a peculiarity", "When"), day, _day_shown(day))


def _day_shown(text: str) -> Any:
    """An ISO day for people: a day where its year is known, else in words."""
    return as_said("birthday", text) if text.startswith("--") else text and date.fromisoformat(text)


def of_consents(_viewer: User, client: Client) -> list[Row]:
    """Each consent that was given or taken back, with its wording; then how they stand."""
    said = list(Consent.objects.filter(client=client).order_by("pk"))
    holds = {kind for (kind, _channel), one in standing(said).items() if one.is_given}
    return [
        _filled(
            [
                Disclosed("kind", pgettext("of a consent", "To what"), one.kind, CONSENTS[one.kind]),
                Disclosed("is_given", _("Said"), one.is_given, _("yes") if one.is_given else _("taken back")),
                Disclosed("channels", _("By what"), list(one.by_channels), channel_names(one.by_channels)),
                Disclosed("wording", _("Wording"), one.wording),
                Disclosed("version", pgettext("of a wording", "Version"), one.version),
                Disclosed("on", pgettext("of a consent", "Date"), one.on),
                Disclosed("origin", pgettext("of a consent", "Origin"), one.origin),
                Disclosed("told_at", "", one.told_at),
                Disclosed("stands", "", one.kind in holds),
            ]
        )
        for one in said
    ]


def of_notes(_viewer: User, client: Client) -> list[Row]:
    """Notes about the client, those taken back too: they are kept."""
    return [
        _filled(
            [
                Disclosed("at", _("When"), one.written_at),
                Disclosed("text", pgettext("of a note", "Text"), one.text),
                Disclosed("withdrawn_at", _("Taken back"), one.withdrawn_at),
            ]
        )
        for one in Note.objects.filter(client=client).order_by("pk")
    ]


def of_contacts(_viewer: User, client: Client) -> list[Row]:
    """That there was contact: how, where, on what occasion, what came of it."""
    found = Interaction.objects.filter(client=client).order_by("at", "pk")
    return [
        _filled(
            [
                Disclosed("at", _("When"), one.at),
                *_of(one, ("how", "side", "where", "occasion", "outcome")),
                Disclosed("withdrawn_at", _("Taken back"), one.withdrawn_at),
            ]
        )
        for one in found
    ]


def of_outside_ids(_viewer: User, client: Client) -> list[Row]:
    """By which numbers other programs know the client."""
    return [
        [
            Disclosed("program", _("Program"), one.source),
            Disclosed("id", pgettext("of a client", "Number"), one.value),
        ]
        for one in OutsideId.objects.filter(client=client).order_by("pk")
    ]


def of_former_cards(_viewer: User, client: Client) -> list[Row]:
    """Cards that became one with this one: what of them is kept so that they can be taken apart again."""
    merges = Merge.objects.filter(kept_id__in=[client.pk, *once_others([client.pk])], undone_at=None)
    rows = []
    for one in merges.order_by("pk"):
        kept = {name: one.row.get(name) for name in (*OF_OWN_ROW, "birth_day", "birth_year", "address")}
        labels = {
            field.name: field.verbose_name
            for field in Client._meta.concrete_fields
            if field.name in OF_OWN_ROW
        }
        facts = [Disclosed(name, labels.get(name, ""), value) for name, value in kept.items()]
        rows.append(_filled([Disclosed("merged_at", _("When"), one.at), *facts]))
    return rows


def of_timeline(viewer: User, client: Client) -> list[Row]:
    """What happened, and what was changed. Of what concerns others as well: that it happened, and when."""
    concerned = Concern.objects.filter(client_id=client.pk)
    pks = list(concerned.order_by("happened", "moment").values_list("moment_id", flat=True))
    rows: list[Row] = []
    for begin in range(0, len(pks), CHUNK):
        some = pks[begin : begin + CHUNK]
        moments = Moment.objects.in_bulk(some)
        others = set(
            Concern.objects.filter(moment__in=some)
            .exclude(client_id=client.pk)
            .values_list("moment_id", flat=True)
        )
        others |= _of_others(client, moments)
        rows += [_moment(one, one.moment.pk in others) for one in told(viewer, [moments[pk] for pk in some])]
    return rows


def of_sightings(_viewer: User, client: Client) -> list[Row]:
    """How often the card was opened and taken along, and by how many: recipients by number, not by name."""
    found = summary_of("people.client", [client.pk, *once_others([client.pk])])
    return [
        _filled(
            [
                Disclosed("opened", _("Card opened, times"), found["opened"]),
                Disclosed("exported", _("Card exported, times"), found["exported"]),
                Disclosed("people", _("By how many colleagues"), found["people"]),
                Disclosed("first", _("First"), found["first"]),
                Disclosed("last", pgettext("of times", "Last"), found["last"]),
            ]
        )
    ]


# --- Inside -------------------------------------------------------------------------------------------------------------


def _of(record: Model, names: Iterable[str]) -> Row:
    """Fields of a record by the names that they have in forms, what was chosen in the words of the choice."""
    facts = []
    for name in names:
        field: Any = record._meta.get_field(name)
        shown = getattr(record, f"get_{name}_display")() if field.choices else ""
        facts.append(Disclosed(name, field.verbose_name, getattr(record, name), shown))
    return facts


def _parts_told(kept: str) -> str:
    return ", ".join(str(Client.Part(part).label) for part in kept.split())


def _language_told(code: str) -> str:
    return str(LANG_INFO.get(code, {}).get("name_local", code))


def _filled(row: Row) -> Row:
    return [fact for fact in row if fact.value not in ("", None, [])]


def _kind_of(held: Holding) -> str:
    return str(held.contact_point.get_kind_display())


def _since(known: Any) -> Row:
    return [
        Disclosed("told_at", "", known.told_at),
        Disclosed("withdrawn_at", _("Taken back"), known.withdrawn_at),
    ]


def _of_others(client: Client, moments: Mapping[int, Moment]) -> set[int]:
    """Those of these moments that tell by key of somebody who is not the client: of a merge that was taken back."""
    told = {pk: keys for pk, one in moments.items() if (keys := one.event.tells_of(one.all_facts()))}
    theirs = {client.pk, *once_others([client.pk])} if told else set()
    return {pk for pk, keys in told.items() if keys - theirs}


def _tie(kind: str, tie: Tie) -> Row:
    since = Disclosed("since", pgettext("of a tie", "Since"), tie.since)
    return _filled([Disclosed("kind", _("Kind"), kind, tie_label(kind)), since, *_since(tie)])


def _moment(one: Any, concerns_others: bool) -> Row:
    is_of_others = concerns_others or one.moment.record == "people.tie"
    row = [
        Disclosed("at", _("When"), one.moment.happened),
        Disclosed("kind", "", one.moment.kind),
        Disclosed("told", pgettext("of a moment", "What happened"), "" if is_of_others else one.sentence),
    ]
    if not is_of_others:
        changes = [{"what": what, "before": before, "after": after} for what, before, after in one.changes]
        row += [Disclosed("text", "", one.body), Disclosed("changes", "", changes)]
    return _filled(row)
