"""A small telling of each demo company: whoever comes in finds a day's work, and nothing in it gives away that it is made up."""

import re
from datetime import UTC, datetime
from random import Random

import pytest
from django.db import transaction
from django.utils.translation import override
from stdnum.exceptions import ValidationError

from pomni.agenda.models import Meeting, Promise, Reminder, Task
from pomni.billing.models import Payment
from pomni.config.demo_story import tell
from pomni.config.demo_story.requisites import requisites
from pomni.config.demo_story.script import LANGUAGES, TRADES, Script
from pomni.kit import clock
from pomni.kit.requisites import REQUISITES, check_together
from pomni.kit.tax_ids import tax_ids_of
from pomni.memory.models import Moment
from pomni.memory.queries import unsealed_count, verify_chain
from pomni.people.models import (
    BulkChange,
    Client,
    ClientFigures,
    Consent,
    DuplicatePair,
    Holding,
    ImportantDate,
    Interaction,
    Merge,
    Note,
    OwnValue,
    Peculiarity,
    Pin,
    Segment,
    Tie,
)
from pomni.people.queries import seen_lately
from pomni.schedule.models import Completion, Pattern, Series, Visit, Waiting
from pomni.team import company
from pomni.team.presets import PRESETS

SHARE = 0.1
DAY = datetime(2026, 11, 20, 12, 30, tzinfo=UTC)  # a Friday; another day, another story
WITH_CLIENTS = {"director", "front_desk", "specialist", "salesperson", "head_of_sales"}


@pytest.fixture(params=[(language, trade) for language in LANGUAGES for trade in TRADES], ids="-".join)
def told(request, db):
    """A company, told at a tenth of its size."""
    language, trade = request.param
    with override(language), clock.travel_to(DAY):
        yield tell(language, trade, share=SHARE)


def test_a_company_is_told_whole(told):
    for preset in PRESETS:
        assert told.staff[preset], f"nobody is {preset}"
        each_has_something_to_do(told, preset)
    moments = list(Moment.objects.order_by("pk").values_list("at", "happened"))
    assert [at for at, _happened in moments] == sorted(at for at, _happened in moments)
    assert all(happened <= at <= clock.now() for at, happened in moments)
    assert not list(verify_chain())
    assert not unsealed_count()
    assert Note.objects.filter(to_finish=True).exists()
    assert Client.objects.exclude(alert="").exists()
    promises_are_open_and_kept(told)
    the_memory_is_told(told)
    meetings_are_held_and_to_come(told)
    who_left_has_nothing_open(told)
    if told.script.schedule:
        visits_were_and_are_to_come(told)
    numbers_are_right(told)
    phones_are_shared_by_families_alone(told)
    nothing_is_left_in_braces()


def each_has_something_to_do(told, preset):
    """Tasks of today and overdue ones; who has clients also finds notes to finish, and cards opened lately."""
    today = clock.now().astimezone(told.zone).date()
    for user in told.staff[preset]:
        if preset in WITH_CLIENTS and Client.objects.visible_to(user).count() < 5:
            continue  # in so small a story somebody may have come to nothing yet
        mine = Task.objects.open().filter(responsible=user)
        assert mine.filter(due_on=today).exists(), f"{user.name} has nothing to do today"
        assert mine.filter(due_on__lt=today).exists() or preset == "configurator", (
            f"{user.name} is never late"
        )
        assert preset not in WITH_CLIENTS or seen_lately(user), f"{user.name} has opened nothing lately"


def promises_are_open_and_kept(told):
    """Of the four things to remember, some are past their day, some are to come, and most of the older ones were kept."""
    today = clock.now().astimezone(told.zone).date()
    still = Promise.objects.open()
    assert set(still.values_list("kind", flat=True)) == set(Promise.Kind.values)
    assert still.filter(due_on__lt=today).exists()
    assert still.filter(due_on__gt=today).exists()
    assert Promise.objects.filter(state="kept").exists()
    assert Promise.objects.exclude(state__in=("open", "kept")).exists(), "nothing was ever broken or let go"


def the_memory_is_told(told):
    """Whatever a card may hold, some card holds."""
    kinds = set(Peculiarity.objects.values_list("kind", flat=True))
    assert len(kinds) >= 4, "people are all alike"
    assert {"data", "marketing"} <= set(Consent.objects.filter(is_given=True).values_list("kind", flat=True))
    assert Tie.objects.exists()
    assert ImportantDate.objects.exists()
    assert OwnValue.objects.values("field").distinct().count() >= 3
    assert {True, False} == set(Segment.objects.values_list("is_shared", flat=True))
    assert DuplicatePair.objects.filter(state="open").exists()
    assert Merge.objects.exists()
    assert Pin.objects.exists()
    assert Client.objects.filter(kind="organisation").exclude(account="").exists()
    assert ClientFigures.objects.filter(rhythm_days__isnull=False).exists()
    assert BulkChange.objects.exclude(state="done").count() == 0


def meetings_are_held_and_to_come(told):
    """Some with clients, some with colleagues alone; reminders stand for those to come, and work comes again."""
    assert Meeting.objects.filter(held_at__isnull=False, client__isnull=False).exists()
    assert Meeting.objects.filter(held_at__isnull=False, client=None).exists()
    assert Meeting.objects.filter(held_at=None, cancelled_at=None, starts_at__gt=clock.now()).exists()
    assert Reminder.objects.exists()
    assert Task.objects.open().exclude(repeat="").exists()


def visits_were_and_are_to_come(told):
    """Some are completed and paid, today goes on, others are booked; somebody waits, and somebody comes every week."""
    today = clock.now().astimezone(told.zone).date()
    assert Completion.objects.exists()
    assert Payment.objects.exists()
    assert Visit.objects.filter(day=today).exists()
    assert Visit.objects.filter(day__gt=today, status__in=("booked", "confirmed")).exists()
    assert not Visit.objects.filter(day__lt=today, status__in=("booked", "confirmed")).exists()
    assert Waiting.objects.filter(state="open").exists()
    assert Series.objects.exists()
    assert not {one.pk for one in told.staff["specialist"]} - set(
        Pattern.objects.values_list("user", flat=True)
    )


def who_left_has_nothing_open(told):
    """What was theirs is seen to by others, and they cannot come in."""
    assert not told.leaver.__class__.objects.get(pk=told.leaver.pk).is_active
    assert told.leaver not in told.everybody()
    assert not Task.objects.open().filter(responsible=told.leaver).exists()
    assert not Promise.objects.open().filter(responsible=told.leaver).exists()
    assert not Client.objects.filter(responsible=told.leaver).exists()


def numbers_are_right(told):
    """Tax numbers have the right check digits."""
    kind = tax_ids_of(told.script.company["country"])[0]
    numbers = list(Client.objects.filter(kind="organisation").values_list("tax_id", flat=True))
    assert numbers
    for number in numbers:
        try:
            kind.validate(number)
        except ValidationError:
            pytest.fail(f"{number} has a wrong check digit")
    assert len(set(numbers)) == len(numbers)


def phones_are_shared_by_families_alone(told):
    """Two who hold one phone have one address or family, in the clinic; at the wholesaler nobody shares one.

    Cards that somebody made twice hold it twice.
    """
    twice = {pk for pair in DuplicatePair.objects.all() for pk in [max(pair.left_id, pair.right_id)]}
    held = {}
    for holding in Holding.objects.filter(contact_point__kind="phone").select_related("client"):
        if holding.client_id not in twice:
            held.setdefault(holding.contact_point_id, []).append(holding.client)
    shared = [clients for clients in held.values() if len(clients) > 1]
    if told.script.trade == "wholesale":
        assert not shared
    for clients in shared:
        assert len({client.family[:3] for client in clients}) == 1


def nothing_is_left_in_braces():
    """All facts and both sexes are filled in."""
    texts = [*Note.objects.values_list("text", flat=True), *Task.objects.values_list("title", flat=True)]
    texts += Promise.objects.values_list("text", flat=True)
    texts += [text for row in Interaction.objects.values_list("occasion", "outcome", "where") for text in row]
    assert texts
    assert not [text for text in texts if re.search(r"[{}\[\]<>|]", text)]


def test_the_same_hour_gives_the_same_story(db):
    def names():
        with transaction.atomic(), override("en"):
            tell("en", "clinic", share=0.02)
            found = list(Client.objects.order_by("pk").values_list("name", "added_at__date"))
            transaction.set_rollback(True)
        company.forget()
        return found

    with clock.travel_to(DAY):
        assert names() == names()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("trade", TRADES)
def test_a_script_has_enough_to_say_and_says_it_in_words_that_are_known(language, trade):
    script = Script(language, trade)
    said = set()
    known = {"next", "given", "keeper", "place", "buyer", *script.company["facts"]}
    for scene in script.scenes:
        assert (
            {"name", "for", "steps"}
            <= scene.keys()
            <= {"name", "for", "steps", "first", "often", "once", "months"}
        )
        for number, step in enumerate(scene["steps"]):
            texts = [
                text
                for word in ("came", "on", "note", "task", "begun", "more")
                for text in listed(step.get(word))
            ]
            said |= set(texts)
            used = set(re.findall(r"{(\w+)}", " ".join(texts)))
            assert used <= known, f"{scene['name']}: {used - known}"
            if "next" in used:
                later = scene["steps"][number + 1 :]
                assert any("after" in one for one in later), (
                    f"{scene['name']} speaks of a day that never comes"
                )
    assert len(said) > 100
    assert {one["preset"] for one in script.company["people"]} == set(PRESETS)


def listed(text):
    """One text or several, as a list."""
    return [text] if isinstance(text, str) else list(text or ())


@pytest.mark.parametrize("trade", TRADES)
def test_what_a_company_remembers_is_told_alike_in_each_language(trade):
    def shape(language):
        memory = Script(language, trade).memory
        rows = {
            name: [told.keys() for told in memory[name]] for name in ("rounds", "asked", "talks", "visits")
        }
        given = [(one["kind"], one.get("owes"), one["for"]) for one in memory["given"]]
        fields = [(one["kind"], len(one.get("choices", ()))) for one in memory["fields"]]
        asked = [
            (one["by"], one["shared"], len(one.get("any", one.get("all")))) for one in memory["segments"]
        ]
        return memory.keys(), rows, given, fields, asked

    assert shape("ru") == shape("pl") == shape("en")


def test_what_a_company_offers_is_told_alike_in_each_language():
    def shape(language):
        told = Script(language, "clinic").schedule
        services = [(one.keys(), one.get("minutes"), one["by"]) for one in told["services"]]
        named = {one["name"] for one in told["services"]}
        meant = {
            told["series"]["service"],
            *told["package"]["of"],
            *(one["service"] for one in told["waiting"]),
        }
        assert meant <= named
        things = [len(one["names"]) for one in told["things"]]
        return told.keys(), services, things, [(one["days"], one["part"]) for one in told["waiting"]]

    assert shape("ru") == shape("pl") == shape("en")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("trade", TRADES)
def test_requisites_of_made_up_companies_are_checked_as_those_of_real_ones(language, trade):
    script = Script(language, trade)
    country, bank = script.company["country"], script.memory["bank"]
    for number in range(20):
        told = requisites(country, "ООО «Пример»", "Street 1", bank, Random(number))
        assert {key: REQUISITES[key].checked(value) for key, value in told.items()} == told
        check_together(told, home=country)
