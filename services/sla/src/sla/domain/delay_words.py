"""A delay in words: how much, counted how; French and English."""

from typing import assert_never

from sla.domain.trace import Counting


def delay_words(counting: Counting, amount: int) -> tuple[str, str]:
    """`3 jours ouvrables, jusqu’à la fermeture`, `3 working days, until closing`."""
    return _french(counting, amount), _english(counting, amount)


def extension_words(counting: Counting, amount: int) -> tuple[str, str]:
    """What an extension added, in the unit of the delay."""
    many = "s" if amount > 1 else ""
    units = {
        Counting.WORKING_DAYS_END_OF_DAY: (f"jour{many} ouvrable{many}", f"working day{many}"),
        Counting.WORKING_DAYS_SAME_TIME: (f"jour{many} ouvrable{many}", f"working day{many}"),
        Counting.WORKING_HOURS: (f"heure{many} d’ouverture", f"opening hour{many}"),
        Counting.CALENDAR_DAYS: (f"jour{many} de calendrier", f"calendar day{many}"),
        Counting.CALENDAR_DAYS_ROLLED: (f"jour{many} de calendrier", f"calendar day{many}"),
        Counting.CALENDAR_MONTHS_ROLLED: ("mois", f"month{many}"),
        Counting.ELAPSED_HOURS: (f"heure{many}", f"hour{many}"),
    }
    fr, en = units[counting]
    return f"prolongé de {amount} {fr}", f"extended by {amount} {en}"


def _french(counting: Counting, number: int) -> str:
    many = "s" if number > 1 else ""
    match counting:
        case Counting.WORKING_DAYS_END_OF_DAY:
            return f"{number} jour{many} ouvrable{many}, jusqu’à la fermeture"
        case Counting.WORKING_DAYS_SAME_TIME:
            return f"{number} jour{many} ouvrable{many}, à la même heure"
        case Counting.WORKING_HOURS:
            return f"{number} heure{many} d’ouverture"
        case Counting.CALENDAR_DAYS:
            return f"{number} jour{many} de calendrier"
        case Counting.CALENDAR_DAYS_ROLLED:
            return f"{number} jour{many} de calendrier, sans finir un dimanche ni un jour férié"
        case Counting.CALENDAR_MONTHS_ROLLED:
            return f"{number} mois, sans finir un dimanche ni un jour férié"
        case Counting.ELAPSED_HOURS:
            return f"{number} heure{many}"
    assert_never(counting)


def _english(counting: Counting, number: int) -> str:
    many = "s" if number > 1 else ""
    match counting:
        case Counting.WORKING_DAYS_END_OF_DAY:
            return f"{number} working day{many}, until closing"
        case Counting.WORKING_DAYS_SAME_TIME:
            return f"{number} working day{many}, same time of day"
        case Counting.WORKING_HOURS:
            return f"{number} opening hour{many}"
        case Counting.CALENDAR_DAYS:
            return f"{number} calendar day{many}"
        case Counting.CALENDAR_DAYS_ROLLED:
            return f"{number} calendar day{many}, never ending on a Sunday or a holiday"
        case Counting.CALENDAR_MONTHS_ROLLED:
            return f"{number} month{many}, never ending on a Sunday or a holiday"
        case Counting.ELAPSED_HOURS:
            return f"{number} hour{many}"
    assert_never(counting)
