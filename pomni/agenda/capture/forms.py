"""What form a word has: an infinitive, an order, what we do, what they will do, what is over.

By the endings of the ordinary Russian and Polish grammars, with lists of exceptions in the word tables; a word of no
known ending has no form. English has too few endings for that: see `forms_en`.
"""

import re
from collections.abc import Mapping

from pomni.agenda.capture.lexicon import Lexicon
from pomni.agenda.capture.text import Language, Token, folded

INF, IMP, WE, ME, YOU = "inf", "imp", "we_do", "me_do", "you_do"
GOING = "going"  # "sending", with nobody named who does
THEY, NOW = "they_do", "now_do"  # what they will do; what they do: a promise only with a day
IS, PAST, OURS_PAST, DONE = "is", "past", "ours_past", "is_done"

_RU_PREFIX = r"(?:вы|воз|вс|до|за|из|ис|на|об|обо|о|от|ото|пере|по|под|подо|при|про|раз|рас|с|со|съ|у|в)"
# What I shall do and what somebody is told to do: a verb of one deed, by its prefix and the end of its stem.
_RUSSIAN_ME = (
    rf"^{_RU_PREFIX}\w{{0,4}}(?:ишу|кажу|вяжу|мажу|ложу|хожу|вожу|вечу|мечу|лучу|ручу|зучу|аучу|плачу|трачу|пущу|мещу|ыщу|поищу|верю|мерю|говорю"
    r"|смотрю|звоню|точню|полню|меню|ценю|ясню|гоню|везу|несу|веду|ъеду|ъезжу|йду|верну|гляну|кину|тяну|двину|стану|начну"
    r"|возьму|прошу|ниму|йму|могу|строю|ключу|беру)(?:сь)?|^(?:вы|за|от|пере|про|раз|с|соз)дам|^(?:за|при|по|до)еду|^(?:при|вы|об|за|до|на|по|пере)(?:лью|шью|бью)"
)
_RUSSIAN_ORDER = (
    rf"^{_RU_PREFIX}\w{{0,4}}(?:вези|неси|веди|плати|звони|проси|носи|води|смотри|верни|ложи|пиши|кажи|вяжи|мести|тяни|пусти"
    r"|ищи|йди|купи|лучи|говори|цени|дели|тащи|бери|кинь|ставь|грузи|ряди|черти|реши|точни|ясни|полни|крась|крути"
    r"|держи|меть|веть|тветь|значь|правь|мерь|режь|весь|чисть|готовь|веди|вертись|твори|числи|жми)"
    r"(?:те)?(?:сь)?|^(?:за|на|вы|про|до|по)л[еи]й(?:те)?|^(?:за|из|от|с|об|под)мени(?:те)?|^(?:под|от|с|об|за)ними(?:те)?|^(?:за|про|при|вы|от|раз|до)(?:бей|шей)(?:те)?"
)
# A form, how it ends, and the list of words that only look like it.
_RUSSIAN = [
    (INF, r"(?:[аеиоуыяю]|йс|[рс]ес|кла[дс]|па[дс]|кра[дс]|че[дс]|ле[зс]|сес|гры[зс])ть(?:ся)?", "not_inf"),
    (
        INF,
        r"(?:нести|везти|вести|йти|расти|мести|брести|ползти)(?:сь)?|(?:еч|оч|ыч|яч|ич)ь(?:ся)?",
        "not_inf",
    ),
    (PAST, r"[аяиеуыо]л(?:а|о|и|ся|ась|ось|ись)?", "not_past"),
    (PAST, r"(?:нес|вез|шел|мог|лег|рос)(?:ла|ло|ли|ся|лась|лись)?|шл[аои]", "not_past"),
    (
        DONE,
        r"(?:влен|ачен|исан|азан|елан|ожен|ешен|ован|ещен|ечен|учен|ранен|есен|ыслан|едан|омлен|жден)[аоы]",
        "",
    ),
    (IMP, r"(?:ьте|йте|ите|[аяу]й|уйся|айся)(?:сь)?", "not_imp"),
    (
        IMP,
        r"\w{2}(?:правь|верь|тавь|товь|стань|росай|режь|помни|двинь|кинь)|(?:за|из|от|под|с)мень",
        "not_imp",
    ),
    (WE, r"[а-я](?:[аяуеи]|[джшзсрм]|[^е]л|[ь])ем(?:ся)?", "not_we"),
    (WE, r"(?:вер|нач|кон|тя|ста|гля|кин|дви|об|по|ки|сты|чт)н?ем(?:ся)?", "not_we"),
    (WE, r"(?:зво|пом|точ|яс|ме|пол)ним(?:ся)?|(?:держ|реш|общ|луч|лож|люч|[бвмпдтсзрл])им(?:ся)?", "not_we"),
    (NOW, r"(?:[ыи]?вает|ует|[аяе]ет|[ыи]?вают|уют|[аяе]ют)(?:ся)?", "not_they"),
    (
        NOW,
        r"\b(?:при|пере|под|про|произ|проис|вы|до|об|от|за|с|в|у|на|рас|раз|из|пре|вос)?(?:ход|воз|нос|вод)[ия]т(?:ся)?|\b(?:плат|звон)[ия]т",
        "not_they",
    ),
    (THEY, r"(?:[еиуюая]т|даст)(?:ся)?", "not_they"),
    (YOU, r"[еи]шь(?:ся)?", ""),
    (IMP, r"\w{3}(?:[^т]ься|[^лп]ись)", "not_imp"),
    (ME, _RUSSIAN_ME, "not_me"),
    (IMP, _RUSSIAN_ORDER, "not_imp"),
    (ME, r"\w(?:[аяе]ю|(?:ир|из|глас|тр)ую|[бвмп]лю|шлю)(?:сь)?", "not_me"),
]
_POLISH = [
    (OURS_PAST, r"[aeiy]l[ea]s|lismy|lysmy|[aeiy]l[ea]m|szlam|szedlem|[zs]lam", "not_past"),
    (PAST, r"(?:[aeiyou]|[dzsgktr])l[aoiy]?", "not_past"),
    (
        DONE,
        r"\w{3}(?:[wzscrnptdklbm]i|[zlj]|cz|sz)on[aey]|\w{3}eni|\w{2}(?:ow|yw|is|az|uc|yg|l|on|edz|cz|z|i|er|ep|k|st)an[aeyi]",
        "not_done",
    ),
    (DONE, r"\w{2}(?:iet|jet|czet)[yae]|\w{2}warte?[yao]", "not_done"),
    (DONE, r"\w{3}(?:an|on)o", "not_done"),  # "podano": it was done
    (IMP, r"(?:uj|aj|ij)(?:cie|my)?", "not_imp"),
    (YOU, r"\w\w[eiya]sz|la?bys", ""),
    (WE, r"\w\w[eiya]my|\bdamy", "not_we"),
]
_ENDINGS = {
    language: [(form, re.compile(rf"(?:{ending})$"), but) for form, ending, but in rows]
    for language, rows in (("ru", _RUSSIAN), ("pl", _POLISH))
}
# Lists of words with their form, before any ending is looked at.
_LISTED = {
    "ru": (("short", INF), ("imp", IMP), ("me_verb", ME), ("soon", THEY), ("stative", IS)),
    "pl": (
        ("short", INF),
        ("imp", IMP),
        ("three", THEY),
        ("will_be", IS),
        ("goes_now", IS),
        ("stative", NOW),
    ),
}
_PL_ME = re.compile(r"\w\w(?:i|dz|sz|cz|w|k|yt|st)am$")
# What I shall do, where a clause begins with it: "dopytam", "przytrzymam", "wyjaśnię".
_PL_ME_FIRST = re.compile(r"^(?:za|przy|po|wy|do|od|prze|roz|na|u|s|z|o)\w{2,}[^łl]am$")
_PL_ME_MARKED = re.compile(
    r"^(?:za|przy|po|wy|do|od|prze|roz|na|u|s|z|o|w)\w{2,}(?:onię|ienię|awię|owię|śnię|ączę|óczę|yczę|aczę|uszę|iszę|oszę|ożę|ślę"
    r"|jadę|jdę|ezmę|yjmę|ejmę|iorę|iosę|iozę|rócę|łacę|robię|rzucę|orzę|jrzę|gnę|cznę)$"
)
_PL_INF = re.compile(r"(?:ac|ic|yc|(?:dzi|umi|pomni|ysl|ysz|jrz|trz|mrz|ci)ec|uc|sc|zc)$")
_PL_PAST_TYPED = re.compile(r"(?:ł|ła|ło|li|ły)$")
_PL_SOON = re.compile(
    r"^(?:z|za|prze|przy|po|wy|do|od|u|na|o|s|roz|pod|w)\w{2,}(?:[^kg]i|[crs]?zy|[^nwtr]e)$"
)
_PL_SOON_MANY = re.compile(r"^(?:za|prze|przy|po|wy|do|od|u|na|roz|pod)\w{2,}[^j]ą$")
_PL_HOW = re.compile(r"(?:[wdltzs]|cz)nie$|rze$")  # how a word of how ends: "ponownie", "dobrze"
_PL_NAME = re.compile(r"(?:anie|enie|[ey]cie|osci|ie)$")  # how a name of a work ends, after a colleague
_PL_OBJECT = re.compile(
    r"(?:[cz]j|k|(?<!ta)w|t|b|ł|p)ę$"
)  # "że sterylizację opłaci": what is done something to
_PL_PREFIX = r"(?:za|prze|przy|po|wy|do|od|na|roz|pod|w|z|u|s)"
# What only a verb ends in: "doniosą", "podjadą", "uregulują"; and what they do now or will: "podyktuje".
_PL_MANY_WILL = re.compile(
    rf"^{_PL_PREFIX}\w*(?:[uaei]ją|niosą|wiozą|jadą|jdą|ślą|iorą|ezmą|[wbp]ią|dzwonią|dzą|zwonią|iszą|eślą|ożą|aczą)$"
)
_PL_DOES = re.compile(r"^(?:za|prze|przy|po|wy|do|od|na|roz|pod)\w{3,}uje$")
_ORDER_ENDS = {"ru": "ийь", "pl": "bcdfghjklmnprstwz"}


def form_of(token: Token, before: Token | None, language: Language, lexicon: Lexicon, marked: bool) -> str:
    """The form of a Russian or Polish word, or nothing.

    `before` is the word that it follows; `marked`: the line is typed with the language's own marks over letters.
    """
    marked = marked and token.said == folded(token.typed)  # what is cut short has no marks
    if before is not None and before.said in lexicon.lists["prepositions"]:
        return ""  # after a preposition stands a name, however it ends
    if before is not None and token.typed[0].isupper() and not token.typed.isupper():
        return ""  # a name
    if token.said in lexicon.lists["was"]:
        return PAST
    form = (
        _polish(token, before, lexicon, marked) if language == "pl" else _by_lists(token.said, "ru", lexicon)
    )
    form = form or _by_ending(token, language, lexicon, marked)
    if (
        form == IMP
        and token.said in lexicon.lists["imp_or_past"]
        and before is not None
        and before.kind == "word"
    ):
        return IMP if before.said in lexicon.lists["hearers"] else PAST
    if not form and language == "pl" and before is not None and before.kind == "mention":
        soon = _PL_SOON.search(token.said) and not _PL_NAME.search(token.said)
        form = THEY if soon and token.said not in lexicon.lists["away_at"] else ""
    if not form and before is not None and before.kind == "mention" and len(token.said) > 3:
        told = token.said[-1] in _ORDER_ENDS[language]
        told = (
            told
            and token.said not in lexicon.lists["tell"] | lexicon.lists["not_imp"] | lexicon.lists["is_so"]
        )
        return IMP if told else ""
    return form


def soon_in_polish(token: Token) -> str:
    """The form of a Polish word right after the client's name: what ends like a future is one."""
    if token.said.endswith(("uje", "aje", "yje")):
        return NOW
    if _PL_HOW.search(token.said):
        return ""
    return THEY if _PL_SOON.search(token.said) or soon_in_polish_by_many(token.typed) else ""


def now_in_polish(token: Token) -> str:
    """The form of a Polish word right after "he" or "she" in a clause with a day."""
    return NOW if len(token.said) > 3 and token.said[-1] in "aeiy" else ""


def soon_in_polish_by_many(typed: str) -> bool:
    """Whether the first word of a clause is what they will do: "dowiozą", "odeślą"."""
    return bool(_PL_SOON_MANY.search(typed.lower()))


def _by_lists(word: str, language: str, lexicon: Lexicon) -> str:
    return next((form for name, form in _LISTED[language] if word in lexicon.lists[name]), "")


def _by_ending(token: Token, language: str, lexicon: Lexicon, marked: bool) -> str:
    if len(token.said) < 4:
        return ""
    for form, ending, but in _ENDINGS[language]:
        if ending.search(token.said) and not (but and token.said in lexicon.lists[but]):
            if form == NOW and not token.said.startswith(tuple(lexicon.lists["now_stem"])):
                return IS
            if form == THEY and not token.said.startswith(tuple(lexicon.lists["soon_stem"])):
                return IS
            over_unmarked = form == PAST and language == "pl" and marked
            return "" if over_unmarked and not _PL_PAST_TYPED.search(token.typed.lower()) else form
    return ""


def _polish_by_its_mark(word: str, typed: str, before: Token | None, lexicon: Lexicon) -> str:
    """ "Doniosą", "uregulują": what many will do or do; "podyktuje" at the beginning."""
    if word not in lexicon.lists["not_they"] and _PL_MANY_WILL.search(typed):
        return NOW if typed.endswith(("ują", "ają", "eją")) else THEY
    return NOW if before is None and _PL_DOES.search(typed) else ""


def _polish(token: Token, before: Token | None, lexicon: Lexicon, marked: bool) -> str:
    """What Polish needs besides: "wyślę" is I, "wyśle" is she, and "wysle" typed without marks is I."""
    word, typed, lists = token.said, token.typed.lower(), lexicon.lists
    if (
        typed.endswith("ę")
        and not _PL_OBJECT.search(typed)
        and word != "sie"
        and before is not None
        and before.said in ("ze", "ja", "to", "sie")
    ):
        return ME
    if typed.endswith("uję") or (
        typed.endswith("ię") and word != "sie" and before is not None and before.said in lists["objects"]
    ):
        return ME
    if word in lists["me_verb"] and not (marked and typed.endswith("e")):
        return ME
    if word in lists["me_or_they"]:
        return THEY if marked and not typed.endswith("ę") else ME
    if (
        _PL_ME.search(word) or _PL_ME_MARKED.search(typed) or (before is None and _PL_ME_FIRST.search(typed))
    ) and word not in lists["not_me"]:
        return ME
    if word in lists["imp_with_mark"] and marked and typed == word:
        return ""
    if word in lists["now_too"] and not typed.endswith("ą"):
        return NOW  # "potwierdza" where no mark tells "potwierdzą"
    if form := _by_lists(word, "pl", lexicon):
        return form
    if form := _polish_by_its_mark(word, typed, before, lexicon):
        return form
    return _polish_infinitive(word, typed, before, lists, marked)


def _polish_infinitive(
    word: str, typed: str, before: Token | None, lists: Mapping[str, frozenset[str]], marked: bool
) -> str:
    plain = not marked or (before is None and typed[-2:] in ("ac", "ic", "yc"))
    infinitive = bool(_PL_INF.search(word)) if plain and not typed.endswith("ć") else typed.endswith("ć")
    if typed.endswith("ęć"):
        return ""  # no infinitive ends so: "zdjęć", "przyjęć"
    return INF if infinitive and word not in lists["not_inf"] and not word.endswith("osc") else ""


def without_names(found: dict[int, str], language: Language, me: bool) -> dict[int, str]:
    """The forms without those of names that end like verbs; `me`: whoever types is named."""
    if language == "pl" and PAST in found.values():
        found = {at: form for at, form in found.items() if form != WE}  # "chryzantemy zwiędły"
    if IMP in found.values() and not me:
        found = {at: form for at, form in found.items() if form != ME}  # "закрой доступ завучу"
    return found
