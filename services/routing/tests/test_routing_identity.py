"""A counter's face: what its manifest may say, and how it travels (PR-02, PR-07)."""

import re
from pathlib import Path

import pytest
from contracts.events.routing import GridIdentity
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from routing.adapters.manifests_toml import TomlBoroughs, shipped_folders
from routing.application.grid_event import grid_event
from routing.domain.manifest_identity import READABLE, WHITE, Identity, contrast, text_on

GRIDS = {grid.slug: grid for grid in TomlBoroughs(shipped_folders()).load()}
colours = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@given(colours)
def test_white_or_black_can_be_read_on_any_colour(ground: str) -> None:
    assert contrast(text_on(ground), ground) >= READABLE


@given(colours, colours)
def test_contrast_is_the_same_from_both_sides(one: str, other: str) -> None:
    assert contrast(one, other) == contrast(other, one)
    assert 1 <= contrast(one, other) <= 21
    assert contrast(one, one) == 1


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", WHITE) == pytest.approx(21)
    assert contrast("#777777", WHITE) == pytest.approx(4.48, abs=0.005)


@pytest.mark.parametrize(
    ("key", "value", "why"),
    [
        ("band_colour", "red", "must be a colour"),
        ("band_colour", "#FFF", "must be a colour"),
        ("band_colour", "#ffffff;}body{display:none", "must be a colour"),
        ("accent_colour", "#ffee00", "contrast"),
        ("accent_colour", "#777777", "contrast"),
        ("phone", "appelez-nous", "pattern"),
        ("face", "round", "extra"),
    ],
)
def test_a_face_that_cannot_be_read_is_refused(key: str, value: str, why: str) -> None:
    with pytest.raises(ValidationError, match=re.compile(why, re.IGNORECASE)):
        Identity.model_validate({key: value})


def test_the_signature_belongs_to_its_borough_alone_pr_07() -> None:
    signed = {slug for slug, grid in GRIDS.items() if _face(slug).signature_fr}
    assert signed == {"pierrefonds-roxboro"}
    assert _face("pierrefonds-roxboro").signature_fr == "On s'occupe de vous !"


def test_the_pilot_offers_its_six_activities_first_pr_02() -> None:
    own = {one.code for one in GRIDS["pierrefonds-roxboro"].manifest.activities}
    offered = [one.activity for one in _face("pierrefonds-roxboro").buttons]
    assert len(offered) == 6
    assert set(offered) <= own


def test_a_borough_without_a_face_has_its_citys_mt_08() -> None:
    assert _face("verdun") == _face("montreal").model_copy(update={"signature_fr": ""})


def test_a_button_of_an_unknown_activity_is_refused_by_file_and_key(tmp_path: Path) -> None:
    folder = tmp_path / "prevost"
    folder.mkdir()
    shipped = next(one for one in shipped_folders() if one.name == "prevost")
    text = (shipped / "manifest.toml").read_text(encoding="utf-8")
    wrong = text.replace('activity = "drainage", label_fr', 'activity = "drain", label_fr')
    (folder / "manifest.toml").write_text(wrong, encoding="utf-8")
    with pytest.raises(Exception, match=r"identity\.buttons\.drain"):
        TomlBoroughs([folder]).load()


def _face(slug: str) -> GridIdentity:
    face = grid_event(GRIDS[slug].manifest, "digest").identity
    assert face is not None
    return face
