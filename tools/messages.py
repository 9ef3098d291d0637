"""Brings the catalogues up to date with the sentences in the code, without the gettext programs.

    python tools/messages.py            adds new sentences, drops lost ones, says what waits for a translator
    python tools/messages.py --check    changes nothing; fails where a catalogue is out of date or incomplete

Sentences of allauth's pages which its own catalogue lacks in our languages are kept in ours, and marked. To say a
sentence of allauth or Django better than its catalogue does, write it into ours with the comment `BETTER`: it stays.
Nouns that trades rename stand in braces, in every language: `pomni/kit/nouns.py` tells how.
"""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import polib
from django.utils.translation.template import templatize

from pomni.kit.nouns import UnknownForm, spoken

HOUSE = Path(__file__).resolve().parent.parent
PACKAGE = HOUSE / "pomni"
FEW = "n%10>=2 && n%10<=4 && (n%100<12 || n%100>14)"
PLURALS = {
    "ru": f"nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : {FEW} ? 1 : 2);",
    "pl": f"nplurals=3; plural=(n==1 ? 0 : {FEW} ? 1 : 2);",
}
# Which of a call's arguments are the context, the sentence and its plural.
PLAIN, PLURAL, WITH_CONTEXT, BOTH = (None, 0, None), (None, 0, 1), (0, 1, None), (0, 1, 2)
CALLS = {
    **dict.fromkeys(("_", "_now", "gettext", "gettext_lazy", "gettext_noop"), PLAIN),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), PLURAL),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), WITH_CONTEXT),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), BOTH),
}
LITERAL = r"""u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
CALL = re.compile(rf"\b(_|n?p?gettext)\(\s*({LITERAL}(?:\s*,\s*{LITERAL})*)")
PLACEHOLDER = re.compile(r"%\((\w+)\)")
BRACES = re.compile(r"\{[^{}]*\}")
# Pages of allauth that nobody reaches: sign-up is closed, and addresses are kept in people's accounts.
CLOSED = re.compile(r"signup|phone|email|login_code|verification|trust|socialaccount|idp|headless")
BORROWED = "From allauth, whose own catalogue lacks it."
BETTER = "From a package whose own words are put better here."


class Sentence(NamedTuple):
    """What a catalogue is asked for."""

    context: str | None
    text: str
    plural: str | None


Found = dict[Sentence, set[str]]


def main() -> None:
    """Updates or checks every catalogue."""
    check = sys.argv[1:] == ["--check"]
    ours = sentences(PACKAGE, HOUSE)
    faults = []
    for language in PLURALS:
        path = PACKAGE / "locale" / language / "LC_MESSAGES" / "django.po"
        old = polib.pofile(str(path)) if path.exists() else polib.POFile()
        new = renewed(old, language, ours, borrowed_words(language, ours, old))
        if check and (not path.exists() or str(new) != path.read_text()):
            faults.append(f"{language}: the catalogue does not match the code; run `make messages`")
        if not check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(str(new))
        faults += [
            f"{language}: {fault}"
            for entry in new
            for fault in [*faults_of(entry), *nouns_amiss(entry, language)]
        ]
    print("\n".join(faults) or "Every sentence is there in every language.")
    sys.exit(1 if check and faults else 0)


# --- What is said in the code -------------------------------------------------------------------------------


def sentences(folder: Path, root: Path) -> Found:
    """Every sentence under a folder, with the files that say it."""
    found: Found = {}
    for path in sorted([*folder.rglob("*.py"), *folder.rglob("*.html"), *folder.rglob("*.txt")]):
        where = path.relative_to(root).as_posix()
        if "/tests/" in where or "/migrations/" in where:
            continue
        read = in_python if path.suffix == ".py" else in_template
        for sentence in read(path.read_text()):
            found.setdefault(sentence, set()).add(where)
    return found


def in_python(source: str) -> Iterator[Sentence]:
    """The sentences of a Python file: calls of gettext's functions with plain strings."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            words = [arg.value if isinstance(arg, ast.Constant) else None for arg in node.args]
            if name in CALLS:
                yield from sentence_of(name, words)


def in_template(source: str) -> Iterator[Sentence]:
    """The sentences of a template."""
    for call in CALL.finditer(templatize(source)):
        yield from sentence_of(call[1], [ast.literal_eval(word) for word in re.findall(LITERAL, call[2])])


def sentence_of(name: str, words: list) -> Iterator[Sentence]:
    """The sentence that a call says, if it says it in plain words."""
    context, text, plural = (None if at is None or at >= len(words) else words[at] for at in CALLS[name])
    if isinstance(text, str) and text:
        yield Sentence(context, text, plural)


def borrowed_words(language: str, ours: Found, old: polib.POFile) -> dict[Sentence, str]:
    """Sentences of allauth and Django that our catalogue says in this language, each with the reason."""
    import allauth
    import django

    root = Path(allauth.__file__).parent
    said = polib.pofile(str(root / "locale" / language / "LC_MESSAGES" / "django.po"))
    known = {sentence_in(e) for e in said if e.translated()}
    better = {sentence_in(e) for e in old if e.comment == BETTER}
    found: Found = {}
    for part in ("account", "mfa", "usersessions", "templates"):
        found |= sentences(root / part, root.parent)
    django_root = Path(django.__file__).parent
    checks = sentences(django_root / "contrib" / "auth", django_root.parent)
    known |= checks.keys()
    found |= checks
    return {
        sentence: BETTER if sentence in known else BORROWED
        for sentence, places in found.items()
        if (sentence not in known or sentence in better)
        and sentence not in ours
        and not all(CLOSED.search(p) or overridden(p) for p in places)
    }


def sentence_in(entry: polib.POEntry) -> Sentence:
    """The sentence that an entry of a catalogue translates."""
    return Sentence(entry.msgctxt, entry.msgid, entry.msgid_plural or None)


def overridden(place: str) -> bool:
    """Whether a page of allauth has one of ours in its place."""
    _, _, page = place.partition("templates/")
    return bool(page) and (PACKAGE / "ui" / "templates" / page).exists()


# --- The catalogue ------------------------------------------------------------------------------------------


def renewed(old: polib.POFile, language: str, ours: Found, borrowed: dict[Sentence, str]) -> polib.POFile:
    """A catalogue of exactly the sentences said, with the translations there were."""
    known = {sentence_in(e): e for e in old if not e.obsolete}
    new = polib.POFile(wrapwidth=110)
    new.metadata = {
        "Project-Id-Version": "Pomni",
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": PLURALS[language],
    }
    everything = {**{sentence: set() for sentence in borrowed}, **ours}
    for sentence in sorted(
        everything, key=lambda s: (sorted(everything[s]) or ["~"], s.text, s.context or "")
    ):
        entry = entry_of(sentence, sorted(everything[sentence]), known.get(sentence))
        entry.comment = borrowed.get(sentence, "")
        new.append(entry)
    return new


def entry_of(sentence: Sentence, places: list[str], before: polib.POEntry | None) -> polib.POEntry:
    """One entry, with the translation it had. Files stand without lines: else each edit moves them."""
    entry = polib.POEntry(
        msgid=sentence.text, msgctxt=sentence.context, occurrences=[(p, "") for p in places]
    )
    if "%" in sentence.text:
        entry.flags = ["python-format"]
    if sentence.plural:
        entry.msgid_plural = sentence.plural
        entry.msgstr_plural = dict(before.msgstr_plural) if before else dict.fromkeys(range(3), "")
    else:
        entry.msgstr = before.msgstr if before else ""
    if before and "fuzzy" in before.flags:
        entry.flags.append("fuzzy")
    return entry


def faults_of(entry: polib.POEntry) -> Iterator[str]:
    """What is wrong with one translation."""
    said = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
    if not all(said):
        yield f"not translated: {entry.msgid!r}"
    elif entry.fuzzy:
        yield f"only guessed: {entry.msgid!r}"
    else:
        wanted = set(PLACEHOLDER.findall(entry.msgid + entry.msgid_plural))
        if any(set(PLACEHOLDER.findall(words)) - wanted for words in said):
            yield f"names a value that the English does not have: {entry.msgid!r}"
        elif wanted - set(PLACEHOLDER.findall(said[-1])):
            yield f"leaves out a value that the English has: {entry.msgid!r}"


def nouns_amiss(entry: polib.POEntry, language: str) -> Iterator[str]:
    """Which nouns in braces no trade can say: a wrong name, case or number."""
    english = {entry.msgid, entry.msgid_plural} - {""}
    translated = {*entry.msgstr_plural.values(), entry.msgstr} - {""}
    left = {text: unsaid(text, "en") for text in english} | {t: unsaid(t, language) for t in translated}
    # Braces of other packages' sentences are places for values, and stay.
    theirs = {brace for text in english for brace in left[text]} if entry.comment else set()
    for text, braces in left.items():
        for brace in sorted(braces - theirs):
            yield f"{brace} is no noun of words.toml, or no form of it: {text!r}"


def unsaid(text: str, language: str) -> set[str]:
    """What stays in braces when the words of the general trade are put in."""
    found = set()
    for brace in BRACES.findall(text):
        try:
            found |= set(BRACES.findall(spoken(brace, language)))
        except UnknownForm:
            found.add(brace)
    return found


if __name__ == "__main__":
    main()
