"""What of clients is found by its parts."""

from pomni.kit.search import Index

NAMES = Index("people_client_found", "people_client", "found_by")
POINTS = Index("people_contactpoint_found", "people_contactpoint", "normal")
