"""The documentation pages on a small document: rows in words, the search, the safe forms."""

import re
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from ui import Assets
from ui.documentation import router
from ui.documentation_api import operations_of
from ui.documentation_events import event_of, folded, matching, topics_of
from ui.documentation_fields import in_words, rows_of

KIND = {"type": "string", "x-open-enum": ["request", "other"], "description": "What it is"}
LINE = {
    "type": "object",
    "required": ["day"],
    "properties": {"day": {"type": "string", "format": "date"}},
}
HELD: dict[str, Any] = {
    "type": "object",
    "required": ["kind"],
    "properties": {
        "kind": {
            "allOf": [{"$ref": "#/components/schemas/Kind"}],
            "description": "Kind of case",
            "x-description-fr": "Nature du dossier",
        },
        "due_at": {
            "anyOf": [{"type": "string", "format": "date-time"}, {"type": "null"}],
            "description": "Due time, <b>",
            "x-description-fr": "Échéance",
        },
        "lines": {"type": "array", "items": {"$ref": "#/components/schemas/Line"}},
    },
}
SCHEMAS = {"Kind": KIND, "Line": LINE, "held.v1": HELD}


def message(name: str, title: str, titre: str, payload: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": name,
        "title": title,
        "x-title-fr": titre,
        "summary": f"{title} happened.",
        "x-summary-fr": f"{titre} : fait.",
        "payload": payload,
        "headers": {"properties": {"ce_id": {"type": "string", "format": "uuid"}}},
        "examples": [{"name": "minimal", "headers": {"ce_id": "1"}, "payload": {"kind": "</é>"}}],
    }


def channel(name: str, message_name: str) -> dict[str, Any]:
    return {
        "address": name,
        "description": f"What {name.partition('-')[0]} says.",
        "x-description-fr": f"Ce que dit {name.partition('-')[0]}.",
        "messages": {message_name: {"$ref": f"#/components/messages/{message_name}"}},
        "bindings": {"kafka": {"partitions": 6}},
        "x-owner": name.partition("-")[0],
        "x-readers": ["sla"],
        "x-key": "case id",
        "x-key-fr": "numéro du dossier",
        "x-classification": "open",
        "x-sealed": False,
        "x-compacted": False,
        "x-retention-days": None,
    }


ASYNCAPI: dict[str, Any] = {
    "info": {"tags": [{"name": "one", "description": "First.", "x-description-fr": "Premier."}]},
    "channels": {
        "one-cases": channel("one-cases", "one.held.v1"),
        "one-dead-letters": channel("one-dead-letters", "parked.one"),
        "two-dead-letters": channel("two-dead-letters", "parked.two"),
    },
    "components": {
        "schemas": SCHEMAS,
        "messages": {
            "one.held.v1": message(
                "one.held.v1", "Held", "Retenu", {"$ref": "#/components/schemas/held.v1"}
            ),
            "parked.one": message("all.parked.v1", "Parked", "Mis de côté", LINE),
            "parked.two": message("all.parked.v1", "Parked", "Mis de côté", LINE),
        },
    },
}
OPENAPI: dict[str, Any] = {
    "info": {"version": "1"},
    "paths": {
        "/api/one/v1/cases/{case_id}": {
            "post": {
                "tags": ["cases"],
                "description": "Open a case.\n\nTwice is once.",
                "operationId": "open_case",
                "security": [{"HTTPBearer": []}],
                "parameters": [
                    {
                        "name": "case_id",
                        "in": "path",
                        "required": True,
                        "schema": {"type": "string", "maxLength": 9},
                    }
                ],
                "requestBody": {
                    "content": {
                        "application/json": {"schema": {"$ref": "#/components/schemas/Line"}}
                    }
                },
                "responses": {"201": {"description": "Done"}},
            }
        }
    },
    "components": {"schemas": SCHEMAS},
}


@pytest.fixture
def site() -> TestClient:
    app = FastAPI()
    schemas: dict[str, Any] = {"one.held.v1": {"title": "Held"}}
    app.include_router(router(lambda: ASYNCAPI, lambda: {"one": OPENAPI}, schemas.get))
    app.include_router(Assets().router())
    return TestClient(app)


def test_a_field_is_told_in_words_with_its_parts_after_it() -> None:
    rows = {row.name: row for row in rows_of(HELD, SCHEMAS, "fr")}
    assert list(rows) == ["kind", "due_at", "lines", "lines[].day"]
    assert (rows["kind"].kind, rows["kind"].required) == ("texte", True)
    assert (rows["kind"].choices, rows["kind"].open_choices) == (("request", "other"), True)
    assert rows["kind"].description == "Nature du dossier"
    assert (rows["due_at"].kind, rows["due_at"].nullable) == ("date et heure, UTC", True)
    assert rows["lines[].day"].required
    assert rows_of(HELD, SCHEMAS, "en")[0].description == "Kind of case"


@pytest.mark.parametrize(
    ("schema", "words"),
    [
        ({"type": "integer", "minimum": 1}, "nombre entier, au moins 1"),
        ({"type": "string", "maxLength": 9}, "texte, au plus 9 caractères"),
        ({"type": "array", "items": {"type": "boolean"}}, "liste : vrai ou faux"),
        ({"type": "array", "items": [{"type": "string"}] * 2}, "liste : texte, texte"),
        ({"anyOf": [{"type": "string"}, {"type": "number"}]}, "texte ou nombre"),
        ({"type": "object", "additionalProperties": {"type": "integer"}}, "objet : nombre entier"),
        ({"type": "string", "const": "1.0"}, "« 1.0 »"),
        ({}, "au choix"),
    ],
)
def test_forms_are_told_in_words(schema: dict[str, Any], words: str) -> None:
    assert in_words(schema, {}, "fr") == words


def test_a_list_of_a_choice_names_the_choices() -> None:
    listed = {"type": "array", "items": {"$ref": "#/components/schemas/Kind"}}
    (row,) = rows_of({"properties": {"kinds": listed}}, SCHEMAS, "fr")
    assert (row.kind, row.choices) == ("liste : texte", ("request", "other"))


def test_a_schema_that_holds_itself_comes_to_an_end() -> None:
    tree: dict[str, Any] = {"properties": {"branch": {"$ref": "#/components/schemas/Tree"}}}
    assert len(rows_of(tree, {"Tree": tree}, "en")) < 10


def test_topics_that_carry_the_same_events_are_shown_once() -> None:
    topics = topics_of(ASYNCAPI, "fr")
    assert [topic.names for topic in topics] == [
        ("one-cases",),
        ("one-dead-letters", "two-dead-letters"),
    ]
    assert (topics[1].owner, topics[1].purpose) == ("one, two", "Ce que dit one, two.")


@pytest.mark.parametrize(
    "query",
    ["échéance", "ECHEANCE", "due_at", "due time", "held", "Retenu", "one.held.v1", "one-cases"],
)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_search_finds_by_type_field_and_words_of_both_languages(
    query: str, language: str
) -> None:
    assert matching(topics_of(ASYNCAPI, language), query) == {"one.held.v1"}


def test_all_words_must_be_there_and_none_finds_all() -> None:
    topics = topics_of(ASYNCAPI, "fr")
    assert matching(topics, "retenu zzz") == set()
    assert matching(topics, " ") == {"one.held.v1", "all.parked.v1"}
    assert folded("Échéance À L'ÎLE") == "echeance a l'ile"


def test_the_search_works_without_script(site: TestClient) -> None:
    text = site.get("/documentation/events?q=échéance").text
    shown = re.findall(r'<li class="event" data-words="[^"]*"( hidden)?>', text)
    assert shown == ["", " hidden"]
    assert "1 sur 2" in text
    assert 'value="échéance"' in text
    assert '<p id="none" class="card">' in site.get("/documentation/events?q=zzz").text


def test_an_event_shows_its_fields_its_examples_and_where_its_schema_is(site: TestClient) -> None:
    text = site.get("/documentation/events/one.held.v1").text
    assert "<h1>Retenu</h1>" in text
    assert "lines[].day" in text
    assert "&lt;/é&gt;" in text, "an example is text, never markup"
    assert 'href="/documentation/schemas/one.held.v1.json"' in text
    assert "Due time, &lt;b&gt;" in site.get("/documentation/events/one.held.v1?lang=en").text
    assert event_of(ASYNCAPI, topics_of(ASYNCAPI, "fr"), "one.held.v2", "fr") is None


def test_an_operation_opens_with_its_first_sentence() -> None:
    (operation,) = operations_of(OPENAPI, "fr")["cases"]
    assert (operation.title, operation.description) == ("Open a case.", "Twice is once.")
    assert operation.signed_in
    assert operation.parameters[0].description == "dans le chemin"
    assert operation.body[0].name == "day"


@pytest.mark.parametrize(
    "path",
    [
        "/documentation",
        "/documentation/events",
        "/documentation/events/one.held.v1",
        "/documentation/one",
    ],
)
def test_pages_are_safe_in_both_languages_and_hold_nothing_inline(
    site: TestClient, path: str
) -> None:
    for language in ("fr", "en"):
        answer = site.get(f"{path}?lang={language}")
        assert answer.status_code == 200
        assert f'<html lang="{language}">' in answer.text
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert not re.search(r"<script(?![^>]* src=)|<style|\sstyle=|\son\w+=", answer.text)
        assert not re.search(r"""(?:src|href|action)=["'](?:https?:)?//""", answer.text)
        ids = re.findall(r'\sid="([^"]+)"', answer.text)
        assert len(ids) == len(set(ids)), "an id stands for one thing"


@pytest.mark.parametrize("path", ["events/one.gone.v1", "gone", "events/<script>"])
def test_what_is_not_there_is_said_with_a_way_on(site: TestClient, path: str) -> None:
    answer = site.get(f"/documentation/{path}")
    assert answer.status_code == 404
    assert "<script>" not in answer.text.partition("<main")[2]
    assert 'href="/documentation/events"' in answer.text


def test_the_documents_are_given_as_they_are(site: TestClient) -> None:
    assert site.get("/documentation/asyncapi.json").json() == ASYNCAPI
    assert site.get("/documentation/openapi/one.json").json() == OPENAPI
    schema = site.get("/documentation/schemas/one.held.v1.json")
    assert schema.json() == {"title": "Held"}
    assert schema.headers["content-type"] == "application/schema+json"
    for missing in ("openapi/two.json", "schemas/one.held.v2.json"):
        assert site.get(f"/documentation/{missing}").status_code == 404
