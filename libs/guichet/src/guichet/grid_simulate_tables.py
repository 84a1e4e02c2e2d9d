"""A simulation as tables that people read on a terminal."""

from collections.abc import Mapping
from typing import Literal

from rich.console import Console
from rich.table import Table
from routing.application.simulate import Simulation

Language = Literal["fr", "en"]
MOST_ROWS = 40
_WORDS: Mapping[str, tuple[str, str]] = {
    "cases": ("dossiers rejoués", "cases replayed"),
    "same": ("resteraient où ils sont", "would stay where they are"),
    "elsewhere": ("iraient ailleurs", "would go elsewhere"),
    "moved": ("délais promis changeraient", "promised delays would change"),
    "lost": ("perdraient leur règle", "would lose their rule"),
    "calendars": ("seraient comptés avec un autre calendrier", "counted with another calendar"),
    "unrouted": (
        "réponses immédiates, jamais acheminées (PV-15)",
        "answered, never routed (PV-15)",
    ),
    "failed": ("le module de l'arrondissement a échoué", "the borough's plug-in failed"),
    "flows": ("De qui à qui", "From whom to whom"),
    "before": ("aujourd'hui", "today"),
    "after": ("proposé", "proposed"),
    "number": ("dossiers", "cases"),
    "delays": ("Délais qui changeraient", "Delays that would change"),
    "activity": ("activité", "activity"),
    "promise": ("promesse", "promise"),
    "acknowledge": ("accusé de réception", "acknowledgement"),
    "complete": ("intervention", "completion"),
    "without": ("Sans règle", "Without a rule"),
    "newly": ("la perdraient", "would lose it"),
    "reason": ("raison", "reason"),
    "examples": ("par exemple", "for example"),
    "more": ("autres lignes : --json les donne toutes", "more rows: --json gives them all"),
}


def show(answer: Simulation, lang: Language, console: Console | None = None) -> None:
    """Print it: figures, then who, then delays, then what has no rule."""
    out, which = console or Console(), 0 if lang == "fr" else 1
    words = {name: pair[which] for name, pair in _WORDS.items()}
    figures = {
        "cases": answer.cases,
        "same": answer.same,
        "elsewhere": answer.elsewhere,
        "moved": answer.moved_delays,
        "lost": answer.lost_rules,
        "calendars": answer.calendars,
        "unrouted": answer.unrouted_kind,
        "failed": answer.failed,
    }
    for name, number in figures.items():
        if number or name in ("cases", "same", "elsewhere", "moved", "lost"):
            out.print(f"{number:>8} {words[name]}", highlight=False)
    _flows(answer, which, words, out)
    _delays(answer, which, words, out)
    _without(answer, which, words, out)


def _flows(answer: Simulation, which: int, words: Mapping[str, str], out: Console) -> None:
    if not answer.flows:
        return
    table = Table(title=words["flows"], title_justify="left")
    table.add_column(words["before"])
    table.add_column(words["after"])
    table.add_column(words["number"], justify="right")
    for flow in answer.flows[:MOST_ROWS]:
        ends = [
            "\n".join(filter(None, ((one.name_fr, one.name_en)[which], one.reception)))
            for one in (flow.before, flow.after)
        ]
        table.add_row(*ends, str(flow.cases))
    _print(table, len(answer.flows), words, out)


def _delays(answer: Simulation, which: int, words: Mapping[str, str], out: Console) -> None:
    if not answer.delays:
        return
    table = Table(title=words["delays"], title_justify="left")
    for name in ("activity", "promise", "before", "after"):
        table.add_column(words[name])
    table.add_column(words["number"], justify="right")
    for one in answer.delays[:MOST_ROWS]:
        table.add_row(
            (one.activity_fr, one.activity_en)[which],
            words[one.kind],
            one.before_words[which],
            one.after_words[which],
            str(one.cases),
        )
    _print(table, len(answer.delays), words, out)


def _without(answer: Simulation, which: int, words: Mapping[str, str], out: Console) -> None:
    if not answer.without_rule:
        return
    table = Table(title=words["without"], title_justify="left")
    table.add_column(words["reason"])
    table.add_column(words["number"], justify="right")
    table.add_column(words["newly"], justify="right")
    table.add_column(words["examples"], overflow="fold")
    for one in answer.without_rule[:MOST_ROWS]:
        reason = (one.reason_fr, one.reason_en)[which]
        table.add_row(reason, str(one.cases), str(one.newly), ", ".join(one.references))
    _print(table, len(answer.without_rule), words, out)


def _print(table: Table, rows: int, words: Mapping[str, str], out: Console) -> None:
    out.print(table)
    if rows > MOST_ROWS:
        out.print(f"+ {rows - MOST_ROWS} {words['more']}", highlight=False)
