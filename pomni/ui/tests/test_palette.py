from django.urls import reverse

FETCH = {"HX-Request": "true"}


def asked(client, typed):
    return client.get(reverse("ui:find"), {"q": typed}, headers=FETCH).content.decode()


def test_a_place_is_found_on_the_wrong_layout_and_in_the_other_alphabet(client, vera):
    client.force_login(vera)
    for typed in ("team", "еуфь", "теам", "colleague inv"):
        assert reverse("team:colleagues") in asked(client, typed) or reverse("team:invite") in asked(
            client, typed
        )


def test_nobody_finds_a_place_that_is_not_open_to_them(client, mark):
    client.force_login(mark)
    assert reverse("team:log") not in asked(client, "log")
    assert reverse("team:invite") not in asked(client, "invite")
    assert reverse("team:log") not in asked(client, "")


def test_what_is_typed_is_no_markup(client, vera):
    client.force_login(vera)
    assert "<script>" not in asked(client, "<script>alert(1)</script>")


def test_nothing_found_says_what_to_try(client, vera):
    client.force_login(vera)
    assert "last four digits" in asked(client, "qqqqqq")


def test_the_palette_takes_no_message_that_waits_for_a_page(client, vera):
    client.force_login(vera)
    client.post("/team/locations/add/", {"name": "West", "zone": "Europe/Warsaw"})
    assert "toast" not in asked(client, "team")


def test_without_scripts_it_is_a_page(client, vera):
    client.force_login(vera)
    html = client.get(reverse("ui:find"), {"q": "team"}).content.decode()
    assert "<h1>" in html
    assert html.count(f'href="{reverse("team:colleagues")}"') >= 2
