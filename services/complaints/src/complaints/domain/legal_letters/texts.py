"""The texts of the law that letters quote: provisions and set passages, by version.

Data: a jurist reviews it in docs/law.md, a version that was used is never changed. What nobody
confirmed says so, here and in every list that shows it.
"""

from collections.abc import Iterable, Mapping
from datetime import date

from pydantic import BaseModel, ConfigDict, Field

from complaints.domain.reasons import Reason


class UnknownProvision(LookupError):
    """A provision that this version of the texts does not hold; the message names its key."""


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Provision(_Frozen):
    """One provision of a law. `key` is what a decision stores, such as `a-2.1/23`."""

    key: str = Field(pattern=r"^[a-z0-9.-]+/[0-9.]+$")
    law: str = Field(min_length=1, description="As it is cited: RLRQ, c. A-2.1")
    article: str = Field(min_length=1)
    topic: Reason = Field(description="What it protects, in a few words: for lists")
    text: Reason = Field(description="Its words, as a decision quotes them (A-2.1 art. 51)")
    source: str = Field(min_length=1)
    confirmed: bool = Field(description="False: to be confirmed by a jurist before it is relied on")
    obliges: bool = Field(False, description="True: the body must refuse; False: it may")
    refuses: bool = Field(True, description="True: a refusal may rest on it")

    @property
    def citation(self) -> Reason:
        """How it is cited in a sentence."""
        return Reason(
            fr=f"article {self.article} ({self.law})", en=f"section {self.article} ({self.law})"
        )


class Passage(_Frozen):
    """A set passage of letters. Holes such as `{answer_due_on}` are filled by the letter."""

    fr: str = Field(min_length=1)
    en: str = Field(min_length=1)
    source: str = Field(min_length=1)
    confirmed: bool


class Delay(_Frozen):
    """A delay of the law in words. The number that counts is elsewhere: `where` says in what."""

    fr: str = Field(min_length=1)
    en: str = Field(min_length=1)
    where: str = Field(min_length=1, description="The configuration that holds the number")
    source: str = Field(min_length=1)
    confirmed: bool


class LawTexts(_Frozen):
    """One version of all texts, in force from a local date on."""

    version: str = Field(pattern=r"^[0-9]{4}-[0-9]{2}(\.[0-9]+)?$")
    effective_on: date
    provisions: Mapping[str, Provision]
    passages: Mapping[str, Passage]
    delays: Mapping[str, Delay] = {}

    def provision(self, key: str) -> Provision:
        """Raises UnknownProvision."""
        found = self.provisions.get(key)
        if found is None:
            raise UnknownProvision(key)
        return found

    @property
    def refusals(self) -> tuple[Provision, ...]:
        """Provisions on which a refusal of access may rest, in the order of the law (PV-49)."""
        return tuple(one for one in self.provisions.values() if one.refuses)

    def passage(self, key: str, **holes: Reason) -> Reason:
        """A set passage with its holes filled, each in its language."""
        found = self.passages[key]
        return Reason(
            fr=found.fr.format(**{name: one.fr for name, one in holes.items()}),
            en=found.en.format(**{name: one.en for name, one in holes.items()}),
        )


class LawBook:
    """All versions. Old ones stay: a stored decision is shown with the texts it was made with."""

    def __init__(self, versions: Iterable[LawTexts]) -> None:
        self._versions = sorted(versions, key=lambda one: one.effective_on)
        if not self._versions:
            raise ValueError("no version of the texts of the law")

    @property
    def versions(self) -> tuple[LawTexts, ...]:
        """Oldest first."""
        return tuple(self._versions)

    def in_force(self, on: date) -> LawTexts:
        """The newest of that local date; before the first one, the first."""
        past = [one for one in self._versions if one.effective_on <= on]
        return past[-1] if past else self._versions[0]

    def named(self, version: str) -> LawTexts:
        """The texts of that version. Raises LookupError."""
        for one in self._versions:
            if one.version == version:
                return one
        raise LookupError(version)
