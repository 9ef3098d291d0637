"""What the first day puts above every page: that this is a demo."""

from typing import Any

from django.template.loader import render_to_string

from pomni.config.start import places


def demo_bar(request: Any) -> str:
    """Says that this is the demo, with the way to an own company; nothing elsewhere."""
    if not places.is_demo():
        return ""
    return render_to_string("start/demo_bar.html", {"can_leave": places.can_leave_demo(request)})
