"""What routing refuses, in a form that can be shown: never a value a citizen gave."""

from collections.abc import Sequence
from dataclasses import dataclass


class RoutingError(Exception):
    """Of all errors of the domain: a rule was broken, so trying again does not help."""


class Refused(RoutingError):
    """Something entered that a clause forbids; `field` names what must be mended."""

    def __init__(self, field: str, reason_fr: str, reason_en: str) -> None:
        super().__init__(f"{field}: {reason_en}")
        self.field, self.reason_fr, self.reason_en = field, reason_fr, reason_en


class WorkRefused(Refused):
    """Completed work that cannot be taken."""


class PeopleRefused(Refused):
    """A designation or an absence that cannot be taken."""


class DirectoryFault(RoutingError):
    """A designation or an absence that contradicts what is recorded already."""


class PluginFault(RoutingError):
    """A borough's plug-in raised or answered nonsense while it decided a case."""


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing that is wrong in a manifest: where, and how to put it right."""

    file: str
    key: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}: {self.key}: {self.message}"


class ManifestsRefused(RoutingError):
    """All faults of all manifests at once; while one is left, routing does not start."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(sorted(set(faults)))
        lines = "\n".join(f"- {fault}" for fault in self.faults)
        super().__init__(f"{len(self.faults)} fault(s) in the boroughs' manifests:\n{lines}")
