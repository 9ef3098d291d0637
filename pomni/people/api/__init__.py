"""Clients for programs: the same queries and commands as the pages."""

from ninja import Router

from pomni.people.api import clients, writing

router = Router()
router.add_router("", clients.router)
router.add_router("", writing.router)
