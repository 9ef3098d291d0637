"""Which of the three languages a line is typed in."""

import re
from collections import Counter

from pomni.agenda.capture.lexicon import lexicon
from pomni.agenda.capture.text import Language, folded

MARKED = frozenset("ąćęłńóśźż")  # letters of no other of the three languages
# How a word looks that stands in neither list.
_PL_LOOK = re.compile(
    r"(?:[scrd]z|^w[yz]|^prz|^nie|ow|ych$|ymi$|ami$|[eo]go$|emu$|ie$|ia$|[^aeiou]i$|ki$|ka$|ja$|[aiy]c$|(?<=.)j[aei]|ni[aeo]|sk[ai])"
)
_EN_LOOK = re.compile(
    r"(?:[vqx]|th|sh|wh|ck|ee|oo|ea|ou|gh|ing$|ed$|tion|ly$|[^aeiou]{2}s$|'s$|er$|^un|ss$|ll)"
)


def language_of(text: str, spoken: str) -> Language:
    """Which of the three languages a line is in, by its letters and words; where it does not tell, the one spoken."""
    letters = Counter("ru" if "а" <= c <= "я" or c == "ё" else "la" for c in text.lower() if c.isalpha())
    if letters["ru"] and letters["ru"] * 3 >= letters["la"]:
        return "ru"
    screen = spoken[:2].lower()
    words = re.findall(r"(?<![@\w])[^\W\d_]+(?:'[^\W\d_]+)?", folded(text))
    polish_words, english_words = lexicon("pl").lists["common"], lexicon("en").lists["common"]
    polish = sum(1.0 if word in polish_words else 0.4 * bool(_PL_LOOK.search(word)) for word in words)
    english = sum(1.0 if word in english_words else 0.4 * bool(_EN_LOOK.search(word)) for word in words)
    polish += 2 * any(c in MARKED for c in text.lower()) + (screen == "pl") * 0.6
    return "pl" if polish > english + (screen == "en") * 0.6 else "en"
