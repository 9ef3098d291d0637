"""What a condition may say, and what is answered to one that says nothing."""

import pytest

from pomni.facts import queries as facts
from pomni.facts.queries import facts as register
from pomni.facts.queries.building import changed, finished
from pomni.people.models import Tag
from pomni.team.models import Role

BIRTHDAY = {"fact": "people.birthday", "is": "next", "value": 7}


def refused(told, viewer):
    with pytest.raises(facts.WrongCondition) as no:
        facts.condition_of(told, viewer)
    return no.value.place, no.value.why


@pytest.mark.parametrize(
    ("told", "place", "why"),
    [
        ({"all": [{"fact": "people.shoe_size", "is": "equals", "value": 42}]}, "1", "knows nothing called"),
        ({"all": [BIRTHDAY, {"any": []}]}, "2", "asks for nothing"),
        (
            {"all": [{"any": [BIRTHDAY, {"fact": "people.birthday", "is": "before"}]}]},
            "1.2",
            "cannot be asked",
        ),
        ({"all": [{"fact": "people.added", "is": "on", "value": "yesterday"}]}, "1", "Choose a day"),
        ({"all": [{"fact": "people.added", "is": "on", "value": "0000-01-01"}]}, "1", "Choose a day"),
        ({"all": [{"fact": "people.added", "is": "last", "value": -1}]}, "1", "how many days"),
        ({"all": [{"fact": "people.contacts", "is": "equals", "value": "1.5"}]}, "1", "whole number"),
        ({"all": [{"fact": "people.contacts", "is": "equals", "value": "NaN"}]}, "1", "Write a number"),
        ({"all": [{"fact": "people.contacts", "is": "equals", "value": True}]}, "1", "Write a number"),
        ({"all": [{"fact": "people.contacts", "is": "between", "value": [5, 2]}]}, "1", "Change them round"),
        ({"all": [{"fact": "people.source", "is": "contains", "value": " "}]}, "1", "what the text is"),
        ({"all": [{"fact": "people.source", "is": "contains", "value": "a\x00"}]}, "1", "what the text is"),
        ({"all": [{"fact": "people.source", "is": "empty", "value": "x"}]}, "1", "without a value"),
        ({"all": [{"fact": "people.tags", "is": "has", "value": ["gold"]}]}, "1", "not there any more"),
        ({"all": [{"fact": "people.tags", "is": "has", "value": []}]}, "1", "at least one"),
        ({"all": [{"fact": "people.kind", "is": "one_of", "value": ["robot"]}]}, "1", "not there any more"),
        ({"all": [BIRTHDAY], "any": [BIRTHDAY]}, "", "one of the words"),
        ({"all": [BIRTHDAY | {"and": 1}]}, "1", "words fact, is"),
        ({"all": BIRTHDAY}, "", "list"),
        ({"all": [7]}, "1", "neither"),
        ([BIRTHDAY], "", "neither"),
        ({"all": [BIRTHDAY] * 61}, "61", "at most 60"),
    ],
)
def test_what_means_nothing_is_refused_with_its_place_and_the_reason(vera, told, place, why):
    found_at, reason = refused(told, vera)
    assert found_at == place
    assert why in reason


def test_groups_lie_only_so_deep_in_each_other(vera):
    told = {"all": [BIRTHDAY]}
    for _n in range(6):
        told = {"none": [told]}
    assert "deep" in refused(told, vera)[1]


def test_nothing_asked_for_is_everybody_but_only_as_the_whole_of_a_condition(vera):
    assert facts.condition_of({}, vera).parts == facts.condition_of({"all": []}, vera).parts == ()
    assert "asks for nothing" in refused({"any": []}, vera)[1]
    assert "asks for nothing" in refused({"all": [{"all": []}]}, vera)[1]


def test_who_may_not_see_a_fact_cannot_ask_for_it(vera, sam):
    domain = {"all": [{"fact": "people.email_text", "is": "contains", "value": "@firm"}]}
    assert facts.condition_of(domain, vera)
    assert "Your role does not show you" in refused(domain, sam)[1]  # he sees addresses masked
    facts.condition_of({"all": [{"fact": "people.email", "is": "yes"}]}, sam)
    Role.objects.filter(preset="specialist").update(
        fields={"people.client.email": "hide"}, grants={"people.client.see": 1}
    )
    sam.access_stamp += 1
    assert "Your role does not show you" in refused({"all": [{"fact": "people.email", "is": "yes"}]}, sam)[1]
    assert "agenda.open_tasks" not in {fact.key for fact in facts.facts_open_to(sam)}


def test_a_fact_of_all_clients_needs_a_right_that_reaches_as_far(hire):
    seller = hire("rita", "salesperson")
    assert "agenda.next_due" in {fact.key for fact in facts.facts_open_to(seller)}
    Role.objects.filter(preset="salesperson").update(
        grants={"people.client.see": 4, "agenda.task.see": 1, "agenda.promise.see": 4}
    )
    seller.access_stamp += 1
    assert "agenda.next_due" not in {fact.key for fact in facts.facts_open_to(seller)}


def test_a_condition_is_kept_in_one_form(vera):
    vip = Tag.objects.create(name="VIP", folded="vip")
    told = {
        "any": [
            {"fact": "people.tags", "is": "has", "value": str(vip.uid).upper()},
            {"fact": "people.added", "is": "last", "value": "30"},
            {"fact": "people.contacts", "is": "between", "value": ["1", 3]},
        ]
    }
    kept = facts.told_of(facts.condition_of(told, vera))
    assert kept == {
        "any": [
            {"fact": "people.tags", "is": "has", "value": [str(vip.uid)]},
            {"fact": "people.added", "is": "last", "value": 30},
            {"fact": "people.contacts", "is": "between", "value": [1, 3]},
        ]
    }
    assert facts.told_of(facts.condition_of(kept, vera)) == kept


def test_a_fact_that_is_gone_is_shown_with_its_reason(vera):
    root = facts.looked_at({"all": [BIRTHDAY, {"fact": "sales.deals", "is": "more", "value": 1}]}, vera)
    assert [bool(line.trouble) for line in root.lines()] == [False, True]
    assert facts.in_words(root, vera)[0].words == "Birthday is within the next 7 days"


def test_every_fact_of_the_house_says_a_sentence_for_every_way_to_ask(vera):
    values = {
        "nothing": None, "text": "x", "number": 2, "numbers": [1, 2], "day": "2026-11-22",
        "period": ["2026-11-01", "2026-11-22"], "days": 7, "month": 2,
    }  # fmt: skip
    for fact in register.known_facts().values():
        for operator in fact.operators.values():
            if operator.wants == "values":
                continue
            told = {"fact": fact.key, "is": operator.key, "value": values[operator.wants]}
            line = next(facts.condition_of({"all": [told]}, vera).lines())
            assert facts.sentence_of(line, vera), (fact.key, operator.key)


def test_keys_of_facts_begin_with_the_module_that_offers_them_and_are_told_once(db):
    from pomni.kit.module import all_modules, function_named

    keys = [
        (module.name.split(".")[1], fact.key)
        for module in all_modules()
        for path in module.facts
        for fact in function_named(path)()
    ]
    assert [key for name, key in keys if not key.startswith(f"{name}.")] == []
    assert len(keys) == len(set(keys))


def test_a_button_adds_and_takes_away_where_it_stands():
    line, empty = {"fact": "people.birthday", "is": "empty"}, {"fact": "", "is": ""}
    told = {"all": [line, {"any": [line]}]}
    assert changed(told, "line:2") == {"all": [line, {"any": [line, empty]}]}
    assert changed(told, "group:") == {"all": [line, {"any": [line]}, {"any": [empty]}]}
    assert changed(told, "drop:1") == {"all": [{"any": [line]}]}
    assert changed(told, "drop:2.1") == {"all": [line]}  # a group goes with its last line
    for nonsense in ("drop:9", "line:1", "drop:", "save", "line:x", "", "drop:2.1.1"):
        assert changed(told, nonsense) == told
    assert finished({"all": [empty, {"any": [line, empty]}]}) == {"all": [{"any": [line]}]}
