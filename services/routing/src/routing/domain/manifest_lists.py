"""When the monthly list of open requests leaves a borough, and who of its council gets one."""

from typing import Literal

from pydantic import Field

from routing.domain.manifest_elected import Official
from routing.domain.manifest_values import Sourced


class Rnc(Sourced):
    """The list of *requêtes non complétées* (PV-27..29, PV-32, PV-33); its two days are C-01's."""

    send_rule: Literal["FIRST_WD_LAST_WEEK", "LAST_MONDAY_FULL_WEEK"] = Field(
        "LAST_MONDAY_FULL_WEEK",
        description="first working day of the last week (§4.1), or last Monday of a complete"
        " week (§4.2.3)",
    )
    full_week: Literal["MON_FRI", "MON_SUN"] = Field(
        "MON_FRI", description="a complete week lies in the month up to its Friday, or its Sunday"
    )
    holiday_roll: Literal["NEXT_WD"] = Field(
        "NEXT_WD", description="a day on which the counter is closed goes to the next one open"
    )
    min_working_days: int = Field(
        3,
        ge=0,
        le=15,
        description="working days left to answer, or the list leaves earlier (C-01)",
    )
    remind_working_days: int = Field(
        1, ge=0, le=10, description="working days before the reply date; 0: nobody is reminded"
    )
    officials: tuple[Official, ...] = Field(
        (), description="members of the council who get its list (PV-29); none: none is made (C-14)"
    )
