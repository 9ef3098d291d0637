"""Reading goods."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404

from pomni.catalog import rules
from pomni.catalog.models import Good
from pomni.catalog.queries.answering import Ways, asked_for, first_answering
from pomni.kit import spelling
from pomni.kit.ids import as_uuid
from pomni.kit.paging import USUAL, Page, page_of
from pomni.kit.search import Wanted
from pomni.team.models import User


def goods(viewer: User, *, archived: bool = False) -> QuerySet[Good]:
    """Goods that are offered or used, or those that are not any more, with their category and tax rate."""
    found: Any = Good.objects.visible_to(viewer).filter(archived_at__isnull=not archived)
    return found.select_related("category", "tax_rate")


def good(viewer: User, uid: Any) -> Good:
    """One good, an archived one too. Raises Http404."""
    found = Good.objects.visible_to(viewer).select_related("category", "tax_rate")
    return get_object_or_404(found, uid=as_uuid(uid))


def good_page(
    viewer: User, *, words: str = "", archived: bool = False, after: str | None = None, limit: int = USUAL
) -> Page[Good]:
    """A page of goods by category and name; with words, those that answer to them (`goods_answering`)."""
    found = goods_matching(goods(viewer, archived=archived), words.split())
    return page_of(found, by=("sorted_as", "pk"), of=f"goods {archived} {words}", after=after, limit=limit)


def goods_answering(viewer: User, words: list[str], *, for_sale: bool = False, size: int = 7) -> list[Good]:
    """The first goods with these words in name, SKU or category, in any spelling, or with this very barcode: before others
    those with words that begin so.
    """
    found = goods(viewer).filter(for_sale=True) if for_sale else goods(viewer)
    return first_answering(found, words, goods_matching, size)


def good_shelves(found: Iterable[Good]) -> list[tuple[str, list[Good]]]:
    """Goods of a page under the names of their categories, "" for those that stand in none."""
    shelves: list[tuple[str, list[Good]]] = []
    for one in found:
        category = one.category.name if one.category else ""
        if not shelves or shelves[-1][0] != category:
            shelves.append((category, []))
        shelves[-1][1].append(one)
    return shelves


def goods_matching(
    found: QuerySet[Good], words: list[str], ways: Ways = spelling.ways_to_hold
) -> QuerySet[Good]:
    """Those goods that answer to the words (`goods_answering`); all where there are none. `ways`: of each word."""
    asked = asked_for(words, ways)
    if not asked:
        return found
    held = Q(found_by__holds=Wanted(asked))
    same = rules.same_barcodes("".join(words).replace("\x00", ""))
    # A barcode that is typed as it is kept is held, too. Only one in another writing is looked for beside it: "or" keeps the
    # engine from the index of fragments.
    is_other = same[0].isdecimal() and (len(same) > 1 or words != same)
    return found.filter(held | Q(barcode__in=same) if is_other else held)
