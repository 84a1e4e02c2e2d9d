"""Amounts as people write them, French or English; what is none is refused, never guessed."""

import pytest
from ui.money import amount_words, cents_of


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("1 250,50 $", 125_050),
        ("1\u00a0250,50\u202f$", 125_050),
        ("$1,250.50", 125_050),
        ("1.250,50", 125_050),
        ("1,250", 125_000),
        ("1250", 125_000),
        ("0,5", 50),
        ("99 dollars", 9_900),
        ("12 $ CA", 1_200),
        ("CA$12", 1_200),
        ("1 250 000,00$", 125_000_000),
    ],
)
def test_an_amount_is_read_as_it_is_written_here(text: str, cents: int) -> None:
    assert cents_of(text) == cents


@pytest.mark.parametrize(
    "text",
    [
        *("", "environ 200", "deux cents", "-5", "12 $ 50", "12 $ US", "1 25", "12,34,56"),
        *("1,250,50", "12.505.1", "12,5050", "1,25,000", "1e3", "٣"),
    ],
)
def test_what_is_no_amount_is_none(text: str) -> None:
    assert cents_of(text) is None


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("cents", [0, 5, 99_99, 125_050, 99_999_999_999])
def test_an_amount_is_read_back_from_its_own_words(cents: int, language: str) -> None:
    assert cents_of(amount_words(cents, language)) == cents
