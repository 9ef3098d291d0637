"""Clients for programs: the same queries and commands as the pages."""

from ninja import Router

from pomni.people.api import (
    brief,
    bulk,
    clients,
    disclosing,
    duplicates,
    figures,
    keeping,
    known,
    own,
    past,
    segments,
    writing,
)

router = Router()
router.add_router("", brief.router)
router.add_router("", bulk.router)
router.add_router("", clients.router)
router.add_router("", disclosing.router)
router.add_router("", duplicates.router)
router.add_router("", figures.router)
router.add_router("", keeping.router)
router.add_router("", own.router)
router.add_router("", past.router)
router.add_router("", segments.router)
router.add_router("", writing.router)
router.add_router("", known.router)
