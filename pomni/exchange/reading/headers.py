"""What the titles of columns mean, in the words of common programs, in English, Russian and Polish.

Titles are compared as `spelling.fold` writes them, without figures and without words that say nothing ("value").
"""

import re
from functools import cache, lru_cache

from django.conf import settings
from django.utils.translation import override

from pomni.exchange.writing.columns import COLUMNS
from pomni.kit import spelling

PART = "address_part"  # one of several columns that make an address: a target of its own only here
FORENAME = "forename"  # "Имя": the given name beside a family name, else all of the name

TITLES = {
    "name": "name; full name; display name; client; client name; customer; customer name; contact; contact name; "
    "company or person; fio; фио; ф и о; клиент; имя клиента; фио клиента; имя фамилия; фамилия имя; имя и фамилия; "
    "фамилия и имя; фамилия имя отчество; фио полностью; полное имя; имя контакта; контакт; название; название контакта; "
    "контактное лицо; наименование; наименование клиента; пациент; фио пациента; гость; контрагент; покупатель; "
    "imie i nazwisko; nazwisko i imie; klient; nazwa; nazwa klienta; pacjent; pelna nazwa; nazwa wyswietlana; kontrahent; "
    "osoba; patient; guest; file as",
    "family": "family; family name; last name; lastname; surname; last; фамилия; фамилия клиента; nazwisko",
    "given": "given; given name; first name; firstname; forename; first; christian name",
    FORENAME: "имя; imie",
    "patronymic": "patronymic; middle name; middlename; additional name; second name; отчество; второе имя; drugie imie; "
    "imie ojca",
    "called": "called; nickname; nick; how to address them; как обращаться; обращение по имени; псевдоним; прозвище; ник; "
    "pseudonim; jak sie zwracac",
    "kind": "kind; type; client kind; тип; вид; rodzaj; typ",
    "phone": "phone; phones; phone number; phonenumber; telephone; telephone number; mobile; mobile number; cell; "
    "cellphone; cell phone; tel; телефон; телефоны; тел; номер; номер телефона; мобильный; мобильник; сотовый; "
    "контактный телефон; telefon; telefony; numer telefonu; komorka; nr tel; nr telefonu; tel kom; "
    "kom",
    "email": "email; e mail; emails; mail; email address; e mail address; почта; эл почта; электронная почта; емейл; имейл; "
    "мейл; мыло; адрес эл почты; адрес электронной почты; эл адрес; poczta; poczta elektroniczna; adres e mail; adres email; "
    "адрес e mail; адрес email",
    "messenger": "messenger; messengers; im; impp; skype; icq; signal; discord; мессенджер; мессенджеры; скайп; аська; "
    "komunikator; komunikatory; skype id; skype name; skype login; логин skype; логин скайп",
    "messenger_telegram": "telegram; tg; telegram id; telegram username; телеграм; телеграмм; тг; ник в телеграм",
    "messenger_whatsapp": "whatsapp; whats app; вотсап; ватсап; whatsapp number; numer whatsapp",
    "messenger_viber": "viber; вайбер; numer viber",
    "messenger_vk": "vk; vkontakte; вк; вконтакте",
    "messenger_messenger": "facebook messenger; facebook; фейсбук",
    "messenger_instagram": "instagram; insta; инстаграм",
    "language": "language; preferred language; communication language; язык; язык клиента; язык общения; jezyk; "
    "jezyk klienta; jezyk kontaktu",
    "organisation": "organisation; organization; organization name; organisation name; company; company name; employer; "
    "works at; account name; associated company; компания; название компании; организация; название организации; фирма; "
    "место работы; работает в; юр лицо; firma; nazwa firmy; organizacja; pracodawca; miejsce pracy; company associated",
    "organisation_tax_id": "инн компании; инн организации; nip firmy; company tax id; company vat; tax number of the "
    "organisation they work at",
    "position": "position; job; job title; jobtitle; organization title; occupation; role; должность; профессия; роль; "
    "stanowisko; zawod",
    "tax_id": "tax id; tax number; taxid; vat; vat id; vat number; инн; инн физлица; унп; бин; иин; егрпоу; nip; vat ue; "
    "numer nip; tin; ein",
    "birthday": "birthday; birth date; birthdate; date of birth; dob; born; bday; дата рождения; день рождения; др; д р; "
    "родился; д рождения; data urodzenia; urodziny; dzien urodzenia; data ur; ur",
    "sex": "sex; gender; пол; plec",
    "address": "address; full address; home address; business address; other address; address formatted; postal address; "
    "mailing address; street address; адрес; полный адрес; адрес клиента; адрес доставки; домашний адрес; рабочий адрес; "
    "почтовый адрес; фактический адрес; adres; adres zamieszkania; adres korespondencyjny; pelny adres",
    PART: "street; street address line; home street; business street; other street; address street; city; home city; "
    "business city; other city; address city; town; state; region; home state; business state; address region; state region; "
    "zip; zip code; postal code; postcode; home postal code; business postal code; address postal code; country; "
    "home country; business country; address country; country region; улица; дом; квартира; город; населенный пункт; область; "
    "регион; край; индекс; почтовый индекс; страна; ulica; nr domu; nr mieszkania; miasto; miejscowosc; kod pocztowy; kod; "
    "wojewodztwo; kraj",
    "category": "client category; категория клиента; kategoria klienta",
    "legal_name": "legal name; полное наименование; юридическое название; реквизиты название; pelna nazwa firmy",
    "legal_address": "legal address; registered address; юридический адрес; юр адрес; адрес регистрации; adres siedziby",
    "kpp": "kpp; кпп",
    "ogrn": "ogrn; огрн; огрнип",
    "regon": "regon",
    "krs": "krs; numer krs",
    "account": "bank account; account number; iban; расчетный счет; р с; счет; nr konta; numer konta; numer rachunku; "
    "rachunek bankowy",
    "bik": "bik; бик; бик банка",
    "corr_account": "correspondent account; корреспондентский счет; корр счет; к с",
    "swift": "swift; bic; swift code",
    "bank": "bank; bank name; банк; название банка; наименование банка; nazwa banku",
    "source": "source; lead source; original source; utm source; referred by; channel; источник; источник клиента; "
    "откуда узнали; откуда; канал; рекламный источник; канал привлечения; zrodlo; skad; skad sie dowiedzial; polecenie",
    "tags": "tags; tag; labels; groups; group; group membership; categories; category; segment; segments; теги; тег; метки; "
    "метка; категории; категория; группа; группы; сегмент; tagi; etykiety; kategorie; kategoria; grupa; grupy",
    "alert": "alert; warning; allergies; attention; внимание; важно; предупреждение; аллергия; аллергии; uwaga; ostrzezenie; "
    "alergie; alergia",
    "about": "about; note; notes; comment; comments; remark; remarks; description; комментарий; комментарии; примечание; "
    "примечания; заметка; заметки; описание; дополнительно; доп информация; uwagi; notatka; notatki; komentarz; komentarze; "
    "opis",
    "responsible": "responsible; owner; contact owner; manager; assigned to; account manager; ответственный; "
    "ответственный менеджер; менеджер; ответственный сотрудник; opiekun; odpowiedzialny; wlasciciel; handlowiec",
    "location": "branch; salon; clinic; office; филиал; салон; клиника; офис; oddzial; filia; gabinet; placowka",
    "added_at": "added; added on; created; created at; created on; create date; creation date; date added; "
    "registration date; date of first contact; дата создания; дата добавления; дата регистрации; создан; добавлен; "
    "первый визит; дата первого визита; дата первого обращения; data utworzenia; data dodania; data rejestracji; "
    "pierwsza wizyta",
}
KNOWN = {" ".join(title.split()): key for key, titles in TITLES.items() for title in titles.split("; ")}

# Titles of many parts, by a word in them; the first that fits. "" means: none of a client's facts.
RULES = tuple(
    (re.compile(rf"\b(?:{words})"), key)
    for words, key in (
        (
            "phonetic|label\\b|etykieta\\b|fax|faks|факс|pager|пейджер|spouse|assistant|manager s|children|yomi",
            "",
        ),
        (r"e ?mail|почт|имейл|емейл", "email"),
        (r"phone|telephone|telefon|телефон|mobile\b|мобильн|сотов|tel\b|тел\b|komork", "phone"),
        (r"инн\b|nip\b", "tax_id"),
        (r"birth|рождени|urodz", "birthday"),
        (r"коммент|примеч|uwagi\b|notat", "about"),
    )
)
# Columns of our exports that have another key as a target, or are figures that follow and come in as nothing.
AS_TARGET = {
    "phone2": "phone",
    "phone3": "phone",
    "email2": "email",
    "added": "added_at",
    "last_contact": "",
    "next_due": "",
    "visits": "",
    "last_visit": "",
    "next_visit": "",
}
_SILENT = re.compile(r"\d+|\b(?:value|values|значение|wartosc|required|optional|обязательно)\b")


def is_known(title: str) -> bool:
    """Whether a title is one of a client's facts."""
    return bool(meaning(title))


@lru_cache(maxsize=2000)
def meaning(title: str) -> str:
    """The key of the target that a title means, `PART` or `FORENAME`; "" where it is not known."""
    folded = _folded(title)
    if not folded or len(title) > 80:
        return ""
    if folded in KNOWN:
        return KNOWN[folded]
    if folded in _own_titles():
        return _own_titles()[folded]
    return next((key for words, key in RULES if words.search(folded)), "")


def is_plain(title: str) -> bool:
    """Whether a title says one thing in so many words; of another one, what stands below has to agree."""
    return _folded(title) in KNOWN or _folded(title) in _own_titles()


@cache
def _own_titles() -> dict[str, str]:
    """The titles of our own exports in every language: what went out comes in again."""
    found: dict[str, str] = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            found |= {_folded(str(column.title)): AS_TARGET.get(column.key, column.key) for column in COLUMNS}
    return found


def _folded(title: str) -> str:
    return " ".join(_SILENT.sub(" ", spelling.fold(title)).split())
