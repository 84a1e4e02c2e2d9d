"""The shared vocabulary: values that several services must mean alike. All open: see OpenEnum."""

from contracts.registry import OpenEnum


class Kind(OpenEnum):
    """What a citizen brought (PV-13): exactly one a case."""

    REQUEST = "request"
    COMPLAINT = "complaint"
    INFORMATION = "information"
    CLAIM = "claim"
    ACCESS = "access"
    OTHER = "other"


class Channel(OpenEnum):
    """By which way it came in (PV-01; MH-04 for field, elected and social)."""

    PHONE = "phone"
    EMAIL = "email"
    COUNTER = "counter"
    LETTER = "letter"
    WEB = "web"
    MOBILE = "mobile"
    PILOT = "pilot"
    FIELD = "field"
    ELECTED = "elected"
    SOCIAL = "social"
    OPEN311 = "open311"
    OTHER = "other"


class NoticeKind(OpenEnum):
    """What a borough's notice to the population is about (PR-09)."""

    WORKS = "works"
    SNOW_REMOVAL = "snow-removal"
    CLOSURE = "closure"
    WATER = "water"
    EVENT = "event"
    OTHER = "other"


class Language(OpenEnum):
    """Language in which the citizen is answered; a reader writes French where it does not know."""

    FRENCH = "fr"
    ENGLISH = "en"
    OTHER = "other"


class UnroutedOutcome(OpenEnum):
    """Why nobody was assigned (REQUIREMENTS §3, PV-25)."""

    NO_RULE = "no-rule"
    NO_DESIGNATION = "no-designation"
    OUT_OF_TERRITORY = "out-of-territory"
    OTHER_AUTHORITY = "other-authority"
    OTHER = "other"


class Counting(OpenEnum):
    """How a delay is counted (REQUIREMENTS §3b)."""

    WORKING_DAYS_END_OF_DAY = "working_days_end_of_day"
    WORKING_DAYS_SAME_TIME = "working_days_same_time"
    WORKING_HOURS = "working_hours"
    CALENDAR_DAYS = "calendar_days"
    CALENDAR_DAYS_ROLLED = "calendar_days_rolled"
    CALENDAR_MONTHS_ROLLED = "calendar_months_rolled"
    ELAPSED_HOURS = "elapsed_hours"
    NO_DELAY = "no_delay"
    OTHER = "other"


class CommitmentKind(OpenEnum):
    """What was promised (engagement)."""

    ACKNOWLEDGE = "acknowledge"
    CALLBACK = "callback"
    PLAN = "plan"
    PROMISED = "promised"
    COMPLETE = "complete"
    ADMISSIBILITY = "admissibility"
    COMPLAINT = "complaint"
    ACCESS_ANSWER = "access-answer"
    THIRD_PARTY_NOTICE = "third-party-notice"
    THIRD_PARTY_OBSERVATIONS = "third-party-observations"
    ACCESS_DECISION = "access-decision"
    RNC_ANSWER = "rnc-answer"
    SURVEY = "survey"
    CLAIM_NOTICE = "claim-notice"
    CLAIM_ACTION = "claim-action"
    OTHER = "other"


class Admissibility(OpenEnum):
    """Standing of a complaint (PV-18..20)."""

    ADMITTED = "admitted"
    INVITED = "invited"
    REFUSED = "refused"
    OTHER = "other"


class DamageKind(OpenEnum):
    """What was damaged (PV-16); bodily injury has clocks of its own."""

    PROPERTY = "property"
    BODILY = "bodily"
    OTHER = "other"


class SignatureKind(OpenEnum):
    """How a complaint was signed (PV-18)."""

    PAPER = "paper"
    TYPED = "typed"
    IDENTITY = "identity"
    OTHER = "other"


class RecipientKind(OpenEnum):
    """To whom a message goes; never who it is."""

    CITIZEN = "citizen"
    DEPARTMENT = "department"
    STAFF = "staff"
    THIRD_PARTY = "third-party"
    OTHER = "other"


class PostRole(OpenEnum):
    """Reception and execution are two posts of a department (PV-31); directors are asked."""

    RECEPTION = "reception"
    EXECUTION = "execution"
    DIRECTOR = "director"
    GENERAL_DIRECTOR = "general-director"
    OTHER = "other"


class LetterKind(OpenEnum):
    """What a letter is for: of a complaint (PV-18, PV-20, PV-42, PV-43), of an access request
    (PV-46..49), of a claim (PV-16)."""

    ADMISSION = "admission"
    INVITATION = "invitation"
    REFUSAL = "refusal"
    DECISION = "decision"
    REVIEW = "review"
    WITHDRAWAL = "withdrawal"
    ACCESS_RECEIPT = "access-receipt"
    ACCESS_DECISION = "access-decision"
    ACCESS_DEEMED_REFUSAL = "access-deemed-refusal"
    THIRD_PARTY_NOTICE = "third-party-notice"
    CLAIM_RECEIPT = "claim-receipt"
    CLAIM_HAND_OVER = "claim-hand-over"
    CLAIM_DECISION = "claim-decision"
    OTHER = "other"


class ListKind(OpenEnum):
    """For whom a monthly list is (PV-27, PV-29)."""

    RESPONSABLE = "responsable"
    COUNCIL = "council"
    OTHER = "other"
