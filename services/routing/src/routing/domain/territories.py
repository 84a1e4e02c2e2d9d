"""The port through which a point becomes a territory; the polygons live in an adapter."""

from typing import Protocol

from pydantic import BaseModel, ConfigDict


class Territory(BaseModel):
    """A borough of Montréal or a linked city (*ville liée*), which is never a responsible unit."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    slug: str
    name: str
    abbreviation: str
    is_linked_city: bool


class Territories(Protocol):
    """All territories that are known by their limits."""

    def locate(self, longitude: float, latitude: float) -> Territory | None:
        """The territory around a WGS84 point, in degrees; None where no known limit holds it."""
        ...

    def named(self, text: str) -> Territory | None:
        """The territory of that name, in any spelling of `names.place_key`."""
        ...
