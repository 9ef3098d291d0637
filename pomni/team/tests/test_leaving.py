"""When a colleague leaves: their access ends, and what was theirs goes where the director says."""

from datetime import timedelta

import pytest

from pomni.agenda.commands import add_promise, add_task
from pomni.kit.clock import now
from pomni.kit.errors import NotAllowed
from pomni.kit.nouns import spoken
from pomni.memory.models import Moment, Sighting
from pomni.people.commands import add_client, edit_client, forget_client
from pomni.people.models import Client
from pomni.people.queries import timeline
from pomni.team import commands, leaving
from pomni.team.dividing import EVENLY, NOBODY, Wanted
from pomni.team.models import Team, User
from pomni.team.piles import open_things, parts_of

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
    leaving.leave(mark, by=vera, wanted=Wanted(heirs={"clients": NOBODY}))
    assert set(Client.objects.values_list("responsible", flat=True)) == {None}
    assert Team.objects.get().lead == mark


def test_giving_access_again_leaves_what_was_handed_over_where_it_is(client, vera, mark, lena, theirs):
    leaving.leave(mark, by=vera, wanted=Wanted(heirs={"clients": lena.pk}))
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
    assert leaving.hand_over(mark, by=vera, wanted=Wanted(heirs={"clients": lena.pk})).done_at
    assert lena.clients.count() == 3
    moment = Moment.objects.filter(kind="team.handed_over").get()
    assert moment.facts["number"] == 2


def test_what_is_erased_is_not_handed_over(vera, mark, lena, theirs):
    forget_client(theirs[0], by=vera)
    leaving.hand_over(mark, by=vera, wanted=Wanted(heirs={"clients": lena.pk}))
    assert lena.clients.count() == 2


def test_only_clients_within_reach_are_handed_over(vera, mark, lena, hire, theirs, role_of):
    like = role_of("marketer")
    role = commands.add_role(name="Officer", like=like, by=vera)
    commands.change_role(role, grants=like.grants | {"team.colleague.disable": 4}, by=vera)
    officer = hire("olga")
    commands.give_role(officer, role, by=vera)
    assert leaving.piles(mark, by=officer) == []
    with pytest.raises(NotAllowed):
        leaving.hand_over(mark, by=lena, wanted=Wanted())


def test_much_is_handed_over_by_a_job(vera, mark, lena, theirs, monkeypatch):
    from pomni.team.tasks import hand_over_things

    monkeypatch.setattr(leaving, "AT_ONCE", 2)
    queued = []
    monkeypatch.setattr(type(hand_over_things), "enqueue", lambda self, *told: queued.append(told))
    handing = leaving.hand_over(mark, by=vera, wanted=Wanted(heirs={"clients": lena.pk}))
    assert handing.done_at is None
    assert mark.clients.count() == 3
    assert queued == [(handing.pk, vera.pk)]
    hand_over_things.func(*queued[0])
    assert lena.clients.count() == 3
    handing.refresh_from_db()
    assert handing.done_at


@pytest.fixture
def desk(vera, mark, lena, hire, theirs):
    """Mark's work beside his clients: a task and a promise about each, a task about nobody, and a third colleague."""
    for client in theirs:
        add_task(title=f"Call {client.name}", client=client, by=mark)
        add_promise(client, kind="obligation", owes="us", text=f"Offer for {client.name}", by=mark)
    add_task(title="Tidy the desk", by=mark)
    return hire("nina", "salesperson")


def had_by(user):
    """What of each kind is a colleague's."""
    return (
        user.clients.count(),
        user.tasks.filter(done_at=None, dropped_at=None).count(),
        user.promises.filter(state="open").count(),
    )


def test_divided_evenly_each_thing_has_one_successor_and_a_client_stays_whole(vera, mark, lena, desk, theirs):
    leaving.leave(mark, by=vera, wanted=Wanted(rule=EVENLY, team=(lena.pk, desk.pk)))
    assert had_by(mark) == (0, 0, 0)
    assert [sum(both) for both in zip(had_by(lena), had_by(desk), strict=True)] == [3, 4, 3]
    assert abs(sum(had_by(lena)) - sum(had_by(desk))) <= 3
    for client in Client.objects.all():
        heirs = {client.responsible_id, *client.tasks.values_list("responsible_id", flat=True)}
        assert len(heirs | set(client.promises.values_list("responsible_id", flat=True))) == 1


def test_divided_by_tag_and_what_has_none_goes_with_the_rest(vera, mark, lena, desk, theirs):
    edit_client(theirs[0], tags=["VIP"], by=vera)
    (part,) = parts_of("tag", open_things(mark, vera), vera)
    assert (part.title, part.clients) == ("VIP", {theirs[0].pk})
    wanted = Wanted(rule="tag", parts={part.key: lena.pk}, rest=desk.pk)
    leaving.hand_over(mark, by=vera, wanted=wanted)
    assert had_by(lena) == (1, 1, 1)
    assert had_by(desk) == (2, 3, 2)


def test_a_single_thing_chosen_by_hand_comes_before_the_rule(client, vera, mark, lena, desk, theirs):
    client.force_login(vera)
    page = client.get(f"/team/{mark.uid}/hand-over/", {"rule": EVENLY, "q": "client 1"})
    assert f"single-clients-{theirs[1].pk}" in page.content.decode()
    assert f"single-clients-{theirs[0].pk}" not in page.content.decode()
    words = {"rule": EVENLY, "team": str(lena.uid), f"single-clients-{theirs[1].pk}": str(desk.uid)}
    assert client.post(f"/team/{mark.uid}/hand-over/", words).status_code == 302
    assert had_by(desk) == (1, 0, 0)
    assert had_by(lena) == (2, 4, 3)


def test_what_was_chosen_by_hand_is_kept_while_one_looks_for_others(client, vera, mark, desk, theirs):
    client.force_login(vera)
    chosen = {"q": "client 1", f"single-clients-{theirs[0].pk}": str(desk.uid)}
    told = client.get(f"/team/{mark.uid}/hand-over/", chosen).context["form"]
    first, found = (told[f"single-clients-{one.pk}"] for one in theirs[:2])
    assert (first.value(), found.value()) == (str(desk.uid), None)
    assert f"single-clients-{theirs[2].pk}" not in told.fields


def test_where_no_single_one_is_found_one_may_look_again(client, vera, mark, theirs):
    client.force_login(vera)
    page = client.get(f"/team/{mark.uid}/hand-over/", {"q": "nobody at all"}).content.decode()
    assert 'name="q"' in page
    assert "Nothing found" in page


def test_sent_twice_it_is_done_once_and_killed_in_the_middle_it_goes_on(
    vera, mark, lena, desk, theirs, monkeypatch
):
    wanted = Wanted(rule=EVENLY, team=(lena.pk, desk.pk))
    tries = iter([1, 0])
    whole = commands.hand_some

    def killed(*told, **words):
        if next(tries, 1) == 0:
            raise KeyboardInterrupt
        return whole(*told, **words)

    monkeypatch.setattr(commands, "hand_some", killed)
    with pytest.raises(KeyboardInterrupt):
        leaving.hand_over(mark, by=vera, wanted=wanted, key="form")
    monkeypatch.setattr(commands, "hand_some", whole)
    assert sum(had_by(mark)) > 0
    first = leaving.hand_over(mark, by=vera, wanted=wanted, key="form")
    again = leaving.hand_over(mark, by=vera, wanted=wanted, key="form")
    assert first == again
    assert had_by(mark) == (0, 0, 0)
    assert [sum(both) for both in zip(had_by(lena), had_by(desk), strict=True)] == [3, 4, 3]
    kinds = Moment.objects.filter(kind="people.client_handed_over")
    assert kinds.count() == 3


def test_taken_back_as_far_as_nobody_has_changed_it_since(client, vera, mark, lena, desk, theirs):
    client.force_login(vera)
    client.post(
        f"/team/{mark.uid}/hand-over/",
        {"clients": str(lena.uid), "tasks": "nobody", "promises": str(lena.uid)},
    )
    edit_client(theirs[0], responsible=desk, by=vera)
    page = client.get(f"/team/{mark.uid}/").content.decode()
    assert "Take it back" in page
    handing = mark.handings.get()
    client.post(f"/team/{mark.uid}/hand-over/{handing.uid}/back/")
    assert had_by(mark) == (2, 4, 3)
    assert had_by(desk) == (1, 0, 0)
    assert client.post(f"/team/{mark.uid}/hand-over/{handing.uid}/back/").status_code == 404


def test_every_way_in_ends_and_what_they_did_stays_theirs(page_of, program_of, vera, mark, lena, theirs):
    browser, program = page_of(mark), program_of(mark)
    assert browser.get("/clients/").status_code == 200
    assert program.get("/api/v1/clients").status_code == 200
    leaving.leave(mark, by=vera, wanted=Wanted(heirs={"clients": lena.pk}))
    assert browser.get("/clients/").status_code == 302
    assert program.get("/api/v1/clients").status_code == 401
    added = Moment.objects.filter(kind="people.client_added")
    assert set(added.values_list("by_id", flat=True)) == {mark.pk}


def test_the_screen_says_what_was_seen_taken_along_and_unusual(client, vera, mark, theirs):
    hour = now() - timedelta(days=2)
    rows = [
        Sighting(at=hour, by_id=mark.pk, how="exported", record="people.client", record_id=n)
        for n in range(200)
    ]
    rows += [Sighting(at=hour, by_id=mark.pk, how="seen", record="people.client", record_id=1)]
    Sighting.objects.bulk_create(rows)
    client.force_login(vera)
    told = client.get(f"/team/{mark.uid}/disable/").content.decode()
    assert "cards opened 1, taken along in files and lists 200" in told
    assert "Unusual" in told
    Sighting.objects.all().delete()
    assert "Nothing of it looks unusual" in client.get(f"/team/{mark.uid}/disable/").content.decode()


def test_nobody_ends_their_own_access(client, vera):
    client.force_login(vera)
    answer = client.post(f"/team/{vera.uid}/disable/")
    assert answer.status_code == 422
    assert "your own access" in answer.content.decode()
    assert User.objects.get(pk=vera.pk).is_active
