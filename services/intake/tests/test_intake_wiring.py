"""Intake is wired as the catalogue says, and starts with nothing but its secrets."""

import re

import pytest
from chassis.process import Life
from chassis.sealing import new_key
from contracts.topics import TOPICS, read_by
from intake.bootstrap import build
from intake.domain.dossier import Status
from intake.domain.steps import Step
from intake.domain.tracking import CROCKFORD, TrackingCodes, hash_of
from intake.entrypoints.words import STATUSES, STEPS
from intake.settings import IntakeSettings
from pydantic import SecretStr, ValidationError


def wired_settings() -> IntakeSettings:
    return IntakeSettings(tracking_secret=SecretStr("x" * 32), storage_key=SecretStr(new_key()))


async def test_it_reads_exactly_the_topics_that_the_catalogue_gives_it() -> None:
    kit = build(wired_settings())
    read = {topic for inbox in kit.inboxes for topic in inbox.topics}
    assert read == {topic.name for topic in read_by("intake")}
    assert Life(kit, "all").app().title == "Guichet intake"
    assert read <= set(TOPICS)


async def test_the_timeline_is_a_projection_of_six_topics_and_the_case_of_those_that_decide() -> (
    None
):
    kit = build(wired_settings())
    assert kit.projections["timeline"].topics == (
        "complaints-access",
        "complaints-claims",
        "complaints-investigations",
        "notifications-deliveries",
        "routing-assignments",
        "sla-commitments",
    )
    deciding = {inbox.topic for inbox in kit.inboxes if not inbox.projection}
    assert deciding.isdisjoint({"notifications-deliveries", "sla-commitments"})
    with pytest.raises(ValueError, match="no effects"):
        kit.commands(kit.projections["timeline"].store)


def test_it_refuses_to_start_without_its_tracking_secret() -> None:
    with pytest.raises(ValidationError, match="tracking_secret"):
        IntakeSettings(_env_file=None)


def test_every_setting_says_what_it_is_for() -> None:
    assert all(field.description for field in IntakeSettings.model_fields.values())


def test_every_state_and_step_has_its_words_in_both_languages_mh_16() -> None:
    assert set(STATUSES) == set(Status)
    assert set(STEPS) == set(Step)
    assert all(french and english for french, english in [*STATUSES.values(), *STEPS.values()])


def test_a_tracking_code_is_derived_from_the_secret_and_the_case() -> None:
    codes, others = TrackingCodes("a" * 32), TrackingCodes("b" * 32)
    code = codes.code_of("case-1")
    assert re.fullmatch(f"[{CROCKFORD}]{{16}}", code)
    assert code == codes.code_of("case-1") != codes.code_of("case-2")
    assert code != others.code_of("case-1")
    assert codes.hash_for("case-1") == hash_of(f" {code[:8].lower()}-{code[8:]}")
