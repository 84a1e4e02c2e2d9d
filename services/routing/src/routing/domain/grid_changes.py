"""What differs between two versions of a grid, in words a director reads aloud; nothing is silent.

Departments, activities and delays are said as people speak of them; of every other section the
key is named with what it said before and says now, so that a section added later is told too.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pydantic import BaseModel, ConfigDict

from routing.domain.delays import KINDS, from_to, promised
from routing.domain.manifest import Activity, Department, Manifest
from routing.domain.reasons import Words

SECTIONS: Mapping[str, Words] = {
    "activities": ("Activités", "Activities"),
    "overrides": ("Exceptions par arrondissement", "Exceptions by borough"),
    "commitments": ("Délais", "Delays"),
    "departments": ("Services municipaux", "Departments"),
    "designations": ("Désignations", "Designations"),
    "schemes": ("Processus", "Processes"),
    "authorities": ("Autres autorités", "Other authorities"),
    "calendar": ("Calendrier", "Calendar"),
    "complaints": ("Plaintes", "Complaints"),
    "closing": ("Fermeture", "Closing"),
    "messages": ("Messages", "Messages"),
    "counter": ("Guichet", "Counter"),
    "identity": ("Identité", "Identity"),
    "borough": ("Arrondissement", "Borough"),
}
_UNSAID = frozenset({"version", "effective_on"})
_SPOKEN = frozenset({"activities", "departments"})
_TARGET = frozenset({"mode", "department", "unit", "authority"})
_TOLD = _TARGET | {"name_fr", "name_en", "synonyms"}
_COUNTED = frozenset({"counting", "amount"})  # the sentences on delays say these
_NAMES = ("code", "slug", "department", "activity", "day", "from_on", "role")
_LONGEST = 120
_ORDER = "ordre / order"


class Change(BaseModel):
    """One difference, under the section of the manifest where it stands."""

    model_config = ConfigDict(frozen=True)

    section: str
    fr: str
    en: str

    @property
    def heading(self) -> Words:
        """The section in words; a section that is not known here goes by its key."""
        return SECTIONS.get(self.section, (self.section, self.section))


def changes_between(before: Manifest, after: Manifest) -> tuple[Change, ...]:
    """Every difference but the number and the day of the version itself.

    The same content gives none; any other content gives at least one.
    """
    found = [
        *_said("activities", _activities(before, after)),
        *_said("commitments", _delays(before, after)),
        *_said("departments", _departments(before, after)),
    ]
    old, new = (one.model_dump(mode="json", exclude_defaults=True) for one in (before, after))
    for section in {**old, **new}:
        if section not in _SPOKEN:
            found += _by_key(section, old.get(section), new.get(section))
    return tuple(found)


def _said(section: str, sentences: Iterator[Words]) -> Iterator[Change]:
    for fr, en in sentences:
        yield Change(section=section, fr=fr, en=en)


def _activities(before: Manifest, after: Manifest) -> Iterator[Words]:
    old = {one.code: one for one in before.activities}
    new = {one.code: one for one in after.activities}
    for code, one in new.items():
        if (held := old.get(code)) is None:
            fr, en = _target(one, after)
            yield f"{_name(one)[0]} : nouvelle, à {fr}", f"{_name(one)[1]}: new, to {en}"
        elif held != one:
            yield from _activity(held, one, before, after)
    for code, one in old.items():
        if code not in new:
            yield f"{_name(one)[0]} : retirée", f"{_name(one)[1]}: removed"


def _activity(held: Activity, one: Activity, before: Manifest, after: Manifest) -> Iterator[Words]:
    different, (name_fr, name_en) = _different(held, one), _name(held)
    if different & _TARGET:
        old, new = _target(held, before), _target(one, after)
        yield f"{name_fr} : de {old[0]} à {new[0]}", f"{name_en}: from {old[1]} to {new[1]}"
    if different & {"name_fr", "name_en"}:
        fr, en = _name(one)
        yield (
            f"{name_fr} : s'appelle désormais {fr} (en anglais : {en})",
            f"{name_en}: is called {en} from now on (in French: {fr})",
        )
    if gone := ", ".join(name for name in held.synonyms if name not in one.synonyms):
        yield f"{name_fr} : n'est plus connue sous {gone}", f"{name_en}: no longer known as {gone}"
    if more := ", ".join(name for name in one.synonyms if name not in held.synonyms):
        yield f"{name_fr} : connue aussi sous {more}", f"{name_en}: also known as {more}"
    if keys := ", ".join(sorted(different - _TOLD)):
        yield f"{name_fr} : précisée ({keys})", f"{name_en}: amended ({keys})"


def _departments(before: Manifest, after: Manifest) -> Iterator[Words]:
    old = {one.code: one for one in before.departments}
    new = {one.code: one for one in after.departments}
    for code, one in new.items():
        if (held := old.get(code)) is None:
            yield f"{one.name_fr} : nouveau service", f"{one.name_en}: new department"
        elif held != one:
            yield from _department(held, one)
    for code, one in old.items():
        if code not in new:
            yield f"{one.name_fr} : retiré", f"{one.name_en}: removed"


def _department(held: Department, one: Department) -> Iterator[Words]:
    for key in sorted(_different(held, one)):
        was, now = _shown(getattr(held, key)), _shown(getattr(one, key))
        yield (
            f"{held.name_fr}, {key} : de {was[0]} à {now[0]}",
            f"{held.name_en}, {key}: from {was[1]} to {now[1]}",
        )


def _delays(before: Manifest, after: Manifest) -> Iterator[Words]:
    """The delay of each activity and of all others, as it holds: not rule by rule."""
    kinds = {
        "acknowledge": ("accusé de réception", "acknowledgement"),
        "complete": ("délai", "delay"),
    }
    named = {**_named(before), **_named(after)}
    rows = {row.activity for row in (*before.commitments, *after.commitments)} - {"*"}
    for kind, (kind_fr, kind_en) in kinds.items():
        for code in ("*", *sorted(rows)):
            was, now = promised(before, kind, code), promised(after, kind, code)
            if was != now:
                name_fr, name_en = named.get(code, (code, code))
                fr, en = from_to(was, now)
                yield f"{name_fr} ; {kind_fr} : {fr}", f"{name_en}; {kind_en}: {en}"


def _named(manifest: Manifest) -> dict[str, Words]:
    everything: Words = (
        "Toutes les activités sans délai propre",
        "All activities without their own",
    )
    return {"*": everything, **{one.code: _name(one) for one in manifest.activities}}


def _by_key(section: str, old: Any, new: Any) -> Iterator[Change]:
    for key, was, now in _paths(old, new, ()):
        if section == "borough" and key in _UNSAID:
            continue
        if section == "commitments" and _is_told(key, was, now):
            continue
        name = key or section
        (was_fr, was_en), (now_fr, now_en) = _shown(was), _shown(now)
        fr, en = f"{name} : de {was_fr} à {now_fr}", f"{name}: from {was_en} to {now_en}"
        if was is None:
            fr, en = f"{name} : ajouté{_of(now_fr)}", f"{name}: added{_of(now_en)}"
        elif now is None:
            fr, en = f"{name} : retiré{_of(was_fr)}", f"{name}: removed{_of(was_en)}"
        yield Change(section=section, fr=fr, en=en)


def _paths(old: Any, new: Any, path: Sequence[str]) -> Iterator[tuple[str, Any, Any]]:
    """The deepest keys at which two values differ; entries of a list go by their code.

    An entry that came or went is one difference, a section or a list is that of its parts.
    """
    if old == new:
        return
    one, other = _parts(old), _parts(new)
    if old is None and (isinstance(new, list) or not path):
        one = {} if other is not None else None
    if new is None and (isinstance(old, list) or not path):
        other = {} if one is not None else None
    if one is None or other is None:
        yield ".".join(path), old, new
        return
    found = [
        hit
        for name in {**one, **other}
        for hit in _paths(one.get(name), other.get(name), (*path, name))
    ]
    # Entries may only have changed places, which may matter too.
    yield from found or [(".".join(path), _ORDER, _ORDER)]


def _is_told(key: str, was: Any, now: Any) -> bool:
    """A delay that came, went or changed: a sentence says so where it makes any difference.

    Of rows for some kinds of cases or channels no sentence speaks, nor of other promises.
    """
    told = key.partition(".")[0].split("/")
    if len(told) > 2 or told[0] not in KINDS:
        return False
    return isinstance(was or now, dict) or key.rpartition(".")[2] in _COUNTED


def _parts(value: Any) -> dict[str, Any] | None:
    if isinstance(value, dict):
        return value
    if isinstance(value, list) and value and all(isinstance(row, dict) for row in value):
        names = [_row(row) for row in value]
        if len(set(names)) < len(names):
            names = [str(place) for place in range(1, len(value) + 1)]
        return dict(zip(names, value, strict=True))
    return None


def _row(row: Mapping[str, Any]) -> str:
    if "counting" in row:
        told = (row.get("kind"), row.get("activity", "*"), row.get("case_kind"))
        return "/".join(word for word in (*told, *row.get("channels", ())) if word)
    return str(next((row[key] for key in _NAMES if row.get(key)), ""))


def _target(one: Activity, manifest: Manifest) -> Words:
    if one.authority is not None:
        held = next((held for held in manifest.authorities if held.code == one.authority), None)
        return (held.name_fr, held.name_en) if held else (one.authority, one.authority)
    if one.unit:
        return one.unit, one.unit
    if one.department is not None:
        found = manifest.department(one.department)
        return (found.name_fr, found.name_en) if found else (one.department, one.department)
    return "l'arrondissement du lieu", "the borough of the place"


def _name(one: Activity) -> Words:
    return one.name_fr, one.name_en or one.name_fr


def _different(one: BaseModel, other: BaseModel) -> set[str]:
    names = type(one).model_fields
    return {name for name in names if getattr(one, name) != getattr(other, name)}


def _of(words: str) -> str:
    """A plain value in brackets; of an entry its name says enough."""
    return f" ({words})" if words else ""


def _shown(value: Any) -> Words:
    if isinstance(value, dict):
        return "", ""
    if isinstance(value, bool):
        return ("oui", "yes") if value else ("non", "no")
    if value is None or value == "":
        return "—", "—"
    text = ", ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)
    text = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
    return text, text
