import datetime as dt
import re

import pytest
from django.http import QueryDict
from django.template import engines
from django.test import RequestFactory
from django.utils import translation
from django_cotton.compiler_regex import CottonCompiler

from pomni.kit import clock
from pomni.ui.days import NO_DAY, as_day, at_its_address, days_in_iso, in_iso
from pomni.ui.tests.test_files import HOUSE

NOON = dt.datetime(2026, 11, 21, 12, tzinfo=dt.UTC)
CALENDAR = HOUSE / "ui/templates/django/forms/widgets/day.html"


@pytest.fixture(autouse=True)
def _a_day():
    with clock.travel_to(NOON):
        yield


def drawn(words="", **told):
    html = f'<c-day name="on" label="Day" :value="value" :error="error" {words} />'
    template = engines["django"].from_string(CottonCompiler().process(html))
    return template.render({"value": "", "error": "", **told})


def test_a_typed_day_is_kept_in_iso_and_what_is_none_as_it_was_typed():
    assert [in_iso(text) for text in ("tomorrow", "1.12", "2026-11-21")] == [
        "2026-11-22",
        "2026-12-01",
        "2026-11-21",
    ]
    assert [in_iso(text) for text in ("", "soon", "31.02")] == ["", "soon", "31.02"]
    assert in_iso("1.12", past=True) == "2025-12-01"
    assert (as_day("2026-11-21"), as_day("soon"), as_day("")) == (dt.date(2026, 11, 21), "soon", "")


def test_an_address_says_its_days_in_iso_and_the_rest_as_it_was():
    words = QueryDict("from=1+Dec&to=never&q=1+Dec&from=")
    told = days_in_iso(words, "from", "to")
    assert told.urlencode() == "from=2025-12-01&from=&to=never&q=1+Dec"
    assert words.urlencode() == "from=1+Dec&from=&to=never&q=1+Dec", "what came stays"
    assert days_in_iso(told, "from", "to") == told, "so that nobody is sent on twice"
    at = at_its_address(RequestFactory().get("/clients/?from=1+Dec"), told)
    assert at.url == f"/clients/?{told.urlencode()}"


@pytest.mark.parametrize(
    ("language", "shown"), [("en", "21 Nov 2026"), ("ru", "21.11.2026"), ("pl", "21.11.2026")]
)
def test_a_day_is_shown_in_the_language_of_the_page(language, shown):
    with translation.override(language):
        html = drawn(value=NOON.date())
    assert f'value="{shown}"' in html
    assert in_iso(shown) == "2026-11-21", "and is read back"
    assert "data-calendar" in html


def test_what_was_typed_wrong_stays_in_the_field_with_what_is_wrong():
    html = drawn(value='<b>"soon"', error=NO_DAY)
    assert 'value="&lt;b&gt;&quot;soon&quot;"' in html
    assert 'aria-invalid="true" aria-describedby="id_on_error"' in html
    assert re.search(r'<p class="error" id="id_on_error">Write a day such as', html)
    assert "aria-invalid" not in drawn(value="")


def test_a_field_names_its_hint_and_an_error_that_stands_elsewhere():
    html = drawn('id="value-1" described="trouble-1" hint="Any" required="1"', error="No")
    assert 'for="value-1"' in html
    assert 'aria-describedby="trouble-1 value-1_helptext"' in html
    assert " required" in html
    assert 'class="error"' not in html


def test_no_template_has_a_day_in_the_language_of_the_browser():
    pattern = re.compile(r"""type=["']?(?:date|datetime-local|month|week|time)\b""")
    found = {path for path in HOUSE.rglob("templates/**/*.html") if pattern.search(path.read_text())}
    assert found == {CALENDAR}
