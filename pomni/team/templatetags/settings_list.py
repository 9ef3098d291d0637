"""The list of settings pages beside each of them: `{% load settings_list %}{% settings_list %}`."""

from typing import Any

from django import template

from pomni.team.settings_index import sections

register = template.Library()


@register.inclusion_tag("team/_settings_list.html", takes_context=True)
def settings_list(context: Any) -> dict[str, Any]:
    """Every page that the person may open, the present one marked."""
    request = context["request"]
    return {"sections": sections(request.user, here=request.path), "typed": "", "is_beside": True}
