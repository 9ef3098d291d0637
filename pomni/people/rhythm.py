"""A client's own rhythm: how far apart contacts with them usually are, and from which day on they stay away too long.

Pure. The middle of the gaps is their median, their spread the median of how far each is from it (MAD): one long holiday
moves neither. Late is who stays away for longer than the middle and three robust standard deviations, 3 · 1.4826 · MAD
(C. Leys et al., "Detecting outliers: Do not use standard deviation around the mean, use absolute deviation around the
median", Journal of Experimental Social Psychology 49, 2013), of few gaps with the factor by which their MAD falls short
(C. Croux and P. J. Rousseeuw, "Time-efficient algorithms for two highly robust estimators of scale", Computational
Statistics 1, 1992), and at least a good part of the middle: a few equal gaps by chance are no promise of the next. Whose gaps
are all over the place has no rhythm, and is never late: they come when they come.

`late_on` is all that is kept of it, and the one rule of being away: from that day on a client is *away for longer than usual*,
which the board, the segments and the figures (there: sleeping) say of the same ones (`people.figured.away`).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from math import floor
from statistics import median

FEWEST = 3  # gaps from which a rhythm can be told
MANY = 6  # gaps from which the spread can be trusted
NEWEST = 24  # gaps that are looked at: people change
DEVIATIONS = 3 * 1.4826
FALLS_SHORT = {3: 1.495, 4: 1.363, 5: 1.206, 6: 1.200, 7: 1.140, 8: 1.129, 9: 1.107}  # of more, n / (n - 0.8)
REGULAR = 0.4  # of the middle: where the spread is more, the gaps are no rhythm
LEAST = 2.0  # days that nobody minds


@dataclass(frozen=True, slots=True)
class Rhythm:
    """The usual gap between contacts in days, how far gaps are from it, and the first day that is too late."""

    days: float
    spread: float
    late_on: date


def rhythm_of(days: Iterable[date]) -> Rhythm | None:
    """The rhythm of contacts on these days, in any order; None where they are too few to tell one, or have none."""
    known = sorted(set(days))
    gaps = [(later - earlier).days for earlier, later in pairwise(known)][-NEWEST:]
    if len(gaps) < FEWEST:
        return None
    middle = float(median(gaps))
    spread = float(median(abs(gap - middle) for gap in gaps))
    if spread > REGULAR * middle:
        return None
    slack = max(_deviations(len(gaps)) * spread, middle * (0.5 if len(gaps) >= MANY else 0.75), LEAST)
    return Rhythm(middle, spread, known[-1] + timedelta(days=floor(middle + slack) + 1))


def _deviations(gaps: int) -> float:
    return DEVIATIONS * FALLS_SHORT.get(gaps, gaps / (gaps - 0.8))


def stretches_away(days: Iterable[date]) -> list[tuple[date, date]]:
    """When somebody with contacts on these days stayed away for too long and came back: first day, day of coming back.

    Each is told by the rhythm as it was known by then.
    """
    known = sorted(set(days))
    found = []
    for number in range(FEWEST + 1, len(known)):
        rhythm = rhythm_of(known[max(0, number - NEWEST - 1) : number])
        if rhythm and rhythm.late_on < known[number]:
            found.append((rhythm.late_on, known[number]))
    return found


def usual(days: float, spread: float) -> tuple[int, int]:
    """Between which numbers of days contacts usually are, for a sentence."""
    low, high = max(1, round(days - spread)), round(days + spread)
    return low, max(low, high)
