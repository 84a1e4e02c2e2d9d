"""How often the right activity is proposed first, or among three, and what a proposal costs.

Texts: every activity of Montréal's grid under its own name with one seeded mistake, and what the
rows of the sample say (real activities, made-up sentences around them). Reference in the same run:
the name looked up as it is once case, accents and signs are gone (`plain`).
Run: `python bench/proposals.py [a CSV of the City's with a column ACTI_NOM]`.
"""

import csv
import json
import random
import statistics
import sys
import time
import unicodedata
from collections.abc import Callable, Iterable
from importlib.resources import files
from pathlib import Path

from guichet_testing.grids import NOW, heard
from intake.application.keep_grid import keep_words
from intake.application.propose import Proposer
from intake.domain.activities import GridWords, Vocabulary, plain
from intake.domain.proposal import Proposal
from routing.adapters.manifests_toml import TomlBoroughs, shipped_folders
from routing.application.grid_event import grid_event

SEED, MOST = 20261122, 3
Text = tuple[str, str, str]
"""Counter, what was written, the activity that is meant."""


def vocabulary() -> Vocabulary:
    """The grids as shipped, by the very way they take from routing to the counter."""
    grids = TomlBoroughs(shipped_folders()).load()
    kept = [keep_words(None, heard(grid_event(one.manifest, "bench")), NOW).state for one in grids]
    return Vocabulary(one for one in kept if isinstance(one, GridWords))


def without_accents(name: str, _: random.Random) -> str:
    """É -> E."""
    return "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))


def in_capitals(name: str, _: random.Random) -> str:
    """As some type."""
    return name.upper()


def letter_missing(name: str, chance: random.Random) -> str:
    """One letter left out."""
    at = chance.choice([at for at, one in enumerate(name) if one.isalpha()])
    return name[:at] + name[at + 1 :]


def letters_swapped(name: str, chance: random.Random) -> str:
    """Two neighbours changed about."""
    pairs = [at for at in range(len(name) - 1) if name[at : at + 2].isalpha()]
    at = chance.choice(pairs)
    return name[:at] + name[at + 1] + name[at] + name[at + 2 :]


def all_at_once(name: str, chance: random.Random) -> str:
    """Capitals, no accents, a letter missing."""
    return letter_missing(in_capitals(without_accents(name, chance), chance), chance)


MISTAKES: list[Callable[[str, random.Random], str]] = [
    without_accents,
    in_capitals,
    letter_missing,
    letters_swapped,
    all_at_once,
]


def sample_rows() -> list[Text]:
    """What the rows of the sample say, where an activity is meant."""
    lines = files("guichet.samples").joinpath("rows.jsonl").read_text("utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    return [(one["tenant"], one["description"], one["activity"]) for one in rows if one["activity"]]


def names_in(source: Path) -> list[str]:
    """The activities of a file of the City's, each once."""
    with source.open(encoding="utf-8") as opened:
        return sorted({row["ACTI_NOM"] for row in csv.DictReader(opened) if row["ACTI_NOM"]})


def names_of(proposal: Proposal) -> list[set[str]]:
    """Under which names each proposed activity is known."""
    return [
        {plain(name) for name in (one.activity.name_fr, *one.activity.synonyms)}
        for one in proposal.activities
    ]


def measure(title: str, texts: Iterable[Text], known: Vocabulary) -> None:
    """Print the shares of right answers, and milliseconds of processor for a proposal."""
    proposer, first, among, reference, times = Proposer(), 0, 0, 0, []
    asked = [text for text in texts if known.knows(text[0], text[2])]
    for borough in {one[0] for one in asked}:
        proposer.search_of(borough, known)
    for borough, text, meant in asked:
        started = time.process_time()
        proposal = proposer.propose(text, borough, known)
        times.append((time.process_time() - started) * 1e3)
        right = [plain(meant) in names for names in names_of(proposal)]
        first += right[:1] == [True]
        among += any(right[:MOST])
        reference += plain(text) == plain(meant)
    number = len(asked)
    sys.stdout.write(
        f"{title:34} {number:5}  first {first / number:6.1%}  among {MOST} {among / number:6.1%}"
        f"  looked up as it is {reference / number:6.1%}"
        f"  {statistics.median(times):5.2f} ms, p95 {statistics.quantiles(times, n=20)[-1]:5.2f}\n"
    )


if __name__ == "__main__":
    known, chance = vocabulary(), random.Random(SEED)
    own = known.activities_of("montreal")
    names = [one.name_fr for one in own]
    started = time.process_time()
    Proposer().search_of("montreal", known)
    made = (time.process_time() - started) * 1e3
    sys.stdout.write(f"{len(names)} activities; made ready once a version, {made:.0f} ms\n")
    for mistake in MISTAKES:
        texts = [("montreal", mistake(name, chance), name) for name in names]
        measure(f"names, {mistake.__name__}", texts, known)
    rows = sample_rows()
    measure("sentences of the sample", rows, known)
    spoilt = [(borough, letter_missing(text, chance), meant) for borough, text, meant in rows]
    measure("sentences, letter missing", spoilt, known)
    for source in map(Path, sys.argv[1:]):
        texts = [("montreal", letter_missing(name, chance), name) for name in names_in(source)]
        measure(source.stem[:34], texts, known)
