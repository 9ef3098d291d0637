"""How the file of an import is read, and what its columns tell."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext
from ninja import Router

from pomni.exchange import arriving, reading, standing
from pomni.exchange.api.imports import RUN, import_told
from pomni.exchange.api.schemas import ColumnsOut, FactsOfFileOut, ImportOut, MatchIn, OfFile, ReadingIn
from pomni.exchange.commands import wizard
from pomni.exchange.forms import ReadingForm, taken_apart
from pomni.exchange.queries import wizard as queries
from pomni.exchange.reading import Column, Reading
from pomni.exchange.told import targets
from pomni.kit.errors import Refused
from pomni.kit.later import later as _
from pomni.people.imports import NOBODY, Wish, key_of, stand_ins
from pomni.team.doors import changed, named, operation
from pomni.team.queries import colleagues, locations

router = Router(tags=["imports"])
PLAIN = ("existing", "strangers", "source", "program")


@router.get(
    "/import-facts",
    response=FactsOfFileOut,
    summary=_("List the facts that a column of a file can tell"),
    operation_id="list_import_facts",
)
@operation(RUN)
def list_import_facts(request, of: OfFile = "clients"):
    standing.check_adding(of, request.user)
    items = [
        {name: str(getattr(target, name)) for name in ("key", "title", "says", "group")}
        | {"several": target.several}
        for target in targets(of)
    ]
    return {"items": items}


@router.patch(
    "/imports/{uid}/reading",
    response=ImportOut,
    summary=_("Have the file of an import read in another way"),
    operation_id="change_reading",
)
@operation(RUN)
def change_reading(request, uid: UUID, told: ReadingIn):
    import_ = queries.import_of(request.user, uid)
    wanted = _wanted(arriving.file_of(import_), queries.reading_of(import_), changed(told))
    return import_told(request, wizard.read_import(import_, reading=wanted, by=request.user))


def _wanted(path: Any, kept: Reading, ways: dict[str, Any]) -> Reading:
    """The reading as the form of the page would ask for it; where the file is taken apart anew, the rest found anew."""
    form = ReadingForm(_as_sent(kept) | ways, reading=kept)
    wrong = {*(set(ways) - set(form.fields)), *form.errors}
    if wrong:
        raise Refused(gettext("Choose one of the ways that are offered."), field=min(wrong))
    asked, is_anew = form.asked()
    found = reading.reads_as(path, asked)
    return _wanted(path, found, ways) if is_anew else asked


def _as_sent(kept: Reading) -> dict[str, Any]:
    ways = {name: getattr(kept, name) for name in ReadingForm.SHOWN[kept.kind]}
    return ways | {"of": taken_apart(kept), "header_row": kept.header_row if kept.header else 0}


@router.get(
    "/imports/{uid}/columns",
    response=ColumnsOut,
    summary=_("List the columns of an import, and what they are matched to"),
    operation_id="list_import_columns",
)
@operation(RUN)
def list_import_columns(request, uid: UUID):
    return _columns_told(request, queries.import_of(request.user, uid))


@router.patch(
    "/imports/{uid}/columns",
    response=ColumnsOut,
    summary=_("Match the columns of an import, and say what holds for all of it"),
    operation_id="match_columns",
)
@operation(RUN)
def match_columns(request, uid: UUID, told: MatchIn):
    import_ = queries.import_of(request.user, uid)
    mapping, wish = _mapping(import_, told.columns), _wish(request, import_, told)
    matched = wizard.match_columns(import_, mapping=mapping, wish=wish, by=request.user)
    return _columns_told(request, matched)


def _mapping(import_: Any, columns: Sequence[Any]) -> dict[int, str]:
    """The mapping with what a program changed of it."""
    mapping = {int(number): key for number, key in import_.mapping.items()}
    for one in columns:
        number = _number(import_.columns, one.column)
        mapping.pop(number, None)
        if one.fact:
            mapping[number] = one.fact
    return mapping


def _number(titles: Sequence[str], column: int | str) -> int:
    found = [n for n, title in enumerate(titles) if column in (n, title)]
    if len(found) == 1:
        return found[0]
    sentence = gettext(
        "The file has no column, or more than one, that is called “%(column)s”. Send its number."
    )
    raise Refused(sentence % {"column": column}, field="columns")


def _wish(request: Any, import_: Any, told: MatchIn) -> Wish:
    wish, sent = Wish.from_json(import_.options), changed(told, "responsible", "location")
    words: dict[str, Any] = {name: sent[name] for name in PLAIN if name in sent}
    if "tags" in sent:
        words["tags"] = tuple(dict.fromkeys(filter(None, (tag.strip() for tag in sent["tags"]))))
    offered = {"responsible": colleagues(request.user).filter(is_active=True), "location": locations()}
    for name, records in offered.items():
        if name in sent:
            words[name] = _key(records, sent[name], name) if sent[name] else None
    if "people" in sent:
        words["people"] = _people(request, import_, wish, sent["people"])
    return replace(wish, **words)


def _key(records: Any, uid: UUID, field: str) -> int:
    return int(named(lambda uid: get_object_or_404(records, uid=uid), uid, field).pk)


def _people(request: Any, import_: Any, wish: Wish, told: Mapping[str, Any]) -> tuple[tuple[str, int], ...]:
    """Who stands for whom, with what a program changed of it: of the names that are asked for alone."""
    asked = {key_of(name): name for name in queries.strangers_in(import_, _columns(import_), request.user)}
    chosen = {asked[key]: pk for key, pk in stand_ins(wish.people).items() if key in asked}
    working = colleagues(request.user).filter(is_active=True)
    for name, who in told.items():
        if key_of(name) not in asked:
            sentence = gettext("The file asks nobody to stand for “%(name)s”. Leave that name out.")
            raise Refused(sentence % {"name": name[:60]}, field="people")
        chosen.pop(asked[key_of(name)], None)
        if who is not None:
            pk = NOBODY if who == "nobody" else _key(working, who, "people")
            chosen[asked[key_of(name)]] = pk
    return tuple(chosen.items())


def _columns(import_: Any) -> list[Column]:
    """The columns with their first cells; without them once the import has begun: then the file may be gone."""
    if import_.began_at:
        return [Column(title) for title in import_.columns]
    return reading.columns(arriving.file_of(import_), queries.reading_of(import_))


def _columns_told(request: Any, import_: Any) -> dict[str, Any]:
    columns, wish = _columns(import_), Wish.from_json(import_.options)
    mapping = {int(number): key for number, key in import_.mapping.items()}
    items = [
        {"number": n, "title": one.title, "samples": list(one.samples), "fact": mapping.get(n, "")}
        for n, one in enumerate(columns)
    ]
    people = dict(colleagues(request.user).values_list("pk", "uid"))
    places = dict(locations().values_list("pk", "uid"))
    told = {name: getattr(wish, name) for name in (*PLAIN, "tags")}
    told |= {"responsible": people.get(wish.responsible or 0), "location": places.get(wish.location or 0)}
    told["people"] = _stand_ins_told(queries.strangers_in(import_, columns, request.user), wish, people)
    return told | {"columns": items, "is_remembered": queries.remembered(columns, import_.of) == mapping}


def _stand_ins_told(names: Sequence[str], wish: Wish, people: dict[int, UUID]) -> dict[str, Any]:
    chosen = stand_ins(wish.people)
    uids: dict[Any, Any] = {None: None, NOBODY: "nobody", **people}
    return {name: uids.get(chosen.get(key_of(name))) for name in names}
