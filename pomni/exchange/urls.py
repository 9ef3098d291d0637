from django.urls import path

from pomni.exchange.views import exporting, figures, offers, running, wizard

app_name = "exchange"
urlpatterns = [
    path("imports/", wizard.imports, name="imports"),
    path("imports/add/", wizard.add_import, name="add_import"),
    path("imports/services/", wizard.add_import, {"of": "services"}, name="import_services"),
    path("imports/goods/", wizard.add_import, {"of": "goods"}, name="import_goods"),
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
    path("services.xlsx", offers.export_offers, {"of": "services", "format": "xlsx"}, name="services_xlsx"),
    path("services.csv", offers.export_offers, {"of": "services", "format": "csv"}, name="services_csv"),
    path("goods.xlsx", offers.export_offers, {"of": "goods", "format": "xlsx"}, name="goods_xlsx"),
    path("goods.csv", offers.export_offers, {"of": "goods", "format": "csv"}, name="goods_csv"),
    path("figures/", figures.export_figures, name="export_figures"),
    path("exports/", exporting.exports, name="exports"),
    path("exports/<uuid:uid>/", exporting.export, name="export"),
    path("exports/<uuid:uid>/file/", exporting.fetch_export, name="fetch_export"),
    path("exports/<uuid:uid>/delete/", exporting.delete_export, name="delete_export"),
]
