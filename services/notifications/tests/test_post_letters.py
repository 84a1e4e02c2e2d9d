"""The printed letter: address in the window, accents right, pages numbered, French first."""

from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from notifications.channels.email import EmailChannel, SmtpServer
from notifications.channels.letter import LetterChannel
from notifications.channels.letter.address import MOST_LINES, window_lines
from notifications.domain.messages import (
    Composer,
    Message,
    Paper,
    PaperPart,
    PermanentFailure,
    Rendered,
)
from pypdf import PdfReader

CHANNEL = LetterChannel()
AT = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)


def part(language: str, text: str = "Bonjour.", annex: str = "", title: str = "Titre") -> PaperPart:
    return PaperPart(language, f"{title} {language}", text, annex, "Ville de Prévost", "Le greffe")


def message(*parts: PaperPart, name: str = "Ève Çağlar", law: str = "") -> Message:
    return Message(
        delivery_id="d-1",
        to_address="12, rue des Érables, Prévost (Québec) J0R 1T0",
        to_name=name,
        from_address="ville@example.org",
        from_name="Ville de Prévost",
        rendered=Rendered("Titre", "Bonjour.", "<p>Bonjour.</p>"),
        sent_at=AT,
        paper=Paper(date(2026, 11, 23), "5F0C1E0A-12AB", parts or (part("fr"),), law),
    )


def pages(*messages: Message) -> list[str]:
    pdf = PdfReader(BytesIO(CHANNEL.compose_all(messages)))
    return [page.extract_text() for page in pdf.pages]


def test_both_channels_have_one_shape() -> None:
    channels: list[Composer] = [EmailChannel(SmtpServer("127.0.0.1", 1, "example.org")), CHANNEL]
    assert [one.kind for one in channels] == ["email", "letter"]
    sent = replace(message(), to_address="eve@example.org")
    assert all(one.compose(sent) for one in channels)


def test_what_has_no_paper_is_no_letter() -> None:
    with pytest.raises(PermanentFailure):
        CHANNEL.compose(replace(message(), paper=None))


def test_the_page_says_who_writes_to_whom_when_and_about_what() -> None:
    said = "Où êtes-vous ? « Ça va », œuvre, 1 250,50 $, l’été."
    (page,) = pages(message(part("fr", said), law="2026-11"))
    for words in (
        "Ville de Prévost",
        "23 novembre 2026",
        "Dossier : 5F0C1E0A-12AB",
        "12, rue des Érables",
        "Prévost (Québec)  J0R 1T0",
        said,
        "Page 1 de 1",
        "Textes de loi, version 2026-11",
    ):
        assert words in page.replace("\u00a0", " "), words


def test_the_file_says_its_language_and_title_and_is_the_same_each_time() -> None:
    content = CHANNEL.compose(message(part("fr")))
    pdf = PdfReader(BytesIO(content))
    root: Any = pdf.trailer["/Root"]
    assert root["/Lang"] == "fr-CA"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert pdf.metadata is not None
    assert pdf.metadata.title == "Titre fr"
    assert "Ève" not in str(pdf.metadata)
    assert content == CHANNEL.compose(message(part("fr")))


def test_the_address_lies_where_the_window_of_an_envelope_is() -> None:
    found: dict[str, tuple[float, float]] = {}

    def note(text: str, _: Any, matrix: Any, *__: Any) -> None:
        found.setdefault(text.strip(), (matrix[4] / 72, 11 - matrix[5] / 72))

    reader = PdfReader(BytesIO(CHANNEL.compose(message())))
    reader.pages[0].extract_text(visitor_text=note)
    for line in ("12, rue des Érables", "Prévost (Québec)  J0R 1T0"):
        left, top = found[line]
        assert 0.875 <= left <= 1.2, "inches from the left"
        assert 2.1 <= top <= 3.2, "inches from the top"


def test_long_words_go_on_over_pages_that_are_numbered_to_the_last() -> None:
    long = "\n\n".join(f"Paragraphe {nth}. " + "Les mots continuent. " * 20 for nth in range(12))
    shown = pages(message(part("fr", long, annex="Article 1\nLe texte.")))
    assert len(shown) > 2
    for nth, page in enumerate(shown, 1):
        assert f"Page {nth} de {len(shown)}" in page
    whole = "".join(shown)
    assert all(f"Paragraphe {nth}." in whole for nth in range(12))
    assert "Textes cités" in whole


def test_several_letters_in_one_file_begin_anew_each_with_its_own_pages() -> None:
    shown = pages(message(part("fr"), part("en")), message(part("fr"), name="Zoé Autre"))
    assert ["Page 1 de 2" in shown[0], "Page 2 of 2" in shown[1]] == [True, True]
    assert "Page 1 de 1" in shown[2]
    assert "Zoé Autre" in shown[2]
    assert "Zoé Autre" not in shown[0] + shown[1]


def test_nothing_that_was_written_is_markup() -> None:
    (page,) = pages(message(part("fr", "a < b & c > d <b>gras</b> <para>")))
    assert "a < b & c > d <b>gras</b> <para>" in page


def test_a_letter_of_another_script_keeps_its_base() -> None:
    (page,) = pages(message(name="Nguyễn Łukasz"))
    assert "Nguyên" in page or "Nguyen" in page


@pytest.mark.parametrize(
    ("address", "lines"),
    [
        (
            "13665, boulevard de Pierrefonds, Montréal (Québec) h9a2z4",
            ["13665, boulevard de Pierrefonds", "Montréal (Québec)  H9A 2Z4"],
        ),
        (
            "12 rue des Érables, app. 3, Prévost, QC J0R 1T0, Canada",
            ["12 rue des Érables", "app. 3", "Prévost QC  J0R 1T0"],
        ),
        ("Case postale 12", ["Case postale 12"]),
    ],
)
def test_an_address_is_set_in_short_lines(address: str, lines: list[str]) -> None:
    assert window_lines("Ève", address) == ["Ève", *lines]


@settings(max_examples=60)
@given(st.text(st.characters(codec="cp1252", categories=("L", "N", "P", "S", "Zs")), max_size=300))
def test_no_word_of_an_address_is_lost(address: str) -> None:
    lines = window_lines("Ève", address)
    assert len(lines) <= MOST_LINES
    kept = "".join(lines).replace(",", "").replace(" ", "").upper()
    words = [word for word in address.replace(",", " ").split() if word.isalpha()]
    assert all(word.upper() in kept for word in words if word.lower() != "canada")
