"""What may lie beside a manifest: a long list of activities, and a list of intervention codes."""

import csv
from collections.abc import Iterator
from importlib.resources.abc import Traversable
from typing import Any

from pydantic import BaseModel, ValidationError

from routing.domain.errors import Fault
from routing.domain.names import slug

POLICY, CODES = "policy.json", "closing-codes.csv"
_COLUMNS = ("code", "name_fr", "name_en")


class _Policy(BaseModel):
    """Names by place, and names by fixed unit: each name goes to that unit of the 311 data."""

    source: str
    geo: tuple[str, ...]
    fixed: dict[str, str]


def add_files_beside(folder: Traversable, raw: dict[str, Any], faults: list[Fault]) -> None:
    """Lay what lies beside the manifest into its raw tables; what is wrong goes to `faults`."""
    activities, closing = raw.get("activities", []), raw.get("closing", {})
    if (folder / POLICY).is_file() and isinstance(activities, list):
        raw["activities"] = [*activities, *_activities(folder, faults)]
    if (folder / CODES).is_file() and isinstance(closing, dict):
        codes, file = closing.get("codes", []), f"{folder.name}/{CODES}"
        if isinstance(codes, list):
            rows = _codes(file, (folder / CODES).read_bytes(), faults)
            raw["closing"] = closing | {"codes": [*codes, *rows]}


def _activities(folder: Traversable, faults: list[Fault]) -> Iterator[dict[str, Any]]:
    """A long list of activities, each with a code made of its name."""
    try:
        policy = _Policy.model_validate_json((folder / POLICY).read_bytes())
    except ValidationError as error:
        found = error.errors(include_url=False)[0]
        key = ".".join(map(str, found["loc"]))
        problem = (f"ne se lit pas ({found['msg']})", f"cannot be read ({found['msg']})")
        remedy = (
            'écrivez {"source": "…", "geo": ["activité"], "fixed": {"activité": "unité"}}',
            'write {"source": "…", "geo": ["activity"], "fixed": {"activity": "unit"}}',
        )
        faults.append(Fault(f"{folder.name}/{POLICY}", key, problem, remedy))
        return
    modes: list[tuple[str, str]] = [(name, "") for name in policy.geo] + [*policy.fixed.items()]
    codes: set[str] = set()
    for name, unit in sorted(modes):
        code = stem = slug(name)
        number = 1
        while code in codes:
            number += 1
            code = f"{stem}-{number}"
        codes.add(code)
        entry = {"code": code, "name_fr": name, "source": policy.source}
        yield entry | ({"mode": "fixed", "unit": unit} if unit else {"mode": "geo"})


def _codes(file: str, content: bytes, faults: list[Fault]) -> list[dict[str, str]]:
    """Intervention codes exported from a borough's own software (PV-52), as a spreadsheet saves it.

    UTF-8 or Windows-1252, comma or semicolon; the columns are `code`, `name_fr`, `name_en`.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    lines = text.splitlines()
    delimiter = ";" if lines and ";" in lines[0] else ","
    reader = csv.DictReader(lines, delimiter=delimiter)
    if tuple(reader.fieldnames or ()) != _COLUMNS:
        faults.append(
            Fault(
                file,
                "1",
                ("la première ligne n'est pas celle des colonnes", "line 1 is not the columns"),
                ("écrivez : code,name_fr,name_en", "write: code,name_fr,name_en"),
            )
        )
        return []
    rows: list[dict[str, str]] = []
    for number, row in enumerate(reader, start=2):
        if None in row or not all((row[name] or "").strip() for name in _COLUMNS):
            faults.append(
                Fault(
                    file,
                    str(number),
                    ("il faut trois valeurs", "three values are needed"),
                    (
                        "donnez code, name_fr et name_en ; entre guillemets s'il y a une virgule",
                        "give code, name_fr and name_en; in quotes where there is a comma",
                    ),
                )
            )
            continue
        rows.append({name: row[name].strip() for name in _COLUMNS} | {"source": file})
    return rows
