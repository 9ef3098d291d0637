"""Segments: kept conditions as views of the list, in exports, on the page on which they are put together, for programs."""

import re
from datetime import timedelta

import pytest
from django.http import QueryDict

from pomni.exchange.queries.exporting import exported
from pomni.kit.clock import now, today
from pomni.kit.errors import NotAllowed, Refused
from pomni.people import commands
from pomni.people.models import Client, Segment, Tag
from pomni.people.queries import segmented
from pomni.people.queries.asked import Asked
from pomni.people.queries.listing import count, found, neighbours, page
from pomni.team.models import Role
from pomni.ui.widgets import written

VIP = {"all": [{"fact": "people.source", "is": "contains", "value": "fair"}]}


@pytest.fixture
def clients(vera, mark, lena):
    told = [("Anna", "Fair", mark), ("Boris", "FAIR 2026", lena), ("Celina", "street", mark)]
    made = [commands.add_client(name=n, source=s, responsible=r, by=vera) for n, s, r in told]
    gone = commands.add_client(name="Dora", source="fair", responsible=mark, by=vera)
    return [*made, commands.archive_client(gone, by=vera)]


def shared(vera, condition=VIP, **words):
    return commands.make_segment(name="From the fair", condition=condition, is_shared=True, by=vera, **words)


def names(viewer, query):
    return [one.name for one in found(viewer, Asked.from_query(QueryDict(query)))]


# --- What it means ---------------------------------------------------------------------------------------------------


def test_the_same_segment_finds_for_everybody_only_whom_they_reach(clients, vera, mark, lena):
    query = f"segment={shared(vera).uid}"
    assert names(vera, query) == ["Anna", "Boris"]
    assert (names(mark, query), names(lena, query)) == (["Anna"], ["Boris"])
    asked = Asked.from_query(QueryDict(query))
    for viewer in (vera, mark, lena):
        assert count(viewer, asked) == len(names(viewer, query)) == len(page(viewer, asked, "uid").items)
        assert segmented.number(viewer, segmented.facts.condition_of(VIP, viewer)) == len(
            names(viewer, query)
        )


def test_it_narrows_together_with_the_filters_and_the_search_of_the_list(clients, vera, mark):
    uid = shared(vera).uid
    assert names(vera, f"segment={uid}&responsible={mark.uid}") == ["Anna"]
    asked = Asked.from_query(QueryDict(f"segment={uid}&q=bor"))
    assert [row["name"] for row in page(vera, asked, "name").items] == ["Boris"]
    assert (
        neighbours(vera, Asked.from_query(QueryDict(f"segment={uid}")), clients[0]).behind == clients[1].uid
    )


def test_archived_clients_are_in_it_only_where_it_asks_for_them(clients, vera):
    archived = {"all": [*VIP["all"], {"fact": "people.archived", "is": "yes"}]}
    assert names(vera, f"segment={shared(vera, archived).uid}") == ["Dora"]
    either = {"any": [*archived["all"], VIP["all"][0]]}
    assert names(vera, f"segment={shared(vera, either).uid}") == ["Anna", "Boris", "Dora"]


def test_an_export_and_a_program_get_whom_the_list_shows(clients, vera, program_of):
    query = f"segment={shared(vera).uid}"
    assert exported(vera, query, of="clients") == [clients[0].pk, clients[1].pk]
    told = program_of(vera).get(f"/api/v1/clients?{query}").json()
    assert [one["name"] for one in told["items"]] == ["Anna", "Boris"]


def test_it_is_always_of_today(vera):
    client = commands.add_client(name="Anna", by=vera)
    told = {"all": [{"fact": "people.added", "is": "ago", "value": 30}]}
    query = f"segment={shared(vera, told).uid}"
    assert names(vera, query) == []
    Client.objects.filter(pk=client.pk).update(added_at=now() - timedelta(days=32))
    assert names(vera, query) == ["Anna"]


# --- Whose it is -----------------------------------------------------------------------------------------------------


def test_a_private_segment_is_nobody_elses_not_even_the_directors(clients, vera, mark, page_of, program_of):
    mine = commands.make_segment(name="Canary", condition=VIP, by=mark)
    with pytest.raises(Refused):
        names(vera, f"segment={mine.uid}")
    browser = page_of(vera)
    assert "Canary" not in browser.get("/clients/").content.decode()
    assert "Canary" not in browser.get("/clients/segments/").content.decode()
    assert browser.get(f"/clients/segments/{mine.uid}/").status_code == 404
    assert browser.post(f"/clients/segments/{mine.uid}/archive/").status_code == 404
    assert program_of(vera).get(f"/api/v1/segments/{mine.uid}").status_code == 404
    with pytest.raises(NotAllowed):
        commands.change_segment(mine, name="Yours", by=vera)


def test_only_who_may_share_shares_and_changes_what_is_shared(vera, mark, page_of):
    with pytest.raises(Refused, match="share"):
        commands.make_segment(name="All", condition=VIP, is_shared=True, by=mark)
    one = shared(vera)
    with pytest.raises(NotAllowed):
        commands.archive_segment(one, by=mark)
    told = page_of(mark).get(f"/clients/segments/{one.uid}/").content.decode()
    assert "Source contains “fair”" in told
    assert 'value="save"' not in told


def test_who_changed_it_meanwhile_is_not_overwritten(vera):
    one = shared(vera)
    stamp = segmented.stamp_of(one)
    commands.change_segment(one, name="Other", seen=stamp, by=vera)
    with pytest.raises(Refused, match="meanwhile"):
        commands.change_segment(one, name="Third", seen=stamp, by=vera)


def test_a_segment_that_asks_for_what_is_gone_or_hidden_finds_nobody_and_says_why(
    clients, vera, mark, page_of, program_of
):
    one = shared(vera)
    Segment.objects.update(condition={"all": [{"fact": "sales.deals", "is": "more", "value": 1}]})
    told = page_of(mark).get(f"/clients/?segment={one.uid}").content.decode()
    assert "cannot be asked" in told
    assert "sales.deals" in told
    assert "Anna" not in told
    answer = program_of(mark).get(f"/api/v1/clients?segment={one.uid}")
    assert (answer.status_code, "sales.deals" in answer.content.decode()) == (422, True)
    Segment.objects.update(condition={"all": [{"fact": "people.email_text", "is": "contains", "value": "a"}]})
    Role.objects.filter(preset="salesperson").update(fields={"people.client.email": "mask"})
    mark.access_stamp += 1
    mark.save()
    told = page_of(mark).get(f"/clients/?segment={one.uid}").content.decode()
    assert "Your role does not show you" in told
    assert "Anna" not in told
    assert "Anna" in page_of(vera).get("/clients/").content.decode()


# --- The pages -------------------------------------------------------------------------------------------------------


def test_the_filters_of_a_list_become_a_segment_that_shows_the_same(clients, vera, mark, page_of):
    commands.edit_client(clients[0], tags=["VIP"], phone="+48 600 100 200", by=vera)
    tag = Tag.objects.get()
    for query in (
        f"tag={tag.uid}", "source=street", "view=mine", "view=nobody", "view=week", "view=archived", "q=anna",
        f"responsible={mark.uid}", "responsible=nobody", "location=none", "kind=person", "phone=with", "phone=without",
        "added_from=2020-01-01", "added_to=2020-01-01", "added_from=2020-01-01&added_to=2060-01-01",
        f"view=mine&source=fair&phone=without&tag={tag.uid}",
    ):  # fmt: skip
        told = segmented.condition_told(vera, Asked.from_query(QueryDict(query)))
        made = commands.make_segment(name=query[:80], condition=told, by=vera)
        assert sorted(names(vera, f"segment={made.uid}")) == sorted(names(vera, query)), query


def test_a_segment_is_put_together_by_buttons_alone(clients, vera, page_of):
    browser, address = page_of(vera), "/clients/segments/make/"
    told = {"how:": "all", "fact:1": "", "was:1": "", "do": "line:"}
    assert 'name="fact:2"' in browser.post(address, told).content.decode()
    told |= {"fact:1": "people.source", "do": "show"}
    drawn = browser.post(address, told).content.decode()
    assert 'name="is:1"' in drawn
    assert 'name="value:1"' in drawn
    told |= {"was:1": "people.source", "is:1": "contains", "wants:1": "text", "value:1": "FAIR"}
    drawn = browser.post(address, told).content.decode()
    assert 'id="found-number">2 ' in drawn
    assert "Source contains “FAIR”" in drawn
    answer = browser.post(address, told | {"do": "save", "name": "Fair", "columns": ["phone", "tags"]})
    made = Segment.objects.get()
    assert (made.name, made.condition) == (
        "Fair",
        {"all": [{"fact": "people.source", "is": "contains", "value": "FAIR"}]},
    )
    assert answer["Location"] == f"/clients/?segment={made.uid}&cols=phone,tags"
    shown = browser.get(answer["Location"]).content.decode()
    assert ("Anna" in shown, "Celina" in shown) == (True, False)
    assert f"segment={made.uid}" in shown


def test_what_is_wrong_is_said_beside_its_line_and_nothing_is_lost(vera, page_of):
    told = {
        "how:": "any", "fact:1": "people.added", "was:1": "people.added", "is:1": "last", "wants:1": "days",
        "value:1": "soon", "name": "Fresh", "do": "save",
    }  # fmt: skip
    drawn = page_of(vera).post("/clients/segments/make/", told).content.decode()
    assert "Line 1: Write how many days" in drawn
    assert 'value="soon"' in drawn
    assert 'value="Fresh"' in drawn
    assert not Segment.objects.exists()


def test_days_of_a_condition_are_typed_and_kept_in_iso(vera, page_of):
    browser, day = page_of(vera), today()
    told = {
        "how:": "all", "fact:1": "people.added", "was:1": "people.added", "is:1": "between", "wants:1": "period",
        "value:1": ["yesterday", f"{day:%d.%m.%Y}"], "fact:2": "people.added", "was:2": "people.added", "is:2": "before",
        "wants:2": "day", "value:2": "tomorrow", "name": "Fresh", "columns": ["phone"],
    }  # fmt: skip
    drawn = browser.post("/clients/segments/make/", told | {"do": "show"}).content.decode()
    was, then = day - timedelta(days=1), day + timedelta(days=1)
    assert [
        f'name="value:{place}" value="{written(one)}"' in drawn
        for place, one in ((1, was), (1, day), (2, then))
    ] == [True] * 3
    assert "aria-invalid" not in drawn
    assert f"{written(was)} to {written(day)}" in drawn, "and said as the fields have them"
    browser.post("/clients/segments/make/", told | {"do": "save"})
    first, second = Segment.objects.get().condition["all"]
    assert (first["value"], second["value"]) == ([f"{was}", f"{day}"], f"{then}")


def test_a_day_of_a_condition_that_is_none_stays_with_how_to_write_one(vera, page_of):
    told = {
        "how:": "all", "fact:1": "people.added", "was:1": "people.added", "is:1": "on", "wants:1": "day",
        "value:1": "soon", "name": "Fresh", "do": "save",
    }  # fmt: skip
    drawn = page_of(vera).post("/clients/segments/make/", told).content.decode()
    assert 'name="value:1" value="soon"' in drawn
    assert '<p class="error" id="trouble-1">Write a day such as' in drawn
    assert 'aria-describedby="trouble-1"' in drawn
    pair = {"is:1": "between", "wants:1": "period", "value:1": ["yesterday", "soon"]}
    drawn = page_of(vera).post("/clients/segments/make/", told | pair).content.decode()
    assert re.findall(r'id="(value2?-1)" [^>]*aria-invalid', drawn) == ["value2-1"], (
        "that one is wrong, the first is not"
    )
    assert not Segment.objects.exists()


def test_another_fact_lets_go_of_the_value_of_the_first(vera, page_of):
    told = {
        "how:": "all", "fact:1": "people.contacts", "was:1": "people.source", "is:1": "contains", "wants:1": "text",
        "value:1": "kept no more", "do": "show",
    }  # fmt: skip
    drawn = page_of(vera).post("/clients/segments/make/", told).content.decode()
    assert "kept no more" not in drawn
    assert 'value="at_least" selected' in drawn


def test_a_program_makes_reads_changes_and_archives(clients, vera, program_of):
    program = program_of(vera)
    keys = {one["key"]: one for one in program.get("/api/v1/facts").json()["items"]}
    assert keys["people.birthday"]["operators"]["next"] == "days"
    told = {"name": "Fair", "condition": VIP, "is_shared": True}
    made = program.post("/api/v1/segments", told, content_type="application/json").json()
    assert (made["count"], made["words"]) == (2, ["Source contains “fair”"])
    where = f"/api/v1/segments/{made['uid']}"
    changed = program.patch(
        where, {"condition": {"none": VIP["all"]}}, content_type="application/json"
    ).json()
    assert (changed["name"], changed["count"]) == ("Fair", 1)
    wrong = {"condition": {"all": [{"fact": "people.added", "is": "on", "value": "x"}]}}
    answer = program.patch(where, wrong, content_type="application/json")
    assert answer.status_code == 422
    assert "Line 1: Choose a day" in answer.content.decode()
    assert program.post(f"{where}/archive").json()["archived"]
    assert program.get("/api/v1/segments").json()["items"] == []
    assert not program.post(f"{where}/restore").json()["archived"]
