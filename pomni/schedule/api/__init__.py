"""The schedule for programs."""

from ninja import Router

from pomni.schedule.api import (
    absences,
    completing,
    free,
    groups,
    saved,
    series,
    shifts,
    staffing,
    timesheet,
    visits,
    waiting,
    working,
)

router = Router()
router.add_router("", visits.router)
router.add_router("", saved.router)
router.add_router("", completing.router)
router.add_router("", free.router)
router.add_router("", absences.router)
router.add_router("", working.router)
router.add_router("", shifts.router)
router.add_router("", staffing.router)
router.add_router("", timesheet.router)
router.add_router("", series.router)
router.add_router("", groups.router)
router.add_router("", waiting.router)
