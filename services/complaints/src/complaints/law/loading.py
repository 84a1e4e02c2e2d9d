"""Reads `versions/*.toml` into the book of texts; a fault names its file and key."""

import tomllib
from importlib.resources import files
from importlib.resources.abc import Traversable
from itertools import pairwise
from string import Formatter
from typing import Any

from pydantic import ValidationError

from complaints.domain.legal_letters.passages import PASSAGES
from complaints.domain.legal_letters.texts import LawBook, LawTexts


class LawFault(ValueError):
    """A version that cannot be used; the message names file, key and reason."""


def load(folder: Traversable | None = None) -> LawBook:
    """All versions. Raises LawFault at the first one that is wrong: a service refuses to start."""
    place = files(__package__) / "versions" if folder is None else folder
    found = sorted((one for one in place.iterdir() if one.name.endswith(".toml")), key=_name)
    texts = [_texts(one.name, one.read_text(encoding="utf-8")) for one in found]
    if not texts:
        raise LawFault("versions: no file")
    for earlier, later in pairwise(texts):
        if earlier.effective_on >= later.effective_on:
            raise LawFault(f"{later.version}.toml: effective_on: must follow {earlier.version}")
    return LawBook(texts)


def _name(one: Traversable) -> str:
    return one.name


def _texts(name: str, written: str) -> LawTexts:
    try:
        data: dict[str, Any] = tomllib.loads(written)
    except tomllib.TOMLDecodeError as fault:
        raise LawFault(f"{name}: {fault}") from None
    if f"{data.get('version')}.toml" != name:
        raise LawFault(f"{name}: version: must be the name of the file")
    laws = data.pop("laws", {})
    provisions = {}
    for key, one in data.pop("provisions", {}).items():
        code, _, article = key.partition("/")
        if code not in laws:
            raise LawFault(f"{name}: provisions.{key}: no law {code!r} in [laws]")
        provisions[key] = {"key": key, "law": laws[code], "article": article, **one}
    try:
        texts = LawTexts.model_validate({**data, "provisions": provisions})
    except ValidationError as fault:
        first = fault.errors(include_url=False)[0]
        at = ".".join(str(part) for part in first["loc"])
        raise LawFault(f"{name}: {at}: {first['msg']}") from None
    _check_passages(name, texts)
    return texts


def _check_passages(name: str, texts: LawTexts) -> None:
    for key in PASSAGES.keys() ^ texts.passages.keys():
        raise LawFault(f"{name}: passages.{key}: missing, or used by no letter")
    for key, holes in PASSAGES.items():
        for language in ("fr", "en"):
            try:
                parsed = list(Formatter().parse(getattr(texts.passages[key], language)))
            except ValueError as fault:
                raise LawFault(f"{name}: passages.{key}.{language}: {fault}") from None
            if {hole for _, hole, _, _ in parsed if hole is not None} != holes:
                raise LawFault(
                    f"{name}: passages.{key}.{language}: must have the holes {sorted(holes)}"
                )
