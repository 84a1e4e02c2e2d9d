"""What a `plugin.py` may say, judged from its text before anything of it runs.

A plug-in is a pure function of the facts of a case: no file, no network, no clock, no chance, no
memory of earlier cases. What is not on the lists is refused; the child process keeps to them at
run time too (`child.py`), so that a trick that this reading misses does nothing.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from routing.domain.reasons import Words

FUNCTION = "route"
LONGEST = 50_000  # goes to its process in one write, which a pipe takes without a reader
STANDARD = frozenset(
    {
        "__future__",
        "collections",
        "collections.abc",
        "dataclasses",
        "datetime",
        "decimal",
        "enum",
        "fractions",
        "functools",
        "itertools",
        "math",
        "operator",
        "re",
        "string",
        "typing",
        "unicodedata",
    }
)
OURS = frozenset({"routing.domain.facts", "routing.domain.names"})
ALLOWED = STANDARD | OURS
_NAMES = frozenset(
    {
        *("__import__", "breakpoint", "compile", "delattr", "eval", "exec", "exit", "getattr"),
        *("globals", "help", "input", "locals", "open", "print", "quit", "setattr", "vars"),
    }
)
# Whatever reads a clock: a decision that changes by itself cannot be explained afterwards.
_CLOCKS = frozenset({"now", "today", "utcnow"})


@dataclass(frozen=True, slots=True)
class Breach:
    """One thing that a plug-in may not say; `key` is its line and what stands there."""

    key: str
    problem: Words
    remedy: Words


def breaches(source: str) -> list[Breach]:
    """Every rule that the text breaks, in the order of its lines; empty: it may be loaded."""
    if len(source) > LONGEST:
        words = ("le fichier est trop long", "the file is too long")
        return [Breach("", words, ("mettez les listes dans le manifeste", _LISTS))]
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None) or 1
        words = ("ce n'est pas du Python valide", "it is no valid Python")
        remedy = (f"corrigez la ligne {line}", f"mend line {line}")
        return [Breach(f"line {line}", words, remedy)]
    found = [breach for node in ast.walk(tree) for breach in _of(node)]
    if not any(isinstance(node, ast.FunctionDef) and node.name == FUNCTION for node in tree.body):
        found.append(Breach(FUNCTION, *_NO_FUNCTION))
    return sorted(found, key=lambda breach: breach.key)


_LISTS = "put lists into the manifest"
_NO_FUNCTION: tuple[Words, Words] = (
    ("la fonction route(facts) manque", "there is no function route(facts)"),
    (
        "définissez route(facts) -> Decision | None au premier niveau du fichier",
        "define route(facts) -> Decision | None at the top level of the file",
    ),
)
_WITHOUT: Words = (
    "retirez-le : une règle ne dépend que des faits du dossier",
    "take it out: a rule depends on the facts of the case alone",
)


def _of(node: ast.AST) -> Iterator[Breach]:
    match node:
        case ast.Import(names=names):
            for name in names:
                if name.name not in ALLOWED:
                    yield _import(node.lineno, name.name)
        case ast.ImportFrom(module=module, level=level, names=names):
            if level or module not in ALLOWED:
                yield _import(node.lineno, "." * level + (module or ""))
            for name in names:
                yield from _name(node.lineno, name.name)
        case ast.Name(id=name) | ast.Attribute(attr=name):
            yield from _name(node.lineno, name)
        case ast.Global(names=held) | ast.Nonlocal(names=held):
            key = f"line {node.lineno:04}: {held[0]}"
            words = ("une mémoire d'un dossier à l'autre", "a memory from one case to the next")
            yield Breach(key, words, _WITHOUT)
        case ast.AsyncFunctionDef(name=name):
            words = (f"{name} est asynchrone", f"{name} is asynchronous")
            yield Breach(f"line {node.lineno:04}: {name}", words, _WITHOUT)


def _import(line: int, module: str) -> Breach:
    allowed = ", ".join(sorted(ALLOWED - {"__future__"}))
    return Breach(
        f"line {line:04}: import {module}",
        (f"importe {module}, qui n'est pas permis", f"imports {module}, which is not allowed"),
        (f"retirez-le, ou prenez parmi : {allowed}", f"take it out, or choose from: {allowed}"),
    )


def _name(line: int, name: str) -> Iterator[Breach]:
    key = f"line {line:04}: {name}"
    if name in _NAMES or (name.startswith("__") and name != "__name__"):
        yield Breach(key, (f"{name} n'est pas permis", f"{name} is not allowed"), _WITHOUT)
    elif name in _CLOCKS:
        yield Breach(
            key,
            (f"{name} lit l'horloge", f"{name} reads the clock"),
            ("prenez facts.received_on", "take facts.received_on"),
        )
