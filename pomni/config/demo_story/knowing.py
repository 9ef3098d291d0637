"""What colleagues find out about a client over the months: consents, peculiarities, dates, ties, ways to reach them."""

from datetime import date, timedelta
from typing import Any

from pomni.config.demo_story.requisites import requisites
from pomni.config.demo_story.script import Told
from pomni.config.demo_story.stage import Known, Stage, Story
from pomni.people.commands import (
    add_date,
    add_peculiarity,
    add_tie,
    edit_client,
    fill_own_fields,
    tell_consent,
)
from pomni.people.rules import Reached
from pomni.team.models import User

PEOPLE, PERSONS = ("adult", "child", "buyer"), ("adult", "buyer")
OF_CHILDREN = ("pet", "hobby", "food", "dislike")
WHENS = ("gift_given", "good", "bad")  # what happened on a day
# Of whom it is told, and how often beside the others.
IS_TOLD = {
    "pet": 0.2,
    "food": 0.2,
    "hobby": 0.18,
    "habit": 0.2,
    "dislike": 0.1,
    "gift_liked": 0.07,
    "gift_given": 0.12,
    "good": 0.16,
    "bad": 0.08,
}
ALLERGIC, DATED, WRITES, MOVES, KNOWS = 0.12, 0.2, 0.3, 0.12, 0.05
AGREES, MARKETING, TAKES_BACK, PHOTO = 0.92, 0.55, 0.15, 0.06
RECOMMENDED, IS_PAID_FOR, HAS_REQUISITES = 0.7, 0.8, 0.75


def learns(stage: Stage, client: Known) -> Story:
    """Everything that is found out about a client, a little at a time."""
    _consents(stage, client)
    yield stage.later([1, 6])
    acts = [_requisites, _ways, _ties, *([_peculiarity] * 3), _own_fields, _date]
    for act in acts:
        if client.is_over:
            return
        act(stage, client)
        yield stage.later([4, 45])


def _consents(stage: Stage, client: Known) -> None:
    """What was signed on the first day; some take the marketing back later."""
    told = stage.script.memory["consents"]
    if client.sort == "organisation" or not stage.odds(AGREES):
        return
    by = stage.who("changer", client)
    kept = {"version": told["version"], "origin": _one(stage, told["origins"])}
    tell_consent(client.record, kind="data", is_given=True, wording=told["data"], by=by, **kept)
    if client.sort == "adult" and (wording := stage.script.memory.get("treatment")):
        tell_consent(client.record, kind="treatment", is_given=True, wording=wording, by=by, **kept)
    if client.sort == "child" or not stage.odds(MARKETING):
        return
    channels = stage.chance.sample(["call", "sms", "email", "messenger"], k=stage.chance.choice((1, 2, 2, 4)))
    words = {"channels": channels, "wording": told["marketing"]} | kept
    tell_consent(client.record, kind="marketing", is_given=True, by=by, **words)
    if stage.odds(PHOTO):
        wording = stage.script.memory["photo"]
        tell_consent(client.record, kind="photo", is_given=True, wording=wording, by=by, **kept)
    if stage.odds(TAKES_BACK):
        stage.begin(_takes_back(stage, client), stage.later([30, 300]))


def _takes_back(stage: Stage, client: Known) -> Story:
    if not client.is_over:
        by, origin = stage.who("changer", client), _one(stage, stage.script.memory["consents"]["withdrawn"])
        tell_consent(client.record, kind="marketing", is_given=False, origin=origin, by=by)
    yield from ()


def _peculiarity(stage: Stage, client: Known) -> None:
    """One thing that makes the client special, or that was good or bad between us."""
    told, allergies = stage.script.memory["peculiarities"], stage.script.memory.get("allergies")
    by = stage.who("changer", client)
    if allergies and client.sort in ("adult", "child") and stage.odds(ALLERGIC / 3):
        add_peculiarity(client.record, kind="allergy", text=_one(stage, allergies), by=by)
        return
    kinds = {"child": OF_CHILDREN, "organisation": WHENS}.get(client.sort, tuple(IS_TOLD))
    kind = stage.chance.choices(kinds, [IS_TOLD[one] for one in kinds])[0]
    if not stage.odds(sum(IS_TOLD[one] for one in kinds) / 3 + 0.1):
        return
    text = Told(stage.script, stage.chance).text(told[kind], client=client.sex)
    on = stage.now().date() - timedelta(days=stage.chance.randint(0, 5)) if kind in WHENS else None
    add_peculiarity(client.record, kind=kind, text=text, on=on, by=by)


def _date(stage: Stage, client: Known) -> None:
    """A day to remember each year, or once."""
    fit = [one for one in stage.script.memory["dates"] if client.sort in one["for"].split()]
    if not fit or not stage.odds(DATED):
        return
    one = stage.chance.choice(fit)
    if "once" in one:
        day = stage.now().date() + timedelta(days=stage.chance.randint(120, 500))
    else:
        day = stage.began.date() - timedelta(days=stage.chance.randint(300, 5000))
    by = stage.who("changer", client)
    add_date(client.record, title=one["title"], day=day.isoformat(), is_yearly="once" not in one, by=by)


def _ways(stage: Stage, client: Known) -> None:
    """A messenger, or a further address."""
    memory = stage.script.memory
    words: dict[str, Any] = {}
    if client.sort in PERSONS and client.phone and stage.odds(WRITES):
        mail = str(client.record.uid)[-6:]
        words["messengers"] = [Reached(memory["messenger"].format(phone=client.phone, mail=f"id{mail}"))]
    if client.sort == "adult" and client.record.address and stage.odds(MOVES):
        street = stage.chance.choice(stage.script.country["streets"]).format(
            house=stage.chance.randint(1, 96), flat=stage.chance.randint(1, 180)
        )
        label = _one(stage, memory["address_labels"])
        words["addresses"] = [Reached(client.record.address), Reached(street, label)]
    if words:
        edit_client(client.record, by=stage.who("changer", client), **words)


def _requisites(stage: Stage, client: Known) -> None:
    """The papers of an organisation; of all, which category they are."""
    memory = stage.script.memory
    words: dict[str, Any] = {}
    if client.sort == "organisation" and stage.odds(HAS_REQUISITES):
        country, record = stage.script.company["country"], client.record
        words |= requisites(country, record.name, record.address, memory["bank"], stage.chance)
    if client.sort == memory["categorised"]:
        words["category"] = _one(stage, memory["categories"])
    if words:
        edit_client(client.record, by=stage.who("changer", client), **words)


def _ties(stage: Stage, client: Known) -> None:
    """Who decides, who recommended them, who pays, whom of us they know."""
    by, memory = stage.who("changer", client), stage.script.memory
    source = client.record.source if client.sort in ("adult", "organisation") else ""
    if client.sort == "organisation" and client.staff:
        add_tie(client.record, kind="decides", other=client.staff[0].record, by=by)
    if source == memory["recommending"] and stage.odds(RECOMMENDED) and (known := _others(stage, client, by)):
        add_tie(client.record, kind="recommended", other=stage.chance.choice(known).record, by=by)
    payers = stage.present("organisation", place=client.place)
    if client.sort == "adult" and source == memory.get("paying") and payers and stage.odds(IS_PAID_FOR):
        add_tie(client.record, kind="pays", other=stage.chance.choice(payers).record, by=by)
    if client.sort in PEOPLE and stage.odds(KNOWS):
        colleague, note = stage.chance.choice(stage.everybody()), _one(stage, memory["knows"])
        add_tie(client.record, kind="knows", colleague=colleague, note=note, by=by)


def _others(stage: Stage, client: Known, by: User) -> list[Known]:
    """Those of the same sort, of another family, whom this colleague reaches."""
    known = stage.present(client.sort, place=client.place)
    known = [one for one in known if one is not client and (one.family != client.family or not one.family)]
    return [one for one in known if by in _reaching(stage, one)]


def _reaching(stage: Stage, client: Known) -> list[User]:
    """Who certainly reaches this client: whoever keeps it, and the desk of its place."""
    return [client.keeper, *stage.desks.get(client.place.pk, ())]


def _own_fields(stage: Stage, client: Known) -> None:
    """What the company's own fields ask."""
    side = "organisation" if client.sort == "organisation" else "person"
    asked = {"child": 0.5, "buyer": 0.6}.get(client.sort, 1.0)
    values = {
        key: _value(stage, told)
        for key, told in stage.fields.items()
        if told.get(side) and stage.odds(told["share"] * asked)
    }
    if values:
        fill_own_fields(client.record, values=values, by=stage.who("changer", client))


def _value(stage: Stage, told: dict[str, Any]) -> Any:
    chance, kind = stage.chance, told["kind"]
    if kind == "choice":
        return chance.choice(told["choices"])
    if kind == "many":
        return chance.sample(told["choices"], k=chance.choice((1, 1, 2)))
    if kind == "yes_no":
        return stage.odds(0.8)
    if kind == "date":
        return _day(stage, is_ahead=told.get("ahead", False))
    if kind == "text":
        return chance.choice(told["shapes"]).format(n=chance.randint(10_000, 99_999))
    return chance.randrange(told["from"], told["to"], told.get("step", 1))


def _day(stage: Stage, *, is_ahead: bool) -> date:
    if is_ahead:
        return stage.until.date() + timedelta(days=stage.chance.randint(5, 420))
    return stage.now().date() - timedelta(days=stage.chance.randint(1, 600))


def _one(stage: Stage, texts: list[str]) -> str:
    return str(stage.chance.choice(texts))
