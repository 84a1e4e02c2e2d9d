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


class TransferRefused(Refused):
    """An offer or an answer that cannot be taken (MH-06)."""


class StepRefused(Refused):
    """A step that does not follow, or that is another's to take."""


class DirectoryFault(RoutingError):
    """A designation or an absence that contradicts what is recorded already."""


class PluginFault(RoutingError):
    """A borough's plug-in raised or answered nonsense while it decided a case."""


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing that is wrong in a borough's folder: where, what, and how to put it right.

    `problem` and `remedy` are said in French and in English, in that order.
    """

    file: str
    key: str
    problem: tuple[str, str]
    remedy: tuple[str, str]

    def __str__(self) -> str:
        where = f"{self.file}: {self.key}" if self.key else self.file
        return f"{where}: {self.problem[1]}: {self.remedy[1]}"


class ManifestsRefused(RoutingError):
    """All faults of all manifests at once; while one is left, routing does not start."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(sorted(set(faults)))
        lines = "\n".join(f"- {fault}" for fault in self.faults)
        super().__init__(f"{len(self.faults)} fault(s) in the boroughs' manifests:\n{lines}")
