"""One-line capture: the written lines are read as a careful colleague would; whatever is typed, nothing breaks."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pomni.agenda.capture import captured
from pomni.agenda.tests.capture.scoring import LANGUAGES, lines, score

WARSAW, MOSCOW, NEW_YORK = ZoneInfo("Europe/Warsaw"), ZoneInfo("Europe/Moscow"), ZoneInfo("America/New_York")
NOW = datetime(2026, 11, 25, 10, 20, tzinfo=UTC)


def one(text, now=NOW, zone=WARSAW, language="en", **more):
    (item,) = captured(text, now=now, zone=zone, language=language, **more)
    return item


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_written_lines_are_read_as_a_careful_colleague_would(language):
    told = score(language)
    assert told.precision >= 0.99, "\n".join(told.misses)
    assert told.recall >= 0.95, "\n".join(told.misses)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "check 1182 bounced"),  # a thing and what happened to it
        ("en", "brother contesting the will"),
        ("en", "no leaf blowers before 8"),
        ("en", "nobody's promised her anything"),
        ("en", "he claims we agreed 40"),
        ("en", "the bow needs a rehair"),
        ("en", "he'll be 60 in march"),
        ("en", "meeting with his bank tomorrow"),
        ("en", "the supplier says the pallets will be here on tuesday"),
        ("pl", "nagrobek postawi inna firma w piątek"),
        ("pl", "myślała że zamykamy o szóstej"),
        ("pl", "autobus przywozi dzieci o 15:40"),
        ("pl", "jutro ma spotkanie w banku"),
        ("pl", "przegląd ma do 14 stycznia"),
        ("ru", "не предупредил, что приедет с другом в пятницу"),
        ("ru", "стекло закажут на заводе"),
        ("ru", "за просрочку сняли с нас 2000"),
        ("ru", "ждёт операцию в июне"),
    ],
)
def test_facts_claims_and_other_peoples_doings_are_no_promises(language, text):
    assert captured(text, now=NOW, zone=WARSAW, language=language) == ()


@pytest.mark.parametrize(
    ("language", "text", "taken"),
    [
        ("en", "We promised a refund by 1 December. Anna pays the rest on 5 December.", ["12-01", "12-05"]),
        ("en", "Call at 10 a.m. @kasia send the plan by 1 December", ["11-26", "12-01"]),
        ("en", "send the plan by 1 december. call her on the 5th of december", ["12-01", "12-05"]),
        ("en", "call on 5 dec. at 3", ["12-05"]),
        ("pl", "Obiecaliśmy rabat do 1 grudnia. Klientka zapłaci 5 grudnia.", ["12-01", "12-05"]),
        ("ru", "Обещали до 11 декабря 2026 г. Позвонить 12 декабря.", ["12-11", "12-12"]),
        ("ru", "Позвонить в 10 ч. Отправить план 1 дек. в 15:00", ["11-26", "12-01"]),
    ],
)
def test_a_full_stop_behind_a_day_ends_the_sentence_unless_it_cuts_a_word_short(language, text, taken):
    items = captured(text, now=NOW, zone=WARSAW, language=language)
    assert [f"{item.due:%m-%d}" for item in items] == taken


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "refund him within 14 days of the return"),
        ("en", "agreed visits, first tues of the month"),
        ("pl", "oddać kaucję w 14 dni od odbioru"),
        ("ru", "залог вернём через 10 дней после выезда"),
    ],
)
def test_a_day_that_hangs_on_another_event_is_no_due(language, text):
    assert one(text, language=language).due is None


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "phone still under apple warranty"),
        ("en", "microchip not registered"),
        ("en", "deposit to be refunded if cancelled"),
        ("en", "call out fee 80 plus vat"),
        ("en", "check engine light on"),
        ("en", "switch stiff"),
        ("en", "reply slow as ever"),
        ("en", "hold music too loud"),
        ("en", "open 4am for receiving"),
        ("pl", "mąż musi jeszcze zobaczyć"),
        ("pl", "naprawa 240 zł, klient wie"),
        ("pl", "czytać zaczął sam"),
        ("pl", "faktury dostawać chce mailem"),
        ("pl", "zęba wyrwać nie dał"),
        ("pl", "odbiór własny od 5 rano"),
        ("ru", "данные стереть разрешил"),
        ("ru", "краситься больше не хочет"),
        ("ru", "оставить ключи согласилась"),
        ("ru", "самому починить не вышло"),
        ("ru", "ключ отдать забыл"),
        ("ru", "кредит взять не дали"),
        ("ru", "кормить собаку некому"),
        ("ru", "заехать сегодня не успевает"),
        ("pl", "brać leki zapomina"),
    ],
)
def test_what_is_so_and_what_somebody_else_may_or_will_not_do_is_no_step_of_ours(language, text):
    assert captured(text, now=NOW, zone=WARSAW, language=language) == ()


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "phone the insurer"),
        ("en", "book him in with the hygienist"),
        ("en", "order new pads"),
        ("en", "check stock of size 8"),
        ("en", "set up the 12 month plan"),
        ("en", "call Mr Shaw"),
        ("en", "email safeguarding form"),
        ("en", "ring Sheila about the sofa"),
        ("pl", "przekonać wspólnika, który nie chce sprzedać"),
        ("pl", "spytać czy może przyjść mąż"),
        ("pl", "usunąć konto bo nie chce maili"),
        ("pl", "fakturę wystawić na firmę"),
        ("pl", "zadzwonić na komórkę nie na stacjonarny"),
        ("ru", "спросить не хочет ли на вторник"),
        ("ru", "выяснить, почему насос может заедать"),
        ("ru", "удалить аккаунт так как не хочет писем"),
        ("ru", "заказать чехол"),
        ("ru", "ключи оставить у соседки"),
    ],
)
def test_an_order_is_a_step_of_ours_with_no_day_and_no_colleague(language, text):
    step = one(text, language=language)
    assert (step.kind, step.owes, step.assignee, step.due) == ("next_step", "us", None, None)


@pytest.mark.parametrize(
    ("language", "text", "due"),
    [
        ("ru", "подготовить договор к завтрашнему дню", date(2026, 11, 26)),
        ("ru", "перенести её на завтрашний день", date(2026, 11, 26)),
        ("pl", "przygotować umowę na jutrzejszy dzień", date(2026, 11, 26)),
        ("ru", "внести Диму в группу вт/чт", None),
        ("pl", "zapisać Olę do grupy wt/czw", None),
        ("en", "put Leo in the tue/thu class", None),
    ],
)
def test_tomorrow_told_at_length_is_a_due_and_weekdays_with_a_slash_come_round(language, text, due):
    assert one(text, language=language).due == due


DOUBTS = [
    ("en", "landlord chasing"),  # somebody waits for us, and for what is not said
    ("en", "insurers to confirm"),
    ("en", "@amy says hes keen"),
    ("en", "@amy on hols til mon"),
    ("en", "must bring photo id"),
    ("en", "new insta, email kaz.b@example.com"),
    ("en", "hold dep 334 recd fri"),
    ("en", "voucher 50 exp 30/9"),
    ("en", "mum says he'll be late tues"),
    ("en", "new pupil starts thurs"),
    ("en", "on waiting list for sat"),
    ("en", "call at work only"),
    ("en", "will be paid by the insurance"),
    ("en", "replacement arrives thursday"),
    ("en", "told him the price goes up in april"),
    ("en", "may need another session in may"),
    ("en", "phone screen done, at 2nd stage"),
    ("en", "her dog died, be gentle"),
    ("en", "sat 21 aug, 7am start, all booked"),
    ("pl", "maz pojdzie z psem"),
    ("pl", "w kolejce na pt"),
    ("pl", "powiedziałam, że cena rośnie od kwietnia"),
    ("pl", "nowe krzesla przyjda w czw"),
    ("pl", "stara rura wytrzyma do jesieni"),
    ("pl", "czeka na zgode banku"),
    ("pl", "bez kota, wroci jesienia"),
    ("ru", "зуб доживёт до осени"),
    ("ru", "в листе ожидания на пт"),
    ("ru", "муж пойдёт с собакой"),
    ("ru", "ждут согласования банка"),
    ("ru", "новые стулья придут в четверг"),
    ("ru", "цена вырастет в апреле"),
    ("ru", "сказал покатается и посмотрит"),
    ("ru", "когда придут анализы, будет видно"),
    ("ru", "насчет операции сомневается"),
    ("ru", "@катя учти, он переехал в тулу"),
    ("pl", "@kasia plik jest na serwerze"),
    ("en", "told him to ring if it leaks"),
    ("en", "the transfer should clear fri"),
    ("en", "the builder is waiting for the electrician"),
    ("en", "hire car ends fri"),
    ("en", "council inspection in april"),
    ("pl", "paczka powinna dojść w czwartek"),
    ("ru", "посылка должна прийти в четверг"),
    ("ru", "свет отключат в чт"),
    ("ru", "новый договор с 1 апреля по 31 марта"),
]


@pytest.mark.parametrize(("language", "text"), DOUBTS)
def test_what_may_as_well_be_of_a_third_person_or_a_state_gives_nothing(language, text):
    assert captured(text, now=NOW, zone=WARSAW, language=language) == ()


@pytest.mark.parametrize(
    ("language", "text", "kind", "owes", "due"),
    [
        ("en", "cust dropping keys off tonite", "obligation", "client", date(2026, 11, 25)),
        ("en", "colin collecting sat", "obligation", "client", date(2026, 11, 28)),
        ("en", "mrs fenn measuring up at wkend", "obligation", "client", date(2026, 11, 29)),
        ("en", "hes paying 115 thurs", "obligation", "client", date(2026, 11, 26)),
        ("en", "client feedback by weds", "obligation", "client", date(2026, 12, 2)),
        ("en", "told her id squeeze her in tues", "obligation", "us", date(2026, 12, 1)),
        ("en", "promised 10% discount", "obligation", "us", None),
        ("en", "held fri for her til she confirms", "obligation", "us", date(2026, 11, 27)),
        ("en", "ill ring her tomoz", "next_step", "us", date(2026, 11, 26)),
        ("en", "no answer, will try again tmrw", "next_step", "us", date(2026, 11, 26)),
        ("en", "chk w/ supplier tmro", "next_step", "us", date(2026, 11, 26)),
        ("en", "refund in 5 wkg days", "next_step", "us", date(2026, 12, 2)),
        ("en", "works nights so call tomorrow", "next_step", "us", date(2026, 11, 26)),
        ("en", "wants it back by fri or hes going to kwikfit", "expectation", "us", date(2026, 11, 27)),
        ("en", "will need 12 desks by 5 june", "expectation", "us", date(2027, 6, 5)),
        ("pl", "wysle oferte jutro", "next_step", "us", date(2026, 11, 26)),
        ("pl", "wysle skan jutro", "obligation", "client", date(2026, 11, 26)),
        ("pl", "odesle buty jutro", "obligation", "client", date(2026, 11, 26)),
        ("pl", "oddzw. wlasc. jutro", "next_step", "us", date(2026, 11, 26)),
        ("pl", "czesne do 10", "obligation", "client", date(2026, 12, 10)),
        ("pl", "oczek. zwrotu do pt", "expectation", "us", date(2026, 11, 27)),
        ("pl", "odpowiedz klienta do pt", "obligation", "client", date(2026, 11, 27)),
        ("pl", "po naszej stronie fugi, poprawimy do pt", "obligation", "us", date(2026, 11, 27)),
        ("pl", "ktos powinien do niej zadzwonic", "next_step", "us", None),
        ("pl", "przyjedzie po auto w sob", "obligation", "client", date(2026, 11, 28)),
        ("pl", "obiecala rabat 10%", "obligation", "us", None),
        ("ru", "заказать колодки сег", "next_step", "us", date(2026, 11, 25)),
        ("ru", "договор подпишет в выхи", "obligation", "client", date(2026, 11, 29)),
        ("ru", "за нами 3 коробки, довезём до 30го", "obligation", "us", date(2026, 11, 30)),
        ("ru", "отзвонится клиенту завтра", "next_step", "us", date(2026, 11, 26)),
        ("ru", "аренду оплатит до 10", "obligation", "client", date(2026, 12, 10)),
        ("ru", "обещал скидку 10%", "obligation", "us", None),
        ("ru", "если не оплатит до 25 - снять с группы", "next_step", "us", date(2026, 11, 25)),
        ("ru", "хоз позвонит завтра", "obligation", "client", date(2026, 11, 26)),
    ],
)
def test_what_is_typed_in_haste_is_read_in_full(language, text, kind, owes, due):
    item = one(text, language=language)
    assert (item.kind, item.owes, item.due) == (kind, owes, due)


@pytest.mark.parametrize(
    ("language", "text"),
    [("en", "@ann fyi she'll pay fri"), ("ru", "@аня она оплатит в пт"), ("pl", "@ania ona zapłaci w pt")],
)
def test_a_colleague_who_is_only_told_what_the_client_will_do_has_nothing_to_do(language, text):
    item = one(text, language=language)
    assert (item.owes, item.assignee, item.due) == ("client", None, date(2026, 11, 27))


def test_figures_before_the_day_that_it_is_due_by_are_no_hour():
    now = datetime(2026, 11, 25, 6, tzinfo=UTC)
    assert one("заказать тонер 9.16 до пн", now, language="ru").due == date(2026, 11, 30)
    assert one("order toner 9.16 by mon", now).due == date(2026, 11, 30)


def test_what_a_colleague_does_next_and_then_is_one_task_with_the_day_of_both():
    (task,) = captured("@dave take the trailer, be there friday 7:15 am", now=NOW, zone=WARSAW, language="en")
    assert (task.assignee, task.due) == ("dave", datetime(2026, 11, 27, 7, 15, tzinfo=WARSAW))


# --- Whatever is typed --------------------------------------------------------------------------------------------

WORDS = sorted({word for language in LANGUAGES for line in lines(language) for word in line.text.split()})
typed = st.one_of(st.text(max_size=80), st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join))
FIRST, LAST = NOW.replace(2020, tzinfo=None), NOW.replace(2035, tzinfo=None)
moments = st.datetimes(FIRST, LAST, timezones=st.just(UTC))
zones = st.sampled_from([WARSAW, MOSCOW, NEW_YORK, ZoneInfo("Asia/Kathmandu"), ZoneInfo("Pacific/Apia")])


@settings(max_examples=150, deadline=None)
@given(typed, moments, zones, st.sampled_from(["ru", "pl", "en", "en-US", ""]))
def test_no_text_breaks_it_and_no_day_is_over(text, now, zone, language):
    today = now.astimezone(zone).date()
    for item in captured(text, now=now, zone=zone, language=language):
        assert item.kind in {"agreement", "next_step", "expectation", "obligation"}
        assert item.owes in {"us", "client", "both"}
        assert item.what.strip()
        if isinstance(item.due, datetime):
            assert item.due.tzinfo is not None
            assert item.due.astimezone(zone).date() >= today
        elif item.due is not None:
            assert item.due >= today


@settings(max_examples=60, deadline=None)
@given(moments, zones, st.integers(1, 400))
def test_hours_ahead_are_hours_that_pass_also_over_a_change_of_the_clock(now, zone, hours):
    due = one(f"call her in {hours} hours", now, zone).due
    assert due is not None
    assert timedelta() <= now + timedelta(hours=hours) - due.astimezone(UTC) < timedelta(minutes=1)


@settings(max_examples=60, deadline=None)
@given(moments, zones, st.sampled_from(["Monday", "Thursday", "Sunday"]))
def test_a_weekday_alone_is_within_the_seven_days_after_today(now, zone, day):
    due = one(f"call her on {day}", now, zone).due
    assert isinstance(due, date)
    assert f"{due:%A}" == day
    assert 1 <= (due - now.astimezone(zone).date()).days <= 7


def test_an_hour_that_the_clock_leaves_out_moves_on_with_the_clock():
    now = datetime(2027, 3, 27, 12, tzinfo=UTC)
    due = one("zadzwonić jutro o 2:30 w nocy", now, WARSAW, "pl").due
    assert due == datetime(2027, 3, 28, 3, 30, tzinfo=WARSAW)


def test_after_midnight_tomorrow_is_the_next_calendar_day_of_the_company():
    now = datetime(2026, 11, 25, 21, 35, tzinfo=UTC)  # 00:35 of the 26th in Moscow
    assert one("позвонить завтра", now, MOSCOW, "ru").due == date(2026, 11, 27)
    assert one("call her tomorrow", now, NEW_YORK).due == date(2026, 11, 26)


def test_a_month_ahead_of_the_31st_is_the_last_day_of_a_short_month():
    now = datetime(2027, 1, 31, 9, tzinfo=UTC)
    assert one("call her in a month", now).due == date(2027, 2, 28)


# --- Names, orders of day and month, languages ---------------------------------------------------------------------


def test_only_a_handle_of_a_colleague_is_an_assignee_and_comes_back_as_it_is_kept():
    assert one("@ANNA send the plan", handles=["Anna", "oleg"]).assignee == "Anna"
    assert one("@łukasz wyślij plan", language="pl", handles=["Łukasz"]).assignee == "Łukasz"
    assert one("send the plan to @client_of_ours", handles=["Anna"]).assignee is None


def test_day_and_month_are_read_in_the_order_of_the_company():
    assert one("send it on 12/05").due == date(2027, 5, 12)
    assert one("send it on 12/05", day_first=False).due == date(2026, 12, 5)
    assert one("send it on 12/05", language="en-US").due == date(2026, 12, 5)


def test_a_line_is_read_in_its_own_language_whatever_the_screen_speaks():
    assert one("перезвонить завтра", language="pl").due == date(2026, 11, 26)
    assert one("oddzwonić jutro", language="ru").due == date(2026, 11, 26)
    assert one("call back tomorrow", language="ru").due == date(2026, 11, 26)


def test_a_mans_promise_at_a_woman_clients_card_is_ours():
    assert one("obiecał oddzwonić jutro", language="pl", sex="f").owes == "us"
    assert one("obiecała oddzwonić jutro", language="pl", sex="f").owes == "client"


def test_the_words_are_told_without_the_day_and_the_colleague_and_as_they_were_typed():
    assert one("@anna Send the Plan by Friday").what == "Send the Plan"


def test_a_long_paste_is_read_in_no_time_and_only_in_its_beginning():
    assert len(captured("call her tomorrow. " * 5000, now=NOW, zone=WARSAW, language="en")) < 200
