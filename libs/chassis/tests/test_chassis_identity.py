"""Who calls: a token is believed only if everything about it is right; deny by default."""

import time
from collections.abc import Mapping
from typing import Any

import httpx
import pytest
from chassis.errors import ApiError, unauthorized
from chassis.identity import COOKIE, Authenticator, Caller, page_caller
from joserfc import jwt
from joserfc.jwk import ECKey, OctKey

ISSUER, AUDIENCE = "https://issuer.test", "guichet"


class Issuer:
    """An issuer with keys of its own."""

    def __init__(self) -> None:
        self.keys = {"k1": ECKey.generate_key("P-256", {"kid": "k1"})}
        self.asked = 0
        self.away = False

    async def fetch(self, _: str) -> dict[str, Any]:
        self.asked += 1
        if self.away:
            raise httpx.ConnectError("away")
        return {"keys": [key.as_dict(private=False) for key in self.keys.values()]}

    def token(self, kid: str = "k1", key: Any = None, alg: str = "ES256", **claims: Any) -> str:
        said: Mapping[str, Any] = {
            "iss": ISSUER,
            "aud": AUDIENCE,
            "sub": "u1",
            "exp": int(time.time()) + 60,
            "roles": ["technician"],
            "boroughs": ["anjou"],
            **claims,
        }
        kept = {name: value for name, value in said.items() if value is not ...}
        return jwt.encode({"alg": alg, "kid": kid}, kept, key or self.keys[kid], [alg])


@pytest.fixture
def issuer() -> Issuer:
    return Issuer()


@pytest.fixture
def authenticator(issuer: Issuer) -> Authenticator:
    return Authenticator(ISSUER, AUDIENCE, f"{ISSUER}/keys", issuer.fetch)


async def refused(authenticator: Authenticator, token: str) -> bool:
    try:
        await authenticator.caller(token)
    except ApiError as error:
        return error.status == 401
    return False


async def test_a_good_token_names_the_caller_the_roles_and_the_boroughs(
    issuer: Issuer, authenticator: Authenticator
) -> None:
    caller = await authenticator.caller(issuer.token())
    assert (caller.subject, caller.roles) == ("u1", frozenset({"technician"}))
    assert caller.scope.admits(["anjou"])
    assert not caller.scope.admits(["lachine"])
    caller.require("operator", "technician")
    with pytest.raises(ApiError) as error:
        caller.require("operator")
    assert error.value.status == 403


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": "https://another.test"},
        {"iss": ...},
        {"aud": "another"},
        {"aud": ...},
        {"exp": 1},
        {"exp": ...},
        {"sub": ...},
        {"nbf": 4102444800},  # the year 2100, so that each process names the test alike
    ],
    ids=str,
)
async def test_a_wrong_or_missing_claim_is_refused(
    issuer: Issuer, authenticator: Authenticator, claims: dict[str, Any]
) -> None:
    assert await refused(authenticator, issuer.token(**claims))


async def test_no_signature_or_one_of_another_key_is_refused(
    issuer: Issuer, authenticator: Authenticator
) -> None:
    header, claims, _ = issuer.token().split(".")
    none = "eyJhbGciOiJub25lIn0"
    stranger = ECKey.generate_key("P-256", {"kid": "k1"})
    hmac = issuer.token(alg="HS256", key=OctKey.generate_key(256, {"kid": "k1"}))
    for token in (
        f"{none}.{claims}.",
        f"{header}.{claims}.",
        issuer.token(key=stranger),
        hmac,
        "",
        "a.b.c",
        "é",
    ):
        assert await refused(authenticator, token), token


async def test_an_unknown_key_id_asks_again_but_not_at_every_strangers_call(
    issuer: Issuer, authenticator: Authenticator, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [1000.0]
    monkeypatch.setattr("chassis.identity.time.monotonic", lambda: now[0])
    await authenticator.caller(issuer.token())
    issuer.keys["k2"] = ECKey.generate_key("P-256", {"kid": "k2"})
    now[0] += 10
    assert (await authenticator.caller(issuer.token("k2"))).subject == "u1"
    assert issuer.asked == 2
    stranger = ECKey.generate_key("P-256", {"kid": "k9"})
    for _ in range(5):
        assert await refused(authenticator, issuer.token("k9", stranger))
    assert issuer.asked == 2


async def test_keys_are_asked_again_after_a_while_and_kept_while_the_issuer_is_away(
    issuer: Issuer, authenticator: Authenticator, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [1000.0]
    monkeypatch.setattr("chassis.identity.time.monotonic", lambda: now[0])
    await authenticator.caller(issuer.token())
    issuer.away = True
    now[0] += 3600
    assert (await authenticator.caller(issuer.token())).subject == "u1"
    assert issuer.asked == 2


async def test_without_an_issuer_or_its_keys_nobody_gets_in(issuer: Issuer) -> None:
    nobody = Authenticator("", AUDIENCE, "", issuer.fetch)
    assert await refused(nobody, issuer.token())
    issuer.away = True
    assert await refused(Authenticator(ISSUER, AUDIENCE, "x", issuer.fetch), issuer.token())


@pytest.mark.parametrize("claim", [..., None, [], "anjou", {"anjou": 1}, [{"a": 1}], 7], ids=str)
async def test_a_token_without_usable_roles_and_boroughs_may_do_nothing(
    issuer: Issuer, authenticator: Authenticator, claim: Any
) -> None:
    caller = await authenticator.caller(issuer.token(roles=claim, boroughs=claim))
    assert caller.roles == frozenset()
    assert caller.boroughs == frozenset()
    assert not caller.scope.admits(["anjou"])
    with pytest.raises(ApiError):
        caller.require("technician", "operator")


class Session:
    """A request of a page with a session cookie; its authenticator knows nobody any more."""

    def __init__(self, site: str) -> None:
        self.method = "POST"
        self.headers = {"sec-fetch-site": site}
        self.cookies = {COOKIE: "expired"}
        self.app = self.state = self
        self.authenticator = self

    async def caller(self, token: str) -> Caller:
        """See Authenticator."""
        raise unauthorized()


async def test_an_expired_session_is_none_and_a_form_of_another_site_is_refused() -> None:
    own: Any = Session("same-origin")
    foreign: Any = Session("cross-site")
    assert await page_caller(own) is None
    with pytest.raises(ApiError) as refusal:
        await page_caller(foreign)
    assert refusal.value.status == 403
