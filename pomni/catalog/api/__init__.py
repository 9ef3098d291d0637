"""What is offered, for programs: the same queries and commands as the pages."""

from ninja import Router

from pomni.catalog.api import serving

router = Router()
router.add_router("", serving.router)
