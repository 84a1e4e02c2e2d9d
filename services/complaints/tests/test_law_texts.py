"""The texts of the law are data: checked at start, versioned, and shown to a jurist as they are."""

import shutil
from datetime import date
from pathlib import Path

import pytest
from complaints.domain.legal_letters import LawBook, LetterKind, Provision
from complaints.domain.legal_letters.texts import Delay, Passage
from complaints.law import LawFault, load
from complaints.law.in_words import law_in_words
from contracts.words import LetterKind as Said

VERSIONS = Path(__file__).parents[1] / "src" / "complaints" / "law" / "versions"
PAGE = Path(__file__).parents[3] / "docs" / "law.md"
NAME = "2026-11.toml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(VERSIONS, tmp_path / "versions")
    return tmp_path / "versions"


def changed(folder: Path, old: str, new: str, name: str = NAME) -> None:
    text = (folder / NAME).read_text(encoding="utf-8")
    assert old in text
    (folder / name).write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_page_for_the_jurist_is_what_the_letters_are_made_from() -> None:
    """Made by `python -m complaints law > docs/law.md`."""
    assert PAGE.read_text(encoding="utf-8") == law_in_words(load())


def test_what_is_general_knowledge_alone_is_to_be_confirmed() -> None:
    for texts in load().versions:
        every: list[Provision | Passage | Delay] = [
            *texts.provisions.values(),
            *texts.passages.values(),
            *texts.delays.values(),
        ]
        unread = [one for one in every if "[K]" in one.source]
        assert unread
        assert not [one.source for one in unread if one.confirmed]


def test_pv_49_refusals_are_offered_in_the_order_of_the_law() -> None:
    (texts, *_) = load().versions
    articles = [int(one.article) for one in texts.refusals]
    assert articles == sorted(articles)
    assert {23, 24, 37, 53} <= set(articles)
    assert texts.provision("a-2.1/53").obliges


def test_every_kind_of_letter_is_known_to_the_contracts() -> None:
    assert {one.value for one in LetterKind} <= {one.value for one in Said}


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('version = "2026-11"', 'version = "2026-12"', "version: must be the name of the file"),
        ("[laws]", "[laws", NAME),
        ('"a-2.1" = "RLRQ, c. A-2.1"', '"i-16" = "RLRQ, c. I-16"', "provisions.a-2.1/1: no law"),
        ("obliges = true", 'obliges = "oui"', "obliges"),
        ("{answer_due_on}", "{due}", "passages.access.receipt.fr: must have the holes"),
        ("{answer_due_on}", "{answer_due_on", "passages.access.receipt.fr"),
        ('[passages."claim.signer"]', '[passages."claim.signed"]', "passages.claim.sign"),
        ("effective_on = 2026-11-01", 'effective_on = "hier"', "effective_on"),
    ],
)
def test_a_version_that_is_wrong_is_refused_by_file_and_key(
    folder: Path, old: str, new: str, fault: str
) -> None:
    changed(folder, old, new)
    with pytest.raises(LawFault) as raised:
        load(folder)
    assert NAME in str(raised.value)
    assert fault in str(raised.value)


def test_without_any_version_nothing_starts(tmp_path: Path) -> None:
    with pytest.raises(LawFault, match="no file"):
        load(tmp_path)


def later(folder: Path, effective_on: str = "2027-01-01") -> LawBook:
    text = (folder / NAME).read_text(encoding="utf-8")
    text = text.replace('version = "2026-11"', 'version = "2027-01"')
    text = text.replace("effective_on = 2026-11-01", f"effective_on = {effective_on}")
    (folder / "2027-01.toml").write_text(text, encoding="utf-8")
    return load(folder)


def test_a_newer_version_holds_from_its_day_and_the_older_one_stays(folder: Path) -> None:
    book = later(folder)
    assert book.in_force(date(2026, 12, 31)).version == "2026-11"
    assert book.in_force(date(2027, 1, 1)).version == "2027-01"
    assert book.in_force(date(2020, 1, 1)).version == "2026-11", "before the first, the first"
    assert book.named("2026-11").version == "2026-11"
    with pytest.raises(LookupError):
        book.named("1999-01")


def test_two_versions_of_one_day_are_refused(folder: Path) -> None:
    with pytest.raises(LawFault, match="effective_on: must follow 2026-11"):
        later(folder, "2026-11-01")
