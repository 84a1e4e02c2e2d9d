"""Reads what services ask from a TOML file; one fault refuses to start, naming where it is."""

import tomllib
from collections.abc import Collection
from importlib.resources import files
from pathlib import Path

from pydantic import TypeAdapter

from intake.domain.service_attributes import Attribute, Catalogue

OURS = "service_attributes.toml"
_SHAPE = TypeAdapter(dict[str, dict[str, tuple[Attribute, ...]]])


def load(path: Path | None, boroughs: Collection[str]) -> Catalogue:
    """The file, or ours without one. Raises ValueError: what is wrong with it.

    Ours speaks of a counter that an installation may not have; a file of one's own must not.
    """
    source = files("intake.adapters").joinpath(OURS) if path is None else path
    found = _SHAPE.validate_python(tomllib.loads(source.read_text("utf-8")))
    for borough, services in found.items():
        if path is not None and borough not in boroughs:
            raise ValueError(f"{path.name}: {borough} is no counter of this house")
        for service, attributes in services.items():
            codes = [one.code for one in attributes]
            if len(set(codes)) != len(codes):
                raise ValueError(f"{borough}.{service}: the same code twice")
    return found
