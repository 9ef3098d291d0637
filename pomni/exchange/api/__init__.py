"""Imports and exports for programs: the same queries and commands as the pages."""

from ninja import Router

from pomni.exchange.api import exports, figures, imports, matching

router = Router()
router.add_router("", imports.router)
router.add_router("", matching.router)
router.add_router("", exports.router)
router.add_router("", figures.router)
