"""Services: offered, changed, found, performed by colleagues."""

from decimal import Decimal

import pytest

from pomni.catalog import commands, queries
from pomni.catalog.models import Category, Service
from pomni.kit.errors import Conflict, NotAllowed, Refused
from pomni.memory.models import Moment
from pomni.team.commands import disable_colleague


def service(by, name="Haircut", **words):
    return commands.add_service(name=name, by=by, **{"minutes": 45, "price": Decimal(300)} | words)


def kinds():
    return list(Moment.objects.order_by("pk").values_list("kind", flat=True))


def test_a_service_stands_under_its_category_however_that_is_written(vera):
    one = service(vera, category="Hair")
    other = service(vera, "Dyeing", category="  hair ")
    assert one.category == other.category
    found = queries.service_page(vera).items
    assert [shelf.category for shelf in queries.shelves(found)] == ["Hair"]
    assert [row.name for row in found] == ["Dyeing", "Haircut"]


def test_services_without_a_category_come_last(vera):
    service(vera, "Advice")
    service(vera, "Żel", category="Ząb")
    service(vera, "Zebra", category="Яма")
    assert [one.name for one in queries.service_page(vera).items] == ["Żel", "Zebra", "Advice"]


def test_the_minutes_of_a_service_with_phases_are_those_of_its_phases(vera):
    one = service(vera, "Dyeing", minutes=1, phases=[(30, True), (40, False), (20, True)])
    assert one.minutes == 90
    assert commands.edit_service(one, phases=[(30, True), (10, False)], by=vera).minutes == 40


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({"name": "  "}, "name"),
        ({"minutes": 0}, "minutes"),
        ({"minutes": 2000}, "minutes"),
        ({"before": -1}, "before"),
        ({"price": Decimal(-1)}, "price"),
        ({"season": [0]}, "season"),
        ({"repeat_days": 0}, "repeat_days"),
        ({"category": "x" * 81}, "category"),
    ],
)
def test_wrong_words_are_refused_beside_their_field(vera, words, field):
    with pytest.raises(Refused) as no:
        service(vera, **words)
    assert no.value.field == field
    assert not Service.objects.exists()


def test_two_services_of_one_category_are_not_called_the_same(vera):
    service(vera, category="Hair")
    with pytest.raises(Refused):
        service(vera, "HAIRCUT", category="Hair")
    assert service(vera, category="Beard").name == "Haircut"


def test_the_same_key_makes_it_once(vera):
    one, again = service(vera, key="abc"), service(vera, key="abc")
    assert (one.pk, Service.objects.count()) == (again.pk, 1)


def test_only_what_changed_is_remembered(vera):
    one = service(vera, category="Hair")
    commands.edit_service(one, price=Decimal(300), minutes=45, category="hair", by=vera)
    assert kinds()[-1] == "catalog.service_added"
    commands.edit_service(one, price=Decimal(350), by=vera)
    assert Moment.objects.latest("pk").facts["changes"] == {"price": ["300.00", "350.00"]}


def test_who_overwrites_what_a_colleague_wrote_is_asked(vera):
    one = service(vera)
    commands.edit_service(one, price=Decimal(350), by=vera)
    with pytest.raises(Conflict):
        commands.edit_service(one, price=Decimal(320), seen={"price": "300.00"}, by=vera)


def test_a_category_in_which_nothing_stands_is_gone(vera):
    one = service(vera, category="Hair")
    commands.edit_service(one, category="", by=vera)
    assert not Category.objects.exists()


def test_a_renamed_category_is_found_by_its_new_name(vera):
    one = service(vera, category="Hair")
    commands.rename_category(one.category, name="Стрижки", by=vera)
    assert [row.name for row in queries.service_page(vera, words="strizh").items] == ["Haircut"]
    assert queries.service_page(vera, words="hair Hair").items != []  # by its own name still
    other = service(vera, "Mask", category="Masks").category
    with pytest.raises(Refused):
        commands.rename_category(other, name="стрижки", by=vera)


def test_services_are_found_by_parts_in_another_alphabet_and_by_code(vera):
    service(vera, "Стрижка мужская", code="A-17")
    service(vera, "Manicure")
    for typed in ("strizhka", "муж стри", "cnhb;rf", "a-17"):
        assert [one.name for one in queries.service_page(vera, words=typed).items] == ["Стрижка мужская"], (
            typed
        )


def test_services_are_found_by_what_stands_in_the_middle_of_a_word(vera):
    service(vera, "Фотоомоложение лица")
    service(vera, "Manicure")
    for typed in ("молож", "molozh", "vjkj;"):
        assert [one.name for one in queries.services_answering(vera, [typed])] == ["Фотоомоложение лица"], (
            typed
        )
    assert [one.name for one in queries.service_page(vera, words="icure").items] == ["Manicure"]


def test_an_archived_service_is_not_offered_and_comes_back(vera):
    one = commands.archive_service(service(vera), by=vera)
    commands.archive_service(one, by=vera)
    assert kinds().count("catalog.service_archived") == 1
    assert queries.service_page(vera).items == []
    assert [row.pk for row in queries.service_page(vera, archived=True).items] == [one.pk]
    other = service(vera)
    with pytest.raises(Refused):
        commands.restore_service(one, by=vera)
    commands.edit_service(other, name="Another", by=vera)
    assert not commands.restore_service(one, by=vera).archived_at


def test_pages_of_the_list_repeat_and_leave_out_nothing(vera):
    for number in range(7):
        service(vera, f"Service {number}", category="Odd" if number % 2 else "")
    names, after = [], None
    while True:
        found = queries.service_page(vera, after=after, limit=3)
        names += [one.name for one in found.items]
        after = found.next
        if not after:
            break
    assert names == [f"Service {n}" for n in (1, 3, 5, 0, 2, 4, 6)]


# --- Who performs it ---------------------------------------------------------------------------------------------------


def test_a_price_like_everybodys_is_not_ones_own(vera, mark, lena):
    one = service(vera)
    told = [(mark, Decimal(300), 45), (lena, Decimal(400), None)]
    commands.set_performers(one, performers=told, by=vera)
    rows = [(row.user, row.price, row.minutes) for row in queries.performers_of(vera, one)]
    assert rows == [(lena, Decimal(400), None), (mark, None, None)]
    moment = Moment.objects.latest("pk").facts
    assert moment["changes"] == {"Lena": [None, ["400.00", None]], "Mark": [None, [None, None]]}


def test_who_is_left_out_performs_it_no_more(vera, mark, lena):
    one = service(vera, performers=[(mark, None, None), (lena, None, 60)])
    commands.set_performers(one, performers=[(lena, None, 60)], by=vera)
    assert [row.user for row in queries.performers_of(vera, one)] == [lena]
    before = Moment.objects.count()
    commands.set_performers(one, performers=[(lena, None, 60)], by=vera)
    assert Moment.objects.count() == before


def test_who_has_left_is_not_chosen_anew(vera, mark, lena):
    one = service(vera, performers=[(mark, None, None)])
    for colleague in (mark, lena):
        disable_colleague(colleague, by=vera)
        colleague.refresh_from_db()
    commands.set_performers(one, performers=[(mark, None, 50)], by=vera)
    with pytest.raises(Refused):
        commands.set_performers(one, performers=[(lena, None, None)], by=vera)


def test_whoever_may_only_see_services_changes_none(vera, mark):
    one = service(vera)
    assert queries.service(mark, one.uid) == one
    for act in (commands.archive_service, commands.restore_service):
        with pytest.raises(NotAllowed):
            act(one, by=mark)
    with pytest.raises(NotAllowed):
        service(mark)


def test_whoever_may_not_see_services_finds_none(vera, guest):
    service(vera)
    assert queries.services_answering(guest, ["hair"]) == []
    assert queries.service_page(guest).items == []
