"""How many statements each page runs: a number that stands here, and stays the same however many rows there are."""

from datetime import time, timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pomni.agenda.commands import (
    add_meeting,
    add_promise,
    add_task,
    close_promise,
    finish_task,
    open_calendar,
)
from pomni.automation.commands import add_webhook, try_webhook
from pomni.billing.commands import Sold
from pomni.catalog.commands import (
    add_certificate,
    add_good,
    add_package,
    add_price_list,
    add_service,
    add_tax_rate,
    set_prices,
)
from pomni.catalog.models import Service
from pomni.config.routes import all_routes
from pomni.documents.models import File
from pomni.documents.storing import keep, previews_of
from pomni.documents.taking import take_file
from pomni.exchange import carrying
from pomni.exchange.arriving import arrived
from pomni.exchange.commands import running
from pomni.exchange.commands.wizard import add_import
from pomni.exchange.models import Export, Import
from pomni.facts.commands import add_field
from pomni.kit import clock
from pomni.people.commands import (
    add_client,
    add_date,
    add_interaction,
    add_note,
    add_peculiarity,
    add_tie,
    ask_bulk_change,
    edit_client,
    edit_interaction,
    edit_note,
    make_segment,
    merge_clients,
    note_pairs,
    tell_consent,
)
from pomni.people.models import Client, Tag
from pomni.recall.models import Due
from pomni.reminders.commands import add_rule
from pomni.reminders.links import token_of
from pomni.reminders.planning import plan_visit
from pomni.schedule import laying as schedule
from pomni.schedule.commands import (
    add_minimum,
    add_thing,
    ask_absence,
    book_visit,
    clock_in,
    clock_out,
    complete_visit,
    save_view,
)
from pomni.schedule.models import Shift
from pomni.team import company, leaving
from pomni.team.dividing import Wanted
from pomni.team.live import News
from pomni.team.models import Location, Role, RoleHeld, Team, User

HOURS = {"1": [["09:00", "18:00"]]}
A_MOMENT = 1 if connection.vendor == "postgresql" else 2  # statements that remember one
# Page (pattern of its address): what is asked for, and statements; session and person are two of them.
PAGES = {
    "": ("/", 19),
    "live/": ("/live/?since={live}", 3),
    "notices/": ("/notices/", 4),
    "notices/newest/": ("/notices/newest/", 3),
    "status/backup/": ("/status/backup/", 3),
    "status/viewing/": ("/status/viewing/", 6),
    "clients/": ("/clients/", 6),
    "clients/?after": ("/clients/?after={after}", 6),
    "clients/?q": ("/clients/?q=client&phone=with&responsible={colleague}", 7),
    "clients/?q nobody": ("/clients/?q=zzzz", 7),
    "services/": ("/services/", 4),
    "services/?q": ("/services/?q=man", 4),
    "services/archived/": ("/services/archived/", 4),
    "services/add/": ("/services/add/", 5),
    "services/<uuid:uid>/": ("/services/{service}/", 5),
    "services/<uuid:uid>/edit/": ("/services/{service}/edit/", 6),
    "services/<uuid:uid>/performers/": ("/services/{service}/performers/", 6),
    "services/categories/<uuid:uid>/": ("/services/categories/{category}/", 4),
    "services/goods/": ("/services/goods/", 4),
    "services/goods/?q": ("/services/goods/?q=good", 4),
    "services/goods/add/": ("/services/goods/add/", 5),
    "services/goods/<uuid:uid>/": ("/services/goods/{good}/", 4),
    "services/goods/<uuid:uid>/edit/": ("/services/goods/{good}/edit/", 6),
    "services/packages/": ("/services/packages/", 6),
    "services/packages/add/": ("/services/packages/add/", 5),
    "services/packages/<uuid:uid>/": ("/services/packages/{package}/", 6),
    "services/packages/<uuid:uid>/edit/": ("/services/packages/{package}/edit/", 8),
    "services/certificates/": ("/services/certificates/", 4),
    "services/certificates/add/": ("/services/certificates/add/", 3),
    "services/certificates/<uuid:uid>/edit/": ("/services/certificates/{certificate}/edit/", 4),
    "services/price-lists/": ("/services/price-lists/", 5),
    "services/price-lists/add/": ("/services/price-lists/add/", 4),
    "services/price-lists/<uuid:uid>/": ("/services/price-lists/{list}/", 6),
    "services/price-lists/<uuid:uid>/edit/": ("/services/price-lists/{list}/edit/", 6),
    "services/price-lists/<uuid:uid>/prices/": ("/services/price-lists/{list}/prices/", 8),
    "services/tax-rates/": ("/services/tax-rates/", 5),
    "services/tax-rates/add/": ("/services/tax-rates/add/", 3),
    "services/tax-rates/<uuid:uid>/edit/": ("/services/tax-rates/{rate}/edit/", 4),
    "services/tax-rates/<uuid:uid>/percent/": ("/services/tax-rates/{rate}/percent/", 4),
    "settings/booking/": ("/settings/booking/", 5),
    "schedule/": ("/schedule/?on={visit_day}&at={place}", 12),
    "schedule/week/": ("/schedule/week/?on={visit_day}&at={place}", 9),
    "schedule/list/": ("/schedule/list/?on={visit_day}&at={place}", 14),
    "schedule/list/sheet/": ("/schedule/list/sheet/?on={visit_day}&at={place}", 14),
    "messages/": ("/messages/", 7),
    "messages/rules/add/<str:occasion>/": ("/messages/rules/add/before/", 3),
    "messages/rules/<uuid:uid>/": ("/messages/rules/{rule}/", 4),
    "messages/gateways/<str:channel>/": ("/messages/gateways/sms/", 4),
    "messages/clients/<uuid:uid>/": ("/messages/clients/{client}/", 5),
    "messages/v/<str:token>/": ("{link}", 18),
    "api/v1/visits/<uid>/messages": ("/api/v1/visits/{visit}/messages", 4),
    "api/v1/shifts": ("/api/v1/shifts", 3),
    "schedule/minimums/": ("/schedule/minimums/?at={place}", 7),
    "schedule/minimums/<uuid:uid>/": ("/schedule/minimums/{minimum}/", 6),
    "api/v1/minimums": ("/api/v1/minimums", 3),
    "api/v1/staffing": ("/api/v1/staffing", 10),
    "schedule/working/": ("/schedule/working/?at={place}", 20),
    "schedule/working/<uuid:uid>/pattern/": ("/schedule/working/{colleague}/pattern/", 6),
    "schedule/working/<uuid:uid>/days/": ("/schedule/working/{colleague}/days/", 6),
    "schedule/things/": ("/schedule/things/", 7),
    "schedule/absences/": ("/schedule/absences/", 4),
    "schedule/absences/ask/": ("/schedule/absences/ask/", 3),
    "schedule/absences/add/": ("/schedule/absences/add/", 4),
    "schedule/absences/<uuid:uid>/": ("/schedule/absences/{absence}/", 15),
    "schedule/working/<uuid:uid>/end/": ("/schedule/working/{colleague}/end/", 5),
    "schedule/mine/": ("/schedule/mine/", 13),
    "schedule/timesheet/": ("/schedule/timesheet/?at={place}", 9),
    "schedule/timesheet/file/": ("/schedule/timesheet/file/?at={place}", 8),
    "schedule/timesheet/<uuid:uid>/": ("/schedule/timesheet/{colleague}/", 10),
    "schedule/timesheet/<uuid:uid>/add/": ("/schedule/timesheet/{colleague}/add/", 5),
    "schedule/clocked/<uuid:uid>/": ("/schedule/clocked/{clocked}/", 4),
    "api/v1/timesheet": ("/api/v1/timesheet", 8),
    "api/v1/absences": ("/api/v1/absences", 3),
    "api/v1/absences/<uid>": ("/api/v1/absences/{absence}", 12),
    "api/v1/working-hours": ("/api/v1/working-hours", 7),
    "schedule/things/add/": ("/schedule/things/add/", 5),
    "schedule/things/<uuid:uid>/": ("/schedule/things/{thing}/", 5),
    "schedule/needs/<uuid:uid>/": ("/schedule/needs/{service}/", 7),
    "schedule/figures/": ("/schedule/figures/?at={place}", 11),
    "schedule/visits/": ("/schedule/visits/?cols=phone,things,services", 13),
    "schedule/desk/": ("/schedule/desk/", 8),
    "schedule/desk/free/": ("/schedule/desk/free/", 8),
    "schedule/free/": ("/schedule/free/?at={place}&service-0={service}", 28),
    "schedule/free/first/": ("/schedule/free/first/?at={place}&service-0={service}", 12),
    "schedule/waiting/": ("/schedule/waiting/", 5),
    "schedule/waiting/add/": ("/schedule/waiting/add/", 6),
    "schedule/needs/<uuid:uid>/seats/": ("/schedule/needs/{service}/seats/", 5),
    "schedule/visits/?sort=client": ("/schedule/visits/?sort=client", 11),
    "schedule/visits/views/": ("/schedule/visits/views/", 7),
    "schedule/visits/views/save/": ("/schedule/visits/views/save/?state=no_show", 6),
    "schedule/visits/views/<uuid:uid>/": ("/schedule/visits/views/{view}/", 7),
    "api/v1/visit-views": ("/api/v1/visit-views", 3),
    "api/v1/visit-views/<uid>": ("/api/v1/visit-views/{view}", 3),
    "schedule/visits/<uuid:uid>/seats/": ("/schedule/visits/{visit}/seats/", 7),
    "schedule/series/book/": ("/schedule/series/book/?at={place}", 7),
    "schedule/visits/<uuid:uid>/series/": ("/schedule/visits/{visit}/series/", 5),
    "schedule/terms/": ("/schedule/terms/?at={place}", 6),
    "schedule/book/": ("/schedule/book/?at={place}", 17),
    "schedule/clients/": ("/schedule/clients/?q=client", 5),
    "api/v1/visits": ("/api/v1/visits", 7),
    "api/v1/visits/<uid>": ("/api/v1/visits/{visit}", 8),
    "api/v1/visits/<uid>/series": ("/api/v1/visits/{visit}/series", 3),
    "api/v1/visits/<uid>/seats": ("/api/v1/visits/{visit}/seats", 4),
    "api/v1/waiting": ("/api/v1/waiting", 3),
    "api/v1/offers": ("/api/v1/offers", 3),
    "recall/": ("/recall/", 10),
    "recall/invite/": ("/recall/invite/", 13),
    "recall/put-off/": ("/recall/put-off/", 3),
    "recall/results/": ("/recall/results/", 5),
    "api/v1/due": ("/api/v1/due", 6),
    "api/v1/things": ("/api/v1/things", 3),
    "api/v1/free-starts": (
        "/api/v1/free-starts?location={place}&service={service}&day_from={visit_day}",
        13,
    ),
    "schedule/visits/<uuid:uid>/": ("/schedule/visits/{visit}/", 13),
    "schedule/visits/<uuid:uid>/complete/": ("/schedule/visits/{visit}/complete/", 15),
    "schedule/completions/<uuid:uid>/": ("/schedule/completions/{completion}/", 8),
    "money/": ("/money/?at={place}", 10),
    "api/v1/visits/<uid>/completion": ("/api/v1/visits/{visit_done}/completion", 5),
    "api/v1/sales": ("/api/v1/sales", 7),
    "api/v1/sales/<uid>": ("/api/v1/sales/{sale}", 9),
    "api/v1/payments": ("/api/v1/payments", 3),
    "api/v1/clients/<uid>/holdings": ("/api/v1/clients/{client}/holdings", 4),
    "money/sell/": ("/money/sell/?at={place}&client={client}", 14),
    "money/things/": ("/money/things/?q=ood", 8),
    "money/sales/<uuid:uid>/": ("/money/sales/{sale}/", 10),
    "money/sales/<uuid:uid>/pay/": ("/money/sales/{sale}/pay/", 7),
    "money/sales/<uuid:uid>/reverse/": ("/money/sales/{sale}/reverse/", 4),
    "money/clients/<uuid:uid>/": ("/money/clients/{client}/", 13),
    "money/clients/<uuid:uid>/prepayment/": ("/money/clients/{client}/prepayment/", 5),
    "money/discounts/": ("/money/discounts/", 5),
    "schedule/visits/<uuid:uid>/move/": ("/schedule/visits/{visit}/move/", 9),
    "schedule/visits/<uuid:uid>/cancel/": ("/schedule/visits/{visit}/cancel/", 5),
    "schedule/visits/<uuid:uid>/edit/": ("/schedule/visits/{visit}/edit/", 5),
    "api/v1/services": ("/api/v1/services", 3),
    "api/v1/services/<uid>": ("/api/v1/services/{service}", 3),
    "api/v1/services/<uid>/performers": ("/api/v1/services/{service}/performers", 4),
    "api/v1/goods": ("/api/v1/goods", 3),
    "api/v1/goods/<uid>": ("/api/v1/goods/{good}", 3),
    "api/v1/tax-rates": ("/api/v1/tax-rates", 3),
    "api/v1/tax-rates/<uid>": ("/api/v1/tax-rates/{rate}", 3),
    "api/v1/packages": ("/api/v1/packages", 5),
    "api/v1/packages/<uid>": ("/api/v1/packages/{package}", 5),
    "api/v1/certificates": ("/api/v1/certificates", 3),
    "api/v1/certificates/<uid>": ("/api/v1/certificates/{certificate}", 3),
    "api/v1/price-lists": ("/api/v1/price-lists", 4),
    "api/v1/price-lists/<uid>": ("/api/v1/price-lists/{list}", 4),
    "api/v1/price-lists/<uid>/prices": ("/api/v1/price-lists/{list}/prices", 5),
    "settings/fields/": ("/settings/fields/", 5),
    "settings/fields/add/": ("/settings/fields/add/", 3),
    "settings/fields/<uuid:uid>/": ("/settings/fields/{field}/", 5),
    "clients/<uuid:uid>/own/": ("/clients/{client}/own/", 5),
    "api/v1/fields": ("/api/v1/fields", 2),
    "api/v1/clients/<uid>/own": ("/api/v1/clients/{client}/own", 4),
    "api/v1/facts": ("/api/v1/facts", 2),
    "api/v1/imports": ("/api/v1/imports", 3),
    "api/v1/imports/<uid>": ("/api/v1/imports/{begun}", 4),
    "api/v1/imports/<uid>/columns": ("/api/v1/imports/{import}/columns", 7),
    "api/v1/imports/<uid>/trial": ("/api/v1/imports/{import}/trial", 3),
    "api/v1/imports/<uid>/faults": ("/api/v1/imports/{begun}/faults", 4),
    "api/v1/imports/<uid>/clients": ("/api/v1/imports/{begun}/clients", 5),
    "api/v1/import-facts": ("/api/v1/import-facts", 2),
    "api/v1/exports": ("/api/v1/exports", 3),
    "api/v1/exports/<uid>": ("/api/v1/exports/{export}", 3),
    "api/v1/exports/<uid>/file": ("/api/v1/exports/{export}/file", 6),
    "api/v1/export-columns": ("/api/v1/export-columns", 2),
    "api/v1/export-count": ("/api/v1/export-count", 3),
    "api/v1/segments": ("/api/v1/segments", 3),
    "api/v1/segments/<uid>": ("/api/v1/segments/{segment}", 8),
    "clients/figures/": ("/clients/figures/", 4),
    "clients/figures/?by": ("/clients/figures/?by=responsible", 5),
    "clients/figures/month/": ("/clients/figures/month/", 4),
    "exchange/figures/": ("/exchange/figures/?by=location", 3),
    "api/v1/figures/clients": ("/api/v1/figures/clients?by=source", 3),
    "api/v1/figures/clients/file": ("/api/v1/figures/clients/file?by=source", 3),
    "clients/?figure": ("/clients/?figure=new,2020-01-01,2030-01-01", 6),
    "clients/all/": ("/clients/all/?what=tag", 5),
    "clients/all/?": ("/clients/all/", 5),
    "clients/all/<uuid:uid>/": ("/clients/all/{bulk}/", 4),
    "api/v1/bulk-changes/<uid>": ("/api/v1/bulk-changes/{bulk}", 3),
    "me/today/": ("/me/today/", 3),
    "clients/?segment": ("/clients/?segment={segment}", 8),
    "clients/segments/": ("/clients/segments/", 5),
    "clients/segments/make/": ("/clients/segments/make/", 4),
    "clients/segments/<uuid:uid>/": ("/clients/segments/{segment}/", 8),
    "clients/filters/": ("/clients/filters/", 7),
    "clients/add/": ("/clients/add/", 6),
    "clients/<uuid:uid>/": ("/clients/{client}/", 12),
    "clients/<uuid:uid>/?organisation": ("/clients/{organisation}/", 11),
    "clients/<uuid:uid>/?employee": ("/clients/{employee}/", 11),
    "clients/<uuid:uid>/timeline/": ("/clients/{client}/timeline/", 4),
    "clients/<uuid:uid>/timeline/?only": ("/clients/{client}/timeline/?only=notes,changes", 4),
    "clients/<uuid:uid>/timeline/?q": ("/clients/{client}/timeline/?q=note", 4),
    "clients/<uuid:uid>/timeline/?on": ("/clients/{client}/timeline/?on={yesterday}", 4),
    "clients/<uuid:uid>/?on": ("/clients/{client}/?on={yesterday}", 7),
    "clients/<uuid:uid>/brief/": ("/clients/{client}/brief/", 8),
    "api/v1/brief": ("/api/v1/brief?phone=%2B48600100200", 10),
    "api/v1/clients/<uid>/brief": ("/api/v1/clients/{client}/brief", 9),
    "clients/<uuid:uid>/place/": ("/clients/{client}/place/?in=", 5),
    "clients/<uuid:uid>/write/<slug:key>/": ("/clients/{client}/write/contact/", 3),
    "clients/<uuid:uid>/notes/<uuid:written>/": ("/clients/{client}/notes/{note}/", 5),
    "clients/<uuid:uid>/contacts/<uuid:written>/": ("/clients/{client}/contacts/{contact}/", 5),
    "clients/<uuid:uid>/edit/": ("/clients/{client}/edit/", 8),
    "clients/<uuid:uid>/edit/<slug:group>/": ("/clients/{client}/edit/phone/", 5),
    "clients/<uuid:uid>/details/<slug:what>/": ("/clients/{client}/details/tie/", 5),
    "clients/<uuid:uid>/details/<slug:what>/<uuid:detail>/": ("/clients/{client}/details/tie/{tie}/", 5),
    "clients/organisations/?of": ("/clients/organisations/?of=any&q=client", 3),
    "clients/duplicates/": ("/clients/duplicates/", 5),
    "clients/duplicates/?merged": ("/clients/duplicates/?state=merged", 6),
    "clients/<uuid:uid>/merge/": ("/clients/{client}/merge/?q=client", 5),
    "clients/<uuid:uid>/merge/<uuid:other>/": ("/clients/{client}/merge/{double}/", 11),
    "api/v1/duplicates": ("/api/v1/duplicates", 3),
    "api/v1/merges": ("/api/v1/merges", 4),
    "clients/organisations/": ("/clients/organisations/?q=client", 3),
    "clients/<uuid:uid>/forget/": ("/clients/{client}/forget/", 4),
    "tasks/": ("/tasks/", 6),
    "tasks/?after": ("/tasks/?after={task_after}", 7),
    "tasks/set/": ("/tasks/set/", 6),
    "tasks/all/": ("/tasks/all/", 6),
    "tasks/done/": ("/tasks/done/", 5),
    "tasks/add/": ("/tasks/add/", 3),
    "tasks/owners/": ("/tasks/owners/?q=col", 3),
    "tasks/clients/": ("/tasks/clients/", 3),
    "tasks/<uuid:uid>/": ("/tasks/{task}/", 6),
    "tasks/board/": ("/tasks/board/", 7),
    "tasks/board/?all": ("/tasks/board/?all=1", 7),
    "tasks/board/?of": ("/tasks/board/?all=1&of=unplanned", 6),
    "tasks/write-down/": ("/tasks/write-down/?client={client}", 4),
    "tasks/next/": ("/tasks/next/?client={client}", 4),
    "tasks/promises/": ("/tasks/promises/", 5),
    "tasks/promises/?after": ("/tasks/promises/?after={promise_after}", 6),
    "tasks/promises/?client": ("/tasks/promises/?client={client}", 6),
    "tasks/promises/all/": ("/tasks/promises/all/", 6),
    "tasks/promises/overdue/": ("/tasks/promises/overdue/", 7),
    "tasks/promises/closed/": ("/tasks/promises/closed/", 5),
    "tasks/promises/add/": ("/tasks/promises/add/?client={client}", 4),
    "tasks/promises/<uuid:uid>/": ("/tasks/promises/{promise}/", 6),
    "tasks/meetings/": ("/tasks/meetings/", 5),
    "tasks/meetings/?all": ("/tasks/meetings/?all=1", 6),
    "tasks/meetings/add/": ("/tasks/meetings/add/?client={client}", 6),
    "tasks/meetings/<uuid:uid>/": ("/tasks/meetings/{meeting}/", 11),
    "tasks/reminders/": ("/tasks/reminders/", 5),
    "calendar/<str:secret>.ics": ("/calendar/{calendar}.ics", 31),
    "api/v1/meetings": ("/api/v1/meetings", 3),
    "api/v1/meetings/<uid>": ("/api/v1/meetings/{meeting}", 7),
    "api/v1/board": ("/api/v1/board?whose=all", 6),
    "api/v1/reminders": ("/api/v1/reminders", 3),
    "api/v1/me/wishes": ("/api/v1/me/wishes", 4),
    "api/v1/keeping": ("/api/v1/keeping", 6),
    "api/v1/clients-to-erase": ("/api/v1/clients-to-erase", 3),
    "api/v1/colleagues/<uid>/open": ("/api/v1/colleagues/{colleague}/open", 11),
    "api/v1/colleagues/<uid>/hand-over/<handing>": (
        "/api/v1/colleagues/{colleague}/hand-over/{handing}",
        5,
    ),
    "api/v1/clients/<uid>/merge/<other>": ("/api/v1/clients/{client}/merge/{double}", 10),
    "api/v1/clients/<uid>/timeline?q": ("/api/v1/clients/{client}/timeline?q=note", 4),
    "api/v1/promises": ("/api/v1/promises", 3),
    "api/v1/promises/<uid>": ("/api/v1/promises/{promise}", 4),
    "api/v1/tasks": ("/api/v1/tasks", 3),
    "api/v1/tasks/<uid>": ("/api/v1/tasks/{task}", 4),
    "files/of/<uuid:uid>/": ("/files/of/{client}/", 5),
    "files/of/<uuid:uid>/newest/": ("/files/of/{client}/newest/", 4),
    "files/<uuid:uid>/": ("/files/{file}/", 7),
    "files/<uuid:uid>/download/": ("/files/{file}/download/", 4),
    "files/<uuid:uid>/small/": ("/files/{file}/small/", 4),
    "files/<uuid:uid>/pages/<int:number>/": ("/files/{file}/pages/1/", 4),
    "api/v1/clients/<uid>/files": ("/api/v1/clients/{client}/files", 4),
    "api/v1/files/<uid>": ("/api/v1/files/{file}", 4),
    "api/v1/files/<uid>/content": ("/api/v1/files/{file}/content", 4),
    "exchange/imports/": ("/exchange/imports/", 4),
    "exchange/imports/add/": ("/exchange/imports/add/", 3),
    "exchange/imports/services/": ("/exchange/imports/services/", 3),
    "exchange/imports/goods/": ("/exchange/imports/goods/", 3),
    "exchange/imports/performers/": ("/exchange/imports/performers/", 3),
    "exchange/imports/packages/": ("/exchange/imports/packages/", 3),
    "exchange/imports/prices/": ("/exchange/imports/prices/", 3),
    "exchange/imports/visits/": ("/exchange/imports/visits/", 3),
    "exchange/services.xlsx": ("/exchange/services.xlsx", 3),
    "exchange/services.csv": ("/exchange/services.csv", 3),
    "exchange/goods.xlsx": ("/exchange/goods.xlsx", 3),
    "exchange/goods.csv": ("/exchange/goods.csv", 3),
    "exchange/performers.xlsx": ("/exchange/performers.xlsx", 4),
    "exchange/performers.csv": ("/exchange/performers.csv", 4),
    "exchange/packages.xlsx": ("/exchange/packages.xlsx", 6),
    "exchange/packages.csv": ("/exchange/packages.csv", 6),
    "exchange/prices.xlsx": ("/exchange/prices.xlsx", 4),
    "exchange/prices.csv": ("/exchange/prices.csv", 4),
    "exchange/imports/<uuid:uid>/reading/": ("/exchange/imports/{import}/reading/", 4),
    "exchange/imports/<uuid:uid>/columns/": ("/exchange/imports/{import}/columns/", 8),
    "exchange/imports/<uuid:uid>/trial/": ("/exchange/imports/{import}/trial/", 3),
    "exchange/imports/<uuid:uid>/": ("/exchange/imports/{begun}/", 8),
    "exchange/imports/<uuid:uid>/faults/": ("/exchange/imports/{begun}/faults/", 3),
    "exchange/export/": ("/exchange/export/", 4),
    "exchange/export/visits/": ("/exchange/export/visits/", 4),
    "exchange/exports/": ("/exchange/exports/", 4),
    "exchange/exports/<uuid:uid>/": ("/exchange/exports/{export}/", 5),
    "exchange/exports/<uuid:uid>/file/": ("/exchange/exports/{export}/file/", 6),
    "api/v1/clients/<uid>/notes": ("/api/v1/clients/{client}/notes", 4),
    "api/v1/clients/<uid>/interactions": ("/api/v1/clients/{client}/interactions", 4),
    "team/": ("/team/", 6),
    "team/<uuid:uid>/": ("/team/{colleague}/", 11),
    "team/invite/": ("/team/invite/", 6),
    "team/<uuid:uid>/edit/": ("/team/{colleague}/edit/", 5),
    "team/form/": ("/team/form/", 4),
    "team/locations/": ("/team/locations/", 4),
    "team/locations/add/": ("/team/locations/add/", 3),
    "team/<uuid:uid>/disable/": ("/team/{colleague}/disable/", 15),
    "team/<uuid:uid>/hand-over/": ("/team/{colleague}/hand-over/", 15),
    "team/locations/<uuid:uid>/": ("/team/locations/{place}/", 5),
    "team/locations/<uuid:uid>/edit/": ("/team/locations/{place}/edit/", 4),
    "team/locations/<uuid:uid>/hours/": ("/team/locations/{place}/hours/", 4),
    "team/teams/": ("/team/teams/", 4),
    "team/teams/<uuid:uid>/": ("/team/teams/{team}/", 6),
    "team/teams/<uuid:uid>/edit/": ("/team/teams/{team}/edit/", 5),
    "team/roles/": ("/team/roles/", 5),
    "team/roles/add/": ("/team/roles/add/", 5),
    "team/roles/<uuid:uid>/": ("/team/roles/{role}/", 9),
    "team/roles/<uuid:uid>/rename/": ("/team/roles/{role}/rename/", 4),
    "why/<str:label>/<uuid:uid>/": ("/why/people.client/{client}/?colleague={colleague}", 11),
    "team/log/": ("/team/log/", 7),
    "team/log/?before": ("/team/log/?before=1000000", 7),
    "ui/": ("/ui/", 3),
    "find/": ("/find/", 3),
    "find/?q": ("/find/?q=client", 11),
    "find/?q digits": ("/find/?q=6001", 12),
    "find/?q nobody": ("/find/?q=zzyzx", 12),
    "find/?q nearly": ("/find/?q=clieent", 13),
    "look/session": ("/look/session", 2),
    "start/sheet/": ("/start/sheet/", 5),
    "settings/": ("/settings/", 3),
    "settings/?q": ("/settings/?q=logo", 3),
    "settings/company/": ("/settings/company/", 4),
    "settings/look/": ("/settings/look/", 4),
    "settings/mail/": ("/settings/mail/", 3),
    "settings/keeping/": ("/settings/keeping/", 7),
    "clients/to-erase/": ("/clients/to-erase/", 5),
    "clients/<uuid:uid>/disclose/": ("/clients/{client}/disclose/", 4),
    "settings/security/": ("/settings/security/", 4),
    "settings/recovery-sheet/": ("/settings/recovery-sheet/", 6),
    "me/": ("/me/", 5),
    "me/language/": ("/me/language/", 3),
    "me/pin/": ("/me/pin/", 3),
    "me/second-step/": ("/me/second-step/", 2),
    "me/tokens/make/": ("/me/tokens/make/", 3),
    "api/v1/clients": ("/api/v1/clients", 5),
    "api/v1/clients/<uid>": ("/api/v1/clients/{client}", 5),
    "api/v1/clients/<uid>/known": ("/api/v1/clients/{client}/known", 4),
    "api/v1/clients/<uid>/past": ("/api/v1/clients/{client}/past", 5),
    "api/v1/clients/<uid>/consents": ("/api/v1/clients/{client}/consents", 5),
    "api/v1/clients/<uid>/timeline": ("/api/v1/clients/{client}/timeline", 5),
    "api/v1/colleagues": ("/api/v1/colleagues", 3),
    "api/v1/clients/<uid>/disclosed": ("/api/v1/clients/{client}/disclosed", 47 + A_MOMENT),
    "api/v1/sightings": ("/api/v1/sightings?since=2020-01-01T00:00:00Z&until=2040-01-01T00:00:00Z", 5),
    "api/v1/me": ("/api/v1/me", 3),
    "api/v1/webhooks": ("/api/v1/webhooks", 3),
    "api/v1/webhook-kinds": ("/api/v1/webhook-kinds", 2),
    "api/v1/webhooks/<uid>": ("/api/v1/webhooks/{hook}", 3),
    "api/v1/webhooks/<uid>/deliveries": ("/api/v1/webhooks/{hook}/deliveries", 4),
    "settings/webhooks/": ("/settings/webhooks/", 4),
    "settings/webhooks/add/": ("/settings/webhooks/add/", 3),
    "settings/webhooks/<uuid:uid>/": ("/settings/webhooks/{hook}/", 6),
    "settings/webhooks/<uuid:uid>/change/": ("/settings/webhooks/{hook}/change/", 4),
    "settings/webhooks/<uuid:uid>/calls/<uuid:call>/": ("/settings/webhooks/{hook}/calls/{call}/", 5),
    "me/api/": ("/me/api/", 3),
}
# Those that show nothing of the company's: the lock of the screen, a link that was sent, the machine's own questions.
NOT_COUNTED = {
    "status/",
    "locked/",
    "invited/<str:secret>/",
    "healthz",
    "readyz",
    "api/v1/",
    "api/v1/openapi.json",
}
NOT_COUNTED |= {"brand/<str:name>"}  # a picture
NOT_COUNTED |= {
    route.path for route in all_routes() if route.path.startswith("book/")
}  # by tests of their own
NOT_COUNTED |= {"start/", "start/waiting/", "start/demo/", "start/demo/leave/", "new-password/<str:secret>/"}
NOT_COUNTED |= {f"start/<str:secret>/{step}" for step in ("", "company/", "country/", "you/")}


@pytest.fixture(autouse=True)
def _the_company_stays_known(monkeypatch):
    """It is read anew every two seconds, which would be one statement more on whichever page comes then."""
    monkeypatch.setattr(company, "FRESH", 3600.0)


def fill(vera, rows):
    """So many clients, colleagues, locations, and moments of one client."""
    first = add_client(name="Anna Lis", phone="+48 600 100 200", email="anna@example.com", by=vera)
    for number in range(rows):
        add_client(name=f"Client {number:03}", phone=f"+48 600 200 {number:03}", by=vera)
        edit_client(first, name=f"Anna Lis {number}", by=vera)
        one = User.objects.create(username=f"colleague{number}", name=f"Colleague {number}", password="!")
        place = Location.objects.create(name=f"Place {number}", zone="Europe/Warsaw", hours=HOURS)
        RoleHeld.objects.create(user=one, role=Role.objects.get(preset="front_desk"), location=place)
        team = Team.objects.create(name=f"Team {number}", lead=one)
    told = {"client": first.uid, "colleague": vera.uid, "after": Client.objects.get(name="Client 000").uid}
    told |= {"role": Role.objects.get(preset="front_desk").uid, "team": team.uid, "place": place.uid}
    told |= {"file": _files(vera, first, rows).uid}
    firm = add_client(name="Bright Ltd", kind="organisation", phone="+48 22 100 20 30", by=vera)
    staff = [add_client(name=f"Aaa{n:03}", works_at=firm, by=vera) for n in range(rows)]
    told |= {"organisation": firm.uid, "employee": staff[0].uid}
    told |= _imports(vera, rows) | {"export": _exports(vera, rows)}
    told |= {"segment": _segments(vera, rows), "field": add_field(name="Size", kind="text", by=vera).uid}
    told |= _services(vera, rows) | _visits(vera, first, place, rows)
    told |= {"bulk": ask_bulk_change(asked="", what="category", value="A", by=vera).uid}
    told |= {"double": _doubles(vera, first, rows)}
    told |= {"handing": leaving.hand_over(vera, by=vera, wanted=Wanted()).uid}
    return (
        told
        | _webhooks(vera, rows)
        | _tasks(vera, first, rows)
        | _promises(vera, first, rows)
        | _meetings(vera, first, rows)
        | _written(vera, first, rows)
        | _details(vera, first, rows)
    )


def _segments(vera, rows):
    """So many segments, each shared, with a line of its own."""
    tags = [str(Tag.objects.create(name=f"tag {n}", folded=f"tag {n}").uid) for n in range(rows)]
    here = str(Location.objects.first().uid)
    elsewhere = {"fact": "people.location", "is": "none_of", "value": [here]}
    for n, tag in enumerate(tags[:100]):
        told = {"any": [{"fact": "people.tags", "is": "has", "value": [tag]}, elsewhere]}
        made = make_segment(name=f"Segment {n}", condition=told, is_shared=True, by=vera)
    return made.uid


def _doubles(vera, client, rows):
    """So many pairs that look alike, and merges."""
    others = [
        add_client(name=f"Double {n}", phone=f"+4822{n:07}", tags=["a"], by=vera) for n in range(2 * rows)
    ]
    alike = {(client.pk, one.pk): (0.9, ["same_name"]) for one in others[:rows]}
    note_pairs(alike=alike, by=vera)
    for one in others[rows:]:
        merge_clients(add_client(name=one.name, by=vera), one, by=vera)
    return others[0].uid


def _written(vera, client, rows):
    """So many notes and contacts about a client; half of them changed, one to be finished."""
    notes = [add_note(client, text=f"Note {n}", to_finish=not n, by=vera) for n in range(rows)]
    calls = [add_interaction(client, how="call", outcome=f"Call {n}", by=vera) for n in range(rows)]
    for note, call in list(zip(notes, calls, strict=True))[::2]:
        edit_note(note, text=f"{note.text}, changed", by=vera)
        edit_interaction(call, outcome="Changed", by=vera)
    return {"note": notes[0].uid, "contact": calls[0].uid}


def _details(vera, client, rows):
    """So much of each that is known of a client, as far as there is room; their ties stand on other cards, too."""
    ties = []
    others = Client.objects.filter(name__startswith="Client ").order_by("name")
    for number, other in zip(range(min(rows, 45)), others, strict=False):
        ties.append(add_tie(client, kind="knows", other=other, by=vera))
        add_peculiarity(client, kind="habit", text=f"Habit {number}", by=vera)
        add_peculiarity(client, kind="bad", text=f"Bad {number}", by=vera)
        add_date(client, title=f"Day {number}", day="--06-12", by=vera)
        tell_consent(client, kind="marketing", is_given=bool(number % 2), channels=["sms"], by=vera)
    edit_client(client, addresses=[(f"Long {number}", "home") for number in range(min(rows, 20))], by=vera)
    return {"tie": ties[0].uid}


def _tasks(vera, client, rows):
    days = [None, *(clock.today() + timedelta(days=n) for n in range(-2, rows))]
    made = [add_task(client, title=f"Task {n}", due_on=day, by=vera) for n, day in enumerate(days)]
    for _done in range(rows):
        finish_task(add_task(client, title="Past", by=vera), by=vera)
    return {"task": made[1].uid, "task_after": made[1].uid}


def _promises(vera, client, rows):
    """So many of each, by their days; some of clients elsewhere, some closed."""
    days = [None, *(clock.today() + timedelta(days=n) for n in range(-2, rows))]
    made = [add_promise(client, text=f"Promise {n}", due_on=day, by=vera) for n, day in enumerate(days)]
    for _done in range(rows):
        close_promise(add_promise(client, text="Past", by=vera), by=vera)
    return {"promise": made[1].uid, "promise_after": made[1].uid}


def _meetings(vera, client, rows):
    """So many in this week, and the address of a calendar with all of them."""
    days = [clock.today() + timedelta(days=n % 2) for n in range(rows)]
    guests = list(User.objects.filter(username="colleague1"))
    made = [
        add_meeting(client, title=f"Meeting {n}", day=day, begins=time(9), guests=guests, by=vera)
        for n, day in enumerate(days)
    ]
    return {"meeting": made[0].uid, "calendar": open_calendar(vera, by=vera).secret}


def _files(vera, client, rows):
    """So many files of a client; the last one has a preview."""
    files = [take_file(client, BytesIO(b"Dear Anna"), name=f"{n}.txt", by=vera) for n in range(rows)]
    for name in ("small", "1"):
        keep(previews_of(files[-1].stored) / f"{name}.webp", b"a picture")
    File.objects.filter(pk=files[-1].pk).update(preview=File.Preview.MADE)
    return files[-1]


def _imports(vera, rows):
    """So many imports of which nothing is left but the counts, and one that is being prepared."""
    for number in range(rows):
        Import.objects.create(made_by=vera, added_at=clock.now(), name=f"{number}.csv", size=1, kind="csv")
    table = "".join(f"Client {n};+48600{n:06}\n" for n in range(rows))
    with arrived(BytesIO(f"Name;Phone\n{table}".encode()), "clients.csv") as file:
        told = {"import": add_import(file=file, by=vera).uid}
    return told | {"begun": _begun_import(vera, rows)}


def _exports(vera, rows):
    """So many exports; the last one has its file."""
    words = {"made_by": vera, "added_at": clock.now(), "format": "csv", "asked": {"query": ""}}
    exports = [Export.objects.create(**words) for _export in range(rows)]
    stored = default_storage.save("exports/one", ContentFile(b"a file"))
    Export.objects.filter(pk=exports[-1].pk).update(state=Export.State.DONE, stored=stored)
    return exports[-1].uid


def _begun_import(vera, rows):
    """An import that is done: so many clients came in, and so many rows were set aside."""
    table = "".join(f"Brought {n};+48601{n:06}\nWrong {n};12\n" for n in range(rows))
    with arrived(BytesIO(f"Name;Phone\n{table}".encode()), "clients.csv") as file:
        import_ = running.begin_trial(add_import(file=file, by=vera), by=vera, in_background=False)
    import_ = running.start_import(carrying.try_rows(import_), by=vera, in_background=False)
    return carrying.take_all(import_).uid


def _services(vera, rows):
    """As many services, each performed by the one colleague."""
    made = [
        add_service(
            name=f"Manicure {n}", minutes=60, category="Hands", performers=[(vera, None, 50)], by=vera
        )
        for n in range(max(rows, 1))
    ]
    return {"service": made[0].uid, "category": made[0].category.uid} | _goods(vera, made, rows)


def _goods(vera, services, rows):
    """As many goods, tax rates, packages and gift certificates."""
    for n in range(max(rows, 1)):
        rate = add_tax_rate(name=f"VAT {n}", by=vera)
        good = add_good(name=f"Good {n}", sku=str(n), tax_rate=rate, category="Hands", by=vera)
        package = add_package(name=f"Ten {n}", price=9, rows=[(10, services[:3]), (2, services[:1])], by=vera)
        certificate = add_certificate(name=f"Gift {n}", by=vera)
        prices = add_price_list(name=f"List {n}", locations=Location.objects.all()[:3], by=vera)
        set_prices(prices, prices={good: Decimal(9), services[0]: Decimal(9)}, by=vera)
    told = {"rate": rate, "good": good, "package": package, "certificate": certificate, "list": prices}
    return {name: one.uid for name, one in told.items()}


def _visits(vera, client, place, rows):
    """So many visits on one day, each over the others."""
    tomorrow, service = clock.today() + timedelta(days=1), Service.objects.latest("pk")
    lines = [schedule.Wanted(service, vera)]
    told = {"location": place, "day": tomorrow, "lines": lines, "over": True, "by": vera}
    made = [book_visit(client, begins=time(8 + n % 8, n % 60), **told) for n in range(max(rows, 1))]
    # Late in the evening the reminders of tomorrow's visits would fall into the quiet hours, and be no more.
    ahead = book_visit(client, begins=time(8), **told | {"day": tomorrow + timedelta(days=1)})
    sold = [
        complete_visit(one, lines=[Sold(service, vera, price=Decimal(5))], by=vera) for one in made[1:]
    ] or [complete_visit(made[0], lines=[Sold(service, vera, price=Decimal(5))], by=vera)]
    things = [
        add_thing(name=f"C {n}", kind=f"kind {n}", location=place, by=vera) for n in range(max(rows, 1))
    ]
    texts = {"en": "{name}, come"}
    rule, *_rest = [
        add_rule(occasion="before", minutes=n + 1, texts=texts, by=vera) for n in range(min(max(rows, 1), 20))
    ]
    plan_visit(ahead.pk)
    link = f"/messages/v/{token_of(ahead)}/"
    _due(place, service, rows)
    told = {"visit": ahead.uid, "visit_day": tomorrow, "thing": things[0].uid}
    done = {"completion": sold[0].uid, "sale": sold[0].sale.uid, "visit_done": sold[0].visit.uid}
    away = [
        ask_absence(begins_on=tomorrow + timedelta(days=n), ends_on=tomorrow + timedelta(days=n), by=vera)
        for n in range(max(rows, 1))
    ]
    begun = clock_in(location=place, by=vera)
    clock_out(by=vera)
    days = [clock.today() + timedelta(days=n) for n in range(max(rows, 1))]
    Shift.objects.bulk_create(Shift(user=vera, location=place, day=day, told_at=clock.now()) for day in days)
    least = [add_minimum(place, number=1 + n, by=vera) for n in range(min(max(rows, 1), 20))]
    add_minimum(place, number=1, role=Role.objects.first(), by=vera)
    add_minimum(place, number=1, category=service.category, by=vera)
    views = [
        save_view(name=f"View {n}", query="state=no_show", is_shared=True, by=vera)
        for n in range(min(max(rows, 1), 90))
    ]
    hours = {"view": views[0].uid, "absence": away[0].uid, "minimum": least[0].uid, "clocked": begun.uid}
    return told | done | hours | {"rule": rule.uid, "link": link}


def _due(place, service, rows):
    """So many clients who are to be invited again."""
    days = {name: clock.today() - timedelta(days=9) for name in ("last_on", "interval_on", "due_on")}
    found = Client.objects.order_by("-pk")[: max(rows, 1)]
    Due.objects.bulk_create([Due(client=one, service=service, location=place, **days) for one in found])


def _webhooks(vera, rows):
    hooks = [add_webhook(name=f"Hook {n}", url="https://example.org/", by=vera) for n in range(rows)]
    calls = [try_webhook(hooks[0], by=vera) for _call in range(rows)]
    return {"hook": hooks[0].uid, "call": calls[0].uid}


def statements(browser, address):
    """How many statements the second call of a page runs: after the first one the person's rights are known."""
    assert browser.get(address).status_code < 400
    with CaptureQueriesContext(
        connection,
    ) as caught:
        browser.get(address)
    return [query["sql"] for query in caught.captured_queries]


@pytest.mark.parametrize("rows", [3, 120])
def test_a_page_runs_its_statements_and_no_more_however_many_rows_there_are(client, vera, rows):
    given = fill(vera, rows)
    given["yesterday"] = clock.today() - timedelta(days=1)
    with connection.cursor() as cursor:
        cursor.execute(
            "ANALYZE"
        )  # else plans are made for the empty tables that the engine knew: as autovacuum does
    given["live"] = News(vera).number  # an open page that has all the news: the poll asks for one number
    client.force_login(vera)
    found = {
        page: len(statements(client, address.format(**given))) for page, (address, _number) in PAGES.items()
    }
    told = {page: number for page, (_address, number) in PAGES.items()}
    differ = {page: (found[page], told[page]) for page in told if found[page] != told[page]}
    assert not differ, f"ran, told: {differ}"


def test_every_page_of_the_house_has_its_number_here():
    ours = {
        route.path
        for route in all_routes()
        if "GET" in route.methods and not route.path.startswith("account/")
    }
    assert ours - NOT_COUNTED == {page for page in PAGES if "?" not in page}


@pytest.mark.parametrize("reader", ["head_of_sales", "salesperson", "front_desk"])
def test_who_reaches_less_needs_no_more_statements(client, company, reader):
    client.force_login(company[reader])
    mine = str(Client.objects.visible_to(company[reader]).first().uid)
    for page in ("clients/", "clients/<uuid:uid>/", "api/v1/clients", "api/v1/clients/<uid>/timeline"):
        address, number = PAGES[page]
        assert len(statements(client, address.format(client=mine))) <= number
