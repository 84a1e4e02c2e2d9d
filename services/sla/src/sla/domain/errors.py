"""What sla refuses, in a form that can be shown: never a value a citizen gave."""


class Refused(Exception):
    """Something entered that a rule forbids; `field` names what must be mended."""

    def __init__(self, field: str, reason_fr: str, reason_en: str) -> None:
        super().__init__(f"{field}: {reason_en}")
        self.field, self.reason_fr, self.reason_en = field, reason_fr, reason_en


class NoSuchCommitment(LookupError):
    """The case has no promise of that id: to the caller the same as no case at all."""
