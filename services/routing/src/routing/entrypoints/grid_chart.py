"""Geometry of the chart of a simulation: who has the cases, left, and who would, right.

Plain numbers for a template to draw as SVG; what it shows stands in a table beside it as words.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from routing.application.simulate import Flow

WIDTH, LABELS, NODE = 960, 300, 14
TALL, SLOT, GAP = 300, 40, 14  # pixels for all cases, the least of a label, between two
MOST_NODES, LONGEST = 7, 38
OTHERS = ("Autres", "Others")


@dataclass(frozen=True)
class Node:
    """Somebody with cases; `y` is its top, `text_y` the middle of its label."""

    x: int
    y: float
    height: float
    text_x: int
    text_y: float
    anchor: str
    label: str
    cases: int


@dataclass(frozen=True)
class Ribbon:
    """Cases on their way; `path` is that of an SVG."""

    path: str
    title: str


@dataclass(frozen=True)
class Chart:
    """All there is to draw, in a box of `width` by `height`."""

    width: int
    height: float
    nodes: Sequence[Node]
    ribbons: Sequence[Ribbon]


def flow_chart(flows: Sequence[Flow], language: str) -> Chart:
    """The largest seven on each side, the rest as one."""
    pairs = Counter[tuple[str, str]]()
    for flow in flows:
        ends = (flow.before, flow.after)
        names = [one.name_en if language == "en" else one.name_fr for one in ends]
        pairs[names[0], names[1]] += flow.cases
    kept = [_largest(Counter({}), pairs, side, language) for side in (0, 1)]
    folded = Counter[tuple[str, str]]()
    for (before, after), cases in pairs.items():
        folded[kept[0][before], kept[1][after]] += cases
    scale = TALL / max(1, folded.total())
    left = _column(folded, 0, scale)
    right = _column(folded, 1, scale)
    height = max(_bottom(left), _bottom(right)) + GAP
    return Chart(
        width=WIDTH,
        height=round(height, 1),
        nodes=[*left.values(), *right.values()],
        ribbons=_ribbons(folded, left, right, scale),
    )


def _largest(
    totals: Counter[str], pairs: Counter[tuple[str, str]], side: int, language: str
) -> dict[str, str]:
    """Each name to itself, or to `others` where it is too small to be told apart."""
    for pair, cases in pairs.items():
        totals[pair[side]] += cases
    others = OTHERS[1] if language == "en" else OTHERS[0]
    most = MOST_NODES if len(totals) <= MOST_NODES else MOST_NODES - 1
    names = {name for name, _ in totals.most_common(most)}
    return {name: name if name in names else others for name in totals}


def _column(pairs: Counter[tuple[str, str]], side: int, scale: float) -> dict[str, Node]:
    totals = Counter[str]()
    for pair, cases in pairs.items():
        totals[pair[side]] += cases
    nodes: dict[str, Node] = {}
    y = float(GAP)
    for name, cases in totals.most_common():
        height = max(3.0, cases * scale)
        slot = max(height, SLOT)
        nodes[name] = Node(
            x=LABELS if side == 0 else WIDTH - LABELS - NODE,
            y=round(y + (slot - height) / 2, 1),
            height=round(height, 1),
            text_x=LABELS - 10 if side == 0 else WIDTH - LABELS + 10,
            text_y=round(y + slot / 2, 1),
            anchor="end" if side == 0 else "start",
            label=name if len(name) <= LONGEST else f"{name[: LONGEST - 1]}…",
            cases=cases,
        )
        y += slot + GAP
    return nodes


def _ribbons(
    pairs: Counter[tuple[str, str]], left: dict[str, Node], right: dict[str, Node], scale: float
) -> list[Ribbon]:
    used = Counter[tuple[int, str]]()
    ribbons: list[Ribbon] = []
    x1, x2 = LABELS + NODE, WIDTH - LABELS - NODE
    middle = (x1 + x2) / 2
    places = {name: place for place, name in enumerate(right)}
    for before in left:
        row = [(after, cases) for (name, after), cases in pairs.items() if name == before]
        for after, cases in sorted(row, key=lambda one: places[one[0]]):
            thick = max(2.0, cases * scale)
            y1 = left[before].y + used[0, before] * scale
            y2 = right[after].y + used[1, after] * scale
            used[0, before] += cases
            used[1, after] += cases
            path = (
                f"M{x1},{y1:.1f} C{middle},{y1:.1f} {middle},{y2:.1f} {x2},{y2:.1f}"
                f" L{x2},{y2 + thick:.1f} C{middle},{y2 + thick:.1f} {middle},{y1 + thick:.1f}"
                f" {x1},{y1 + thick:.1f} Z"
            )
            ribbons.append(Ribbon(path, f"{before} → {after} : {cases}"))
    return ribbons


def _bottom(nodes: dict[str, Node]) -> float:
    return max(
        (max(one.y + one.height, one.text_y + SLOT / 2) for one in nodes.values()), default=0
    )
