"""A task may be somebody's whose client is not: then it leads nowhere."""

from pomni.agenda.commands import add_task
from pomni.agenda.models import Task


def test_what_is_pressed_as_if_on_a_card_does_not_tell_whose_card_it_would_be(vera, lena, anna, page_of):
    task = add_task(anna, title="Ask for the invoice", responsible=lena, by=vera)
    browser = page_of(lena)
    answer = browser.post(f"/tasks/{task.uid}/finish/", {"on": "card"})
    assert answer.url == "/tasks/"
    drawn = browser.post(f"/tasks/{task.uid}/reopen/", {"on": "card"}, headers={"HX-Request": "true"})
    assert str(anna.uid) not in drawn.content.decode()
    assert not Task.objects.get().done_at
