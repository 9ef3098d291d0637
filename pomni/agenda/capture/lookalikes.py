"""Words that only look like whoever acts, in English: "contesting the will", "she pays the plumber"."""

from collections.abc import Mapping

from pomni.agenda.capture.text import Token

Lists = Mapping[str, frozenset[str]]


def is_a_paper(tokens: list[Token], at: int, lists: Lists) -> bool:
    """ "Contesting the will", "will reading": the paper."""
    after = tokens[at + 1].said if at + 1 < len(tokens) else ""
    led = at > 0 and tokens[at - 1].said in lists["determiners"] - {"this", "it", "him", "them"}
    named = after.endswith("ing") and after not in lists["verbs"]
    return tokens[at].said == "will" and (led or named)


def is_acted_on(before: list[Token], lists: Lists) -> bool:
    """ "At our office", "she pays the plumber": not whoever acts."""
    whose = ("the", "our", "their", "her", "his", "own", "new", "a", "an")
    words = [token.said for token in before]
    led = next((word for word in reversed(words) if word not in whose), "")
    if words[-1] not in whose:
        return False
    return (
        led in ("at", "from", "to", "by", "via", "for", "of", "meet", "meeting", "see", "sending")
        or led in lists["third"]
        or led in lists["does_once"]
    )
