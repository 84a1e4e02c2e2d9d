"""The proof that a list was told of: what became of the mails about it (PV-27, PV-29)."""

from pydantic import AwareDatetime, BaseModel, ConfigDict

TEMPLATES = ("monthly_list", "monthly_list_reminder")


class Proof(BaseModel):
    """What became of one mail; never to whom."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    delivery_id: str
    template: str
    recipient: str
    state: str
    at: AwareDatetime
    reason: str = ""

    @property
    def is_reminder(self) -> bool:
        """Of the reminder, not of the list."""
        return self.template == TEMPLATES[1]


class Proofs(BaseModel):
    """All that was heard of one list's mails, the last word on each."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    list_id: str
    proofs: tuple[Proof, ...] = ()

    def heard(self, proof: Proof) -> "Proofs":
        """With the newest word on that mail."""
        others = tuple(one for one in self.proofs if one.delivery_id != proof.delivery_id)
        return self.model_copy(update={"proofs": (*others, proof)})
