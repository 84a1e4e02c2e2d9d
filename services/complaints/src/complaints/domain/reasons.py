"""The reasons of a decision in plain words, French first; each says what can still be done."""

from types import MappingProxyType

from pydantic import BaseModel, ConfigDict

from complaints.domain.words import Ask, RefusalCode


class Reason(BaseModel):
    """One reason, said twice. Never quotes the complaint."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    fr: str
    en: str


_OMBUDSMAN_FR = "Vous pouvez aussi vous adresser à l’ombudsman, dans l’année qui suit les faits."
_OMBUDSMAN_EN = "You may also turn to the ombudsman, within one year of the facts."

OMBUDSMAN = Reason(fr=_OMBUDSMAN_FR, en=_OMBUDSMAN_EN)
"""Where a grid says nothing of its own ombudsman."""
DANGER = Reason(
    fr="La plainte signale un danger pour des personnes ou des biens : elle est traitée telle "
    "quelle, et une demande de sécurité est ouverte tout de suite.",
    en="The complaint reports a danger to persons or goods: it is handled as it is, and a safety "
    "request is opened at once.",
)
ANY_EXPRESSION = Reason(
    fr="Toute expression d’insatisfaction est reçue comme plainte.",
    en="Any expression of dissatisfaction is received as a complaint.",
)
ADMITTED = Reason(
    fr="La plainte est écrite, signée, complète et présentée à temps : elle est traitée.",
    en="The complaint is written, signed, complete and in time: it is handled.",
)
ASKED = MappingProxyType(
    {
        Ask.WRITE: Reason(
            fr="Une plainte doit être faite par écrit. Écrivez-la, ou demandez-nous de l’aide "
            "pour la mettre par écrit.",
            en="A complaint must be in writing. Please write it down, or ask us for help in "
            "doing so.",
        ),
        Ask.SIGN: Reason(
            fr="Une plainte doit être signée. Signez-la sur papier ou en ligne.",
            en="A complaint must be signed. Please sign it on paper or online.",
        ),
        Ask.COMPLETE_CONTACT: Reason(
            fr="Vos coordonnées sont incomplètes. Ajoutez votre nom, votre adresse et un moyen "
            "de vous joindre.",
            en="Your contact details are incomplete. Please add your name, your address and a "
            "way to reach you.",
        ),
        Ask.DATE_FACTS: Reason(
            fr="La date des faits manque ou n’est pas possible. Indiquez le jour où ils ont eu "
            "lieu.",
            en="The date of the facts is missing or not possible. Please give the day on which "
            "they took place.",
        ),
    }
)
REFUSED = MappingProxyType(
    {
        RefusalCode.ANONYME: Reason(
            fr="Une plainte sans coordonnées complètes ne peut pas être traitée. Vous pouvez la "
            f"présenter de nouveau avec votre nom et vos coordonnées. {_OMBUDSMAN_FR}",
            en="A complaint without full contact details cannot be handled. You may file it again "
            f"with your name and contact details. {_OMBUDSMAN_EN}",
        ),
        RefusalCode.VERBALE: Reason(
            fr="Une plainte verbale ne peut pas être traitée, et le délai pour l’écrire est "
            "terminé. Vous pouvez encore présenter une plainte écrite et signée, à temps. "
            f"{_OMBUDSMAN_FR}",
            en="A verbal complaint cannot be handled, and the delay for writing it is over. You "
            f"may still file a complaint that is written, signed and in time. {_OMBUDSMAN_EN}",
        ),
        RefusalCode.LITIGE_PRIVE: Reason(
            fr="La plainte concerne un litige privé, qui ne relève pas de la Ville. Un service de "
            "médiation, un conseiller juridique ou la Cour du Québec peuvent vous aider.",
            en="The complaint is about a private dispute, which is not the City's to settle. A "
            "mediation service, a legal adviser or the Court of Québec can help you.",
        ),
        RefusalCode.NON_SIGNEE: Reason(
            fr="La plainte n’a pas été signée, et le délai pour le faire est terminé. Vous pouvez "
            f"encore présenter une plainte signée, à temps. {_OMBUDSMAN_FR}",
            en="The complaint was not signed, and the delay for doing so is over. You may still "
            f"file a signed complaint in time. {_OMBUDSMAN_EN}",
        ),
        RefusalCode.HORS_DELAI: Reason(
            fr="La plainte a été présentée après le délai prévu, ou la date des faits n’a pas été "
            "donnée. Si la situation continue, vous pouvez présenter une plainte sur les faits "
            f"récents. {_OMBUDSMAN_FR}",
            en="The complaint was filed after the set delay, or the date of the facts was not "
            "given. If the situation goes on, you may file a complaint about recent facts. "
            f"{_OMBUDSMAN_EN}",
        ),
    }
)
