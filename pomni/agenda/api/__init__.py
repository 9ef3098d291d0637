"""Tasks, meetings, reminders, and what is to be remembered, for programs: the same queries and commands as the pages."""

from ninja import Router

from pomni.agenda.api import board, meetings, promises, reminders, tasks

router = Router()
router.add_router("", tasks.router)
router.add_router("", promises.router)
router.add_router("", meetings.router)
router.add_router("", reminders.router)
router.add_router("", board.router)
