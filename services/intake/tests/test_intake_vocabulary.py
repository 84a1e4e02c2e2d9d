"""The words of the grids, as the counter knows them (PR-02)."""

import asyncio
from datetime import date
from typing import Any

import pytest
from chassis.document import Draft
from chassis.memory import MemoryStore
from contracts.events.routing import GridActivity
from guichet_testing.bad_input import example
from guichet_testing.grids import NOW, heard
from intake.adapters.stored_vocabulary import StoredVocabulary, index
from intake.application.keep_grid import keep_words
from intake.domain.activities import ActivityNames, GridWords, Vocabulary, plain


@pytest.mark.parametrize(
    "spelling", ["Éclairage - défectueux", "*ECLAIRAGE DÉFECTUEUX", " éclairage  défectueux "]
)
def test_a_name_is_known_in_any_spelling(spelling: str) -> None:
    assert plain(spelling) == "eclairage defectueux"


def test_an_activity_is_known_by_its_code_both_names_and_synonyms_and_kept_once() -> None:
    activity = GridActivity(
        code="nid", name_fr="Nid-de-poule", name_en="Pothole", synonyms=["Trou", "TROU"]
    )
    grid: Any = example("routing.grid-published.v1", activities=[activity], inherits="montreal")
    kept = keep_words(None, heard(grid), NOW).state
    assert kept.words == ("nid", "nid de poule", "pothole", "trou")
    assert kept.family == "montreal"
    assert keep_words(kept, heard(grid), NOW).state is kept


def test_an_empty_name_is_no_word() -> None:
    words = GridWords(borough="anjou", version=1, words=("graffiti",))
    assert Vocabulary([words]).knows("anjou", "…") is False


async def put(store: MemoryStore[GridWords], words: GridWords) -> None:
    draft = Draft.of((await store.load([words.borough]))[words.borough])
    draft.state, draft.changed = words, True
    assert not await store.save([draft])


async def test_whoever_asks_reads_the_store_again_only_after_a_while() -> None:
    store: MemoryStore[GridWords] = MemoryStore(GridWords, index)
    eager, patient = StoredVocabulary(store, every_seconds=0), StoredVocabulary(store)
    for one in (eager, patient):
        assert (await one.current()).knows("anjou", "graffiti") is None
    await put(store, GridWords(borough="anjou", version=1, words=("graffiti",)))
    assert (await eager.current()).knows("anjou", "graffiti") is True
    assert (await patient.current()).knows("anjou", "graffiti") is None


async def test_words_that_did_not_change_stay_the_same_object_over_a_reading() -> None:
    store: MemoryStore[GridWords] = MemoryStore(GridWords, index)
    await put(store, GridWords(borough="anjou", version=1, words=("graffiti",)))
    vocabulary = StoredVocabulary(store, every_seconds=0)
    first = await vocabulary.current()
    assert await vocabulary.current() is first
    await put(store, GridWords(borough="anjou", version=2, words=("graffiti", "nid")))
    assert await vocabulary.current() is not first


async def test_a_grid_that_comes_in_is_read_at_once() -> None:
    store: MemoryStore[GridWords] = MemoryStore(GridWords, index)
    vocabulary = StoredVocabulary(store, every_seconds=3600)
    await put(store, GridWords(borough="anjou", version=1, words=("graffiti",)))
    vocabulary.ring()
    await asyncio.wait_for(vocabulary.run(), 5)
    assert vocabulary.knows("anjou", "Graffiti") is True


def test_a_version_that_is_planned_is_offered_from_its_day_on() -> None:
    nid, feu = ActivityNames(code="nid", name_fr="Nid"), ActivityNames(code="feu", name_fr="Feu")
    first = GridWords(borough="anjou", version=1, effective_on=date(2026, 1, 1), activities=(nid,))
    second = first.model_copy(
        update={"version": 2, "effective_on": date(2026, 12, 1), "activities": (feu,)}
    )
    before = Vocabulary([first, second], date(2026, 11, 30))
    after = Vocabulary([first, second], date(2026, 12, 1))
    assert [one.code for one in before.activities_of("anjou")] == ["nid"]
    assert [one.code for one in after.activities_of("anjou")] == ["feu"]
