"""`guichet route` over 37,000 cases: decisions per second and core, its start left out.

Cases are made of real parts: the points and boroughs of 2,085 located requests in turn, half by
their point and half by their borough in the City's spellings, at the City's pace of 1,900 a day.
Activities come as often as in 131,029 requests of Le Plateau-Mont-Royal, every tenth as the City
spells it in other years; a second figure has all 841 of the City evenly, which is harder, for few
come again. Each run reads the folders anew and so starts with nothing remembered. The reference is
`json.loads` and `json.dumps` of the same lines, answers included, in the same run. Seconds are of
one core (process time). The aim is 20,000 a second for the first. Run: `python -m bench.route
[--cases N] [--file FILE]`; a FILE of your own cases is repeated up to N.
"""

import argparse
import cProfile
import csv
import gc
import gzip
import io
import itertools
import json
import pstats
import random
import statistics
import sys
import time
from collections import Counter
from datetime import datetime, timedelta
from importlib.resources import files
from pathlib import Path
from typing import Any

from guichet.route_command import answer_all
from routing.adapters.snapshot_files import read_snapshot
from routing.application.dry_run import DryRun, Wishes

AIM = 20_000
RUNS = 5
ROWS = Path("services/routing/tests/data/located_rodents.csv.gz")
MIX = Path(__file__).parent / "data" / "plateau_activities.csv"
FIRST = datetime(2022, 1, 1, 8)  # noqa: DTZ001 - a local time without a zone, as the City writes it
STEP = timedelta(seconds=45)  # 1,908 a day, as the City has them


def cases(number: int, names: list[str]) -> list[bytes]:
    """That many JSON lines with these activities in turn, the same at every call."""
    with gzip.open(ROWS, "rt", encoding="utf-8", newline="") as source:
        rows = list(csv.DictReader(source))
    lines = []
    pairs = zip(itertools.cycle(rows), itertools.cycle(names), range(number), strict=False)
    for row, name, place in pairs:
        case: dict[str, Any] = {"activity": _spelled(name, place), "kind": "request"}
        if place % 2:
            case |= {"lat": float(row["lat"]), "long": float(row["lon"])}
        else:
            case["borough"] = _borough(row["arrondissement_geo"], place)
        case["received_at"] = (FIRST + place * STEP).isoformat()
        lines.append(json.dumps(case, ensure_ascii=False).encode() + b"\n")
    return lines


def as_they_come(number: int) -> list[str]:
    """Activities as often as in the real rows, in an order drawn by lot."""
    with MIX.open(encoding="utf-8", newline="") as source:
        counted = {row["activity"]: int(row["requests"]) for row in csv.DictReader(source)}
    lot = random.Random(311)
    return lot.choices(list(counted), weights=list(counted.values()), k=number)


def evenly() -> list[str]:
    """The 841 activities of the City's policy."""
    policy = json.loads((files("routing") / "boroughs/montreal/policy.json").read_text("utf-8"))
    return sorted([*policy["geo"], *policy["fixed"]])


def _spelled(name: str, place: int) -> str:
    """Every tenth as another year spells it."""
    if place % 10:
        return name
    return f"*{name}" if place % 20 else name.upper()


def _borough(name: str, place: int) -> str:
    return (name, name.upper(), name.replace("-", " - ", 1), name.replace("Saint", "St"))[place % 4]


def measure(lines: list[bytes]) -> tuple[float, bytes]:
    """Seconds of a core for one run from nothing remembered, and what it wrote."""
    run = DryRun(read_snapshot(None), Wishes(today=FIRST.date()))
    gc.freeze()  # as the command does
    source, target = io.BytesIO(b"".join(lines)), io.BytesIO()
    started = time.process_time()
    answer_all(run, source, target)
    return time.process_time() - started, target.getvalue()


def reference(lines: list[bytes], answers: bytes) -> float:
    """Seconds of reading the same lines and writing the same answers, with nothing between."""
    said = [json.loads(line) for line in answers.splitlines()]
    started = time.process_time()
    for line, answer in zip(lines, said, strict=True):
        json.loads(line)
        json.dumps(answer, ensure_ascii=False)
    return time.process_time() - started


def show(name: str, lines: list[bytes]) -> float:
    """Print the figures of these lines; decisions per second of a core."""
    ours, bare, answers = [], [], b""
    for _ in range(RUNS):
        seconds, answers = measure(lines)
        ours.append(seconds)
        bare.append(reference(lines, answers))
    rate, ceiling = (len(lines) / statistics.median(held) for held in (ours, bare))
    outcomes = Counter(json.loads(line).get("outcome", "error") for line in answers.splitlines())
    print(f"{name}: {len(lines):,} cases, {dict(outcomes.most_common())}")
    print(f"  guichet route  {rate:>9,.0f} a second and core, median of {RUNS} (aim {AIM:,})")
    print(
        f"  json alone     {ceiling:>9,.0f} a second and core; ours is {rate / ceiling:.0%} of it"
    )
    return rate


def main() -> int:
    """Print the figures; 1 where the aim is missed."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--cases", type=int, default=37_000)
    options.add_argument("--file", type=Path)
    options.add_argument("--profile", action="store_true")
    asked = options.parse_args()
    if asked.file:
        own = [line for line in asked.file.read_bytes().splitlines(True) if not line.isspace()]
        mixes = {asked.file.name: list(itertools.islice(itertools.cycle(own), asked.cases))}
    else:
        mixes = {
            "as they come": cases(asked.cases, as_they_come(asked.cases)),
            "841 evenly": cases(asked.cases, evenly()),
        }
    if asked.profile:
        with cProfile.Profile() as profile:
            measure(next(iter(mixes.values())))
        pstats.Stats(profile).sort_stats("tottime").print_stats(25)
        return 0
    rates = [show(name, lines) for name, lines in mixes.items()]
    return 0 if rates[0] >= AIM else 1


if __name__ == "__main__":
    sys.exit(main())
