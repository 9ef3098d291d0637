from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pomni.kit.giving import HandOver, Retention
from pomni.kit.module import (
    Action,
    Capability,
    Finder,
    MenuItem,
    Module,
    Panel,
    SettingsPage,
    SetupStep,
)

FORMS = "pomni.team.forms.company"
EVERYBODY = (
    "director",
    "front_desk",
    "specialist",
    "salesperson",
    "head_of_sales",
    "marketer",
    "accountant",
    "product_manager",
    "configurator",
)


class TeamConfig(Module):
    name = "pomni.team"
    verbose_name = _("Team")
    url_prefix = ""
    capabilities = (
        Capability(
            "team.company.change",
            _("Set the company up: its name, trade, money and look"),
            {"director": "all", "configurator": "all"},
        ),
        Capability(
            "team.security.change", _("Set the rules of signing in and the mail server"), {"director": "all"}
        ),
        Capability("team.colleague.see", _("See colleagues"), dict.fromkeys(EVERYBODY, "all")),
        Capability(
            "team.colleague.invite", _("Invite colleagues"), {"director": "all", "configurator": "own"}
        ),
        Capability("team.colleague.change", _("Change what is kept of a colleague"), {"director": "all"}),
        Capability(
            "team.colleague.disable",
            _("End a colleague's access"),
            {"director": "all"},
            _("Can lock colleagues out, and hand over what is theirs."),
        ),
        Capability(
            "team.colleague.see_as",
            _("Look at Pomni as a colleague sees it"),
            {"director": "all"},
            _("Sees what colleagues see; each look is remembered."),
        ),
        Capability(
            "team.role.give",
            _("Give and take roles"),
            {"director": "all"},
            _("Can pass on every right that they have themselves."),
        ),
        Capability(
            "team.role.see", _("See roles and what they may"), {"director": "all", "configurator": "all"}
        ),
        Capability(
            "team.role.change",
            _("Change what roles may"),
            {"director": "all"},
            _("Can give more rights to everybody who holds a role at once."),
        ),
        Capability("team.team.see", _("See teams"), dict.fromkeys(EVERYBODY, "all")),
        Capability("team.team.change", _("Form teams"), {"director": "all"}),
        Capability("team.location.see", _("See {locations}"), dict.fromkeys(EVERYBODY, "all")),
        Capability(
            "team.location.change",
            _("Add and change {locations}"),
            {"director": "all", "configurator": "all"},
        ),
        Capability("team.invitation.see", _("See invitations"), {"director": "all", "configurator": "own"}),
        Capability(
            "team.status.see", _("See how the machine is"), {"director": "all", "configurator": "all"}
        ),
        Capability(
            "team.recovery_sheet.see",
            _("See the recovery sheet: whoever has it can open every backup"),
            {"director": "all"},
        ),
        Capability("team.log.see", _("Read the log of everything that happened"), {"director": "all"}),
        Capability(
            "team.keeping.change",
            _("Set how long things are kept"),
            {"director": "all"},
            _("What is older is let go at night and does not come back."),
        ),
        Capability(
            "team.log.export",
            _("Take out a file of who saw what"),
            {"director": "all"},
            _("The file names every card that was opened. Each time it is logged."),
        ),
    )
    finders = (Finder(_("Colleagues"), "pomni.team.finders.colleagues", "team.colleague.see", order=80),)
    actions = (
        Action(
            _("Invite a colleague"),
            "team:invite",
            "user-plus",
            "team.colleague.invite",
            keywords=_("new employee staff join"),
            order=80,
        ),
    )
    menu = (
        MenuItem(_("Team"), "team:colleagues", "users-round", "team.colleague.see", order=80, hotkey="g p"),
        MenuItem(_("Settings"), "team:settings", "settings", order=95, hotkey="g s"),
    )
    retentions = (
        Retention(
            "sightings",
            _("Who saw what"),
            _("Which colleague opened or exported which card. The report goes back as far."),
            "months",
            usual=0,
            most=120,
            count="pomni.memory.viewing.older_than",
            run="pomni.memory.sightings.let_go_of",
            least=3,
            order=40,
        ),
    )
    hand_overs = (
        HandOver(
            "teams",
            _("Teams that they lead"),
            _("Whoever leads a team sees what its members answer for."),
            "pomni.team.leaving.teams_led",
            "pomni.team.leaving.give_teams",
            order=20,
            lists="pomni.team.leaving.list_teams",
            is_of_clients=False,
        ),
    )
    bars = (
        Panel(_("Seeing as a colleague"), "pomni.team.seeing_as.bar", order=1),
        Panel(_("Locking of the screen"), "pomni.team.policy.idle_lock"),
    )
    settings_pages = (
        SettingsPage(
            _("Company"),
            _("Name, trade and its words, country, money, tax numbers, phones, week, time zone, language"),
            "team:company",
            "building-2",
            "team.company.change",
            order=10,
            section=_("Company"),
            forms=(f"{FORMS}.NameForm", f"{FORMS}.CountryForm", f"{FORMS}.TimeForm"),
        ),
        SettingsPage(
            _("Look"),
            _("The colour of buttons and links, and the logo"),
            "team:look",
            "palette",
            "team.company.change",
            order=20,
            section=_("Company"),
            forms=(f"{FORMS}.HueForm", f"{FORMS}.LogoForm"),
        ),
        SettingsPage(
            _("How long things are kept"),
            _("{Clients} without contact, files of exports, leftovers of imports, who saw what"),
            "team:keeping",
            "hourglass",
            "team.keeping.change",
            order=45,
            section=_("Company"),
        ),
        SettingsPage(
            _("{Locations}"),
            _("Where the company works: addresses, hours, time zones"),
            "team:locations",
            "map-pin",
            "team.location.see",
            order=30,
            section=_("Company"),
        ),
        SettingsPage(
            _("Colleagues"),
            _("Who works here, teams, invitations, and ending access"),
            "team:colleagues",
            "users-round",
            "team.colleague.see",
            order=40,
            section=_("People"),
        ),
        SettingsPage(
            _("Security"),
            _("Who needs a second step of sign-in, when the screen locks itself, how long a sign-in lasts"),
            "team:security",
            "shield",
            "team.security.change",
            order=50,
            section=_("People"),
            forms=(f"{FORMS}.PolicyForm",),
        ),
        SettingsPage(
            _("Mail"),
            _("The server that letters leave by (SMTP), their sender, and a test letter"),
            "team:mail",
            "mail",
            "team.security.change",
            order=60,
            section=_("Connections"),
            forms=(f"{FORMS}.MailServerForm", f"{FORMS}.TestLetterForm"),
        ),
        SettingsPage(
            _("Log"),
            _("Everything that happened: who did what, and when"),
            "team:log",
            "scroll-text",
            "team.log.see",
            order=80,
            section=_("Machine"),
        ),
        SettingsPage(
            _("My account"),
            _("Password, second step, PIN, tokens for programs, and where I am signed in"),
            "team:me",
            "circle-user-round",
            "",
            order=90,
            section=pgettext_lazy("settings of one's own", "Mine"),
            forms=("pomni.team.forms.PinForm", "pomni.team.forms.TokenForm"),
        ),
        SettingsPage(
            _("My language"),
            _("In which language I read Pomni"),
            "team:choose_language",
            "globe",
            "",
            order=95,
            section=pgettext_lazy("settings of one's own", "Mine"),
        ),
    )
    corner = (Panel(_("Notices"), "pomni.team.live_views.bell_and_news", order=90),)
    live_parts = (Panel(_("Notices"), "pomni.team.live_views.bell", order=1),)
    today_lines = (Panel(_("Notices"), "pomni.team.today_panels.unread_line", order=10),)
    today_panels = (
        Panel(_("For you"), "pomni.team.today_panels.news", order=5, whole="team:notices"),
        Panel(_("Your role"), "pomni.team.today_panels.own_role", order=10),
        Panel(_("Team"), "pomni.team.today_panels.people", "team.colleague.see", 80, "team:colleagues"),
    )
    setup_steps = (
        SetupStep(
            _("Say what your company is"),
            _("Its name and trade give Pomni its words; country and zone give it money, holidays and time."),
            "team:company",
            "building-2",
            "pomni.team.setup_steps.company_is_set_up",
            "team.company.change",
            order=10,
            verb=_("Set up"),
        ),
        SetupStep(
            _("Put the recovery sheet in a safe place"),
            _("Without its key nobody can open a backup, not even you."),
            "start:recovery_sheet",
            "file-key",
            "pomni.team.setup_steps.sheet_is_safe",
            "team.recovery_sheet.see",
            order=20,
            verb=_("Print it"),
        ),
        SetupStep(
            _("Turn on a second step of sign-in"),
            _("Then a stolen password alone opens nothing."),
            "team:second_step",
            "shield-check",
            "pomni.team.setup_steps.second_step_is_on",
            "team.company.change",
            order=30,
            verb=_("Turn on"),
        ),
        SetupStep(
            _("Invite the first colleague"),
            _("They choose their own password; you choose what they may see."),
            "team:invite",
            "user-plus",
            "pomni.team.setup_steps.somebody_is_invited",
            "team.colleague.invite",
            order=40,
            verb=_("Invite"),
        ),
        SetupStep(
            _("Write down when you are open"),
            _("The hours of each {location} are what free times are counted from."),
            "team:locations",
            "clock",
            "pomni.team.setup_steps.hours_are_known",
            "team.location.change",
            order=50,
            verb=_("Write down"),
        ),
        SetupStep(
            _("Let Pomni send letters"),
            _("Invitations, new passwords and reminders leave by your own mail server."),
            "team:mail",
            "mail",
            "pomni.team.setup_steps.mail_is_set_up",
            "team.security.change",
            order=60,
            verb=_("Set up"),
        ),
    )

    def ready(self):
        from pomni.jobs.running import work_begins
        from pomni.team import policy, signin  # noqa: F401 (they hear the signals of signing in)
        from pomni.team.company import current_if_known
        from pomni.team.laying_out import lay_out_presets
        from pomni.team.locale import work_by_the_clock_of_the_company
        from pomni.ui.shell import company_is

        company_is(current_if_known)
        work_begins.connect(work_by_the_clock_of_the_company)
        post_migrate.connect(lay_out_presets, sender=self)
