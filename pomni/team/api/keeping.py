"""How long things are kept, for programs."""

from typing import Any

from django.utils.translation import gettext
from ninja import Router, Schema
from pydantic import ConfigDict, Field

from pomni.kit.errors import Refused
from pomni.kit.later import later as _
from pomni.team import commands, keeping
from pomni.team.doors import operation

router = Router(tags=["team"])
SET = "team.keeping.change"


class KeptOut(Schema):
    """`number` of `unit`, 0 meaning for ever; `would_go`: how much of it is older than that now."""

    key: str
    title: str
    unit: str
    number: int
    least: int
    most: int
    may_be_for_ever: bool
    would_go: int


class KeepingOut(Schema):
    items: list[KeptOut]


class KeepingIn(Schema):
    model_config = ConfigDict(extra="forbid")

    numbers: dict[str, int] = Field({}, description="By key; what is not named stays as it is.")


@router.get(
    "/keeping",
    response=KeepingOut,
    summary=_("Read for how long things are kept"),
    operation_id="read_keeping",
)
@operation(SET)
def read_keeping(request):
    return _out()


@router.patch(
    "/keeping", response=KeepingOut, summary=_("Say for how long things are kept"), operation_id="set_keeping"
)
@operation(SET)
def set_keeping(request, told: KeepingIn):
    if unknown := told.numbers.keys() - {one.key for one in keeping.retentions()}:
        raise Refused(gettext("There is no such field here. Check how it is spelt."), field=min(unknown))
    commands.set_keeping(by=request.user, **told.numbers)
    return _out()


def _out() -> dict[str, Any]:
    names = ("key", "unit", "least", "most", "may_be_for_ever")
    items = [
        {name: getattr(one.kind, name) for name in names}
        | {"title": str(one.kind.title), "number": one.number, "would_go": one.would_go}
        for one in keeping.preview({})
    ]
    return {"items": items}
