from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pomni.kit.giving import Disclosure, Retention
from pomni.kit.module import (
    Action,
    Capability,
    Module,
    Panel,
    SettingsPage,
    SetupStep,
)

IMPORT = "exchange.import.run"
CLIENTS = "people.client.add"  # whoever brings clients in may add them, too


class ExchangeConfig(Module):
    name = "pomni.exchange"
    verbose_name = _("Import and export")
    url_prefix = "exchange/"
    capabilities = (
        Capability(
            "exchange.import.see",
            _("See imports"),
            {"director": "all", "head_of_sales": "own", "product_manager": "own"},
        ),
        Capability(
            "exchange.import.run",
            _("Bring in from a file what the role may change: {clients}, the catalogue, visits"),
            {"director": "all", "head_of_sales": "own", "product_manager": "own"},
            _("An import can change much at once; it can be taken back whole."),
        ),
        Capability("exchange.export.see", _("See exports"), {"director": "all"}),
        Capability(
            "exchange.export.run",
            _("Export {clients} and visits to a file"),
            {"director": "all"},
            _("Whoever may export can take all {clients} along. Each export is logged and marked."),
        ),
    )
    actions = (
        Action(
            _("Import {clients}"),
            "exchange:add_import",
            "upload",
            "exchange.import.run",
            keywords=_("bring in file excel csv vcard contacts amocrm bitrix yclients hubspot"),
            order=70,
            also=CLIENTS,
        ),
        Action(
            _("Export {clients}"),
            "exchange:ask_export",
            "download",
            "exchange.export.run",
            keywords=_("take out file excel csv vcard"),
            order=71,
        ),
    )
    list_actions = (  # the short words: beside each other above the list
        Action(
            pgettext_lazy("verb", "Import"),
            "exchange:add_import",
            "upload",
            "exchange.import.run",
            order=10,
            fills=True,
            also=CLIENTS,
        ),
        Action(_("Export"), "exchange:ask_export", "download", "exchange.export.run", order=20),
    )
    visit_actions = (
        Action(
            pgettext_lazy("verb", "Import"),
            "exchange:import_visits",
            "upload",
            IMPORT,
            order=10,
            fills=True,
            also="schedule.visit.book",
        ),
        Action(_("Export"), "exchange:export_visits", "download", "exchange.export.run", order=20),
    )
    service_actions = (
        Action(_("Bring in from a file"), "exchange:import_services", "upload", IMPORT, order=10, fills=True),
        Action(_("Save as XLSX"), "exchange:services_xlsx", "file-spreadsheet", order=20),
        Action(_("Save as CSV"), "exchange:services_csv", "file-text", order=21),
        Action(
            _("Who performs: bring in from a file"),
            "exchange:import_performers",
            "upload",
            IMPORT,
            order=30,
            fills=True,
        ),
        Action(_("Who performs: save as XLSX"), "exchange:performers_xlsx", "file-spreadsheet", order=31),
        Action(_("Who performs: save as CSV"), "exchange:performers_csv", "file-text", order=32),
    )
    good_actions = (
        Action(_("Bring in from a file"), "exchange:import_goods", "upload", IMPORT, order=10, fills=True),
        Action(_("Save as XLSX"), "exchange:goods_xlsx", "file-spreadsheet", order=20),
        Action(_("Save as CSV"), "exchange:goods_csv", "file-text", order=21),
    )
    package_actions = (
        Action(_("Bring in from a file"), "exchange:import_packages", "upload", IMPORT, order=10, fills=True),
        Action(_("Save as XLSX"), "exchange:packages_xlsx", "file-spreadsheet", order=20),
        Action(_("Save as CSV"), "exchange:packages_csv", "file-text", order=21),
    )
    price_actions = (
        Action(_("Bring in from a file"), "exchange:import_prices", "upload", IMPORT, order=10, fills=True),
        Action(_("Save as XLSX"), "exchange:prices_xlsx", "file-spreadsheet", order=20),
        Action(_("Save as CSV"), "exchange:prices_csv", "file-text", order=21),
    )
    discloses = (
        Disclosure("imports", _("Where it came from"), "pomni.exchange.disclosing.of_imports", order=65),
    )
    retentions = (
        Retention(
            "exports",
            _("Files of exports"),
            _("The file goes; that it was made, by whom and how many it held stays."),
            "days",
            usual=7,
            most=365,
            count="pomni.exchange.letting_go.old_files",
            run="pomni.exchange.letting_go.drop_old_files",
            may_be_for_ever=False,
            order=20,
        ),
        Retention(
            "imports",
            _("Leftovers of imports"),
            _("The file, rows that were set aside, and what taking back needs. The counts stay."),
            "days",
            usual=30,
            most=365,
            count="pomni.exchange.letting_go.old_leftovers",
            run="pomni.exchange.letting_go.let_go_of_old",
            may_be_for_ever=False,
            order=30,
        ),
    )
    leaving_panels = (
        Panel(
            _("Files of {clients} within thirty days"),
            "pomni.exchange.leaving.exported_lately",
            "exchange.export.see",
            order=20,
        ),
    )
    settings_pages = (
        SettingsPage(
            _("Imports"),
            _("{Clients}, visits, services and goods brought in from files, and the way back"),
            "exchange:imports",
            "upload",
            "exchange.import.see",
            order=80,
            section=_("Import and export"),
        ),
        SettingsPage(
            _("Exports"),
            _("Who took {clients} out into a file, when and how many"),
            "exchange:exports",
            "download",
            "exchange.export.see",
            order=81,
            section=_("Import and export"),
        ),
    )
    setup_steps = (
        SetupStep(
            _("Bring in your {clients}"),
            _(
                "From a spreadsheet, another program or a phone. It is tried first, and can be taken back whole."
            ),
            "exchange:add_import",
            "upload",
            "pomni.exchange.queries.wizard.somebody_brought_clients",
            "exchange.import.run",
            order=35,
            verb=_("Choose a file"),
            also=CLIENTS,
        ),
    )
