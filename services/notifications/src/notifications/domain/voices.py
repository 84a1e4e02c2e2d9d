"""How a borough speaks, and where its departments read their mail: the grid's part for messages."""

from collections.abc import Iterable, Mapping
from datetime import date

from pydantic import BaseModel, ConfigDict


class Department(BaseModel):
    """A service municipal. The mailbox is the department's, no person's."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name_fr: str
    name_en: str
    mailbox: str | None = None


class Voice(BaseModel):
    """One version of one borough's voice, in force from a local date on."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    borough: str
    version: int
    effective_on: date
    name_fr: str
    name_en: str
    signature_fr: str
    signature_en: str
    from_address: str = ""
    departments: Mapping[str, Department] = {}


class Voices:
    """All voices known, looked up by borough."""

    def __init__(self, voices: Iterable[Voice] = ()) -> None:
        self._by_borough: dict[str, list[Voice]] = {}
        for voice in sorted(voices, key=lambda one: one.version):
            self._by_borough.setdefault(voice.borough, []).append(voice)

    def voice(self, borough: str, on: date) -> Voice | None:
        """The newest in force on that day; before the first one is, the first. None: unknown."""
        known = self._by_borough.get(borough, [])
        in_force = [one for one in known if one.effective_on <= on]
        return in_force[-1] if in_force else next(iter(known), None)

    def names(self, on: date) -> dict[str, str]:
        """The French name of every borough that is known, a proper name in both languages."""
        known = {borough: self.voice(borough, on) for borough in self._by_borough}
        return {borough: voice.name_fr for borough, voice in known.items() if voice is not None}

    def department(self, borough: str, code: str, version: int, on: date) -> Department | None:
        """A department as it is today, or as it was in the version that a decision names.

        None: that version did not arrive yet. Without a mailbox: no version gives one.
        """
        known = self._by_borough.get(borough, [])
        if not any(one.version >= version for one in known):
            return None
        today = self.voice(borough, on)
        named = next((one for one in known if one.version == version), None)
        found = [one.departments[code] for one in (today, named) if one and code in one.departments]
        with_mailbox = [one for one in found if one.mailbox]
        return next(iter([*with_mailbox, *found]), Department(name_fr=code, name_en=code))
