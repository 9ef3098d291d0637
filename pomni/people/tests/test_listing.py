"""The list of clients: narrowed, sorted and paged, it shows what the one reading of its filters means, within reach."""

from datetime import timedelta
from functools import lru_cache

import pytest
from django.http import QueryDict

from pomni.kit import prepared
from pomni.kit.clock import now, today
from pomni.people.commands import add_client, archive_client
from pomni.people.models import Client, ClientFigures, Tag
from pomni.people.queries import sought
from pomni.people.queries.asked import PLAIN, Asked
from pomni.people.queries.listing import count, found, neighbours, page
from pomni.team.models import Location, Role, Team, User
from pomni.ui.widgets import written

SORTS = ["name", "-name", "added", "-added", "contact", "-contact", "due", "-due"]


@pytest.fixture
def north(db):
    return Location.objects.create(name="North", zone="Europe/Warsaw")


@pytest.fixture
def many(vera, mark, lena, north):
    """Twelve clients of three colleagues; some share a name, some have figures."""
    for number in range(12):
        client = add_client(
            name="Anna Kern" if number % 4 == 0 else f"Client {number:02}",
            phone="" if number % 3 else f"+48 600 100 2{number:02}",
            source="street" if number % 2 else "",
            tags=["VIP"] if number % 5 == 0 else [],
            responsible=(mark, lena, vera)[number % 3],
            location=north if number % 2 else None,
            by=vera,
        )
        if number % 3 == 0:
            at, due = now() - timedelta(days=number), today() + timedelta(days=number)
            told = {"last_contact_at": at, "next_due_on": due}
            ClientFigures.objects.update_or_create(client=client, defaults=told)


def paged(viewer, asked, size=5):
    """All keys of the list, page by page."""
    keys, after = [], None
    while True:
        part = page(viewer, asked, "uid", after=after, limit=size)
        keys += [row["pk"] for row in part.items]
        if not (after := part.next):
            return keys


@pytest.fixture
def readers(vera, mark, lena, north, hire):
    """One for each way of reaching clients: all, one's own, locations, a team."""
    team = Team.objects.create(name="Sellers")
    for one in (mark, lena):
        one.team = team
        one.save()
    hans = hire("hans", "head_of_sales", team=team)
    return [vera, User.objects.get(pk=mark.pk), hire("fred", "front_desk", location=north), hans]


@pytest.mark.parametrize("sort", SORTS)
def test_pages_end_to_end_are_the_list_itself_whoever_reads(readers, many, sort):
    for reader in readers:
        asked = Asked(sort=sort)
        whole = list(found(reader, asked).values_list("pk", flat=True))
        assert paged(reader, asked) == whole
        assert set(whole) == set(Client.objects.visible_to(reader).values_list("pk", flat=True))
        assert count(reader, asked) == len(whole) > 0


NARROWED = ["source=street", "phone=without", "view=mine", "view=nobody", "kind=organisation", "sort=-due"]
SOUGHT = [
    "q=anna",
    "q=client&sort=-name",
    "q=client+0&sort=contact",
    "q=client&sort=-due&phone=without",
    "q=48600&view=mine",
    "q=client&view=archived&sort=-added",
    "q=cl&view=week",
    "q=client&added_from=2020-01-01&sort=due",
    "q=a%25",
]


@pytest.mark.parametrize("words", [*NARROWED, *SOUGHT])
def test_a_narrowed_list_has_the_same_clients_by_pages_by_count_and_by_meaning(readers, many, words):
    asked = Asked.from_query(QueryDict(words))
    for reader in readers:
        whole = list(found(reader, asked).values_list("pk", flat=True))
        assert paged(reader, asked, size=2) == whole
        assert count(reader, asked) == page(reader, asked, "uid", limit=2, counts=True).count == len(whole)


@pytest.mark.parametrize("few", [2000, 0])
@pytest.mark.parametrize("sort", ["name", "-name", "added", "-added"])
def test_what_many_hold_is_met_along_the_order_just_as_it_is_gathered(
    readers, many, vera, monkeypatch, few, sort
):
    """The walk, meant for a hundred thousand, over twelve: with archived ones that are counted off, or too many of them."""
    archive_client(Client.objects.filter(name__startswith="Client").first(), by=vera)
    asked = Asked(q="client", sort=sort)
    monkeypatch.setattr(prepared, "_kept", lru_cache(prepared._kept.__wrapped__))
    monkeypatch.setattr(sought, "MANY_A_ROW", 0)
    monkeypatch.setattr(sought, "FEW_ARCHIVED", few)
    for reader in readers:
        whole = list(found(reader, asked).values_list("pk", flat=True))
        assert paged(reader, asked, size=2) == whole
        assert page(reader, asked, "uid", limit=2, counts=True).count == len(whole) > 0


def test_each_filter_keeps_those_that_it_names(vera, mark, north, many):
    tag = Tag.objects.get(name="VIP")
    kept = {
        f"responsible={mark.uid}": lambda c: c.responsible == mark,
        "responsible=nobody": lambda c: c.responsible is None,
        f"location={north.uid}": lambda c: c.location == north,
        "location=none": lambda c: c.location is None,
        f"tag={tag.uid}": lambda c: tag in c.tags.all(),
        "source=street": lambda c: c.source == "street",
        "phone=with": lambda c: c.holdings.exists(),
        "phone=without": lambda c: not c.holdings.exists(),
        f"added_from={today() + timedelta(days=2)}": lambda c: False,
        f"added_to={today() + timedelta(days=2)}": lambda c: True,
        "view=week": lambda c: True,
    }
    everybody = list(Client.objects.all())
    for words, fits in kept.items():
        told = set(found(vera, Asked.from_query(QueryDict(words))))
        assert told == {c for c in everybody if fits(c)}, words


def test_archived_clients_stand_in_their_own_view_alone(vera, mark, many):
    gone = archive_client(Client.objects.filter(responsible=mark).first(), by=vera)
    assert gone not in found(vera, Asked())
    assert list(found(vera, Asked(view="archived"))) == [gone]
    assert paged(vera, Asked(view="archived")) == [gone.pk]


def test_a_day_of_the_list_is_typed_as_people_write_it_and_stands_in_the_address_in_iso(vera, page_of):
    browser, day = page_of(vera), today()
    add_client(name="Anna", by=vera)
    for typed in (f"{day:%d.%m.%Y}", f"{day:%d.%m}", "today", "СЕГОДНЯ"):
        sent = browser.get("/clients/", {"added_from": typed, "kind": "person"})
        assert (sent.status_code, sent.url) == (302, f"/clients/?added_from={day}&kind=person")
    assert "Anna" in browser.get(sent.url).content.decode()
    part = browser.get("/clients/", {"added_from": "yesterday"}, headers={"HX-Request": "true"})
    assert part.status_code == 200
    assert part["HX-Replace-Url"] == f"/clients/?added_from={day - timedelta(days=1)}"
    whole = browser.get("/clients/filters/", {"added_from": f"{day}"}).content.decode()
    assert f'value="{written(day)}"' in whole


def test_what_is_no_day_stays_in_the_filter_with_what_is_wrong(vera, page_of):
    add_client(name="Anna", by=vera)
    for typed in ("soon", "31.02"):
        told = page_of(vera).get("/clients/", {"added_to": typed}).content.decode()
        assert f'name="added_to" value="{typed}"' in told
        assert 'id="id_added_to_error">Write a day such as' in told
    told = page_of(vera).get("/clients/", {"added_to": "1.1.1850"}, follow=True).content.decode()
    assert "Added until: Write a day such as" in told
    assert "Anna" in told
    part = (
        page_of(vera).get("/clients/", {"added_to": "soon"}, headers={"HX-Request": "true"}).content.decode()
    )
    assert part.count("Added until: Write a day such as") == 2, (
        "above the list, and in the menu that may cover it"
    )
    assert "Anna" in part, "the filter is left out, and the list says so"


def test_words_of_an_address_that_mean_nothing_are_left_out_and_named(db):
    asked = Asked.from_query(
        QueryDict(
            "view=%00&tag=x&added_from=never&kind=robot&sort=password&cols=phone,salt&forgotten_at=&q=a%00"
        )
    )
    assert asked == PLAIN
    assert asked.wrong == {"view", "tag", "added_from", "kind", "sort", "cols", "forgotten_at", "q"}
    assert Asked.from_query(QueryDict("after=1"), besides=["after"]).wrong == set()


def test_an_address_tells_again_what_was_read_from_it(db, north):
    words = f"view=mine&q=anna+kern&location={north.uid}&added_from=2026-11-01&phone=with&sort=-due&cols=phone,due"
    asked = Asked.from_query(QueryDict(words))
    assert asked.to_query() == words
    assert asked.narrowed == ("q", "location", "added_from", "phone")
    assert PLAIN.to_query() == ""


@pytest.mark.parametrize("sort", SORTS)
def test_the_way_along_the_cards_is_the_way_along_the_list(readers, many, sort):
    asked = Asked(sort=sort)
    for reader in readers:
        rows = list(found(reader, asked))
        for n, client in enumerate(rows):
            beside = neighbours(reader, asked, client)
            assert beside.before == (rows[n - 1].uid if n else None)
            assert beside.behind == (rows[n + 1].uid if n + 1 < len(rows) else None)
            assert (beside.place, beside.count) == (n + 1, len(rows))


def test_a_client_outside_the_list_has_no_place_in_it(vera, many):
    client = Client.objects.filter(source="").first()
    beside = neighbours(vera, Asked(source="street"), client)
    assert (beside.place, beside.count) == (None, 6)
    assert beside.before or beside.behind


def test_two_statements_tell_the_place(vera, many, django_assert_num_queries):
    client = Client.objects.first()
    vera.reach("people.client.see")
    with django_assert_num_queries(2):
        neighbours(vera, Asked(sort="-contact", source="street"), client)


# --- The page ---------------------------------------------------------------------------------------------------------


def test_the_list_shows_alerts_counts_and_the_way_to_the_card(mark, page_of):
    add_client(name="Anna <Kern>", phone="+48 600 100 201", alert="Latex & nuts", tags=["VIP"], by=mark)
    told = page_of(mark).get("/clients/?sort=-name&cols=phone,tags").content.decode()
    assert "Anna &lt;Kern&gt;" in told
    assert "Latex &amp; nuts" in told
    assert 'href="tel:+48600100201"' in told
    assert "?in=sort%3D-name%26cols%3Dphone%2Ctags" in told
    assert '<span class="num">1</span>' in told


def test_a_masked_phone_calls_nobody_and_a_hidden_one_is_no_column(sam, vera, page_of, monkeypatch):
    add_client(name="Anna Kern", phone="+48 600 100 201", responsible=sam, by=vera)
    told = page_of(sam).get("/clients/").content.decode()
    assert "•••01" in told
    assert "tel:" not in told
    monkeypatch.setattr(type(sam), "field_rule", lambda self, name: "hide" if "phone" in name else "")
    told = page_of(sam).get("/clients/?phone=with").content.decode()
    assert "•••01" not in told
    assert "Anna Kern" in told  # whether there is a phone is not told either


def test_a_part_of_the_list_comes_with_its_own_clean_address(mark, page_of):
    add_client(name="Anna Kern", by=mark)
    htmx = {"HX-Request": "true"}
    answer = page_of(mark).get("/clients/?q=anna&kind=&tag=&sort=&nonsense=1", headers=htmx)
    assert answer["HX-Replace-Url"] == "/clients/?q=anna"
    assert "<html" not in answer.content.decode()


def test_an_empty_list_says_what_to_do(mark, page_of):
    browser = page_of(mark)
    assert "/clients/add/" in browser.get("/clients/").content.decode().split("<main")[1]
    add_client(name="Anna Kern", by=mark)
    assert "Reset" in browser.get("/clients/?q=nobody+at+all").content.decode()


def test_filters_offer_what_the_company_has(mark, north, page_of):
    add_client(name="Anna Kern", tags=["VIP"], source="street", by=mark)
    told = page_of(mark).get("/clients/filters/?source=street&q=anna").content.decode()
    for word in ("VIP", "North", "<option selected>street", 'name="q" value="anna"'):
        assert word in told


def test_an_empty_list_offers_to_bring_a_file_in_only_to_whom_may(page_of, vera, hire):
    grants = {"people.client.see": 4, "people.client.add": 4, "exchange.export.run": 4}
    kim = hire("kim")
    kim.roles_held.create(role=Role.objects.create(name="Keeper", grants=grants))
    page = page_of(kim).get("/clients/").content.decode()
    assert "Write down the first one" in page
    assert "Bring in the file" not in page
    assert "Bring in the file" in page_of(vera).get("/clients/").content.decode()


def test_each_text_stands_in_the_addresses_of_its_own_list(client, vera):
    """Heads are drawn once for all texts: none shows the text of another, and no sign in it ends the attribute."""
    add_client(name='Anna "Quick" & Kern', by=vera)
    client.force_login(vera)
    for typed, told in (("anna", "q=anna"), ('"quick" & k', "q=%22quick%22+%26+k")):
        for htmx in ({}, {"HX-Request": "true"}):
            page = client.get("/clients/", {"q": typed}, headers=htmx).content.decode()
            assert f'href="/clients/?{told}&amp;sort=-name"' in page
            assert "\ue000" not in page
            assert "%EE%80%80" not in page
            assert ('id="ask"' in page) is not bool(htmx)
    back = client.get(
        "/clients/", {"q": "anna"}, headers={"HX-Request": "true", "HX-History-Restore-Request": "true"}
    )
    assert 'id="ask"' in back.content.decode()


def test_where_nobody_is_found_those_are_named_who_are_nearly_called_so(vera, mark, lena, page_of):
    for name, responsible in (("Krawczyk Jan", mark), ("Krawczyk Ewa", lena)):
        add_client(name=name, responsible=responsible, by=vera)
    told = page_of(mark).get("/clients/?q=krawcyk").content.decode()
    assert "Do you mean" in told
    assert "Krawczyk Jan" in told
    assert "Krawczyk Ewa" not in told  # she is out of his reach
    assert "Do you mean" not in page_of(mark).get("/clients/?q=krawczyk").content.decode()
