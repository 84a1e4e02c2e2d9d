"""Templates are compiled once in a process, and anew when they have changed."""

from typing import Any

from jinja2 import DictLoader, Environment
from ui.compiled_templates import CompiledTemplates


class Counting(Environment):
    """Counts what it compiles."""

    compiled = 0

    def compile(self, *arguments: Any, **named: Any) -> Any:
        """See `jinja2.Environment`."""
        self.compiled += 1
        return super().compile(*arguments, **named)


def made(kept: CompiledTemplates, words: str) -> Counting:
    """An environment of one page."""
    return Counting(loader=DictLoader({"page.html": words}), bytecode_cache=kept)


def test_a_template_is_compiled_once_for_all_and_anew_when_it_has_changed() -> None:
    kept = CompiledTemplates()
    first, second, changed = (made(kept, one) for one in ("{{ 1 }}", "{{ 1 }}", "{{ 2 }}"))
    pages = [one.get_template("page.html").render() for one in (first, second, changed)]
    assert pages == ["1", "1", "2"]
    assert [one.compiled for one in (first, second, changed)] == [1, 0, 1]
