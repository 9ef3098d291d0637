"""A week of very many meetings is shown in parts: none of them is left out."""

from datetime import time

from pomni.agenda.commands import add_meeting
from pomni.agenda.views import meetings as views
from pomni.kit.clock import today


def test_a_week_with_more_meetings_than_a_page_leads_on_to_the_others(mark, page_of, monkeypatch):
    monkeypatch.setattr(views, "MOST", 4)
    for number in range(10):
        add_meeting(title=f"Meeting number {number}", day=today(), begins=time(8 + number), by=mark)
    browser, address, seen = page_of(mark), "/tasks/meetings/?on=" + today().isoformat(), []
    for start in (0, 4, 8):
        told = browser.get(f"{address}&from={start}").content.decode()
        seen.append([number for number in range(10) if f"Meeting number {number}" in told])
        assert (f"from={start + 4}" in told) == (start < 8)
        assert "No meetings." not in told
    assert seen == [[0, 1, 2, 3], [4, 5, 6, 7], [8, 9]]
    assert browser.get(f"{address}&from=nothing").status_code == 200
