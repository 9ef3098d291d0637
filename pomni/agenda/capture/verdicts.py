"""What a clause can come to: a kind and a side (the conventions K1 to K6 of the design of one-line capture)."""

from typing import NamedTuple

AGREEMENT, STEP, EXPECTATION, OBLIGATION = "agreement", "next_step", "expectation", "obligation"
US, CLIENT, BOTH = "us", "client", "both"


class Verdict(NamedTuple):
    """A kind and a side; `kind` is empty where there is no promise, and `silent` where the words say too little."""

    kind: str = ""
    owes: str = ""
    silent: bool = False


NONE = Verdict()
TOO_LITTLE = Verdict(silent=True)
OUR_STEP = Verdict(STEP, US)
THEIR_PROMISE = Verdict(OBLIGATION, CLIENT)
OUR_PROMISE = Verdict(OBLIGATION, US)
THEIR_WISH = Verdict(EXPECTATION, US)
