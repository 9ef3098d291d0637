"""The schedule for programs."""

from ninja import Router

from pomni.schedule.api import absences, completing, free, timesheet, visits, working

router = Router()
router.add_router("", visits.router)
router.add_router("", completing.router)
router.add_router("", free.router)
router.add_router("", absences.router)
router.add_router("", working.router)
router.add_router("", timesheet.router)
