"""Who comes to the clinic: households that share a phone, people who come alone, employers and insurers with their staff."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from pomni.config.demo_story.arriving import days_of_coming
from pomni.config.demo_story.faces import Face, Faces
from pomni.config.demo_story.living import begin_life
from pomni.config.demo_story.stage import Known, Stage, Story
from pomni.people.commands import add_client, add_tie
from pomni.people.rules import Reached
from pomni.team.models import Location, User

HOUSEHOLDS = 130
SEASONS = (0.8, 1.0, 1.1, 1.1, 1.0, 0.8, 0.6, 0.7, 1.1, 1.2, 1.1, 0.9)
SIZES = ((1, 62), (2, 16), (3, 14), (4, 8))  # members, and how many households of a hundred have so many
PAUSE = (25, 120)  # days between two scenes
BIRTHDAY_KNOWN, HAS_EMAIL, HAS_ALERT, HAS_ABOUT = 0.7, 0.5, 0.09, 0.3


def arrivals(stage: Stage) -> Iterator[tuple[Story, datetime]]:
    """The stories of all who come, each with its first hour."""
    faces = stage.faces
    for at in days_of_coming(stage, max(4, round(HOUSEHOLDS * stage.share)), SEASONS):
        yield _household(stage, faces), at
    names = list(stage.script.company["organisations"])
    stage.chance.shuffle(names)
    number = max(2, round(len(names) * stage.share))
    for name, at in zip(names, days_of_coming(stage, number, SEASONS), strict=False):
        yield _organisation(stage, faces, name), at


def _household(stage: Stage, faces: Faces) -> Story:
    """A family comes one after another; a phone, an address and a name are theirs together."""
    size = stage.chance.choices([size for size, _share in SIZES], [share for _size, share in SIZES])[0]
    number = stage.chance.randrange(len(faces.words["families"]))
    first = faces.person(family=number, ages=(24, 58) if size > 1 else (19, 76))
    place, doctor = stage.chance.choice(stage.places), _doctor(stage)
    phone, address, source = (
        faces.mobile(),
        faces.address(),
        stage.chance.choice(stage.script.company["sources"]),
    )
    known = {"place": place, "address": address if stage.odds(0.6) else "", "source": source}
    head = _add(stage, faces, first, doctor, [Reached(phone, _label(stage, "mobile"))], **known)
    head.phone = phone
    _begin(stage, head)
    father = first if first.sex == "male" else faces.person(sex="male", family=number)  # known or not
    for member in range(1, size):
        yield stage.later([1, 160])
        if member == 1 and stage.odds(0.6):
            other = faces.person(
                sex="male" if first.sex == "female" else "female", family=number, ages=(25, 60)
            )
            own = [Reached(faces.mobile(), _label(stage, "mobile"))] if stage.odds(0.5) else []
            reached = [*own, Reached(phone, _label(stage, "home"))]
            father = other if other.sex == "male" else father
            spouse = _add(stage, faces, other, doctor, reached, **known)
            spouse.phone = own[0].typed if own else ""
            _of_family(stage, spouse, head, "spouse")
            continue
        child = faces.child_of(father, number)
        label = _label(stage, "father" if first.sex == "male" else "mother")
        little = _add(stage, faces, child, _doctor(stage, child=True), [Reached(phone, label)], **known)
        _of_family(stage, little, head, "parent", "represents", "pays")


def _of_family(stage: Stage, member: Known, head: Known, *kinds: str) -> None:
    """What whoever came first is to a member of the family who came later."""
    for kind in kinds:
        add_tie(member.record, kind=kind, other=head.record, by=stage.who("desk", member))
    _begin(stage, member)


def _add(
    stage: Stage,
    faces: Faces,
    face: Face,
    doctor: User,
    phones: list[Reached],
    *,
    place: Location,
    address: str,
    source: str,
) -> Known:
    told, is_child = stage.script.company, face.born.year > stage.until.year - 17
    tags = stage.chance.sample(
        told["child_tags" if is_child else "tags"], k=stage.chance.choice((0, 0, 1, 1, 2))
    )
    words: dict[str, Any] = dict(face.parts)
    if is_child or stage.odds(BIRTHDAY_KNOWN):
        words["birthday"] = face.born.isoformat()
    if not is_child and stage.odds(HAS_EMAIL):
        words["email"] = faces.email(face.given, face.family)
    if stage.odds(HAS_ALERT):
        words["alert"] = stage.chance.choice(told["alerts"])
    if stage.odds(HAS_ABOUT):
        words["about"] = stage.chance.choice(told["child_abouts" if is_child else "abouts"])
    by = stage.chance.choice(stage.desks[place.pk])
    shared = {"responsible": doctor, "location": place, "address": address, "source": source}
    record = add_client(phones=phones, tags=tags, by=by, **shared, **words)
    sort = "child" if is_child else "adult"
    return Known(record, doctor, place, sort, face.sex, face.given, face.family, tags=sorted(tags))


def _organisation(stage: Stage, faces: Faces, name: str) -> Story:
    """An employer or an insurer, with the colleagues there who decide, and with those who come for treatment."""
    told = stage.script.company
    keeper = stage.chance.choice([*stage.staff["salesperson"], *stage.staff["head_of_sales"]])
    place = stage.chance.choice(stage.places)
    shared: dict[str, Any] = {"responsible": keeper, "location": place}
    record = add_client(
        kind="organisation",
        name=name,
        phones=[Reached(faces.landline(), _label(stage, "office"))],
        email=faces.mailbox("office", name),
        tax_id=faces.tax_id(),
        address=faces.address().split(", кв")[0],
        by=keeper,
        **shared,
    )
    company = Known(record, keeper, place, "organisation")
    for number in range(stage.chance.choice((1, 1, 2))):
        if number:
            yield stage.later([40, 200])
        company.staff.append(_contact(stage, faces, company, stage.chance.choice(told["positions"])))
        if not number:
            _begin(stage, company)
        else:
            _begin(stage, company.staff[-1])


def _contact(stage: Stage, faces: Faces, company: Known, position: str) -> Known:
    face, phone = faces.person(ages=(26, 58)), faces.mobile()
    record = add_client(
        works_at=company.record,
        position=position,
        phones=[Reached(phone, _label(stage, "work"))],
        email=faces.email(face.given, face.family, at="example.org"),
        responsible=company.keeper,
        location=company.place,
        by=company.keeper,
        **face.parts,
    )
    return Known(record, company.keeper, company.place, "buyer", face.sex, face.given, face.family, phone)


def _begin(stage: Stage, client: Known) -> None:
    stage.clients.append(client)
    begin_life(stage, client, PAUSE, stage.soon(1, 4))


def _doctor(stage: Stage, *, child: bool = False) -> User:
    logins = {one["login"] for one in stage.script.company["people"] if bool(one.get("children")) == child}
    return stage.chance.choice([user for user in stage.staff["specialist"] if user.username in logins])


def _label(stage: Stage, word: str) -> str:
    return str(stage.script.country["labels"][word])
