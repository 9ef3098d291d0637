from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pomni.kit.giving import Disclosure, Division, HandOver, Retention
from pomni.kit.module import (
    Action,
    Capability,
    Composer,
    Field,
    Figure,
    Finder,
    MenuItem,
    Module,
    MomentGroup,
    Panel,
)

# From the table "People and roles" of docs/roles.md: how far each preset role reaches.
SEE = {
    "director": "all",
    "front_desk": "location",
    "specialist": "own",
    "salesperson": "own",
    "head_of_sales": "team",
}
TELLS = "pomni.people.disclosing"
CHANGE = {"director": "all", "front_desk": "location", "salesperson": "own", "head_of_sales": "team"}


class PeopleConfig(Module):
    name = "pomni.people"
    verbose_name = _("{Clients}")
    url_prefix = "clients/"
    capabilities = (
        Capability("people.client.see", _("See {clients}"), SEE),
        Capability("people.client.add", _("Add {clients}"), CHANGE),
        Capability("people.client.change", _("Change {clients}"), CHANGE),
        Capability("people.client.archive", _("Archive and restore {clients}"), CHANGE),
        Capability(
            "people.client.merge",
            _("Merge duplicates of {clients}, and take them apart again"),
            {"director": "all", "front_desk": "location", "head_of_sales": "team"},
        ),
        Capability(
            "people.segment.share",
            _("Share segments of {clients} with everybody"),
            {"director": "all", "head_of_sales": "all"},
        ),
        Capability(
            "people.figures.see",
            _("See the figures of {clients}"),
            SEE | {"marketer": "all", "product_manager": "all"},
            _("They are numbers and name nobody, also where the cards themselves are not open."),
        ),
        Capability("people.note.see", _("See notes about {clients}"), SEE),
        Capability("people.note.add", _("Write notes about {clients}"), SEE),
        Capability("people.interaction.see", _("See contacts with {clients}"), SEE),
        Capability("people.interaction.add", _("Write down contacts with {clients}"), SEE),
        Capability(
            "people.detail.add",
            _("Write down ties, peculiarities, dates and consents of {clients}"),
            SEE,
        ),
        Capability(
            "people.client.forget",
            _("Erase a {client's} personal data"),
            {"director": "all"},
            _("What is erased cannot be brought back."),
        ),
        Capability(
            "people.client.disclose",
            _("Give a {client} what is kept of them"),
            {"director": "all"},
            _("The file holds everything that is known of one {client}. Each time it is logged."),
        ),
    )
    fields = (
        Field("people.client.phone", _("Phones of {clients}"), {"specialist": "mask"}),
        Field("people.client.email", _("E-mail addresses of {clients}"), {"specialist": "mask"}),
        Field("people.client.messenger", _("Messengers of {clients}"), {"specialist": "mask"}),
        Field(
            "people.client.account",
            _("Bank accounts of {clients}"),
            {"specialist": "hide"},
            covers=("bik", "corr_account", "swift", "bank"),
        ),
        Field(
            "people.client.relation",
            _("Good and bad moments with {clients}"),
            {"specialist": "hide", "accountant": "hide", "marketer": "hide"},
        ),
    )
    figures = (Figure("contact", "people.interaction.see"),)
    hand_overs = (
        HandOver(
            "clients",
            _("{Clients} that they answer for"),
            _(
                "The new responsible colleague sees them as their own. Nobody: whoever may see all of them does."
            ),
            "pomni.people.leaving.answered_for",
            "pomni.people.leaving.give",
            heir_may="people.client.see",
            order=10,
            lists="pomni.people.leaving.list_answered_for",
        ),
    )
    retentions = (
        Retention(
            "clients",
            _("{Clients} without contact"),
            _("Nobody is erased by the machine: whoever may erase {clients} gets a list, and decides."),
            "years",
            usual=0,
            most=100,
            count="pomni.people.keeping.silent",
            run="pomni.people.keeping.ask_about_silent",
            page="people:to_erase",
            order=10,
        ),
    )
    divisions = (
        Division("location", _("By {location}"), "pomni.people.leaving.by_location", order=10),
        Division("tag", _("By tag"), "pomni.people.leaving.by_tag", order=20),
        Division("segment", _("By segment"), "pomni.people.leaving.by_segment", order=30),
    )
    discloses = (
        Disclosure("card", _("Card"), f"{TELLS}.of_card", order=10),
        Disclosure("contact_points", _("Phones and addresses"), f"{TELLS}.of_points", order=11),
        Disclosure("own_fields", _("Custom fields"), f"{TELLS}.of_own_fields", order=12),
        Disclosure("ties", _("Ties to others"), f"{TELLS}.of_ties", order=13),
        Disclosure(
            "peculiarities",
            pgettext_lazy("of a client", "Peculiarities"),
            f"{TELLS}.of_peculiarities",
            order=14,
        ),
        Disclosure("dates", _("Days to remember"), f"{TELLS}.of_dates", order=15),
        Disclosure("consents", _("Consents"), f"{TELLS}.of_consents", order=16),
        Disclosure("notes", _("Notes"), f"{TELLS}.of_notes", "people.note.see", order=20),
        Disclosure("contacts", _("Contacts"), f"{TELLS}.of_contacts", "people.interaction.see", order=21),
        Disclosure("outside_ids", _("Numbers in other programs"), f"{TELLS}.of_outside_ids", order=55),
        Disclosure("former_cards", _("Merged cards"), f"{TELLS}.of_former_cards", order=60),
        Disclosure("timeline", _("Timeline"), f"{TELLS}.of_timeline", order=70),
        Disclosure("sightings", _("Who looked"), f"{TELLS}.of_sightings", order=80),
    )
    fields_now = ("pomni.people.ruled.of_own_fields",)
    facts = (
        "pomni.people.facts.of_clients",
        "pomni.people.facts_known.of_clients",
        "pomni.people.facts.of_own_fields",
    )
    concerned = ("pomni.people.finders.concerned",)
    names = ("pomni.people.queries.names_within_reach",)
    forgets = (
        "pomni.people.forgetting.let_go_of_pins",
        "pomni.people.forgetting.let_go_of_bulk_rows",
        "pomni.people.forgetting.let_go_of_open_changes",
        "pomni.people.forgetting.let_go_of_segments",
        "pomni.people.forgetting.let_go_of_outside_ids",
        "pomni.people.own.forget_values",
    )
    moment_groups = (
        MomentGroup(
            "notes", _("Notes"), "notebook-pen", ("people.note",), capability="people.note.see", order=10
        ),
        MomentGroup(
            "contacts",
            _("Contacts"),
            "messages-square",
            ("people.interaction",),
            capability="people.interaction.see",
            order=20,
        ),
        MomentGroup("changes", _("Changes"), "history", capability="people.client.see", order=90),
    )
    finders = (
        Finder(
            _("{Clients}"),
            "pomni.people.finders.clients",
            "people.client.see",
            order=20,
            shown="pomni.people.seen.answered",
        ),
    )
    actions = (
        Action(
            _("Add a {client}"),
            "people:add_client",
            "user-plus",
            "people.client.add",
            hotkey="shift+c",
            keywords=_("new create card"),
            order=20,
        ),
    )
    list_actions = (Action(_("Duplicates"), "people:duplicates", "merge", "people.client.merge", order=30),)
    menu = (
        MenuItem(
            _("{Clients}"),
            "people:clients",
            "users",
            "people.client.see",
            order=20,
            hotkey="g c",
            keywords=_("{client}"),
        ),
        MenuItem(
            _("Figures"),
            "people:figures",
            "chart-no-axes-column",
            "people.figures.see",
            order=26,
            keywords=_("new, returning, sleeping, lost, report"),
        ),
    )

    composers = (
        Composer(
            "note",
            pgettext_lazy("about a client", "Note"),
            "notebook-pen",
            "pomni.people.composers.note",
            "people.note.add",
            hotkey="w",
            order=10,
        ),
        Composer(
            "contact",
            _("Contact"),
            "messages-square",
            "pomni.people.composers.contact",
            "people.interaction.add",
            hotkey="shift+w",
            order=20,
        ),
    )

    today_lines = (
        Panel(_("{Clients}"), "pomni.people.today_panels.added_line", "people.client.see", order=60),
    )
    client_panels = (
        Panel(_("Custom fields"), "pomni.people.views.own.of_client", "people.client.see", order=30),
    )
    today_panels = (
        Panel(
            _("{Clients} this month"),
            "pomni.people.today_panels.figures_of_month",
            "people.figures.see",
            order=12,
            whole="people:figures",
        ),
        Panel(
            _("{Clients} added this week"),
            "pomni.people.today_panels.added_lately",
            "people.client.see",
            order=40,
            whole="people:clients",
        ),
        Panel(_("Notes to finish"), "pomni.people.today_panels.notes_to_finish", "people.note.add", order=40),
        Panel(
            _("Opened lately"),
            "pomni.people.today_panels.seen_lately",
            "people.client.see",
            order=60,
            whole="people:clients",
        ),
    )

    def ready(self):
        from pomni.kit import search

        post_migrate.connect(lambda **_told: search.put_in_order(), sender=self, weak=False)
        from pomni.people import erasures  # noqa: F401 (registers what is done after a restore)
