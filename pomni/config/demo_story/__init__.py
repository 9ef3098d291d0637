"""The demo companies: a clinic and a wholesaler in three languages, with two years of story told through commands."""

from pomni.config.demo_story.telling import tell

__all__ = ["tell"]
