from uuid import UUID

from ninja import Query, Router, Schema

from pomni.kit.later import later as _
from pomni.kit.paging import page_of
from pomni.team import queries
from pomni.team.access import ANYBODY
from pomni.team.doors import PageIn, operation

router = Router(tags=["team"])


class ColleagueOut(Schema):
    uid: UUID
    name: str
    is_active: bool


class ColleaguesOut(Schema):
    items: list[ColleagueOut]
    next: str | None


class MeOut(ColleagueOut):
    roles: list[str]
    scopes: list[str] | None


@router.get("/me", response=MeOut, summary=_("Who the token stands for"), operation_id="me")
@operation(ANYBODY)
def me(request):
    user, token = request.user, getattr(request, "token", None)
    roles = [str(held.role) for held in queries.roles_held(user)]
    told = {"uid": user.uid, "name": user.name, "is_active": user.is_active}
    return {**told, "roles": roles, "scopes": token and token.scopes}


@router.get(
    "/colleagues", response=ColleaguesOut, summary=_("List colleagues"), operation_id="list_colleagues"
)
@operation("team.colleague.see")
def colleagues(request, page: Query[PageIn]):
    found = queries.colleagues(request.user)
    return page_of(found, by=("-is_active", "name", "pk"), of="colleagues", **page.dict())
