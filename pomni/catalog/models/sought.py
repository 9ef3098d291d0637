"""What is searched by fragments of words."""

from pomni.kit.search import Index

INDEXES = [
    Index("catalog_service_found", "catalog_service", "found_by"),
    Index("catalog_good_found", "catalog_good", "found_by"),
]
