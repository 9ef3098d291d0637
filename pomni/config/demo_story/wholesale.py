"""Who buys from the wholesaler: organisations with their buyers, kept by salespeople."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from pomni.config.demo_story.arriving import days_of_coming
from pomni.config.demo_story.faces import Faces
from pomni.config.demo_story.living import begin_life
from pomni.config.demo_story.stage import Known, Stage, Story
from pomni.people.commands import add_client
from pomni.people.rules import Reached
from pomni.team.models import User

ORGANISATIONS = 96
SEASONS = (0.6, 0.9, 1.1, 1.1, 1.2, 1.0, 0.8, 0.8, 1.1, 1.2, 1.2, 1.0)
PAUSE, PAUSE_OF_BUYER = (15, 66), (60, 200)  # days between two scenes
HAS_ALERT, HAS_ABOUT, HAS_BIRTHDAY = 0.18, 0.35, 0.3


def arrivals(stage: Stage) -> Iterator[tuple[Story, datetime]]:
    """The stories of all organisations, each with its first hour."""
    faces = stage.faces
    number = max(4, round(ORGANISATIONS * stage.share))
    names = _names(stage, number)
    for name, at in zip(names, days_of_coming(stage, number, SEASONS), strict=True):
        yield _organisation(stage, faces, name), at


def _names(stage: Stage, number: int) -> list[str]:
    """Made-up names of shops and cafés, no word of a kind used too often."""
    told = stage.script.company
    every = [
        shape.format(name=name) for name in told["names"] for shape in [stage.chance.choice(told["shapes"])]
    ]
    stage.chance.shuffle(every)
    return every[:number]


def _organisation(stage: Stage, faces: Faces, name: str) -> Story:
    """A customer and, one after another, the people who buy there."""
    told, chance = stage.script.company, stage.chance
    keeper, place = _keeper(stage), chance.choice(stage.places)
    by = keeper if keeper not in stage.staff["specialist"] else chance.choice(stage.desks[place.pk])
    tags = chance.sample(told["tags"], k=chance.choice((0, 1, 1, 2)))
    shared: dict[str, Any] = {"responsible": keeper, "location": place}
    words: dict[str, Any] = {"address": faces.address(), "source": chance.choice(told["sources"])}
    if stage.odds(HAS_ALERT):
        words["alert"] = chance.choice(told["alerts"])
    if stage.odds(HAS_ABOUT):
        words["about"] = chance.choice(told["abouts"])
    record = add_client(
        kind="organisation",
        name=name,
        phones=[Reached(faces.landline(), _label(stage, "office"))],
        email=faces.mailbox(told["mailbox"], name),
        tax_id=faces.tax_id(),
        tags=tags,
        by=by,
        **shared,
        **words,
    )
    company = Known(record, keeper, place, "organisation", tags=sorted(tags))
    positions = chance.sample(told["positions"], k=chance.choice((1, 1, 2, 2, 3)))
    for number, position in enumerate(positions):
        if number:
            yield stage.later([15, 220])
        company.staff.append(_buyer(stage, faces, company, position, stage.still(by, company)))
        if not number:
            company.sex = company.staff[0].sex  # whoever speaks for the customer in its scenes
            stage.clients.append(company)
            begin_life(stage, company, PAUSE, stage.soon(1, 4))
    yield stage.soon()


def _buyer(stage: Stage, faces: Faces, company: Known, position: str, by: User) -> Known:
    face, phone = faces.person(ages=(23, 61)), faces.mobile()
    words: dict[str, Any] = {"responsible": company.keeper, "location": company.place}
    if stage.odds(HAS_BIRTHDAY):
        words["birthday"] = f"--{face.born:%m-%d}"  # one is told the day, not the year
    record = add_client(
        works_at=company.record,
        position=position,
        phones=[Reached(phone, _label(stage, "work"))],
        email=faces.email(face.given, face.family, at="example.org") if stage.odds(0.8) else "",
        by=by,
        **face.parts,
        **words,
    )
    buyer = Known(record, company.keeper, company.place, "buyer", face.sex, face.given, face.family, phone)
    stage.clients.append(buyer)
    begin_life(stage, buyer, PAUSE_OF_BUYER, stage.later([1, 30]))
    return buyer


def _keeper(stage: Stage) -> User:
    kept = (("salesperson", 80), ("head_of_sales", 10), ("specialist", 10))
    preset = stage.chance.choices([preset for preset, _share in kept], [share for _preset, share in kept])[0]
    return stage.chance.choice(stage.staff[preset])


def _label(stage: Stage, word: str) -> str:
    return str(stage.script.country["labels"][word])
