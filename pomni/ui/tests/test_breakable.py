"""A long e-mail address goes on in the next line where its parts meet, and not in the middle of a word."""

import pytest

from pomni.ui.templatetags.pomni import breakable


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("anna@example.com", "anna@example.com"),
        ("belkina@example.com", "belkina<wbr>@example.com"),
        ("clara.keating@example.com", "clara.keating<wbr>@example.com"),
        ("anna@wodociagi-polnocne.example", "anna<wbr>@wodociagi-polnocne<wbr>.example"),
        ("<b>anna.nowak@example.com", "&lt;b&gt;anna.nowak<wbr>@example.com"),
        ("+48 459 003 679 (komórka)", "+48 459 003 679 (komórka)"),
    ],
)
def test_it_breaks_before_the_sign_and_long_parts_at_their_dots(text, told):
    assert breakable(text) == told
