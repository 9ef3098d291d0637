"""The schedule for programs: the same queries and commands as the pages."""

from ninja import Router

from pomni.schedule.api import free, visits

router = Router()
router.add_router("", visits.router)
router.add_router("", free.router)
