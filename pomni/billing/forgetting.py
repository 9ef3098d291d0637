"""What is set for a client who is forgotten: what was paid stays in the books, words about the person do not."""

from pomni.billing.models import Sale


def forget_sales(client_id: int) -> None:
    """Erase why there was a discount, and why a sale was reversed."""
    Sale.objects.filter(client=client_id).update(why="", made_of="", made_key=None)
