"""Who may do what with an access request: two bindings of the grid, closed to all others (C-06).

`access.responsable` answers, `access.extender` extends (that is sla's command). Who prepares and
reads are those two, and the offices that the law gives it to.
"""

from collections.abc import Collection

from pydantic import BaseModel, ConfigDict

OFFICES = frozenset({"access-officer", "general-director", "clerk"})


class AccessOffices(BaseModel):
    """The roles of a borough. Empty, as before a grid named them: the access officer answers."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    responsable: str = ""
    extenders: tuple[str, ...] = ()

    def reads(self, roles: Collection[str]) -> bool:
        """Whether somebody in these roles may know of the requests, and prepare their answer."""
        return not (OFFICES | {self.answers_by} | set(self.extenders)).isdisjoint(roles)

    def decides(self, roles: Collection[str]) -> bool:
        """Whether somebody in these roles answers (PV-46)."""
        return self.answers_by in roles

    @property
    def answers_by(self) -> str:
        """The role that answers."""
        return self.responsable or "access-officer"
