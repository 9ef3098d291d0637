from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pomni.kit.giving import Disclosure, HandOver
from pomni.kit.module import (
    Action,
    BriefPart,
    Capability,
    Composer,
    Figure,
    Finder,
    MenuItem,
    Module,
    MomentGroup,
    Panel,
    Reader,
    SettingsPage,
)

# Everybody has tasks of their own; who leads sees those of the team.
OWN = ("specialist", "salesperson", "marketer", "accountant", "product_manager", "configurator")
REACH = {"director": "all", "front_desk": "location", "head_of_sales": "team"} | dict.fromkeys(OWN, "own")
PANELS = "pomni.agenda.panels"


class AgendaConfig(Module):
    name = "pomni.agenda"
    verbose_name = _("Tasks")
    url_prefix = ""
    capabilities = (
        Capability("agenda.task.see", _("See tasks"), REACH),
        Capability("agenda.task.add", _("Set tasks"), REACH),
        Capability("agenda.task.change", _("Change and finish tasks"), REACH),
        Capability("agenda.meeting.see", _("See meetings"), REACH),
        Capability("agenda.meeting.add", _("Plan meetings"), REACH),
        Capability("agenda.meeting.change", _("Change, hold and cancel meetings"), REACH),
        Capability("agenda.promise.see", _("See promises and next steps"), REACH),
        Capability("agenda.promise.add", _("Write down promises and next steps"), REACH),
        Capability("agenda.promise.change", _("Change and close promises and next steps"), REACH),
    )
    figures = (
        Figure("due", "agenda.task.see"),
        Figure("due", "agenda.promise.see"),
        Figure("due", "agenda.meeting.see"),
    )
    menu = (
        MenuItem(
            _("Tasks"),
            "agenda:tasks",
            "list-todo",
            "agenda.task.see",
            order=15,
            hotkey="g k",
            keywords=_("to do, due, overdue, call back"),
        ),
        MenuItem(
            _("Meetings"),
            "agenda:meetings",
            "calendar-days",
            "agenda.meeting.see",
            order=21,
            hotkey="g m",
            keywords=_("calendar, week, appointment with a colleague"),
        ),
        MenuItem(
            _("Not to forget"),
            "agenda:board",
            "clock-alert",
            "agenda.promise.see",
            order=22,
            hotkey="g b",
            keywords=_("board, overdue, birthdays, without a next step"),
        ),
        MenuItem(
            _("Promises"),
            "agenda:promises",
            "hand",
            "agenda.promise.see",
            order=24,
            hotkey="g o",
            keywords=_("agreement, next step, expectation, obligation"),
        ),
    )
    actions = (
        Action(
            _("Set a task"),
            "agenda:add_task",
            "list-todo",
            "agenda.task.add",
            hotkey="t",
            keywords=_("new to do, remind, call back"),
            order=30,
        ),
        Action(
            _("Plan a meeting"),
            "agenda:add_meeting",
            "calendar-days",
            "agenda.meeting.add",
            keywords=_("meet, appointment, invite colleagues"),
            order=32,
        ),
        Action(
            pgettext_lazy("a line", "Write down"),
            "agenda:write_down",
            "notebook-pen",
            "agenda.promise.add",
            keywords=_("promise, agreement, next step, note, one line"),
            order=31,
        ),
    )
    finders = (Finder(_("Tasks, promises and meetings"), "pomni.agenda.finders.to_do", order=40),)
    composers = (
        Composer(
            "task",
            _("Task"),
            "list-todo",
            f"{PANELS}.compose",
            "agenda.task.add",
            hotkey="t",
            order=40,
        ),
        Composer(
            "promise",
            _("Promise"),
            "hand",
            f"{PANELS}.compose_promise",
            "agenda.promise.add",
            hotkey="shift+t",
            order=45,
        ),
        Composer(
            "meeting",
            _("Meeting"),
            "calendar-days",
            f"{PANELS}.compose_meeting",
            "agenda.meeting.add",
            order=47,
        ),
    )
    readers = (
        Reader(
            "pomni.agenda.reading.shown",
            "pomni.agenda.reading.taken",
            "pomni.agenda.reading.answered",
            "agenda.promise.add",
        ),
    )
    brief = (BriefPart("open", _("What is open"), "pomni.agenda.briefing.open_ones", order=30),)
    moment_groups = (
        MomentGroup("tasks", _("Tasks"), "list-todo", ("agenda.task",), "agenda.task.see", order=30),
        MomentGroup("promises", _("Promises"), "hand", ("agenda.promise",), "agenda.promise.see", order=40),
        MomentGroup(
            "meetings", _("Meetings"), "calendar-days", ("agenda.meeting",), "agenda.meeting.see", order=45
        ),
    )
    client_next = (Panel(_("Tasks"), f"{PANELS}.of_client", order=20),)
    today_lines = (Panel(_("Tasks"), f"{PANELS}.due_line", "agenda.task.see", order=20),)
    today_panels = (
        Panel(_("My tasks"), f"{PANELS}.my_tasks", "agenda.task.see", order=7, whole="agenda:tasks"),
        Panel(
            _("My meetings"),
            f"{PANELS}.my_meetings",
            "agenda.meeting.see",
            order=6,
            whole="agenda:meetings",
        ),
        Panel(
            _("What I promised"),
            f"{PANELS}.my_promises",
            "agenda.promise.see",
            order=8,
            whole="agenda:promises",
        ),
        Panel(
            _("Days to remember"),
            "pomni.agenda.today_board.days",
            "people.client.see",
            order=16,
            whole="agenda:board",
        ),
        Panel(
            _("Away for longer than usual"),
            "pomni.agenda.today_board.away",
            "people.client.see",
            order=17,
            whole="agenda:board",
        ),
        Panel(
            _("Promises that colleagues let pass"),
            f"{PANELS}.risen_promises",
            "agenda.promise.see",
            order=19,
            whole="agenda:overdue_promises",
        ),
        Panel(
            _("Overdue, by colleague"),
            f"{PANELS}.overdue_by_person",
            "agenda.task.see",
            order=20,
            whole="agenda:all_tasks",
        ),
        Panel(
            _("Nothing planned for"),
            f"{PANELS}.unplanned",
            "agenda.task.add",
            order=30,
        ),
    )
    settings_pages = (
        SettingsPage(
            _("Reminders and calendar"),
            _("Before what and how one is reminded, hours of quiet, the calendar on one's phone"),
            "agenda:reminders",
            "bell",
            "",
            order=80,
            section=pgettext_lazy("settings of one's own", "Mine"),
            forms=("pomni.agenda.forms.reminders.WishesForm",),
        ),
    )
    facts = ("pomni.agenda.facts.of_clients",)
    recounts = ("pomni.agenda.ahead.keep_next",)
    tell_twice = ("pomni.agenda.attending.told_twice",)
    forgets = tuple(f"pomni.agenda.forgetting.forget_{what}" for what in ("tasks", "promises", "meetings"))
    discloses = (
        Disclosure("tasks", _("Tasks"), "pomni.agenda.disclosing.of_tasks", "agenda.task.see", order=30),
        Disclosure(
            "promises", _("Promises"), "pomni.agenda.disclosing.of_promises", "agenda.promise.see", order=31
        ),
        Disclosure(
            "meetings", _("Meetings"), "pomni.agenda.disclosing.of_meetings", "agenda.meeting.see", order=32
        ),
    )
    hand_overs = (
        HandOver(
            "tasks",
            _("Tasks that they were to do"),
            _(
                "The new responsible colleague finds them among their own. Nobody: whoever may see all of them does."
            ),
            "pomni.agenda.leaving.to_do",
            "pomni.agenda.leaving.give",
            heir_may="agenda.task.see",
            order=15,
            lists="pomni.agenda.leaving.list_to_do",
        ),
        HandOver(
            "promises",
            _("Promises that they see to"),
            _(
                "The new responsible colleague finds them among their own. Nobody: whoever may see all of them does."
            ),
            "pomni.agenda.leaving.to_keep",
            "pomni.agenda.leaving.give_promises",
            heir_may="agenda.promise.see",
            order=16,
            lists="pomni.agenda.leaving.list_to_keep",
        ),
        HandOver(
            "meetings",
            _("Meetings in their calendar"),
            _(
                "They stand in the calendar of the new colleague. Nobody: whoever may see all of them finds them."
            ),
            "pomni.agenda.leaving.to_hold",
            "pomni.agenda.leaving.give_meetings",
            heir_may="agenda.meeting.see",
            order=17,
            lists="pomni.agenda.leaving.list_to_hold",
        ),
    )
