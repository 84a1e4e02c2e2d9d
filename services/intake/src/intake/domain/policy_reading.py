"""The policy in short (`policy.toml`), and that an employee has read a version of it (PV-34)."""

import tomllib
from datetime import date, datetime
from importlib.resources import files

from intake.domain.dossier import Part

Pair = tuple[str, str]  # French, English


class PolicyPoint(Part):
    """One thing to do: its name, and the words for it."""

    name: Pair
    text: Pair


class PolicySection(Part):
    """Points about one situation."""

    title: Pair
    points: tuple[PolicyPoint, ...]


class Policy(Part):
    """The text as it is since `version` (a local date); another wording is another version."""

    version: date
    sections: tuple[PolicySection, ...]


class PolicyReading(Part):
    """An employee of a counter acknowledged a version; made once, never changed."""

    subject: str
    borough: str
    version: date
    acknowledged_at: datetime


def current_policy() -> Policy:
    """The text of this release."""
    table = files("intake.domain").joinpath("policy.toml").read_text("utf-8")
    return Policy.model_validate(tomllib.loads(table))
