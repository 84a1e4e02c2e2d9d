"""Made-up people of the demonstration: what they may do, and in which boroughs."""

from dataclasses import dataclass

Words = tuple[str, str]  # French, English

BOROUGHS_OF_MONTREAL = (
    "ahuntsic-cartierville",
    "anjou",
    "cote-des-neiges-notre-dame-de-grace",
    "l-ile-bizard-sainte-genevieve",
    "lachine",
    "lasalle",
    "le-plateau-mont-royal",
    "le-sud-ouest",
    "mercier-hochelaga-maisonneuve",
    "montreal-nord",
    "outremont",
    "pierrefonds-roxboro",
    "riviere-des-prairies-pointe-aux-trembles",
    "rosemont-la-petite-patrie",
    "saint-laurent",
    "saint-leonard",
    "verdun",
    "ville-marie",
    "villeray-saint-michel-parc-extension",
)
COUNTERS = {
    "montreal": "Montréal",
    "pierrefonds-roxboro": "Pierrefonds-Roxboro",
    "prevost": "Prévost",
    "mont-saint-hilaire": "Mont-Saint-Hilaire",
}
EVERYWHERE = tuple(sorted({*COUNTERS, *BOROUGHS_OF_MONTREAL}))

LOCAL_ROLES: dict[str, Words] = {
    "technician": ("Technicien du guichet", "Counter technician"),
    "responsable": ("Responsable d'un service", "Department responsable"),
    "director": ("Directeur, Service aux citoyens", "Director, citizen services"),
    "elected-official": ("Membre du conseil", "Elected official"),
    "investigator": ("Enquêteur aux plaintes", "Complaints investigator"),
    "clerk": ("Greffe", "Clerk's office"),
    "access-officer": ("Accès à l'information", "Access to information"),
}


@dataclass(frozen=True)
class Persona:
    """Somebody to sign in as. `subject` is the staff id that other services see."""

    subject: str
    title: Words
    place: Words
    roles: tuple[str, ...]
    boroughs: tuple[str, ...]


def _local(role: str, title: Words, borough: str, name: str) -> Persona:
    # The city's own counter sees the boroughs that it routes to.
    boroughs = ("montreal", *BOROUGHS_OF_MONTREAL) if borough == "montreal" else (borough,)
    return Persona(f"demo-{role}-{borough}", title, (name, name), (role,), boroughs)


def _post(person: str, title: Words, borough: str, role: str) -> Persona:
    # Whom the manifests designate: the work list shows what is theirs, a transfer asks them.
    return Persona(person, title, (COUNTERS[borough],) * 2, (role,), (borough,))


_ALL = ("Tous les guichets de la démonstration", "All counters of the demonstration")

PERSONAS: tuple[Persona, ...] = (
    *(
        _local(role, title, borough, name)
        for borough, name in COUNTERS.items()
        for role, title in LOCAL_ROLES.items()
    ),
    _post(
        "prevost-secretaire-travaux-publics",
        ("Secrétaire aux travaux publics", "Public works secretary"),
        "prevost",
        "responsable",
    ),
    _post(
        "prevost-secretaire-ingenierie",
        ("Secrétaire à l'ingénierie", "Engineering secretary"),
        "prevost",
        "responsable",
    ),
    _post(
        "prevost-directeur-general",
        ("Direction générale", "General director"),
        "prevost",
        "general-director",
    ),
    _post(
        "msh-travaux-publics-reception",
        ("Réception, Travaux publics", "Reception, public works"),
        "mont-saint-hilaire",
        "responsable",
    ),
    _post(
        "msh-travaux-publics-direction",
        ("Direction, Travaux publics", "Director, public works"),
        "mont-saint-hilaire",
        "director",
    ),
    _post(
        "msh-direction-generale",
        ("Direction générale", "General director"),
        "mont-saint-hilaire",
        "general-director",
    ),
    Persona(
        "demo-technician",
        ("Technicien de tous les guichets", "Technician of all counters"),
        _ALL,
        ("technician",),
        EVERYWHERE,
    ),
    Persona("demo-operator", ("Exploitation", "Operations"), _ALL, ("operator",), EVERYWHERE),
    Persona(
        "demo-integrator",
        ("Système d'un partenaire", "A partner's system"),
        _ALL,
        ("integrator",),
        EVERYWHERE,
    ),
)
