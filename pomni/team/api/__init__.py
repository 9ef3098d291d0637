"""Colleagues, hand-overs and how long things are kept, for programs."""

from ninja import Router

from pomni.team.api import keeping, leaving, people

router = Router()
router.add_router("", people.router)
router.add_router("", leaving.router)
router.add_router("", keeping.router)
