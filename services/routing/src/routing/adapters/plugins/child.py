"""Runs one plug-in in a process of its own: `python -I -m routing.adapters.plugins.child`.

Started without environment, so that no key of the service is in reach. One JSON document a line:
first the source, then the facts of one case after another; each is answered by one line. It kills
itself (SIGALRM) when an answer takes far too long, even if whoever started it is dead by then.
"""

import builtins
import importlib
import json
import os
import resource
import signal
import sys
from collections.abc import Callable
from typing import Any, TextIO

from routing.adapters.plugins.rules import ALLOWED, FUNCTION
from routing.domain.facts import CaseFacts, Decision

MEMORY_BYTES = 1 << 30
# Loaded lazily by what is allowed: afterwards no file is opened any more.
_LATER = ("_strptime", "linecache", "traceback")
_OURS = ("ValidationError",)
_FORBIDDEN = ("open", "socket.", "subprocess.", "os.", "ctypes.", "shutil.", "mmap.", "signal.")


def main() -> None:
    """Serve until the other side closes the pipe."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    # What a plug-in writes must not be taken for an answer.
    sys.stdout = sys.stderr = open(os.devnull, "w")  # noqa: SIM115 - for the life of the process
    first = json.loads(sys.stdin.readline())
    _confine()
    try:
        signal.alarm(int(first["seconds"]))
        route = _load(first["source"])
    except BaseException as fault:  # somebody else's code: SystemExit too
        _say(answers, {"fault": _kind(fault)})
        return
    signal.alarm(0)
    _say(answers, {"ready": True})
    for line in sys.stdin:
        signal.alarm(int(first["seconds"]))
        _say(answers, _answer(route, line))
        signal.alarm(0)


def _confine() -> None:
    """No file, no network, no process, and bounded memory; a hook cannot be taken off again."""
    for name in (*ALLOWED, *_LATER):
        importlib.import_module(name)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.addaudithook(_refuse)


def _refuse(event: str, _: tuple[Any, ...]) -> None:
    if event.startswith(_FORBIDDEN):
        raise PermissionError(event)


def _load(source: str) -> Callable[[CaseFacts], Any]:
    scope: dict[str, Any] = {"__name__": "guichet_plugin"}
    exec(compile(source, "plugin.py", "exec"), scope)  # noqa: S102 - read by `rules` before
    route: Callable[[CaseFacts], Any] = scope[FUNCTION]
    return route


def _answer(route: Callable[[CaseFacts], Any], line: str) -> dict[str, Any]:
    try:
        answer = route(CaseFacts.model_validate_json(line))
        if answer is None:
            return {"decision": None}
        if not isinstance(answer, Decision):
            return {"fault": f"answered {_kind(answer)}"}
        return {"decision": answer.model_dump(mode="json")}
    except BaseException as fault:
        return {"fault": _kind(fault)}


def _kind(value: object) -> str:
    """The type of an exception or an answer; the text of either may quote the facts of a case."""
    name = type(value).__name__
    return name if getattr(builtins, name, None) is type(value) or name in _OURS else "other"


def _say(answers: TextIO, document: dict[str, Any]) -> None:
    answers.write(json.dumps(document) + "\n")
    answers.flush()


if __name__ == "__main__":
    main()
