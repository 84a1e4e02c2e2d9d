"""The journal of a file, of whatever kind: a line for each act, what is refused again on one."""

from complaints.domain.file import Step

SAME = {"by", "what", "field", "code"}


def with_line(journal: tuple[Step, ...], line: Step) -> tuple[Step, ...]:
    """One line longer; what is refused once more counts on its line, which is then the last: who
    keeps trying does not fill the file (MH-11)."""
    if line.code is None:
        return (*journal, line)
    told = line.model_dump(include=SAME)
    same = [one for one in journal if one.model_dump(include=SAME) == told]
    others = tuple(one for one in journal if one not in same)
    return (*others, line.model_copy(update={"times": 1 + sum(one.times for one in same)}))
