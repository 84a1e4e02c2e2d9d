"""`/mes-dossiers`: a citizen's cases side by side, for whoever holds their codes alone."""

import re
from html import unescape

import pytest
from httpx import Response
from intake.domain.tracking import hash_of
from intake.entrypoints.limits import Limits
from intake.entrypoints.one_file.codes import MOST, codes_in

from services.intake.tests.conftest import CALLERS, HARSH_WORDS, Counter, complaint

CODE, OTHER = "7Q2MX4ZB9K0DTR5W", "0123456789ABCDEF"
CONTACT = {"name": "Alix Marqué", "email": "alix@example.org"}


def gather(counter: Counter, codes: str = "", **more: str) -> Response:
    answer: Response = counter.client.post("/mes-dossiers", data={"codes": codes, **more})
    return answer


def cards(page: Response) -> list[str]:
    return re.findall(r"<h2>([^<]+)</h2>", unescape(page.text))


@pytest.fixture
def codes(counter: Counter) -> list[str]:
    """One person's request, complaint, claim and access request."""
    claim = {"happenedOn": "2026-06-12", "damages": ["property"]}
    made = [
        counter.register(contact=CONTACT),
        counter.register(**complaint(contact=CONTACT)),
        counter.register(kind="claim", claim=claim, contact=CONTACT),
        counter.register(kind="access", contact=CONTACT),
    ]
    return [counter.codes.code_of(case_id) for case_id in made]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (CODE, [CODE]),
        (f"{CODE[:4]} {CODE[4:8]}-{CODE[8:]}".lower(), [CODE]),
        (f"{CODE}\n{OTHER}", [CODE, OTHER]),
        (f"{CODE}, {OTHER}; {CODE}", [CODE, OTHER]),
        (f"{CODE} {OTHER}", [CODE, OTHER]),
        (f"https://guichet.example.org/suivi#{CODE}\n", [CODE]),
        ("", []),
    ],
)
def test_codes_are_found_in_what_was_typed_or_in_pasted_links(text: str, found: list[str]) -> None:
    assert list(codes_in(text).found) == found
    assert not codes_in(text).unread


@pytest.mark.parametrize("text", ["7Q2M", "mon code", CODE + "X", "é" * 16])
def test_what_is_no_code_is_told_apart(text: str) -> None:
    assert (codes_in(text).found, codes_in(text).unread) == ((), (text,))


def test_a_person_sees_all_that_they_brought_side_by_side_pv_03(
    counter: Counter, codes: list[str]
) -> None:
    page = gather(counter, "\n".join(codes))
    assert page.status_code == 200
    assert sorted(cards(page)) == ["Accès à l'information", "Plainte", "Requête", "Réclamation"]
    assert "Le responsable de l'accès prépare la réponse écrite." in unescape(page.text)
    assert "Le greffe examine votre réclamation." in page.text
    assert "avis écrit" in page.text, "the clock of a claim, in words"
    assert HARSH_WORDS not in page.text
    assert page.headers["cache-control"] == "no-store"


def test_cases_are_added_one_code_after_another_without_anything_being_kept(
    counter: Counter, codes: list[str]
) -> None:
    before = {name: one.version for name, one in counter.store.documents.items()}
    first = counter.client.post("/mes-dossiers", data={"code": codes[0]})
    assert cards(first) == ["Requête"]
    held = re.search(r'name="code" value="([^"]+)">\s*<div', first.text)
    assert held is not None
    both = gather(counter, codes[2], code=held.group(1))
    assert sorted(cards(both)) == ["Requête", "Réclamation"]
    assert {name: one.version for name, one in counter.store.documents.items()} == before
    assert "set-cookie" not in both.headers
    assert cards(counter.client.get("/mes-dossiers")) == []


def test_no_code_stands_in_an_address(counter: Counter, codes: list[str]) -> None:
    page = gather(counter, "\n".join(codes)).text
    addresses = re.findall(r'(?:href|action|src)="([^"]*)"', page)
    assert addresses
    assert not [one for one in addresses for code in codes if code in one]


def test_a_wrong_code_stays_to_be_corrected_beside_those_that_open(
    counter: Counter, codes: list[str]
) -> None:
    page = gather(counter, f"{codes[0]}\n{CODE}\npas un code")
    assert cards(page) == ["Requête"]
    assert "Aucune demande ne répond au code" in page.text
    assert "16 lettres et chiffres" in page.text
    typed = re.search(r"<textarea[^>]*>\n([^<]*)</textarea>", page.text)
    assert typed is not None
    assert set(typed.group(1).split("\n")) == {CODE, "pas un code"}


def test_one_code_written_two_ways_is_one_case(counter: Counter, codes: list[str]) -> None:
    misread = codes[0].replace("0", "O").replace("1", "L")
    assert hash_of(misread) == hash_of(codes[0])
    assert len(cards(gather(counter, f"{codes[0]}\n{misread}"))) == 1


def test_nothing_typed_is_asked_for_and_more_than_a_dozen_are_too_many(counter: Counter) -> None:
    assert "Entrez au moins un code." in gather(counter).text
    many = "\n".join(f"{number:016}" for number in range(MOST + 1))
    assert "Douze codes à la fois" in gather(counter, many).text


def test_it_speaks_english_too(counter: Counter, codes: list[str]) -> None:
    answer = counter.client.post("/mes-dossiers?lang=en", data={"codes": "\n".join(codes)})
    assert sorted(cards(answer)) == ["Access to information", "Claim", "Complaint", "Request"]
    assert 'formaction="/mes-dossiers' not in answer.text
    assert 'action="/mes-dossiers?lang=fr"' in answer.text


@pytest.mark.parametrize("by", sorted(set(CALLERS) - {"elected"}))
def test_staff_never_get_the_cases_of_one_person_together_with_a_complaint_pv_44(
    counter: Counter, codes: list[str], by: str
) -> None:
    found = counter.post("/cases/search", {"query": "Alix Marqué alix@example.org"}, by=by, key="")
    kinds = {one["kind"] for one in found.json()["items"]}
    sees_contacts = by not in ("operator", "elsewhere")
    assert kinds == ({"request", "claim", "access"} if sees_contacts else set())


def test_who_reads_no_dossiers_finds_nothing_by_a_contact(
    counter: Counter, codes: list[str]
) -> None:
    assert counter.post("/cases/search", {"query": "Alix"}, by="elected", key="").status_code == 403


class TestTooMany:
    """Whoever tries codes is counted as on the tracking page."""

    @pytest.fixture
    def limits(self) -> Limits:
        wide = "1000000/second"
        return Limits(writes=wide, lookups=wide, tracking=wide, wrong_codes="2/minute")

    def test_wrong_codes_are_few_and_what_was_typed_is_kept(
        self, counter: Counter, codes: list[str]
    ) -> None:
        wrong = "\n".join(f"{number:016}" for number in range(4))
        page = gather(counter, f"{codes[0]}\n{wrong}\n{codes[1]}")
        assert page.status_code == 429
        assert int(page.headers["retry-after"]) >= 1
        assert cards(page) == ["Requête"]
        assert codes[1] in page.text
