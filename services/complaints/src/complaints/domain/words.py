"""The codes of a decision. Refusals keep the policy's own French codes (PV-20)."""

from enum import StrEnum


class RefusalCode(StrEnum):
    """Why a complaint is not handled."""

    ANONYME = "ANONYME"
    VERBALE = "VERBALE"
    LITIGE_PRIVE = "LITIGE_PRIVE"
    NON_SIGNEE = "NON_SIGNEE"
    HORS_DELAI = "HORS_DELAI"


class Ask(StrEnum):
    """What the citizen is invited to do."""

    WRITE = "write"
    SIGN = "sign"
    COMPLETE_CONTACT = "complete-contact"
    DATE_FACTS = "date-facts"
