"""Whoever merges two cards is told no more of them than the cards themselves tell: not by a refusal, a reason or a moment."""

import pytest

from pomni.facts.commands import add_field
from pomni.kit.errors import Refused
from pomni.memory.models import Moment
from pomni.people import pulses
from pomni.people.commands import add_client, fill_own_fields, forget_client, merge_clients
from pomni.people.models import Client
from pomni.people.queries import duplicates
from pomni.team.commands import change_role
from pomni.team.shown import sentence_for

from .test_forgetting import everything_stored

ACCOUNTS = ("61109010140000071219812874", "27114020040000300201355387")


@pytest.fixture
def rita(hire):
    """She merges the clients of her team, and reaches no others."""
    return hire("rita", "head_of_sales")


@pytest.fixture
def keep(vera, rita):
    """Keeps Rita's role from fields."""

    def by_rule(rule, *names):
        role = rita.roles_held.get().role
        change_role(role, fields=role.fields | {f"people.client.{name}": rule for name in names}, by=vera)
        return type(rita).objects.get(pk=rita.pk)

    return by_rule


@pytest.fixture
def at_work(vera, rita):
    """Two cards of Rita's, of people who work at organisations that she does not reach."""
    firms = [add_client(name=name, kind="organisation", by=vera) for name in ("Bright", "Gloomy")]
    return [add_client(name="Anna Kern", works_at=firm, responsible=rita, by=vera) for firm in firms]


def both(viewer, cards):
    return duplicates.side_by_side(viewer, *duplicates.both_to_merge(viewer, *(one.uid for one in cards)))


def test_an_organisation_out_of_reach_is_not_named_where_its_people_are_compared(
    vera, rita, at_work, page_of, program_of
):
    way = "/{}/merge/{}".format(*(one.uid for one in at_work))
    answers = [
        page_of(rita).get(f"/clients{way}/"),
        page_of(rita).post(f"/clients{way}/"),
        program_of(rita).get(f"/api/v1/clients{way}"),
        program_of(rita).post(f"/api/v1/clients{way}", {}, content_type="application/json"),
    ]
    assert [one.status_code for one in answers] == [200, 422, 200, 422]
    for answer in answers:
        told = answer.content.decode()
        assert "out of your reach" in told
        assert "Bright" not in told
        assert "Gloomy" not in told
    (choice,) = both(vera, at_work).choices
    assert (choice.kept, choice.gone) == ("Bright", "Gloomy")


def test_an_organisation_out_of_reach_that_both_work_at_is_not_named(vera, rita, at_work):
    Client.objects.filter(pk=at_work[1].pk).update(works_at=at_work[0].works_at)
    assert "Bright" not in str(both(rita, at_work).agreed)
    assert "Bright" in str(both(vera, at_work).agreed)


def test_of_an_organisation_that_was_not_chosen_the_moment_keeps_the_number_alone(vera, rita, at_work):
    firm = at_work[1].works_at
    merge_clients(*at_work, choices={"works_at": "kept"}, by=rita)
    moment = Moment.objects.get(kind="people.client_merged")
    assert moment.personal["left"] == {"works_at": str(firm.uid)}
    for viewer in (vera, rita):
        assert "organisation where they work: set" in sentence_for(viewer, moment)
    forget_client(firm, by=vera)
    assert "Gloomy" not in everything_stored()


@pytest.mark.parametrize(("rule", "shown"), [("hide", ""), ("mask", "•••74")])
def test_a_refusal_names_a_hidden_fact_and_does_not_tell_it(vera, rita, keep, program_of, rule, shown):
    cards = [add_client(name="Anna Kern", account=account, responsible=rita, by=vera) for account in ACCOUNTS]
    with pytest.raises(Refused, match=ACCOUNTS[1][-10:]):
        merge_clients(*cards, by=vera)
    rita = keep(rule, "account")
    way = "/api/v1/clients/{}/merge/{}".format(*(one.uid for one in cards))
    answer = program_of(rita).post(way, {}, content_type="application/json")
    told = answer.content.decode()
    assert answer.status_code == 422
    assert "bank account" in told
    assert shown in str(answer.json())
    assert not any(account[-10:] in told for account in ACCOUNTS)


@pytest.mark.parametrize("rule", ["hide", "mask"])
def test_that_a_hidden_phone_is_the_same_is_told_by_no_reason_and_no_score(
    vera, rita, keep, page_of, program_of, rule
):
    phones = {"same": ["+48600100200"] * 2, "other": ["+48600100201", "+48600100202"]}
    cards = {
        how: [
            add_client(name=f"Anna {how}", phone=one, email="a@b.example", responsible=rita, by=vera)
            for one in two
        ]
        for how, two in phones.items()
    }
    pulses.sweep()
    rita = keep(rule, "phone")
    rows = {row.left["name"]: row for row in duplicates.pair_rows(rita, "open").items}
    assert rows.keys() == {"Anna same", "Anna other"}
    assert len({(row.score, tuple(row.reasons)) for row in rows.values()}) == 1
    told = {how: both(rita, two).likeness for how, two in cards.items()}
    assert told["same"] == told["other"]
    assert "same phone" not in page_of(rita).get("/clients/duplicates/").content.decode()
    assert "same phone" in page_of(vera).get("/clients/duplicates/").content.decode()
    apart = "/api/v1/clients/{}/merge/{}/apart".format(*(one.uid for one in cards["same"]))
    answer = program_of(rita).post(apart)
    assert answer.status_code == 200
    assert "phone" not in str(answer.json()["reasons"])


def test_a_custom_field_that_is_hidden_is_told_neither_by_the_page_nor_by_the_moment(vera, rita, keep):
    field = add_field(name="Debt", kind="text", by=vera)
    cards = [add_client(name="Anna Kern", responsible=rita, by=vera) for _n in range(2)]
    for card, text in zip(cards, ("Owes a lot", "Owes nothing"), strict=True):
        fill_own_fields(card, values={f"own_{field.uid}": text}, by=vera)
    rita = keep("hide", f"own_{field.uid}")
    choices = both(rita, cards).choices
    assert "Owes" not in str(choices)
    merge_clients(*cards, choices={choices[0].key: "kept"}, by=rita)
    moment = Moment.objects.get(kind="people.client_merged")
    assert "Owes" not in sentence_for(rita, moment)
