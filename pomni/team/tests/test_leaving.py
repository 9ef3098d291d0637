"""When a colleague leaves: their access ends, and what was theirs goes where the director says."""

import pytest

from pomni.kit.errors import NotAllowed
from pomni.kit.nouns import spoken
from pomni.memory.models import Moment
from pomni.people.commands import add_client, forget_client
from pomni.people.models import Client
from pomni.people.queries import timeline
from pomni.team import commands, leaving
from pomni.team.models import Team, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def theirs(vera, mark):
    """Three clients and a team of Mark's."""
    commands.form_team(name="Sellers", lead=mark, by=vera)
    return [add_client(name=f"Client {n}", by=mark) for n in range(3)]


def test_the_page_shows_what_is_theirs(client, vera, mark, theirs):
    client.force_login(vera)
    told = spoken(client.get(f"/team/{mark.uid}/disable/").content.decode(), "en")
    assert "Clients that they answer for: 3" in told
    assert "Teams that they lead: 1" in told


def test_access_ends_and_clients_and_teams_go_to_others(client, vera, mark, lena, theirs):
    client.force_login(vera)
    client.post(f"/team/{mark.uid}/disable/", {"clients": str(lena.uid), "teams": "nobody"})
    mark.refresh_from_db()
    assert not mark.is_active
    assert set(Client.objects.values_list("responsible", flat=True)) == {lena.pk}
    assert Team.objects.get().lead is None
    assert "From Mark to Lena" in timeline(vera, theirs[0])[0].sentence
    kinds = list(Moment.objects.order_by("-pk").values_list("kind", flat=True)[:7])
    assert kinds.count("people.client_handed_over") == 3
    assert kinds.count("team.handed_over") == 2


def test_nobody_may_be_the_heir_and_what_is_not_chosen_stays(vera, mark, theirs):
    leaving.leave(mark, by=vera, heirs={"clients": None})
    assert set(Client.objects.values_list("responsible", flat=True)) == {None}
    assert Team.objects.get().lead == mark


def test_giving_access_again_leaves_what_was_handed_over_where_it_is(client, vera, mark, lena, theirs):
    leaving.leave(mark, by=vera, heirs={"clients": lena})
    client.force_login(vera)
    client.post(f"/team/{mark.uid}/enable/")
    mark.refresh_from_db()
    assert mark.is_active
    assert not mark.clients.exists()


def test_an_heir_must_be_able_to_see_clients(vera, mark, hire, theirs):
    hire("mia", "marketer")
    heirs = {pile.kind.key: pile.heirs for pile in leaving.piles(mark, by=vera)}
    assert vera in heirs["clients"]
    assert not [user for user in heirs["clients"] if user.username == "mia"]


def test_handing_over_is_taken_up_where_it_was_interrupted(vera, mark, lena, theirs):
    from pomni.people.commands import hand_over_clients

    hand_over_clients(mark, clients=[theirs[0].pk], to=lena, by=vera)
    assert leaving.hand_over(mark, by=vera, heirs={"clients": lena})
    assert lena.clients.count() == 3
    moment = Moment.objects.filter(kind="team.handed_over").get()
    assert moment.facts["number"] == 2


def test_what_is_erased_is_not_handed_over(vera, mark, lena, theirs):
    forget_client(theirs[0], by=vera)
    leaving.hand_over(mark, by=vera, heirs={"clients": lena})
    assert lena.clients.count() == 2


def test_only_clients_within_reach_are_handed_over(vera, mark, lena, hire, theirs, role_of):
    like = role_of("marketer")
    role = commands.add_role(name="Officer", like=like, by=vera)
    commands.change_role(role, grants=like.grants | {"team.colleague.disable": 4}, by=vera)
    officer = hire("olga")
    commands.give_role(officer, role, by=vera)
    assert leaving.piles(mark, by=officer) == []
    with pytest.raises(NotAllowed):
        leaving.hand_over(mark, by=lena, heirs={})


def test_much_is_handed_over_by_a_job(vera, mark, lena, theirs, monkeypatch):
    from pomni.team.tasks import hand_over_pile

    monkeypatch.setattr(leaving, "AT_ONCE", 2)
    queued = []
    monkeypatch.setattr(type(hand_over_pile), "enqueue", lambda self, *told: queued.append(told))
    assert leaving.hand_over(mark, by=vera, heirs={"clients": lena}) is False
    assert mark.clients.count() == 3
    assert queued == [(mark.pk, "clients", lena.pk, vera.pk)]
    hand_over_pile.func(*queued[0])
    assert lena.clients.count() == 3


def test_nobody_ends_their_own_access(client, vera):
    client.force_login(vera)
    answer = client.post(f"/team/{vera.uid}/disable/")
    assert answer.status_code == 422
    assert "your own access" in answer.content.decode()
    assert User.objects.get(pk=vera.pk).is_active
