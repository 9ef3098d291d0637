"""Which encoding a text is written in: UTF by its form, the older ones by whether words come out as words."""

import codecs
import re
from pathlib import Path

from charset_normalizer import from_bytes
from django.utils.translation import gettext as _

from pomni.kit.errors import Refused

ENCODINGS = {
    "utf-8": "UTF-8",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16 BE",
    "cp1251": "Windows-1251",
    "cp1250": "Windows-1250",
    "iso8859-2": "ISO 8859-2",
    "cp1252": "Windows-1252",
    "koi8-r": "KOI8-R",
    "cp866": "DOS 866",
}
OLD = ("cp1251", "cp1250", "iso8859-2", "cp1252", "koi8-r", "cp866")
MARKS = (b"\xff\xfe", b"\xfe\xff")
SAMPLE = 200_000  # bytes of lines that hold other letters than English ones
PIECE = 1 << 20

_FOREIGN = re.compile(rb"[\x80-\xff]")
_WORD = re.compile(r"[^\W\d_]+")
_RUSSIAN = frozenset("абвгдежзийклмнопрстуфхцчшщъыьэюяё")
_OFTEN_RUSSIAN = frozenset("оеаинтсрвлкмдпуяы")
_POLISH = frozenset("ąćęłńóśźż")
_WESTERN = frozenset("àâäçèéêëîïñôöùûüßáíúãõåøæ")
_SIGNS = frozenset("№«»„”“’‘–—…€°§ \u00a0")


def encoding_of(path: Path, *, folded: bool = False) -> str:
    """The encoding that the file is most likely written in. Raises Refused where none gives words.

    In a `folded` one (vCard) a letter may be cut in two by the end of a line.
    """
    with open(path, "rb") as file:
        head = file.read(4)
        if head[:3] == b"\xef\xbb\xbf":
            return "utf-8"
        if head[:2] in MARKS:
            return "utf-16-le" if head[:2] == b"\xff\xfe" else "utf-16-be"
    content = path.read_bytes()
    if folded:
        content = re.sub(rb"\r?\n[ \t]", b"", content)
    if wide := _wide(content):
        return wide
    if b"\0" in content:
        raise Refused(_("This is not a text file. Choose a file of the type CSV, XLSX or vCard."))
    return "utf-8" if _is_utf8(content) else _old_encoding(content)


def check_encoding(path: Path, encoding: str) -> None:
    """Raise Refused where a person chose an encoding in which the file makes no text."""
    with open(path, "rb") as file:
        content = file.read(2 * PIECE)
    try:
        text = content.decode(encoding, "replace")
    except LookupError:
        raise Refused(_("Choose one of the encodings."), field="encoding") from None
    is_wide = encoding.startswith("utf-16")
    if is_wide and content[:2] not in MARKS and _wide(content) != encoding:
        text = "\0"
    if text.count("�") > 3 + len(text) // 200 or "\0" in text:
        raise Refused(
            _("The file cannot be read as %(encoding)s. Choose another encoding.")
            % {"encoding": ENCODINGS.get(encoding, encoding)},
            field="encoding",
        )


def _wide(content: bytes) -> str:
    """UTF-16 without a mark: every other byte of English letters, digits and ends of lines is nought."""
    sample = content[:4000]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if max(even, odd) < max(2, len(sample) // 20) or min(even, odd) * 4 > max(even, odd):
        return ""
    return "utf-16-le" if odd > even else "utf-16-be"


def _is_utf8(content: bytes) -> bool:
    """Also where a stray byte was spilt into it, or a letter was cut in two."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for begin in range(0, len(content) + 1, PIECE):
            decoder.decode(content[begin : begin + PIECE], begin + PIECE > len(content))
    except UnicodeDecodeError:
        text = content[max(0, begin - PIECE) : begin + PIECE].decode(errors="replace")
        broken = text.count("�")
        return broken * 3 < sum(letter > "\x7f" for letter in text) - broken
    return True


def _old_encoding(content: bytes) -> str:
    sample = _telling(content)
    scores = {encoding: _score(sample, encoding) for encoding in OLD}
    hint = from_bytes(sample[:20_000], cp_isolation=list(OLD)).best()
    if hint and hint.encoding in scores and scores[hint.encoding] > 0:
        scores[hint.encoding] += 0.02  # where the words do not tell, the statistics may
    best = max(scores, key=lambda encoding: scores[encoding])
    if scores[best] <= 0:
        raise Refused(
            _("The letters of this file cannot be read. Save it with the encoding UTF-8 and send it again.")
        )
    return best


def _telling(content: bytes) -> bytes:
    """The lines that hold other letters than English ones: as many of them as fit."""
    told, size, end = [], 0, 0
    while size < SAMPLE and (found := _FOREIGN.search(content, end)):
        begin = max(content.rfind(b"\n", end, found.start()) + 1, end)
        end = content.find(b"\n", found.start())
        end = len(content) if end < 0 else end
        told.append(content[begin : min(end, begin + 2000)])
        size += len(told[-1])
    return b"\n".join(told)


def _score(sample: bytes, encoding: str) -> float:
    """How much the text looks like words when it is read so: below nought it does not."""
    text = sample.decode(encoding, "replace")
    told = sum(_worth(word) for word in _WORD.findall(text) if not word.isascii())
    told += sum(_sign(letter) for letter in text if letter > "\x7f" and not letter.isalpha())
    return told / max(1, sum(letter > "\x7f" for letter in text))


def _sign(letter: str) -> float:
    return 0.1 if letter in _SIGNS else -1.5


def _worth(word: str) -> float:
    """Letters of one alphabet, capitals only at the beginning or throughout."""
    small = word.lower()
    foreign = [letter for letter in small if letter > "\x7f"]
    russian = sum(letter in _RUSSIAN for letter in foreign)
    worth = 1.0 * russian + 0.3 * sum(letter in _OFTEN_RUSSIAN for letter in foreign)
    worth += sum(1.1 for letter in foreign if letter in _POLISH)
    worth += sum(0.8 for letter in foreign if letter in _WESTERN)
    worth -= sum(letter not in _RUSSIAN | _POLISH | _WESTERN for letter in foreign)
    odd = sum(letter not in _POLISH for letter in foreign)
    if 0 < russian < len(small) or (not russian and odd * 2 > len(small) > 2):
        worth -= 2.0 * len(foreign)  # two alphabets in one word; or hardly a plain letter in it
    if not (word.islower() or word.isupper() or word[1:].islower()):
        worth -= 1.0 * len(foreign)
    return worth
