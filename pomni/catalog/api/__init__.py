"""What is offered, for programs: the same queries and commands as the pages."""

from ninja import Router

from pomni.catalog.api import certificates, goods, packages, prices, serving, taxes

router = Router()
for part in (serving, goods, packages, certificates, prices, taxes):
    router.add_router("", part.router)
