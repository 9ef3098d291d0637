from django.urls import path

from pomni.exchange.views import exporting, figures, offers, running, wizard

app_name = "exchange"
OFFERED = ("services", "goods", "performers", "packages", "prices")
urlpatterns = [
    path("imports/", wizard.imports, name="imports"),
    path("imports/add/", wizard.add_import, name="add_import"),
    *(
        path(f"imports/{of}/", wizard.add_import, {"of": of}, name=f"import_{of}")
        for of in (*OFFERED, "visits")
    ),
    path("imports/<uuid:uid>/reading/", wizard.read_import, name="read_import"),
    path("imports/<uuid:uid>/columns/", wizard.match_import, name="match_import"),
    path("imports/<uuid:uid>/trial/", wizard.try_import, name="try_import"),
    path("imports/<uuid:uid>/drop/", wizard.drop_import, name="drop_import"),
    path("imports/<uuid:uid>/", running.import_page, name="import"),
    path("imports/<uuid:uid>/start/", running.start_import, name="start_import"),
    path("imports/<uuid:uid>/pause/", running.pause_import, name="pause_import"),
    path("imports/<uuid:uid>/resume/", running.resume_import, name="resume_import"),
    path("imports/<uuid:uid>/stop/", running.stop_import, name="stop_import"),
    path("imports/<uuid:uid>/undo/", running.undo_import, name="undo_import"),
    path("imports/<uuid:uid>/faults/", running.import_faults, name="import_faults"),
    path("export/", exporting.ask_export, name="ask_export"),
    path("export/visits/", exporting.ask_export, {"of": "visits"}, name="export_visits"),
    *(
        path(f"{of}.{kind}", offers.export_offers, {"of": of, "format": kind}, name=f"{of}_{kind}")
        for of in OFFERED
        for kind in ("xlsx", "csv")
    ),
    path("figures/", figures.export_figures, name="export_figures"),
    path("exports/", exporting.exports, name="exports"),
    path("exports/<uuid:uid>/", exporting.export, name="export"),
    path("exports/<uuid:uid>/file/", exporting.fetch_export, name="fetch_export"),
    path("exports/<uuid:uid>/delete/", exporting.delete_export, name="delete_export"),
]
