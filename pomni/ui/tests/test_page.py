import pytest
from django import forms
from django.contrib import messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpResponse
from django.template import engines
from django.test import RequestFactory
from django_htmx.middleware import HtmxMiddleware

from pomni.ui.html import page
from pomni.ui.templatetags import pomni as tags


@pytest.fixture
def template(tmp_path, settings):
    """A page of two parts, found by the loaders of the house."""
    (tmp_path / "twice.html").write_text(
        "<h1>whole</h1>{% partialdef list inline %}<ul>{{ word }}</ul>{% endpartialdef %}"
    )
    engine = engines["django"].engine
    before = engine.dirs
    engine.dirs = [*before, tmp_path]
    for loader in engine.template_loaders:
        loader.reset()
    yield "twice.html"
    engine.dirs = before


def asked(**headers):
    request = RequestFactory().get("/", headers=headers)
    request._messages = CookieStorage(request)
    HtmxMiddleware(lambda r: HttpResponse())(request)
    return request


def test_htmx_gets_the_part_and_others_the_whole(template):
    whole = page(asked(), template, part="list", word="<b>")
    part = page(asked(**{"HX-Request": "true"}), template, part="list", word="<b>")
    assert whole.content == b"<h1>whole</h1><ul>&lt;b&gt;</ul>"
    assert part.content == b"<ul>&lt;b&gt;</ul>"


def test_a_cache_never_takes_a_part_for_the_page(template):
    assert "HX-Request" in page(asked(), template, part="list")["Vary"]


def test_going_back_in_the_browser_gets_the_whole_page(template):
    answer = page(
        asked(**{"HX-Request": "true", "HX-History-Restore-Request": "true"}), template, part="list"
    )
    assert b"whole" in answer.content


def test_a_part_brings_the_messages_that_wait(template):
    request = asked(**{"HX-Request": "true"})
    messages.success(request, "Saved")
    answer = page(request, template, part="list").content.decode()
    assert 'hx-target="#toasts"' in answer
    assert answer.index("Saved") > answer.index("</ul>")


class Form(forms.Form):
    name = forms.CharField(help_text="As you call them.")
    phone = forms.CharField(required=False, widget=forms.TextInput(attrs={"placeholder": "Phone number"}))
    secret = forms.CharField(widget=forms.PasswordInput, required=False)
    agreed = forms.BooleanField()


def test_a_wrong_field_says_so_to_a_screen_reader():
    html = Form({}).as_div()
    assert 'aria-invalid="true"' in html
    for described in ("id_name_helptext", "id_name_error", "id_agreed_error"):
        assert f'id="{described}"' in html
    assert 'aria-describedby="id_name_helptext id_name_error"' in html


def test_a_placeholder_is_a_label_and_optional_is_said_in_words():
    html = str(Form()["phone"].as_field_group())
    assert "placeholder" not in html
    assert "Phone number <span" in html
    assert "optional" in html


def test_text_from_people_is_never_markup_in_a_form():
    html = Form({"name": '"><script>'}).as_div()
    assert "<script>" not in html


def test_initials_are_letters_of_the_first_two_words():
    assert tags.initials("ООО «Балтийский терминал»") == "ОБ"
    assert tags.initials("вера") == "В"
    assert tags.initials("") == ""


def test_neighbours_in_a_list_do_not_share_a_hue():
    hues = [tags.hue(number) for number in range(1, 9)]
    assert min(abs(a - b) for a in hues for b in hues if a is not b) > 15


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537 Chrome/140 Safari/537 Edg/140",
            "Edge, Windows",
        ),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 19 like Mac OS X) Version/19 Safari/604", "Safari, iPhone"),
        ("curl/8", "curl/8"),
    ],
)
def test_a_device_is_told_in_two_words(words, said):
    assert tags.device(words) == said
