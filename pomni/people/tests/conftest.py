"""What the stories about clients play with."""

import re

import pytest

from pomni.people.commands import add_client


@pytest.fixture
def anna(mark):
    """Mark's client, with a phone and an address."""
    return add_client(name="Anna Kern", phone="+48 600 100 201", email="anna@example.com", by=mark)


@pytest.fixture
def told_by():
    """What an answer tells, apart from the address that was asked for and from tokens that differ each time."""

    def tell(answer):
        text = answer.content.decode().replace(answer.wsgi_request.get_full_path(), "PATH")
        text = re.sub(r"[A-Za-z0-9]{64}", "TOKEN", text)
        headers = {name: value for name, value in answer.items() if name != "Content-Length"}
        cookies = re.sub(r"expires=[^;]*", "", answer.cookies.output())
        return answer.status_code, headers, cookies, text

    return tell
