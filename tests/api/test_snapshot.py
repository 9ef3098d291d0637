"""The API does not change by itself: what programs rely on is kept in `api.json`, and a difference is a decision.

To take a wanted change in: `python -m tests.api.test_snapshot`.
"""

import json
from pathlib import Path

KEPT = Path(__file__).with_name("api.json")


def outline(schema):
    """What programs rely on: addresses, names, scopes, what is required and what comes back."""
    return {
        "operations": {
            told["operationId"]: {
                "call": f"{method.upper()} {path}",
                "scope": told["x-scope"],
                "takes": sorted(
                    f"{one['in']} {one['name']}{' *' if one['required'] else ''}"
                    for one in told["parameters"]
                    if "name" in one
                ),
                "sends": _name_of(told.get("requestBody", {})),
                "answers": {
                    status: _name_of(answer) for status, answer in told["responses"].items() if status < "300"
                },
            }
            for path, methods in sorted(schema["paths"].items())
            for method, told in sorted(methods.items())
        },
        "schemas": {
            name: sorted(
                f"{field}{' *' if field in part.get('required', []) else ''}"
                for field in part.get("properties", {})
            )
            for name, part in sorted(schema["components"]["schemas"].items())
        },
        "problems": sorted(schema["components"]["responses"]),
    }


def _name_of(part):
    content = part.get("content", {}).get("application/json", {})
    return content.get("schema", {}).get("$ref", "").rsplit("/", 1)[-1]


def test_the_api_is_the_one_that_was_agreed_on(schema):
    assert outline(schema) == json.loads(KEPT.read_text()), (
        "python -m tests.api.test_snapshot takes a change in"
    )


def test_each_operation_has_a_title_a_scope_and_says_how_it_refuses(schema):
    for path, methods in schema["paths"].items():
        for method, told in methods.items():
            assert told["summary"], path
            assert {"400", "401", "403", "422", "500", "503"} <= set(told["responses"]), path
            assert ("404" in told["responses"]) == ("{" in path), path
            assert ("415" in told["responses"]) == (method in {"post", "patch", "put"}), path
            assert told["security"] == [{"TokenKey": []}, {"SessionKey": []}], path


def test_the_schema_stands_at_its_address_for_whoever_is_signed_in(vera, program, client):
    assert client.get("/api/v1/openapi.json").status_code == 401
    answer = program(vera, ["people:read"]).get("/api/v1/openapi.json")
    assert answer.json()["openapi"].startswith("3.1")
    assert program(vera).post("/api/v1/openapi.json").status_code == 405


def test_the_page_about_the_api_shows_each_operation_with_an_example(vera, client, schema):
    client.force_login(vera)
    page = client.get("/me/api/").content.decode()
    for path, methods in schema["paths"].items():
        assert path in page.replace("<wbr>", "")
        assert all(told["summary"].replace("{", "").replace("}", "") for told in methods.values())
    assert "Idempotency-Key: $(uuidgen)" in page
    assert "/api/v1/openapi.json" in page
    assert "{client}" not in page


if __name__ == "__main__":
    import os

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pomni.config.settings")
    import django

    django.setup()
    from pomni.config.api import api

    answer = api.create_response(None, api.get_openapi_schema(), status=200)
    KEPT.write_text(json.dumps(outline(json.loads(answer.content)), indent=2) + "\n")
