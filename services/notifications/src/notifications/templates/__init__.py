"""The words of every message: French first, English beside it. A hole in them is an error.

Only the variables that a template declares here ever reach it: what a department must not know
cannot slip into its mail. A template that uses anything else is refused at start.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template, meta, select_autoescape

from notifications.domain.messages import Rendered, VariableMissing
from notifications.domain.messages import Template as Name

FOLDER = Path(__file__).parent
PARTS = ("subject.txt", "body.txt", "body.html")

_HOUSE = frozenset({"borough_fr", "borough_en", "signature_fr", "signature_en"})
_CASE = _HOUSE | {"case_ref", "activity_fr", "activity_en"}
_LIST = _HOUSE | {
    "department_fr",
    "department_en",
    "responsable",
    "substitute",
    "month_fr",
    "month_en",
    "open_count",
    "reply_by_fr",
    "reply_by_en",
    "list_url",
}
_CITIZEN = _CASE | {"name", "tracking_url"}

VARIABLES: Mapping[Name, frozenset[str]] = MappingProxyType(
    {
        Name.ACKNOWLEDGEMENT: _CITIZEN | {"tracking_code", "promised_fr", "promised_en"},
        Name.ASSIGNMENT_CITIZEN: _CITIZEN | {"department_fr", "department_en"},
        Name.ASSIGNMENT_DEPARTMENT: _CASE
        | {"department_fr", "department_en", "case_url", "responsable", "substitute"},
        Name.COMPLETION: _CITIZEN | {"done_on_fr", "done_on_en", "public_text"},
        Name.COMPLAINT_LETTER: _HOUSE
        | {"case_ref", "name", "tracking_url"}
        | {"letter_subject_fr", "letter_subject_en", "letter_body_fr", "letter_body_en"},
        Name.LEGAL_LETTER: _HOUSE
        | {"case_ref", "name", "tracking_url"}
        | {"letter_subject_fr", "letter_subject_en", "letter_body_fr", "letter_body_en"}
        | {"letter_annex_fr", "letter_annex_en"},
        Name.JOINING: _CITIZEN | {"tracking_code"},
        Name.CLAIM_NOTICE: _CITIZEN | {"notice_days", "notice_to_fr", "notice_to_en"},
        Name.CLOSING: _CITIZEN | {"without_work"},
        Name.REOPENING: _CITIZEN,
        Name.REOPENING_DEPARTMENT: _CASE
        | {"department_fr", "department_en", "case_url", "responsable", "substitute"},
        Name.QUESTION: _CITIZEN,
        Name.QUESTION_ANSWERED: _CASE
        | {"department_fr", "department_en", "case_url", "responsable", "substitute"},
        Name.TRACKING_CODE: _CITIZEN | {"tracking_code"},
        Name.ELECTED_STEP: _CASE | {"case_url", "step_fr", "step_en", "next_fr", "next_en"},
        Name.MONTHLY_LIST: _LIST | {"completed_count"},
        Name.MONTHLY_LIST_REMINDER: _LIST,
        Name.EXTENSION: _CITIZEN | {"before_on_fr", "before_on_en", "due_on_fr", "due_on_en"},
        Name.HAND_OVER: _CITIZEN
        | {"authority_fr", "authority_en", "given_on_fr", "given_on_en", "file_number"},
    }
)
"""What each template needs, all text. May be empty, never left out: `name`, `promised_*` (what was
promised and by when, in words), `done_on_*`, `public_text` (PV-56), `responsable`, `substitute`
(names of staff, for the department only), `without_work` (any text: none was done), `notice_to_*`.
`letter_body_*`, `letter_annex_*`: paragraphs, empty lines between them; `tracking_url` empty: of a
third party, who has no case here."""


class TemplateInvalid(ValueError):
    """A template uses a variable that it does not declare: refused before anything is sent."""


class Templates:
    """The templates in a folder, checked as a whole when made (port `Renderer`)."""

    def __init__(self, folder: Path = FOLDER) -> None:
        self._environment = Environment(
            loader=FileSystemLoader(folder),
            undefined=StrictUndefined,
            autoescape=select_autoescape(("html",), default=False),
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )
        self._parts: dict[tuple[Name, str], Template] = {}
        for name in Name:
            for part in PARTS:
                path = f"{name}/{part}"
                undeclared = set(self._used(path)) - VARIABLES[name]
                if undeclared:
                    raise TemplateInvalid(f"{path} uses {', '.join(sorted(undeclared))}")
                self._parts[name, part] = self._environment.get_template(path)

    def render(self, template: Name, variables: Mapping[str, str]) -> Rendered:
        """The words; raises `VariableMissing` with the names of what was not given."""
        given = self._given(template, variables)
        subject, text, html = (self._parts[template, part].render(given) for part in PARTS)
        return Rendered(" ".join(subject.split()), text.strip() + "\n", html.strip() + "\n")

    def apart(self, template: Name, variables: Mapping[str, str]) -> tuple[str, str]:
        """The same text as in a mail, each language alone and unsigned: for paper."""
        body = self._parts[template, "body.txt"]
        context = body.new_context(self._given(template, variables))
        # A block is one of the parent's: both languages are blocks of every message.
        french, english = ("".join(body.blocks[one](context)) for one in ("french", "english"))
        return french.strip(), english.strip()

    def _given(self, template: Name, variables: Mapping[str, str]) -> dict[str, str]:
        missing = VARIABLES[template] - variables.keys()
        if missing:
            raise VariableMissing(f"{template} lacks {', '.join(sorted(missing))}")
        return {name: variables[name] for name in VARIABLES[template]}

    def _used(self, path: str) -> Iterator[str]:
        """Free variables of a template and of those that it extends or includes."""
        loader = self._environment.loader
        assert loader is not None  # given above
        tree = self._environment.parse(loader.get_source(self._environment, path)[0])
        yield from meta.find_undeclared_variables(tree)
        for reference in meta.find_referenced_templates(tree):
            if reference is None:
                raise TemplateInvalid(f"{path} chooses another template while it is rendered")
            yield from self._used(reference)
