"""Clients, their phones, contacts and own fields, and what happened with them; one has 300 moments, one 10,000."""

import random
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from benchmark import beside
from benchmark.acting import Act
from benchmark.asking import Case
from benchmark.bulk import put, set_counters
from benchmark.parts.team import OTHERS, TEAM
from benchmark.size import SIGHTED
from benchmark.story import BEGAN, Happened, Story, uuid7_of
from pomni.kit import spelling
from pomni.memory.queries import moments_of_client
from pomni.people import commands, queries
from pomni.people.events import ClientAdded, ClientEdited, InteractionAdded, NoteAdded
from pomni.people.models import (
    Client,
    ClientFigures,
    ContactPoint,
    Holding,
    Interaction,
    Note,
    OwnValue,
    Tag,
    Touch,
)
from pomni.people.queries.asked import Asked
from pomni.people.queries.listing import page
from pomni.people.rhythm import FEWEST
from pomni.people.rules import found_by, sort_key
from pomni.team.models import User

FIRST = (
    "Anna", "Maria", "Ewa", "Irena", "Joanna", "Zofia", "Julia", "Natalia", "Dorota", "Hanna", "Jan",
    "Piotr", "Adam", "Tomasz", "Marek", "Анна", "Мария", "Елена", "Ирина", "Татьяна", "Юлия", "Дарья",
    "Вера", "Иван", "Пётр", "Андрей", "Олег", "Семён", "Helen", "Sophie", "Tim", "Alice",
)  # fmt: skip
LAST = (
    "Nowak", "Kim", "Żak", "Sowa", "Świątek", "Gajda", "Młynarczyk", "Grom", "Lis", "Wilk", "Лебедь",
    "Новик", "Мельник", "Ким", "Ёлкин", "Савин", "Орёл", "Гром", "Рыбак", "Соловей", "Swann", "Newman",
    "Miller", "Firth", "Owens", "Eagle", "Thorne", "Falcon", "Clay", "Reed", "Hill", "Stone", "Ford",
    "Webb",
)  # fmt: skip
SIGHTED_CLIENT, STORIED_CLIENT = 7, 8  # those with the long timelines; in reach of every reader

CLIENT = (
    "id",
    "uid",
    "kind",
    "name",
    "responsible_id",
    "entered_by_id",
    "location_id",
    "added_at",
    "made_of",
    "family",
    "given",
    "sorted_as",
    "found_by",
    "tax_id",
    "source",
    "alert",
    "birth_day",
    "birth_year",
    "late_on",
)
POINT = ("id", "kind", "normal")
HOLDING = ("client_id", "contact_point_id", "typed", "is_preferred", "label", "place")
NOTE = ("id", "uid", "client_id", "text", "to_finish", "written_by_id", "written_at", "made_of")
CONTACT = (
    *("id", "uid", "client_id", "how", "side", "at", "where", "occasion"),
    *("outcome", "written_by_id", "written_at", "made_of"),
)
TAGS = ("VIP", "implants", "wholesale", "school", "Львов", "stały")
SOURCES = ("", "", "friends", "search", "street")


def holder_of(number: int) -> str:
    """Who answers for a client: of a thousand one is the own reader's, fifty are the team's."""
    rest = number % 1000
    if rest == SIGHTED_CLIENT or number == STORIED_CLIENT:
        return "own"
    return TEAM[1 + rest % 4] if rest < 50 else OTHERS[rest % len(OTHERS)]


def name_of(number: int) -> str:
    """The name of a client; some share one."""
    first, last = FIRST[number * 7 % len(FIRST)], LAST[number * 13 // 11 % len(LAST)]
    return f"{last} & Co {number}" if number % 20 == 0 else f"{last} {first}"


def parts_of(number: int) -> tuple[str, str]:
    """The family and the given name of a client; an organisation has none."""
    family, _space, given = ("", "", "") if number % 20 == 0 else name_of(number).partition(" ")
    return family, given


def tax_id_of(number: int) -> str:
    """Organisations have a number; that it is none that a state gave out does not matter here."""
    return f"{5_000_000_000 + number * 7}" if number % 20 == 0 else ""


def phone_of(number: int) -> str:
    """As typed; a client in ten has none, and some share that of the one before."""
    if number % 10 == 0:
        return ""
    shared = number - 1 if number % 50 == 3 else number
    return f"+48 6{shared // 1000 % 100:02} {shared % 1000:03} {shared * 7 % 1000:03}"


def email_of(number: int) -> str:
    """Every other client has an address."""
    return f"client{number}@example.com" if number % 2 else ""


def fill(story: Story) -> None:
    """Put in the clients and how they are reached."""
    put(Client, CLIENT, _clients(story))
    points: dict[tuple[str, str], int] = {}
    held = [
        (number, points.setdefault((kind, commands.NORMAL[kind](typed)), len(points) + 1), typed, True, "", 0)
        for number in range(1, story.size.clients + 1)
        for kind, typed in (("phone", phone_of(number)), ("email", email_of(number)))
        if typed
    ]
    rows = ((pk, kind, normal) for (kind, normal), pk in points.items())
    put(ContactPoint, POINT, rows)
    put(Holding, HOLDING, held)
    put(Tag, ("id", "uid", "name", "folded"), _tags(story))
    tagged = ((n, n % len(TAGS) + 1) for n in range(1, story.size.clients + 1) if n % 3 == 0)
    put(Client.tags.through, ("client_id", "tag_id"), tagged)
    put(ClientFigures, beside.FIGURES, beside.figures(story))
    put(Touch, beside.TOUCH, beside.touches(story))
    put(OwnValue, beside.OWN_VALUE, beside.own_values(story))
    set_counters(Client, ContactPoint, Holding, Tag, Client.tags.through, Touch, OwnValue)


def _tags(story: Story) -> Iterator[tuple[Any, ...]]:
    chance = story.chance("tags")
    return (
        (number, uuid7_of(story.instant(0), chance), name, spelling.fold(name))
        for number, name in enumerate(TAGS, 1)
    )


def _born(number: int) -> tuple[str, int | None]:
    """Two of three told when they were born."""
    return (f"{number % 12 + 1:02}-{number % 28 + 1:02}", 1940 + number % 70) if number % 3 else ("", None)


def _late_on(number: int) -> Any:
    """From when on a client stays away for too long. Spread over ten years, so that on any day some have just begun to."""
    return (
        (BEGAN + timedelta(days=1461 + number * 37 % 3650)).date()
        if number % beside.TOUCHES > FEWEST
        else None
    )


def _clients(story: Story) -> Iterator[tuple[Any, ...]]:
    chance, north_and_south = story.chance("people"), story.locations
    for number in range(1, story.size.clients + 1):
        at, holder = _added_at(story, number), story.colleagues[holder_of(number)]
        place = north_and_south[0 if number % 10 == SIGHTED_CLIENT else 1]
        kind = "organisation" if number % 20 == 0 else "person"
        name, tax_id = name_of(number), tax_id_of(number)
        found, alert = found_by(name, tax_id), "Allergy: latex" if number % 50 == 7 else ""
        told = (*parts_of(number), sort_key(name), found, tax_id, SOURCES[number % 5], alert)
        told = (*told, *_born(number), _late_on(number))
        uid = uuid7_of(at, chance)
        yield number, uid, kind, name, holder, holder, place, at, "", *told


def _added_at(story: Story, number: int) -> Any:
    return story.instant((number - 1) * (story.size.moments // story.size.clients) / story.size.moments)


def moments(story: Story) -> Iterator[Happened]:
    """Each client is added, then changed now and then; with two of them many more things happen: changes, notes and contacts."""
    size, chance = story.size, story.chance("people.moments")
    pace, ids = size.moments // size.clients, story.colleagues
    written = _Written()
    often = {
        SIGHTED_CLIENT: size.moments // (SIGHTED + 1),
        STORIED_CLIENT: size.moments // (size.storied + 1),
    }
    left = {SIGHTED_CLIENT: SIGHTED - 1, STORIED_CLIENT: size.storied - 1}
    most = dict(left)
    for number in range(size.moments):
        client = number // pace + 1
        at = story.instant(number / size.moments)
        if number % pace == 0:
            yield _added(client, ids, story.locations, at)
            continue
        for one, nth in often.items() if client > STORIED_CLIENT else ():
            if left[one] and number // nth > most[one] - left[one]:
                left[one] -= 1
                yield _with_one(one, left[one], number, ids, at, written)
                break
        else:
            yield _edited(_another(client, chance), number, ids, at)
    _put_written(story, written)


class _Written:
    """What is to be written beside the moments of it."""

    def __init__(self) -> None:
        self.notes: list[Any] = []
        self.contacts: list[Any] = []


def _with_one(
    client: int, turn: int, number: int, ids: dict[str, int], at: Any, written: _Written
) -> Happened:
    """Of five things with one client one is a note, two are contacts."""
    by, notes, contacts = ids["own" if turn % 2 else "all"], written.notes, written.contacts
    if turn % 5 == 0:
        notes.append((client, text := f"Wants to hear about number {turn}.\nCall in the morning.", by, at))
        note = NoteAdded(note_id=len(notes), client_id=client, text=text)
        return Happened(at, note.kind, by, note.about, len(notes), *note.facts(), (client,))
    if turn % 5 < 3:
        how = ("call", "message", "visit")[turn % 3]
        contacts.append((client, how, outcome := f"Asked for the price of number {turn}", by, at))
        told = {"interaction_id": len(contacts), "client_id": client, "how": how, "side": "ours", "at": at}
        contact = InteractionAdded(**told, outcome=outcome)
        return Happened(at, contact.kind, by, contact.about, len(contacts), *contact.facts(), (client,))
    return _edited(client, number, ids, at)


def _put_written(story: Story, written: _Written) -> None:
    chance = story.chance("people.written")
    put(
        Note,
        NOTE,
        (
            (pk, uuid7_of(at, chance), client, text, False, by, at, "")
            for pk, (client, text, by, at) in enumerate(written.notes, 1)
        ),
    )
    put(
        Interaction,
        CONTACT,
        (
            (pk, uuid7_of(at, chance), client, how, "ours", at, "", "", outcome, by, at, "")
            for pk, (client, how, outcome, by, at) in enumerate(written.contacts, 1)
        ),
    )
    set_counters(Note, Interaction)


def _another(newest: int, chance: random.Random) -> int:
    found = chance.randint(1, newest)
    return STORIED_CLIENT + 1 if SIGHTED_CLIENT <= found <= STORIED_CLIENT else found


def _added(number: int, ids: dict[str, int], places: list[int], at: Any) -> Happened:
    by = ids[holder_of(number)]
    event = ClientAdded(
        client_id=number,
        kind_of_client="organisation" if number % 20 == 0 else "person",
        name=name_of(number),
        phone=phone_of(number),
        email=email_of(number),
        responsible_id=by,
        location_id=places[0 if number % 10 == SIGHTED_CLIENT else 1],
    )
    return Happened(at, event.kind, by, event.about, number, *event.facts(), (number,))


def _edited(number: int, turn: int, ids: dict[str, int], at: Any) -> Happened:
    changes = {
        "phone": [phone_of(number), f"+48 700 {turn // 1000 % 1000:03} {turn % 1000:03}"],
        "email": [email_of(number), f"new{turn}@example.com"],
    }
    told = {"phone": changes["phone"]} if turn % 3 else changes
    by = ids[holder_of(number) if turn % 4 else "all"]
    event = ClientEdited(client_id=number, changes=told)
    return Happened(at, event.kind, by, event.about, number, *event.facts(), (number,))


# --- What is measured ------------------------------------------------------------------------------------------------


def _uid(pk: int = SIGHTED_CLIENT) -> str:
    return str(Client.objects.values_list("uid", flat=True).get(pk=pk))


def _storied(rest: str) -> Callable[[User], str]:
    return lambda reader: f"/clients/{_uid(STORIED_CLIENT)}/{rest}"


def _next_page(reader: User) -> str:
    after = page(reader, Asked(), "uid").next
    return f"/clients/?after={after}" if after else ""


def _sought(text: str) -> Callable[[User], str]:
    return lambda reader: f"/find/?{urlencode({'q': text})}"


LISTS = ("all", "location", "team", "own")
CASES = (
    Case("list of clients", lambda reader: "/clients/", LISTS, at_most=4),
    Case(
        "list of clients, as a fragment", lambda reader: "/clients/?view=all", LISTS, at_most=3, fragment=True
    ),
    Case("list of clients, the next page as a fragment", _next_page, LISTS, at_most=3, fragment=True),
    Case("list of clients, a part of the name", lambda reader: "/clients/?q=nowak", LISTS, fragment=True),
    Case("search by a part of the name", _sought("nowak"), LISTS, at_most=2.5, fragment=True),
    Case("search by a common first name", _sought("anna"), LISTS, at_most=2.5, fragment=True),
    Case("search by digits of a phone", _sought("600120"), LISTS, at_most=2, fragment=True),
    Case("card with 300 moments", lambda reader: f"/clients/{_uid()}/", at_most=4),
    Case("card with 10,000 moments", _storied(""), at_most=4),
    Case("timeline of 10,000", _storied("timeline/"), at_most=4, fragment=True),
    Case("timeline of 10,000, notes alone", _storied("timeline/?only=notes"), at_most=4, fragment=True),
    Case(
        "timeline, searched",
        lambda reader: f"/clients/{_uid()}/timeline/?q=price+7",
        at_most=4,
        fragment=True,
    ),
    Case("timeline of 10,000, searched", _storied("timeline/?q=price+7"), at_most=20, fragment=True),
    Case(
        "timeline of 10,000, as of 1 March 2023",
        _storied("timeline/?on=2023-03-01"),
        at_most=4,
        fragment=True,
    ),
    Case("card of 10,000 moments, as of 1 March 2023", _storied("?on=2023-03-01"), at_most=4),
    Case("brief of a client", lambda reader: f"/clients/{_uid()}/brief/", at_most=4),
    Case("form for a new client", lambda reader: "/clients/add/", at_most=6),
    Case("form for changing a client", lambda reader: f"/clients/{_uid()}/edit/", at_most=6),
    Case("API: 100 clients", lambda reader: "/api/v1/clients?limit=100", at_most=4),
    Case("API: one client", lambda reader: f"/api/v1/clients/{_uid()}", at_most=2),
    Case("API: timeline of 300 moments", lambda reader: f"/api/v1/clients/{_uid()}/timeline", at_most=12),
)


def _told(turn: int) -> dict[str, str]:
    return {"name": f"Act {turn}", "phone": f"+49 151 {turn:08}", "email": f"act{turn}@example.com"}


def _add(by: User, turn: int) -> Callable[[], Any]:
    return lambda: commands.add_client(**_told(turn), by=by)


def _rename(by: User, turn: int) -> Callable[[], Any]:
    client = queries.clients(by).order_by("pk")[turn % 80]
    return lambda: commands.edit_client(client, name=f"Acted on {turn}", by=by)


def _edit(by: User, turn: int) -> Callable[[], Any]:
    client = queries.clients(by).order_by("pk")[turn % 80]
    told = {"name": f"Acted on {turn}", "phone": f"+49 152 {turn:08}"}
    return lambda: commands.edit_client(client, **told, by=by)


def _form(turn: int) -> tuple[str, dict[str, str]]:
    return "/clients/add/", _told(turn) | {"kind": "person", "phone": f"+49 153 {turn:08}"}


def _write(by: User, turn: int) -> Callable[[], Any]:
    client = Client.objects.get(pk=SIGHTED_CLIENT)
    return lambda: commands.add_note(client, text=f"Called back {turn}", by=by)


def _note(turn: int) -> tuple[str, dict[str, str]]:
    shown = moments_of_client(SIGHTED_CLIENT).values_list("pk", flat=True)[
        0
    ]  # on top of the card that is open
    return f"/clients/{_uid()}/notes/", {"text": f"Likes tea, {turn} cups", "newest": str(shown)}


def _note_that_promises(turn: int) -> tuple[str, dict[str, str]]:
    """What is understood of it is written down along with it: a promise with its moment and the client's figures."""
    path, words = _note(turn)
    return path, words | {"text": f"Will come on day {turn}"}


ACTS = (
    Act("add_note", _write, form=_note, fragment=True, at_most=3),
    Act("add_note that holds a promise", _write, form=_note_that_promises, fragment=True),
    Act("add_client (name, phone, e-mail)", _add, form=_form),
    Act("edit_client (name)", _rename),
    Act("edit_client (name, phone)", _edit),
)
