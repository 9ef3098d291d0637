"""Colleagues whom a file names and Pomni does not know: somebody says who stands for them, and no row is lost over it."""

import io

import pytest
from django.urls import reverse

from pomni.agenda.models import Task
from pomni.exchange import arriving, carrying
from pomni.exchange.commands import wizard
from pomni.people.models import Client, Note

FILE = """Name;Phone;Responsible;Task;Who is to do it;Note;Author
Anna Kern;+48 601 000 001;Olga Old;Call;Piotr Past;Likes tea;Olga Old
Jan Lis;+48 601 000 002;olga old;;;;
Ewa Mak;+48 601 000 003;Piotr Past;;;;
Adam Bar;+48 601 000 004;Lena;;;;
"""
COLUMNS = ("name", "phone", "responsible", "task", "task_responsible", "note", "note_by")


def at(name, import_):
    return reverse(f"exchange:{name}", args=[import_.uid])


WORDS = {f"column-{n}": key for n, key in enumerate(COLUMNS)} | {"existing": "fill", "strangers": "add"}


@pytest.fixture
def tried(vera, lena, page_of):
    """The file with its columns matched, tried once; and a way to match it again."""
    browser = page_of(vera)
    with arriving.arrived(io.BytesIO(FILE.encode()), "clients.csv") as arrived:
        import_ = wizard.add_import(file=arrived, by=vera)

    def match(**more):
        answer = browser.post(at("match_import", import_), WORDS | more)
        if answer.status_code == 302:
            import_.refresh_from_db()
            carrying.try_rows(import_)
            import_.refresh_from_db()
        return answer

    answer = match()
    assert answer.status_code == 302
    return browser, import_, match


def asked(browser, import_):
    """The fields in which somebody says who stands for whom, by the name in the file."""
    form = browser.get(at("match_import", import_)).context["form"]
    return {field.label.casefold(): field for field in form.people}


def test_the_trial_names_them_and_the_columns_page_asks(tried):
    browser, import_, _match = tried
    assert dict(import_.trial["strangers"]) == {"Olga Old": 1, "olga old": 1, "Piotr Past": 1}
    assert "Olga Old (1)" in browser.get(at("try_import", import_)).content.decode()
    assert sorted(asked(browser, import_)) == ["olga old", "piotr past"]


def test_each_is_a_colleague_oneself_or_nobody_and_all_rows_come_in(tried, vera, lena):
    browser, import_, match = tried
    fields = asked(browser, import_)
    match(**{fields["olga old"].name: str(vera.pk), fields["piotr past"].name: "0"})
    assert (import_.trial["faulty"], import_.trial["strangers"]) == (0, [])
    told = {name: field.value() for name, field in asked(browser, import_).items()}
    assert told == {"olga old": str(vera.pk), "piotr past": "0"}
    browser.post(at("start_import", import_))
    import_.refresh_from_db()
    assert carrying.take_all(import_).state == "done"
    who = dict(Client.objects.values_list("name", "responsible__username"))
    assert who == {"Anna Kern": "vera", "Jan Lis": "vera", "Ewa Mak": None, "Adam Bar": "lena"}
    assert Task.objects.get().responsible == vera  # nobody is named: whoever answers for the client does it
    assert Note.objects.get().text == "Likes tea\n— Olga Old"


def test_nobody_is_offered_who_is_not_here_and_a_made_up_one_is_refused(tried, hire):
    browser, import_, match = tried
    gone = hire("gone")
    type(gone).objects.filter(pk=gone.pk).update(is_active=False)
    field = asked(browser, import_)["olga old"].name
    for wrong in (str(gone.pk), "999999", "x", "-1"):
        assert match(**{field: wrong}).status_code == 422, wrong
