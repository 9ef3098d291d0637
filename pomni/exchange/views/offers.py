"""What the company offers as a file, for whoever may see it: as the import takes it, too."""

from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from pomni.exchange.sending import sent_offers
from pomni.team.access import door


@door("catalog.service.see")
@require_GET
@never_cache
def export_offers(request, of, format):
    return sent_offers(request.user, of, format)
