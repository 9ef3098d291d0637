from uuid import UUID

from ninja import Router, Schema

from pomni.team import queries
from pomni.team.access import ANYBODY
from pomni.team.doors import operation

router = Router(tags=["team"])


class ColleagueOut(Schema):
    uid: UUID
    name: str
    is_active: bool


class MeOut(ColleagueOut):
    roles: list[str]


@router.get("/me", response=MeOut)
@operation(ANYBODY)
def me(request):
    user = request.user
    roles = [str(held.role) for held in queries.roles_held(user)]
    return {"uid": user.uid, "name": user.name, "is_active": user.is_active, "roles": roles}


@router.get("/colleagues", response=list[ColleagueOut])
@operation("team.colleague.see")
def colleagues(request):
    return queries.colleagues(request.user)[:500]
