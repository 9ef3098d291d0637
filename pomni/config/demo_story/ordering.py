"""How the company keeps its base in order: own fields, partners, segments, a change of many, pins, doubles, who left."""

import re
from datetime import datetime, time, timedelta
from typing import Any

from pomni.config.demo_story.requisites import requisites
from pomni.config.demo_story.stage import Known, Stage, Story
from pomni.facts.commands import add_field
from pomni.facts.queries import CLIENT, fields
from pomni.memory.queries import moments_of_record
from pomni.people import carrying
from pomni.people.commands import (
    add_client,
    add_interaction,
    add_note,
    ask_bulk_change,
    make_segment,
    merge_clients,
    pin_moment,
    start_bulk_change,
)
from pomni.people.models import Client
from pomni.people.pulses import sweep
from pomni.people.queries.rows import tags
from pomni.people.rules import Reached
from pomni.team.dividing import Wanted
from pomni.team.leaving import leave

LEFT = timedelta(days=210)  # before today
AFTER_CLOSING = time(19, 40)
PILES = ("clients", "tasks", "promises", "meetings")
DOUBLES, MERGED = 9, 0.45  # cards made twice, and the share of them that somebody saw and merged
AS_BEFORE = {"name": "kept", "responsible": "kept"}
PINNED = 8
EVERY, SILENT = (
    (14, 21, 16),
    timedelta(days=45),
)  # days between talks with each partner; how long the last is silent
SEGMENTS_MADE, CHANGED_MANY = (20, 160), 45  # days before today


def set_up(stage: Stage) -> None:
    """On the first day: the company's own fields, and the partners it works with."""
    memory, director = stage.script.memory, stage.staff["director"][0]
    for told in memory["fields"]:
        side = "organisation" if told.get("organisation") else "person"
        only = {"all": [{"fact": "people.kind", "is": "one_of", "value": [side]}]}
        words = {"hint": told.get("hint", ""), "choices": told.get("choices", ())}
        add_field(name=told["name"], kind=told["kind"], decides="shown", condition=only, by=director, **words)
    by_name = {told["name"]: told for told in memory["fields"]}
    stage.fields = {one.key: by_name[one.name] for one in fields(CLIENT)}


def plan(stage: Stage) -> None:
    """Begin the stories of an orderly base."""
    at = stage.later_than_began()
    stage.begin(_partners(stage), at)
    day = (stage.until - LEFT).astimezone(stage.zone).date()
    stage.begin(_leaves(stage), datetime.combine(stage.workday(day, -1), AFTER_CLOSING, stage.zone))
    for number, told in enumerate(stage.script.memory["segments"]):
        stage.begin(_segment(stage, told), _ago(stage, stage.chance.randint(*SEGMENTS_MADE) + number))
    stage.begin(_changes_many(stage), _ago(stage, CHANGED_MANY))
    doubles = max(2, round(DOUBLES * stage.share))
    for number in range(doubles):
        is_seen = number < doubles * MERGED
        stage.begin(_double(stage, is_seen=is_seen), _ago(stage, 30 + 42 * (doubles - 1 - number)))
    for number in range(PINNED):
        stage.begin(_pin(stage), _ago(stage, 15 + 37 * number))


def look_for_doubles(stage: Stage) -> None:
    """What the night found: who resembles whom."""
    sweep()


def _ago(stage: Stage, days: int) -> datetime:
    today = stage.until.astimezone(stage.zone).date()
    return stage.on(stage.workday(today, -days))


# --- Partners, segments, a change of many ----------------------------------------------------------------------------


def _partners(stage: Stage) -> Story:
    """Laboratories, suppliers and agents have cards, too. One hears of each at its own rhythm, and of the last no more."""
    by, memory, country = stage.staff["director"][0], stage.script.memory, stage.script.company["country"]
    for number, told in enumerate(memory["partners"]):
        address = stage.faces.address()
        papers = requisites(country, told["name"], address, memory["bank"], stage.chance)
        record = add_client(
            kind="organisation",
            name=told["name"],
            parts=[told["part"]],
            phones=[Reached(stage.faces.landline(), stage.script.country["labels"]["office"])],
            tax_id=stage.faces.tax_id(),
            address=address,
            alert=told.get("alert", ""),
            about=told["about"],
            responsible=by,
            by=by,
            **papers,
        )
        is_last = number == len(memory["partners"]) - 1
        until = stage.until - SILENT if is_last else stage.until
        stage.begin(_talks_with(stage, record, told["came"], EVERY[number], until), stage.soon())
        yield stage.later(3)


def _talks_with(stage: Stage, record: Client, came: list[str], days: int, until: datetime) -> Story:
    by = stage.staff["director"][0]
    while stage.now() < until:
        outcome = stage.chance.choice(came)
        add_interaction(record, how="call", side="ours", at=stage.now(), outcome=outcome, by=by)
        yield stage.later([days - 1, days + 1])


def _segment(stage: Stage, told: dict[str, Any]) -> Story:
    by, known = stage.staff[told["by"]][0], {f"tag:{name}" for _uid, name in tags()}
    if not set(re.findall(r"tag:[^']+", str(told))) <= known:
        return  # in so small a story nobody may have such a tag
    lines = [_line(line) for line in told.get("all", told.get("any", []))]
    condition = {"all" if "all" in told else "any": lines}
    if also := told.get("also"):
        condition = {"all": [condition, *(_line(line) for line in also)]}
    make_segment(name=told["name"], condition=condition, is_shared=told["shared"], by=by)
    yield from ()


def _line(told: list[Any]) -> dict[str, Any]:
    """["own:Policy number", "empty"] as the language of conditions has it."""
    fact, operator, *value = told
    if fact.startswith("own:"):
        fact = next(f"people.{one.key}" for one in fields(CLIENT) if one.name == fact.removeprefix("own:"))
    line = {"fact": fact, "is": operator}
    if not value:
        return line
    return line | {"value": [_tag(one) for one in value[0]] if isinstance(value[0], list) else value[0]}


def _tag(told: str) -> str:
    if not told.startswith("tag:"):
        return told
    return next(uid for uid, name in tags() if name == told.removeprefix("tag:"))


def _changes_many(stage: Stage) -> Story:
    """Everybody of one source gets a tag at once."""
    told, by = stage.script.memory["bulk"], stage.staff["director"][0]
    if not any(client.record.source == told["source"] for client in stage.clients):
        return  # in so small a story nobody may have come by it
    change = ask_bulk_change(asked=f"source={told['source']}", what="tag", value=told["tag"], by=by)
    start_bulk_change(change, by=by, in_background=False)
    carrying.carry(change.pk)
    yield from ()


# --- Doubles ---------------------------------------------------------------------------------------------------------


def _double(stage: Stage, *, is_seen: bool) -> Story:
    """Somebody new at the desk adds a client who is here already; mostly nobody notices."""
    known = [one for one in stage.present("adult", "buyer") if one.phone and not one.is_doubled]
    if not known:
        return
    client = stage.chance.choice(known)
    client.is_doubled = True
    by, record = stage.who("desk", client), client.record
    name = stage.chance.choice((f"{record.given} {record.family}", f"{record.family} {record.given}"))
    words = {"responsible": by, "location": client.place, "source": record.source}
    again = add_client(name=name, phone=client.phone, by=by, **words)
    add_interaction(again, how="call", side="theirs", at=stage.now(), outcome="", by=by)
    if is_seen:
        yield stage.later([1, 6])
        merge_clients(record, again, choices=AS_BEFORE, by=stage.staff["director"][0])


# --- Pins ------------------------------------------------------------------------------------------------------------


def _pin(stage: Stage) -> Story:
    """What nobody who opens the card may overlook."""
    known = stage.present(stage.script.memory.get("pinned_for", "adult"))
    if known := [one for one in known if not one.is_pinned]:
        client = stage.chance.choice(known)
        client.is_pinned = True
        by = stage.who("changer", client)
        note = add_note(client.record, text=stage.script.memory["pinned"], by=by)
        moment = moments_of_record("people.note", note.pk)[0]
        pin_moment(client.record, moment=moment.pk, by=by)
    yield from ()


# --- Who left --------------------------------------------------------------------------------------------------------


def _leaves(stage: Stage) -> Story:
    """A colleague leaves: what was theirs goes to another one, who tells the clients."""
    gone, by = stage.leaver, stage.staff["director"][0]
    if gone is None:
        return
    heir = next(user for user in stage.staff[stage.script.memory["leaver"]["preset"]] if user != gone)
    leave(gone, by=by, wanted=Wanted(heirs=dict.fromkeys(PILES, heir.pk)))
    stage.gone.add(gone.pk)
    stage.staff = {preset: [u for u in users if u != gone] for preset, users in stage.staff.items()}
    for client in stage.clients + [one for company in stage.clients for one in company.staff]:
        if client.keeper == gone:
            client.keeper = heir
            stage.begin(_first_talk(stage, client), stage.later([1, 9]))
    yield from ()


def _first_talk(stage: Stage, client: Known) -> Story:
    if client.sort == "organisation" and not client.is_over:
        outcome = stage.chance.choice(stage.script.memory["handed_over"])
        by = client.keeper
        add_interaction(client.record, how="call", side="ours", at=stage.now(), outcome=outcome, by=by)
    yield from ()
