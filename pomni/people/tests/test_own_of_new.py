"""The form of a new client asks for the custom fields that are required, as far as whoever adds one may fill them in."""

from django.core.files.uploadedfile import SimpleUploadedFile

from pomni.facts import commands as defining
from pomni.people.models import Client
from pomni.people.queries.own import own_values
from pomni.team.commands import change_role

ADD = "/clients/add/"
FIRMS = {"all": [{"fact": "people.kind", "is": "one_of", "value": ["organisation"]}]}


def field(vera, kind="text", name="", **words):
    return defining.add_field(name=name or f"My {kind}", kind=kind, is_required=True, by=vera, **words)


def key(one):
    return f"own_{one.uid}"


def test_a_new_client_is_asked_for_what_is_always_required(vera, page_of):
    one, page = field(vera, "date"), page_of(vera)
    assert f'name="{key(one)}"' in page.get(ADD).content.decode()
    answer = page.post(ADD, {"name": "Anna", "kind": "person"})
    assert answer.context["form"].errors == {key(one): ["Fill this in."]}
    assert not Client.objects.exists()
    page.post(ADD, {"name": "Anna", "kind": "person", key(one): "1.3.2026"})
    assert own_values([Client.objects.get().pk])[Client.objects.get().pk] == {key(one): "2026-03-01"}


def test_what_is_required_of_some_only_is_asked_for_once_it_is_one_of_them(vera, page_of):
    one, page = field(vera, decides="required", condition=FIRMS), page_of(vera)
    assert key(one) not in page.get(ADD).content.decode()
    told = {"name": "Bright", "kind": "organisation", "email-0": "hi@bright.example"}
    answer = page.post(ADD, told)
    assert answer.context["form"].errors == {key(one): ["Fill this in."]}
    again = answer.content.decode()
    assert f'name="{key(one)}"' in again
    assert "Bright" in again
    assert not Client.objects.exists()
    page.post(ADD, told | {key(one): "Blue"})
    assert own_values([Client.objects.get().pk])[Client.objects.get().pk] == {key(one): "Blue"}


def test_of_a_person_it_is_not_asked(vera, page_of):
    field(vera, decides="required", condition=FIRMS)
    page_of(vera).post(ADD, {"name": "Anna", "kind": "person"})
    assert Client.objects.get().name == "Anna"


def test_a_required_file_is_asked_for_as_soon_as_there_is_a_card(vera, page_of):
    one, page = field(vera, "file"), page_of(vera)
    assert key(one) not in page.get(ADD).content.decode()
    answer = page.post(ADD, {"name": "Anna", "kind": "person"})
    anna = Client.objects.get()
    assert answer.url == f"/clients/{anna.uid}/own/"
    paper = SimpleUploadedFile("a.txt", b"signed", "text/plain")
    assert page.post(answer.url, {f"new-{key(one)}": paper}).url == f"/clients/{anna.uid}/"


def test_who_may_not_change_a_client_is_not_asked(vera, mark, page_of):
    one, role = field(vera), mark.roles_held.get().role
    grants = {name: scope for name, scope in role.grants.items() if name != "people.client.change"}
    change_role(role, grants=grants, by=vera)
    page = page_of(mark)
    assert key(one) not in page.get(ADD).content.decode()
    page.post(ADD, {"name": "Anna", "kind": "person"})
    assert Client.objects.get().name == "Anna"
