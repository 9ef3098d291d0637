"""One typed line in, the promises in it out: what a careful colleague would take. No network, no model, no database."""

from collections.abc import Collection
from datetime import datetime
from zoneinfo import ZoneInfo

from pomni.agenda.capture.reading import Captured, bare, read

__all__ = ["Captured", "bare_words", "captured"]


def captured(
    text: str,
    *,
    now: datetime,
    zone: ZoneInfo,
    language: str,
    handles: Collection[str] | None = None,
    day_first: bool = True,
    sex: str = "",
) -> tuple[Captured, ...]:
    """The agreements, next steps, expectations and obligations that a line speaks of, in its order; none is an answer.

    `now` is an aware instant; days are reckoned in `zone`. `language` is what the typist's screen speaks; the line may
    be in another of the three. `handles`: the colleagues who can be named after an @ (None: any). `day_first`: how
    12/05 is read in English. `sex` of the client ("f", "m") helps where a verb tells the sex of whoever promised.
    Whatever the text, nothing is raised.
    """
    return read(text, now=now, zone=zone, language=language, handles=handles, day_first=day_first, sex=sex)


def bare_words(
    text: str,
    *,
    now: datetime,
    zone: ZoneInfo,
    language: str,
    handles: Collection[str],
    day_first: bool = True,
) -> list[str]:
    """What a line has beside its days, the colleagues named in it, and words that only join: told apart as for `captured`."""
    return bare(text, now=now, zone=zone, language=language, handles=handles, day_first=day_first)
