"""What only the shell's own templates need."""

from typing import Any

from django import template
from django.utils.safestring import SafeString

from pomni.ui.toasts import toasts_drawn

register = template.Library()


@register.simple_tag(takes_context=True)
def toasts(context: dict[str, Any]) -> SafeString:
    """What waits to be told to the person."""
    request = context.get("request")
    return toasts_drawn(request) if request else SafeString()
