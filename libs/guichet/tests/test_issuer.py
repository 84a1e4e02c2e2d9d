"""The demonstration's sign-in: its tokens are taken by the chassis, and it says what it is."""

import stat
from pathlib import Path
from typing import Any

import pytest
from chassis.errors import ApiError
from chassis.identity import COOKIE, Authenticator
from fastapi.testclient import TestClient
from guichet.issuer import PERSONAS, SigningKey, issuer_app
from guichet.issuer.personas import BOROUGHS_OF_MONTREAL, COUNTERS

URL = "http://127.0.0.1:8080/demo"


def client(key_file: Path | None = None) -> TestClient:
    app = issuer_app(URL, key_file=key_file)
    return TestClient(app, follow_redirects=False)


def authenticator(issuer: TestClient, name: str = URL) -> Authenticator:
    async def fetch(_: str) -> dict[str, Any]:
        keys: dict[str, Any] = issuer.get("/demo/keys").json()
        return keys

    return Authenticator(name, "guichet", f"{URL}/keys", fetch)


@pytest.mark.parametrize("persona", PERSONAS, ids=lambda one: one.subject)
async def test_the_chassis_takes_the_token_of_every_persona(persona: Any) -> None:
    issuer = client()
    token = issuer.post("/demo/token", json={"persona": persona.subject}).json()["access_token"]
    caller = await authenticator(issuer).caller(token)
    assert caller.subject == persona.subject
    assert caller.roles == set(persona.roles)
    assert caller.boroughs == set(persona.boroughs)


async def test_the_chassis_refuses_the_token_of_another_issuer_or_key() -> None:
    one, other = client(), client()
    token = one.post("/demo/token", json={"persona": "demo-operator"}).json()["access_token"]
    for judge in (authenticator(other), authenticator(one, "http://elsewhere/demo")):
        with pytest.raises(ApiError):
            await judge.caller(token)


def test_nothing_secret_is_published() -> None:
    (key,) = client().get("/demo/keys").json()["keys"]
    assert "d" not in key
    assert (key["alg"], key["use"], key["crv"]) == ("ES256", "sig", "P-256")


def test_signing_in_sets_a_cookie_that_scripts_and_other_sites_cannot_use() -> None:
    answer = client().post("/demo/signin", data={"persona": "demo-technician-prevost"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/dossiers")
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith(f"{COOKIE}=")
    assert "HttpOnly" in cookie
    assert "samesite=strict" in cookie.lower()


def test_signing_out_forgets_the_cookie() -> None:
    assert 'guichet_session="";' in client().post("/demo/signout").headers["set-cookie"]


def test_another_site_cannot_sign_anybody_in() -> None:
    answer = client().post(
        "/demo/signin",
        data={"persona": "demo-operator"},
        headers={"sec-fetch-site": "cross-site"},
    )
    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "forbidden")


def test_an_unknown_persona_is_nobody() -> None:
    assert client().post("/demo/signin", data={"persona": "root"}).status_code == 404
    assert client().post("/demo/token", json={"persona": "root"}).status_code == 404


@pytest.mark.parametrize(("language", "word"), [("fr", "Démonstration"), ("en", "Demonstration")])
def test_the_page_says_that_it_is_a_demonstration(language: str, word: str) -> None:
    answer = client().get(f"/demo/signin?lang={language}")
    assert f'role="note">{word}' in answer.text
    assert all(persona.subject in answer.text for persona in PERSONAS)


def test_the_key_is_kept_for_its_owner_alone(tmp_path: Path) -> None:
    file = tmp_path / "issuer-key.json"
    first = SigningKey.kept_in(file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert SigningKey.kept_in(file).key_id == first.key_id
    assert [one.name for one in tmp_path.iterdir()] == [file.name]


def test_the_personas_cover_the_demonstration() -> None:
    by_name = {persona.subject: persona for persona in PERSONAS}
    assert len(by_name) == len(PERSONAS)
    assert set(by_name["demo-operator"].boroughs) == {*COUNTERS, *BOROUGHS_OF_MONTREAL}
    assert len(BOROUGHS_OF_MONTREAL) == 19
    roles = {role for persona in PERSONAS for role in persona.roles}
    assert roles >= {"technician", "responsable", "director", "elected-official", "operator"}
    assert roles >= {"investigator", "integrator"}
    assert by_name["demo-technician-prevost"].boroughs == ("prevost",)
