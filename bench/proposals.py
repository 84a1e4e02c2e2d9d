"""How often the right activity is proposed first, or among three, and what a proposal costs.

Texts: every activity of Montréal's grid under its own name with one seeded mistake, and what the
rows of the sample say (real activities, made-up sentences around them). Reference in the same run:
the name looked up as it is once case, accents and signs are gone (`plain`).
Kinds: against the City's NATURE, in a file of its rows (an activity's name is all there is to read)
and in the sample (where we made a sentence around that name). Nobody's own words are labelled
anywhere: how often a complaint or a question is recognised cannot be measured here; what can is
how often a request is taken for something else. `words allow`: the share of who always said the
commonest nature of the activity; `always a request`: of who never looked at the words.
Run: `python bench/proposals.py [a CSV of the City's, .gz too, with ACTI_NOM and perhaps NATURE]`.
"""

import csv
import gzip
import json
import random
import statistics
import sys
import time
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from importlib.resources import files
from pathlib import Path
from typing import TextIO

from contracts.words import Kind
from guichet_testing.grids import NOW, heard
from intake.application.keep_grid import keep_words
from intake.application.propose import Proposer
from intake.domain.activities import GridWords, Vocabulary, plain
from intake.domain.proposal import Proposal
from routing.adapters.manifests_toml import TomlBoroughs, shipped_folders
from routing.application.grid_event import grid_event

SEED, MOST = 20261122, 3
# The City's NATURE in our words: a Commentaire is of the kind information (PV-15).
NATURES: Mapping[str, Kind] = {
    "Requete": Kind.REQUEST,
    "Information": Kind.INFORMATION,
    "Commentaire": Kind.INFORMATION,
    "Plainte": Kind.COMPLAINT,
}
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


def lines_of(source: Path) -> TextIO:
    """A file of the City's, compressed or not."""
    return gzip.open(source, "rt", encoding="utf-8") if source.suffix == ".gz" else source.open()


def names_in(source: Path) -> list[str]:
    """The activities of a file of the City's, each once."""
    with lines_of(source) as opened:
        return sorted({row["ACTI_NOM"] for row in csv.DictReader(opened) if row["ACTI_NOM"]})


def natures_in(source: Path) -> Iterator[tuple[str, Kind]]:
    """Activity and kind of each row of a file that has a NATURE we know."""
    with lines_of(source) as opened:
        for row in csv.DictReader(opened):
            nature = NATURES.get(row.get("NATURE", ""))
            if row["ACTI_NOM"] and nature is not None:
                yield row["ACTI_NOM"], nature


def kinds_of_sample() -> list[tuple[str, Kind]]:
    """What was written, and the kind that is meant."""
    lines = files("guichet.samples").joinpath("rows.jsonl").read_text("utf-8").splitlines()
    return [(one["description"], Kind(one["kind"])) for one in map(json.loads, lines)]


def measure_kinds(title: str, texts: Iterable[tuple[str, Kind]], known: Vocabulary) -> None:
    """Print the share of right kinds, of each kind too, beside what these words allow."""
    counted = Counter(texts)
    by_text: dict[str, Counter[Kind]] = {}
    for (text, kind), times in counted.items():
        by_text.setdefault(text, Counter())[kind] += times
    proposer = Proposer()
    said: Mapping[str, Kind] = {
        text: proposer.propose(text, "montreal", known).kind.kind for text in by_text
    }
    total = counted.total()
    of = Counter[Kind]()
    right = Counter[Kind]()
    for (text, kind), times in counted.items():
        of[kind] += times
        right[kind] += times * (said[text] is kind)
    allow = sum(max(natures.values()) for natures in by_text.values())
    sys.stdout.write(
        f"{title:34} {total:6}  right {right.total() / total:6.1%}"
        f"  words allow {allow / total:6.1%}  always a request {of[Kind.REQUEST] / total:6.1%}\n"
    )
    for kind, number in of.most_common():
        sys.stdout.write(f"  {kind.value:32} {number:6}  found {right[kind] / number:6.1%}\n")


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
    measure_kinds("kinds, sentences of the sample", kinds_of_sample(), known)
    for source in map(Path, sys.argv[1:]):
        labelled = list(natures_in(source))
        if labelled:
            measure_kinds(f"kinds, {source.stem}"[:34], labelled, known)
