"""What complaints refuses, in a form that can be shown: never a word of a complaint."""


class Refused(Exception):
    """A rule forbids it; nothing changes but the journal, which says that it was tried.

    `field` names what must be mended, `code` is a stable word for programs.
    """

    def __init__(self, field: str, code: str, reason_fr: str, reason_en: str) -> None:
        super().__init__(f"{field}: {code}")
        self.field, self.code = field, code
        self.reason_fr, self.reason_en = reason_fr, reason_en


class ShutOut(Exception):
    """Not for this person: answered like a file that does not exist (PV-45)."""
