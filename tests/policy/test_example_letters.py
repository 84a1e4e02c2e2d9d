"""The examples in docs/letters are what the house prints today, and say what the law asks for."""

from io import BytesIO
from pathlib import Path

import pytest
from guichet_testing.example_letters import ADDRESS, CODE, NAME, NAMES, THIRD, example
from pypdf import PdfReader

FOLDER = Path(__file__).parents[2] / "docs" / "letters"


def text_of(content: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)


@pytest.mark.parametrize("name", NAMES)
def test_the_example_is_what_is_printed_today(name: str) -> None:
    """Made by `PYTHONPATH=tests/support python -m guichet_testing.example_letters docs/letters`."""
    assert text_of((FOLDER / f"{name}.pdf").read_bytes()) == text_of(example(name))


@pytest.mark.parametrize("name", NAMES)
def test_no_letter_shows_who_prints_it_the_code_that_opens_the_case(name: str) -> None:
    assert CODE not in text_of(example(name))


def test_there_is_one_of_each_and_no_other() -> None:
    assert {one.name for one in FOLDER.glob("*.pdf")} == {f"{name}.pdf" for name in NAMES}


def test_the_notice_to_a_third_party_says_nothing_of_who_asks() -> None:
    text = text_of(example("third-party-notice"))
    assert THIRD.name in text
    assert not [word for word in (NAME, ADDRESS.split(",")[1].strip()) if word in text]
