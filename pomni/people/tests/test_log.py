"""The log names the client that a line is about, to whom may know the client."""

from pomni.people.commands import add_client, add_note, edit_client, forget_client
from pomni.team.models import Role


def test_a_changed_client_is_named_in_the_log_with_the_way_to_the_card(page_of, vera):
    anna = add_client(name="Anna Kern", by=vera)
    edit_client(anna, source="fair", by=vera)
    page = page_of(vera).get("/team/log/").content.decode()
    assert page.count(f'href="/clients/{anna.uid}/">Anna Kern</a>') == 2
    forget_client(anna, by=vera)
    assert "Anna Kern" not in page_of(vera).get("/team/log/").content.decode()


def test_the_log_names_no_client_who_is_out_of_reach(page_of, vera, mark, hire):
    anna = add_client(name="Anna Kern", by=mark)
    add_note(anna, text="Prefers mornings", by=mark)
    grants = {"team.log.see": 4, "people.client.see": 1, "people.note.see": 4}
    kim = hire("kim")
    kim.roles_held.create(role=Role.objects.create(name="Reader", grants=grants))
    page = page_of(kim).get("/team/log/").content.decode()
    assert "note" in page
    assert "Anna" not in page
    assert str(anna.uid) not in page
