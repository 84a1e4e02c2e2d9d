"""A monthly list as a table in one language: what page, CSV, XLSX and PDF show alike."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from ui.dates import day, moment, month_in_words
from ui.language import Words, said

from sla.domain.lists.documents import Answer, AnswerKind, Line, ListKind
from sla.entrypoints.borough_names import BoroughNames
from sla.entrypoints.list_desk import Whole

ANSWERS: Mapping[AnswerKind, Words] = {
    AnswerKind.COMPLETED: ("Complétée", "Completed"),
    AnswerKind.WAITING: ("En attente", "Waiting"),
    AnswerKind.ACTION: ("Action à venir", "Action to come"),
}
TITLES: Mapping[ListKind, Words] = {
    ListKind.RESPONSABLE: ("Requêtes non complétées", "Open requests"),
    ListKind.COUNCIL: ("Liste du conseil", "The council's list"),
}
COLUMNS: tuple[Words, ...] = (
    ("Dossier", "Case"),
    ("Activité", "Activity"),
    ("Service", "Department"),
    ("Reçue le", "Received on"),
    ("Échéance", "Due"),
    ("En retard", "Late"),
    ("Complétée le", "Completed on"),
    ("Réponse", "Answer"),
    ("Précisions", "Details"),
    ("Répondue le", "Answered on"),
    ("Réponse tardive", "Late answer"),
)
YES: Words = ("oui", "yes")


@dataclass(frozen=True)
class Row:
    """A line in words. `answer` None: none yet."""

    line: Line
    activity: str
    department: str
    answer: Answer | None
    answer_words: str

    @property
    def case_ref(self) -> str:
        """The number that mails and pages call it by."""
        return self.line.case_id[:8].upper()


@dataclass(frozen=True)
class Sheet:
    """The whole table, and what stands above and below it."""

    whole: Whole
    language: str
    borough: str
    signature: str
    title: str
    department: str
    month: str
    rows: Sequence[Row]

    @property
    def name(self) -> str:
        """Of its files."""
        head = self.whole.head
        return f"liste-{head.borough}-{head.month}-{head.department or 'conseil'}"

    def of(self, words: Words) -> str:
        """In the language of this sheet."""
        return said(words, self.language)

    @property
    def columns(self) -> list[str]:
        """Headings."""
        return [self.of(words) for words in COLUMNS]

    def cells(self, row: Row, *, iso: bool) -> list[str]:
        """A line, column by column; `iso`: dates for programs, else for people."""
        line, answer = row.line, row.answer
        given = answer.words if answer else ""
        if answer and answer.planned_on:
            given = f"{given} ({self._on(answer.planned_on, iso=iso)})"
        return [
            line.case_id if iso else row.case_ref,
            row.activity,
            row.department,
            self._on(line.received_on, iso=iso),
            self._at(line.due_at, iso=iso),
            self.of(YES) if line.is_late else "",
            self._on(line.completed_on, iso=iso),
            row.answer_words,
            given,
            self._at(answer.at if answer else None, iso=iso),
            self.of(YES) if answer and answer.is_late else "",
        ]

    def facts(self) -> list[tuple[str, str]]:
        """What is to be known of the list itself: name and text."""
        head = self.whole.head
        found = [
            (self.of(("Municipalité", "Municipality")), self.borough),
            (self.of(("Service", "Department")), self.department),
            (self.of(("Mois", "Month")), self.month),
            (self.of(("Faite le", "Made on")), moment(head.sent_at, self.language)),
            (self.of(("Requêtes ouvertes", "Open requests")), str(head.open_count)),
        ]
        if head.kind is ListKind.COUNCIL:
            done = self.of(("Complétées dans le mois", "Completed in the month"))
            found.append((done, str(head.completed_count)))
        if head.reply_by is not None:
            by = self.of(("À répondre au plus tard le", "To be answered by"))
            found.append((by, day(head.reply_by, self.language)))
        return [*found, (self.of(("Empreinte SHA-256", "SHA-256 hash")), head.digest)]

    def _on(self, on: date | None, *, iso: bool) -> str:
        if on is None:
            return ""
        return on.isoformat() if iso else day(on, self.language)

    def _at(self, at: datetime | None, *, iso: bool) -> str:
        if at is None:
            return ""
        return at.isoformat() if iso else moment(at, self.language)


def sheet_of(whole: Whole, names: BoroughNames, signature: str, language: str) -> Sheet:
    """The table. `signature`: how the borough signs its messages (PR-07); may be empty."""
    head, answers = whole.head, whole.answers
    everything = said(("Tous les services", "All departments"), language)
    department = said((head.department_fr, head.department_en or head.department_fr), language)
    return Sheet(
        whole=whole,
        language=language,
        borough=names.borough(head.borough),
        signature=signature,
        title=said(TITLES[head.kind], language),
        department=department or everything,
        month=month_in_words(head.month, language),
        rows=[_row(line, answers.get(line.case_id), head.borough, names, language)
              for line in whole.lines],
    )  # fmt: skip


def _row(
    line: Line, answer: Answer | None, borough: str, names: BoroughNames, language: str
) -> Row:
    return Row(
        line=line,
        activity=names.activity(borough, line.activity),
        department=said((line.department_fr, line.department_en or line.department_fr), language),
        answer=answer,
        answer_words=said(ANSWERS[answer.kind], language) if answer else "",
    )
