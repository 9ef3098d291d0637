"""What the form of an invitation sees to."""

import pytest

from pomni.team.models import Invitation, Role

pytestmark = pytest.mark.django_db


def test_no_role_is_chosen_beforehand_so_nobody_becomes_director_by_a_slip(client, vera):
    client.force_login(vera)
    form = client.get("/team/invite/").content.decode()
    assert f'<option value="{Role.objects.get(preset="director").uid}" selected' not in form
    assert '<option value="" selected>—' in form


def test_an_invitation_without_a_role_is_not_made(client, vera):
    client.force_login(vera)
    client.post("/team/invite/", {"name": "Nina", "language": "en"})
    assert not Invitation.objects.exists()
