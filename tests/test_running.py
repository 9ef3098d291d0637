"""What answers when Pomni runs."""

import pytest


def test_it_is_alive_and_ready(client, db):
    assert client.get("/healthz").json() == {"alive": True}
    assert client.get("/readyz").json() == {"ready": True, "troubles": []}


@pytest.mark.parametrize("path", ["/clients/", "/team/", "/me/"])
def test_a_stranger_is_asked_to_sign_in(client, db, path):
    answer = client.get(path)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/account/login/")


def test_a_director_sees_the_log_of_the_seeded_company(client, company):
    client.force_login(company["director"])
    page = client.get("/team/log/").content.decode()
    assert "added the client Client canary-director-south" in page
