"""The port through which boroughs plug in: where their folders lie is an adapter's business."""

from collections.abc import Sequence
from typing import Protocol

from routing.domain.grid import Grid


class Boroughs(Protocol):
    """All boroughs plugged in, validated together."""

    def load(self) -> Sequence[Grid]:
        """The first grid of every borough; raises ManifestsRefused with every fault found."""
        ...
