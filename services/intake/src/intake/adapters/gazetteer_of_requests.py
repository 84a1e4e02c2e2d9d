"""Makes a gazetteer of the City's "Requêtes 311" rows (REQUIREMENTS §3); run when they are renewed:

    python -m intake.adapters.gazetteer_of_requests ROWS.csv > src/intake/places/montreal.csv

Taken are rows with a point of their own: those with `LOC_ERREUR_GDT` 1 are pinned to an office.
"""

import csv
import sys
from collections.abc import Iterable, Iterator, Mapping

from intake.adapters.gazetteer_rows import COLUMNS
from intake.domain.borough_names import ISLAND
from intake.domain.place_text import Form, postal_code_in

_FORMS = {"Intersection": Form.CORNER, "Troncon": Form.SEGMENT, "Adresse": Form.ADDRESS}
# About one metre: the City has moved the points to the middle of a street segment anyway.
_DECIMALS = 5


def places_of(rows: Iterable[Mapping[str, str]]) -> Iterator[tuple[str, ...]]:
    """Each place once, in the order of its words: the values of `COLUMNS`."""
    yield from sorted({place for row in rows if (place := place_of(row)) is not None})


def place_of(row: Mapping[str, str]) -> tuple[str, ...] | None:
    """The place of one row; None when it tells no place, or no point that can be trusted."""
    form = _FORMS.get(row["TYPE_LIEU_INTERV"])
    borough = ISLAND.named(row["ARRONDISSEMENT_GEO"])
    if form is None or borough is None or row["LOC_ERREUR_GDT"] != "0" or not row["LOC_LONG"]:
        return None
    names = [row["RUE"], row["RUE_INTERSECTION1"], row["RUE_INTERSECTION2"]]
    said = {Form.ADDRESS: names[:1], Form.CORNER: names[1:], Form.SEGMENT: names}[form]
    code = postal_code_in(row["LIN_CODE_POSTAL"]) or ""
    if not all(said) or (form is Form.ADDRESS and not code):
        return None
    streets = [*said, "", ""][:3]
    point = (f"{float(row[name]):.{_DECIMALS}f}" for name in ("LOC_LONG", "LOC_LAT"))
    return (form.value, *streets, code, borough, *point)


def main(arguments: list[str]) -> int:
    """Read the named file, write the gazetteer."""
    if len(arguments) != 1:
        sys.stderr.write("python -m intake.adapters.gazetteer_of_requests ROWS.csv\n")
        return 2
    with open(arguments[0], encoding="utf-8-sig", newline="") as lines:
        places = list(places_of(csv.DictReader(lines)))
    write = csv.writer(sys.stdout, lineterminator="\n")
    write.writerow(COLUMNS)
    write.writerows(places)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
