"""Reading about imports: those within reach, and how columns with such titles were matched last."""

from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from pomni.exchange.events import ImportTried
from pomni.exchange.models import Import, RememberedMapping
from pomni.exchange.reading import Column, Reading, digest
from pomni.kit.clock import now
from pomni.memory.queries import moments
from pomni.people.imports import Wish, by_name, key_of
from pomni.team.models import User
from pomni.team.queries import colleagues

RUN = "exchange.import.run"
# Rows of colleagues' clients that trials tell one person of in a day: a file of numbers would tell who is known here.
MOST_ELSEWHERE = 100
MOST_STRANGERS = 100
OF_COLLEAGUES = {"responsible", "task_responsible"}


def imports(viewer: User) -> QuerySet[Import]:
    """Imports within reach, newest first."""
    found = Import.objects.visible_to(viewer).exclude(state=Import.State.DROPPED)
    return found.select_related("made_by").order_by("-pk")


def import_of(viewer: User, uid: Any) -> Import:
    """One import. Raises Http404 where there is none within reach."""
    return get_object_or_404(imports(viewer), uid=uid)


def reading_of(import_: Import) -> Reading:
    """How its file is read."""
    return Reading.from_json(import_.reading)


def remembered(columns: list[Column], of: str = "clients") -> dict[int, str] | None:
    """How columns with these titles were matched last; None where such a file has not been here."""
    if not (told := digest(columns, of)):
        return None
    kept = RememberedMapping.objects.filter(headers=told).first()
    return {int(number): key for number, key in kept.mapping.items()} if kept else None


def strangers_in(import_: Import, columns: list[Column], viewer: User) -> list[str]:
    """The names of colleagues that a file has and that mean nobody here: those of its first rows, those that the trial
    found, and those for whom somebody stands already. At most a hundred.
    """
    told = [name for name, _number in import_.trial.get("strangers", ())]
    told += [name for name, _pk in Wish.from_json(import_.options).people]
    for number, key in import_.mapping.items():
        if key in OF_COLLEAGUES and int(number) < len(columns):
            told += columns[int(number)].samples
    here = by_name(
        (user.pk, (user.name, user.username)) for user in colleagues(viewer).filter(is_active=True)
    )
    found = {key_of(name): name[:60] for name in reversed(told) if key_of(name)}
    return sorted(name for key, name in found.items() if here.get(key) is None)[:MOST_STRANGERS]


def elsewhere_left(viewer: User) -> int:
    """How many rows more may tell the viewer within this day that somebody is with us already, out of their reach."""
    # Named one by one, imports lead along the index of records: by person it would go through all that they ever did.
    imports_ = Import.objects.values("pk")
    of_imports = moments().order_by().filter(record=Import._meta.label_lower, record_id__in=imports_)
    told = of_imports.filter(by_id=viewer.pk, kind=ImportTried.kind, at__gt=now() - timedelta(days=1))
    return max(0, MOST_ELSEWHERE - sum(facts["elsewhere"] for facts in told.values_list("facts", flat=True)))


def somebody_brought_clients(user: User) -> QuerySet[Import]:
    """An import was carried out, by whomever: the step of setting up is done."""
    begun = (Import.State.RUNNING, Import.State.PAUSED, Import.State.DONE)
    return Import.objects.filter(state__in=begun)
