"""The grids as routing publishes them are the words by which the counter takes requests (PR-02)."""

import pytest
from contracts.events.routing import GRIDS
from contracts.topics import TOPICS
from guichet_testing.grids import NOW, heard
from intake.application.keep_grid import keep_words
from intake.domain.activities import Vocabulary
from routing.adapters.manifests_toml import TomlBoroughs, shipped_folders
from routing.application.grid_event import grid_event
from routing.application.publish_grid import digest_of
from routing.domain.grid import Grid

PR_02 = (
    "Nid-de-poule",
    "Graffiti (domaine public)",
    "Éclairage défectueux",
    "Mobilier urbain endommagé",
    "Manque de propreté",
    "Nettoyage du domaine public",
)


@pytest.fixture(scope="module")
def grids() -> list[Grid]:
    return list(TomlBoroughs(shipped_folders()).load())


@pytest.fixture(scope="module")
def vocabulary(grids: list[Grid]) -> Vocabulary:
    events = [grid_event(one.manifest, digest_of(one.manifest)) for one in grids]
    return Vocabulary(keep_words(None, heard(one), NOW).state for one in events)


@pytest.mark.parametrize("activity", PR_02)
def test_the_six_activities_are_known_where_they_were_promised_pr_02(
    vocabulary: Vocabulary, activity: str
) -> None:
    assert vocabulary.knows("pierrefonds-roxboro", activity) is True


def test_of_every_shipped_grid_the_words_are_known_and_a_persons_name_is_not(
    grids: list[Grid], vocabulary: Vocabulary
) -> None:
    for grid in grids:
        for one in grid.manifest.activities:
            assert vocabulary.knows(grid.slug, one.name_fr) is True
        assert vocabulary.knows(grid.slug, "Zébulon Tremblay") is False


def test_every_shipped_grid_fits_in_a_record(grids: list[Grid]) -> None:
    for one in grids:
        event = grid_event(one.manifest, digest_of(one.manifest))
        assert len(event.model_dump_json()) < TOPICS[GRIDS].max_value_bytes / 4
