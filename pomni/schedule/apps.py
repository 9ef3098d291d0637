from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pomni.kit.giving import Disclosure, HandOver, Retention
from pomni.kit.module import (
    Action,
    BriefPart,
    Capability,
    Figure,
    MenuItem,
    Module,
    MomentGroup,
    Panel,
    SettingsPage,
)
from pomni.team.presets import PRESETS

# The desk books for everybody at its location; a specialist sees and moves what is their own.
OWN = ("specialist", "salesperson")
REACH = {"director": "all", "front_desk": "location", "head_of_sales": "team"} | dict.fromkeys(OWN, "own")
REACH_ALL = dict.fromkeys(PRESETS, "own") | {
    "director": "all",
    "front_desk": "location",
    "head_of_sales": "team",
}
KEEPERS = dict.fromkeys(("director", "configurator"), "all") | {"front_desk": "location"}


class ScheduleConfig(Module):
    name = "pomni.schedule"
    verbose_name = _("Schedule")
    url_prefix = "schedule/"
    capabilities = (
        Capability("schedule.visit.see", _("See visits"), REACH),
        Capability("schedule.visit.book", _("Book visits"), REACH),
        Capability("schedule.visit.change", _("Move, receive and cancel visits"), REACH),
        Capability(
            "schedule.visit.overbook",
            _("Book a visit where somebody is taken already"),
            {"director": "all", "front_desk": "location"},
            warns=_("Two {clients} are then told the same hour. Every such booking is remembered."),
        ),
        Capability(
            "schedule.view.share",
            _("Share views of the list of visits with everybody"),
            {"director": "all", "front_desk": "all", "head_of_sales": "all"},
        ),
        Capability("schedule.working.see", _("See when colleagues work"), dict.fromkeys(PRESETS, "all")),
        Capability(
            "schedule.working.change",
            _("Say when colleagues work"),
            {"director": "all", "front_desk": "location", "head_of_sales": "team"},
        ),
        Capability(
            "schedule.terms.change", _("Say how visits are booked, and when a {location} is closed"), KEEPERS
        ),
        Capability("schedule.timesheet.see", _("See the timesheet"), REACH_ALL),
        # nobody clocks in for another; the director holds it whole, as who opens ways into accounts must cover them
        Capability(
            "schedule.timesheet.clock",
            _("Clock in and out"),
            dict.fromkeys(PRESETS, "own") | {"director": "all"},
        ),
        Capability(
            "schedule.timesheet.change",
            _("Correct the timesheet"),
            {"director": "all", "head_of_sales": "team"},
        ),
        Capability("schedule.absence.see", _("See absences"), REACH_ALL),
        Capability("schedule.absence.ask", _("Ask for absences, and withdraw them"), REACH_ALL),
        Capability(
            "schedule.absence.approve",
            _("Approve and decline absences"),
            {"director": "all", "front_desk": "location", "head_of_sales": "team"},
        ),
        Capability("schedule.thing.see", _("See rooms and devices"), dict.fromkeys(PRESETS, "all")),
        Capability("schedule.thing.change", _("Change rooms and devices, and what services need"), KEEPERS),
    )
    menu = (
        MenuItem(
            _("Schedule"),
            "schedule:day",
            "calendar-clock",
            "schedule.visit.see",
            order=12,
            hotkey="g s",
            keywords=_("visits, appointments, day, booking"),
        ),
        MenuItem(
            _("Visits"),
            "schedule:visits",
            "list-checks",
            "schedule.visit.see",
            order=25,
            hotkey="g l",
            keywords=_("list of visits, no-shows, cancelled, completed, columns"),
        ),
    )
    today_lines = (
        Panel(_("Visits"), "pomni.schedule.today_panels.desk_line", "schedule.visit.see", order=15),
    )
    today_panels = (
        Panel(
            _("My visits"),
            "pomni.schedule.today_panels.my_visits",
            "schedule.visit.see",
            order=2,
            whole="schedule:day",
        ),
        Panel(
            _("Hours that you have not seen yet"),
            "pomni.schedule.today_panels.unseen_hours",
            "schedule.timesheet.clock",
            order=1,
            whole="schedule:my_shifts",
        ),
        Panel(
            pgettext_lazy("of a reception", "At the desk"),
            "pomni.schedule.today_panels.at_desk",
            "schedule.visit.see",
            order=3,
            whole="schedule:at_desk",
        ),
        Panel(
            _("Free now"),
            "pomni.schedule.today_panels.free_places",
            "schedule.visit.see",
            order=4,
            whole="schedule:free",
        ),
        Panel(
            _("Free now and held"),
            "pomni.schedule.views.waiting.today_panel",
            "schedule.visit.see",
            order=5,
            whole="schedule:waiting",
        ),
    )
    actions = (
        Action(
            _("Free time"),
            "schedule:free",
            "search",
            "schedule.visit.book",
            keywords=_("first free, slots, when"),
            order=16,
        ),
        Action(
            _("Waiting list"),
            "schedule:waiting",
            "clock",
            "schedule.visit.see",
            keywords=_("queue, nothing free"),
            order=17,
        ),
        Action(
            _("Book a visit"),
            "schedule:book",
            "calendar-clock",
            "schedule.visit.book",
            keywords=_("appointment, schedule"),
            order=15,
        ),
        Action(
            _("My shifts"),
            "schedule:my_shifts",
            "clock",
            "schedule.timesheet.clock",
            keywords=_("clock in, clock out, working hours, timesheet"),
            order=38,
        ),
        Action(
            _("Ask for days off"),
            "schedule:ask_absence",
            "sun",
            "schedule.absence.ask",
            keywords=_("absence, vacation, sick leave, holiday"),
            order=40,
        ),
    )
    settings_pages = (
        SettingsPage(
            _("Minimum staffing"),
            _("How many colleagues a {location} needs at least: of whom, on which days, at what hours"),
            "schedule:minimums",
            "users-round",
            "schedule.working.change",
            order=46,
            section=_("Company"),
        ),
    )
    figures = tuple(Figure(name, "schedule.visit.see") for name in ("visits", "last_visit", "next_visit"))
    moment_groups = (
        MomentGroup(
            "visits", _("Visits"), "calendar-clock", ("schedule.visit",), "schedule.visit.see", order=47
        ),
    )
    client_panels = (Panel(_("Visits"), "pomni.schedule.panels.of_client", "schedule.visit.see", order=20),)
    client_strip = (
        Panel(_("Next visit"), "pomni.schedule.panels.next_visit", "schedule.visit.see", order=20),
    )
    brief = (BriefPart("visits", _("Visits"), "pomni.schedule.panels.brief", "schedule.visit.see", order=20),)
    calendars = ("pomni.schedule.feeds.visits_of",)
    facts = ("pomni.schedule.facts.of_clients",)
    recounts = ("pomni.schedule.following.keep_figures",)
    discloses = (
        Disclosure(
            "visits", _("Visits"), "pomni.schedule.disclosing.of_visits", "schedule.visit.see", order=33
        ),
        Disclosure(
            "waiting",
            _("Waiting list"),
            "pomni.schedule.disclosing.of_waiting",
            "schedule.visit.see",
            order=34,
        ),
        Disclosure(
            "seats",
            pgettext_lazy("in classes", "Seats"),
            "pomni.schedule.disclosing.of_seats",
            "schedule.visit.see",
            order=35,
        ),
    )
    forgets = (
        "pomni.schedule.forgetting.forget_visits",
        "pomni.schedule.forgetting.forget_waiting",
        "pomni.schedule.forgetting.forget_seats",
    )
    tell_twice = ("pomni.schedule.following.seats_told_twice",)
    zone_tellers = ("pomni.schedule.zones.told_before",)
    zone_movers = ("pomni.schedule.zones.move_zone",)
    place_uses = ("pomni.schedule.places.visits_to_come",)
    retentions = (
        Retention(
            "visit_words",
            _("What is noted about visits"),
            _("The comment of a visit and why it was cancelled. The visit itself stays."),
            "months",
            usual=0,
            most=240,
            count="pomni.schedule.keeping.old_words",
            run="pomni.schedule.keeping.let_go_of_words",
            order=35,
        ),
    )
    hand_overs = (
        HandOver(
            "visits",
            _("Visits that are to come"),
            _(
                "The new colleague performs what is booked; what they cannot take stays where it is. "
                "Nobody: the visits stand in the schedule without a {specialist}."
            ),
            "pomni.schedule.leaving.to_perform",
            "pomni.schedule.leaving.give_visits",
            heir_may="schedule.visit.see",
            order=12,
            lists="pomni.schedule.leaving.list_to_perform",
        ),
    )
