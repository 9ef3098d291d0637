"""What only the shell's own templates need."""

from django import template

from pomni.ui.toasts import undo_of

register = template.Library()
register.filter("undo", undo_of)
