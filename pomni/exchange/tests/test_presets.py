"""Exports of programs that people leave: recognised by their titles, matched, and the same client found by its number."""

import datetime as dt
import io
from pathlib import Path

import pytest
from django.test import Client as Browser
from django.urls import reverse

from pomni.agenda import commands as agenda
from pomni.agenda.imports import TARGETS as TASKS
from pomni.agenda.models import Task
from pomni.exchange import arriving, carrying, reading
from pomni.exchange.commands import running, wizard
from pomni.exchange.models import Taken
from pomni.exchange.reading.presets import presets
from pomni.exchange.told import preset_in, targets
from pomni.facts import commands as defining
from pomni.kit.errors import NotAllowed, Refused
from pomni.memory.models import Moment
from pomni.people import commands as people
from pomni.people.imports import TARGETS, Wish
from pomni.people.models import Client, ClientFigures, Note, OutsideId, OwnValue

AMO = (
    "ID;Тип;Полное имя контакта;Имя;Фамилия;Название компании;Ответственный;Дата создания контакта;Кем создан контакт;"
    "Сделки;Теги;Примечание 1;Примечание 2;Рабочий телефон;Мобильный телефон;Рабочий email;Должность"
)
AMO_ROW = (
    '17;контакт;Лис Анна;Анна;Лис;ООО Вектор;Кто-то;12.04.2024 10:28:35;Кто-то;Крыша, Ворота;VIP;Любит чай;"Звонить '
    'вечером";+79161234567;;anna@example.com;Директор'
)
PEOPLE = """Person - ID,Person - Name,Person - Phone - Work,Person - Organization,Person - Organization ID,Person - Owner
901,Anna Lis,+48 600 100 200,Wektor,7,Vera
902,Jan Kot,+48 600 100 201,Wektor,7,Vera
"""
OLD = {"people": [["Кто-то", 0]]}  # nobody stands for a colleague of the old program
ACTIVITIES = """Activity - Subject,Activity - Due date,Activity - Done,Activity - Note,Activity - Contact person
Call about the roof,2031-03-05 14:30,To do,evenings,Anna Lis
Send the plan,2024-03-05,Done,,Anna Lis
Call,2031-01-01,To do,,Nobody Here
"""
DEALS = """Deal - ID,Deal - Title,Deal - Value,Deal - Stage,Deal - Status,Deal - Deal created,Deal - Contact person
5,Roof,12000,Offer,open,2024-02-01,Anna Lis
"""


def sent(by, text, **wish):
    with arriving.arrived(io.BytesIO(text.encode()), "export.csv") as arrived:
        import_ = wizard.add_import(file=arrived, by=by)
    if wish:
        mapping = {int(place): key for place, key in import_.mapping.items()}
        told = Wish.from_json({**import_.options, **wish})
        import_ = wizard.match_columns(import_, mapping=mapping, wish=told, by=by)
    return import_


def tried(by, text, **wish):
    return carrying.try_rows(running.begin_trial(sent(by, text, **wish), by=by, in_background=False))


def ran(by, text, **wish):
    import_ = tried(by, text, **wish)
    return carrying.take_all(running.start_import(import_, by=by, in_background=False))


def undone(import_, by):
    return carrying.take_all_back(running.undo_import(import_, by=by))


def means(titles):
    columns = [reading.Column(title, ("x",)) for title in titles]
    preset = reading.preset_of(titles)
    found = reading.guess(columns, [*TARGETS, *TASKS], None, preset)
    return preset, {title: found.get(n, "") for n, title in enumerate(titles)}


def test_each_preset_says_where_its_titles_are_known_from_and_leads_to_facts_that_there_are():
    told = Path(__file__).parents[3].joinpath("docs/imports.md").read_text()
    keys = {target.key for target in (*TARGETS, *TASKS)} | {""}
    assert (
        len({one.key for one in presets()}) == 6
    )  # of YCLIENTS no list of titles was found: none is claimed
    for one in presets():
        assert one.sources
        assert one.languages
        assert f"| {one.name} |" in told
        assert {key for _title, key in one.columns} <= keys, one.name


@pytest.mark.parametrize(
    ("titles", "program", "thing"),
    [
        (AMO.split(";"), "amocrm", "contact"),
        (
            ["ID", "Название сделки", "Бюджет", "Этап сделки", "Воронка", "Полное имя контакта"],
            "amocrm",
            "deal",
        ),
        (["ID", "Имя", "Фамилия", "Тип контакта", "Рабочий телефон", "Ответственный"], "bitrix24", "contact"),
        (["ID", "Company Name", "Company Type", "Work Phone", "Responsible"], "bitrix24", "company"),
        (["Record ID", "First Name", "Last Name", "Email", "Contact owner"], "hubspot", "contact"),
        (["Record ID", "Company name", "Company owner", "Create Date"], "hubspot", "company"),
        (PEOPLE.splitlines()[0].split(","), "pipedrive", "contact"),
        (ACTIVITIES.splitlines()[0].split(","), "pipedrive", "activity"),
        (["First Name", "Last Name", "Labels", "Phone 2 - Value", "E-mail 1 - Value"], "google", "contact"),
        (["Name", "Given Name", "Family Name", "Group Membership", "Phone 1 - Type"], "google", "contact"),
        (["First Name", "Last Name", "E-mail Address", "Home Phone", "Business Phone"], "outlook", "contact"),
        (["Imię", "Nazwisko", "Adres e-mail", "Telefon służbowy", "Telefon domowy"], "outlook", "contact"),
        (["Имя", "Телефон", "Заметки"], "", ""),
        (["ID", "Имя", "Телефон", "Дата рождения"], "", ""),
    ],
)
def test_an_export_is_known_by_its_titles_and_a_table_of_ones_own_is_nobodys(titles, program, thing):
    preset, _found = means(titles)
    assert (preset.key, preset.thing) == (program, thing) if program else preset is None


def test_what_a_program_calls_its_columns_goes_before_what_they_mean_elsewhere():
    _preset, found = means(AMO.split(";"))
    told = {title: key for title, key in found.items() if key}
    assert told["Полное имя контакта"] == "name"
    assert told["ID"] == "outside_id"
    assert (told["Примечание 1"], told["Примечание 2"], told["Сделки"]) == ("note", "note", "note_line")
    assert "Кем создан контакт" not in told


def test_an_import_says_what_it_looks_like_and_each_column_can_be_changed(vera):
    import_ = sent(vera, f"{AMO}\n{AMO_ROW}\n")
    assert preset_in(import_).name == "amoCRM"
    assert (import_.options["program"], import_.options["thing"]) == ("amoCRM", "contact")
    browser = Browser()
    browser.force_login(vera)
    page = browser.get(reverse("exchange:match_import", args=[import_.uid])).content.decode()
    assert "This looks like an export of amoCRM" in page
    assert '<option value="outside_id" selected>' in page
    assert "<optgroup" in page


def test_whom_the_old_program_names_is_asked_for_and_never_left_out_unsaid(vera):
    import_ = tried(vera, f"{AMO}\n{AMO_ROW}\n")
    assert import_.mapping["6"] == "responsible"
    assert (import_.trial["faulty"], import_.trial["strangers"]) == (1, [("Кто-то", 1)])
    assert tried(vera, f"{AMO}\n{AMO_ROW}\n", **OLD).trial["faulty"] == 0


def test_notes_come_in_on_the_timeline_and_the_number_of_the_old_program_is_kept(vera):
    import_ = ran(vera, f"{AMO}\n{AMO_ROW}\n", **OLD)
    assert (import_.added, import_.faulty, import_.figures["notes"]) == (1, 0, 3)
    anna = Client.objects.get(family="Лис")
    assert list(Note.objects.filter(client=anna).order_by("pk").values_list("text", flat=True)) == [
        "Любит чай",
        "Звонить вечером",
        "Сделки: Крыша, Ворота",
    ]
    assert list(OutsideId.objects.values_list("client_id", "source", "value")) == [
        (anna.pk, "amocrm.contact", "17")
    ]
    assert Moment.objects.filter(kind="people.note_added").count() == 3


def test_a_second_file_finds_the_same_client_by_its_number_though_nothing_else_agrees(vera):
    ran(vera, f"{AMO}\n{AMO_ROW}\n", **OLD)
    again = AMO_ROW.replace("+79161234567", "+79160000000").replace("anna@example.com", "other@example.com")
    import_ = ran(vera, f"{AMO}\n{again}\n", **OLD)
    assert (import_.added, import_.changed) == (0, 1)
    anna = Client.objects.get(family="Лис")
    assert anna.holdings.count() == 4
    assert Note.objects.filter(client=anna).count() == 3  # the same notes are not written twice
    stranger = (
        AMO_ROW.replace("Лис Анна;Анна;Лис", "Кот Пётр;Пётр;Кот")
        .replace("+79161234567", "")
        .replace("anna@example.com", "")
    )
    other = ran(vera, f"{AMO}\n{stranger}\n", **OLD)
    assert (other.faulty, other.added) == (1, 0)
    assert "17" in other.faults.get().reason


def test_tasks_of_a_second_file_find_their_people_and_nobody_is_made_up(vera):
    ran(vera, PEOPLE)
    import_ = tried(vera, ACTIVITIES)
    assert (import_.trial["tasks"], import_.trial["changed"], import_.trial["faulty"]) == (2, 2, 1)
    import_ = carrying.take_all(running.start_import(import_, by=vera, in_background=False))
    anna = Client.objects.get(name__contains="Anna")
    told = (
        Task.objects.filter(client=anna).order_by("due_on").values_list("title", "due_on", "about", "done_at")
    )
    assert [(title, about, bool(done)) for title, _due, about, done in told] == [
        ("Send the plan", "", True),
        ("Call about the roof", "evenings", False),
    ]
    assert Task.objects.get(done_at=None).due_time == dt.time(14, 30)
    anna.refresh_from_db()
    assert anna.has_next_step
    assert ClientFigures.objects.get(client=anna).next_due_on == dt.date(2031, 3, 5)
    assert "Nobody" in import_.faults.get().cells[4]
    assert Client.objects.filter(kind="person").count() == 2
    again = ran(vera, ACTIVITIES)
    assert (again.changed, again.same, Task.objects.count()) == (0, 2, 2)


def test_what_has_no_home_yet_comes_in_as_a_note_with_its_day(vera):
    ran(vera, PEOPLE)
    import_ = ran(vera, DEALS)
    note = Note.objects.get()
    assert import_.figures["notes"] == 1
    assert note.text.splitlines() == [
        "Deal - Title: Roof",
        "Deal - Value: 12000",
        "Deal - Stage: Offer",
        "Deal - Status: open",
    ]
    assert note.written_at.date() == dt.date(2024, 2, 1)


def test_people_of_one_organisation_of_the_old_program_work_at_one(vera):
    ran(vera, PEOPLE)
    assert Client.objects.filter(kind="organisation").count() == 1
    wektor = Client.objects.get(kind="organisation")
    assert wektor.staff.count() == 2
    assert OutsideId.objects.get(client=wektor).source == "pipedrive.company"
    companies = "Organization - ID,Organization - Name,Organization - Address\n7,Wektor sp. z o.o.,Prosta 1\n"
    import_ = ran(vera, companies)
    wektor.refresh_from_db()
    assert (import_.added, wektor.address) == (0, "Prosta 1")


@pytest.mark.parametrize("existing", ["fill", "overwrite"])
def test_all_of_it_is_taken_back_with_notes_tasks_and_fields(vera, existing):
    size = defining.add_field(name="Size", kind="number", by=vera)
    jan = people.add_client(name="Jan Kot", phone="+48 600 100 201", by=vera)
    people.fill_own_fields(jan, values={f"own_{size.uid}": 1}, by=vera)
    table = (
        "Name,Phone,Size,Comment,What to do,By\n"
        "Anna Lis,+48 600 100 200,5,likes tea,Call,2031-01-01\n"
        "Jan Kot,+48 600 100 201,7,likes coffee,Write,2031-01-02\n"
    )
    import_ = sent(vera, table)
    keys = ["name", "phone", f"own_{size.uid}", "note", "task", "task_due"]
    import_ = wizard.match_columns(
        import_, mapping=dict(enumerate(keys)), wish=Wish(existing, dates="ymd"), by=vera
    )
    import_ = carrying.try_rows(running.begin_trial(import_, by=vera, in_background=False))
    assert (import_.trial["replaced"], import_.trial["notes"], import_.trial["tasks"]) == (
        existing == "overwrite",
        2,
        2,
    )
    import_ = carrying.take_all(running.start_import(import_, by=vera, in_background=False))
    value = OwnValue.objects.get(client=jan).number
    assert value == (7 if existing == "overwrite" else 1)
    assert Task.objects.open().count() == 2
    import_ = undone(import_, vera)
    assert (import_.figures["removed"], import_.figures["restored"], import_.figures["kept"]) == (1, 1, 0)
    jan.refresh_from_db()
    assert OwnValue.objects.get().number == 1
    assert not jan.has_next_step
    assert [task.client_id for task in Task.objects.all()] == [jan.pk]
    assert not Task.objects.open().exists()
    assert Note.objects.get().withdrawn_at
    assert not Client.objects.filter(name__contains="Anna").exists()


def test_what_a_colleague_did_to_an_imported_task_or_note_holds_it_back(vera):
    ran(vera, PEOPLE)
    import_ = ran(vera, ACTIVITIES)
    agenda.edit_task(Task.objects.get(done_at=None), title="Call today", by=vera)
    import_ = undone(import_, vera)
    assert (import_.figures["restored"], import_.figures["kept"]) == (1, 1)
    assert Task.objects.open().get().title == "Call today"
    assert Taken.objects.exclude(kept="").get().kept == "changed"


def test_those_who_are_left_as_they_are_get_no_notes_and_no_tasks(vera):
    ran(vera, PEOPLE)
    import_ = ran(vera, ACTIVITIES, existing="skip")
    assert (import_.changed, import_.same, Task.objects.count()) == (0, 2, 0)


def test_fields_of_the_companys_own_are_told_in_any_kind_and_a_wrong_word_names_its_column(vera):
    kinds = ("text", "number", "money", "date", "yes_no", "choice", "many")
    made = {
        kind: defining.add_field(
            name=f"My {kind}",
            kind=kind,
            by=vera,
            **({"choices": ["red", "green"]} if kind in kinds[5:] else {}),
        )
        for kind in kinds
    }
    table = (
        "Name;" + ";".join(one.name for one in made.values()) + "\n"
        "Anna Lis;Blue;1 200,5;1 200,50 zł;12.04.2024;нет;Green;red, green\n"
        "Jan Kot;;;;;;purple;\n"
    )
    import_ = ran(vera, table)
    assert set(import_.mapping.values()) == {"name", *(f"own_{one.uid}" for one in made.values())}
    anna = Client.objects.get(name__contains="Anna")
    told = {
        one.field_id: one for one in OwnValue.objects.filter(client=anna) if one.field_id != made["many"].pk
    }
    assert told[made["text"].pk].text == "Blue"
    assert (told[made["number"].pk].number, told[made["money"].pk].number) == (1200.5, 1200.5)
    assert told[made["date"].pk].day == dt.date(2024, 4, 12)
    assert told[made["yes_no"].pk].number == 0
    assert OwnValue.objects.filter(client=anna, field=made["many"]).count() == 2
    assert [(one.column, one.number) for one in import_.faults.all()] == [("My choice", 3)]
    assert {one.key for one in targets()} >= {f"own_{one.uid}" for one in made.values()}


def test_numbers_need_a_program_that_they_are_of(vera):
    import_ = sent(vera, "Number;Name\n1;Anna Lis\n")
    with pytest.raises(Refused):
        wizard.match_columns(import_, mapping={0: "outside_id", 1: "name"}, wish=Wish(), by=vera)
    wizard.match_columns(import_, mapping={0: "outside_id", 1: "name"}, wish=Wish(program="1C"), by=vera)


def test_who_may_not_write_notes_cannot_bring_them_in(vera, hire, monkeypatch):
    lead = hire("lead", "head_of_sales")
    import_ = sent(lead, f"{AMO}\n{AMO_ROW}\n")
    may = type(lead).may
    monkeypatch.setattr(
        type(lead), "may", lambda self, right: right != "people.note.add" and may(self, right)
    )
    with pytest.raises(NotAllowed):
        running.begin_trial(import_, by=lead, in_background=False)


def test_the_number_of_another_program_goes_with_the_person_and_along_with_a_merge(vera):
    ran(vera, PEOPLE)
    anna, jan = (Client.objects.get(name__contains=name) for name in ("Anna", "Jan"))
    people.merge_clients(anna, jan, by=vera, choices={"name": "kept", "phone": "kept"})
    assert set(OutsideId.objects.filter(client=anna).values_list("value", flat=True)) == {"901", "902"}
    people.forget_client(anna, by=vera)
    assert not OutsideId.objects.filter(client=anna).exists()
