"""Sentences that are translated when they are read, for libraries whose types know plain texts alone."""

from typing import cast

from django.utils.translation import gettext_lazy


def later(sentence: str) -> str:
    """The sentence, lazily: in the language that is in force when it is told. Import it `as _`."""
    return cast(str, gettext_lazy(sentence))
