"""The names of the fields of our forms, French and English, as label and in the list of faults."""

from collections.abc import Mapping

from chassis.errors import Words

FIELDS: Mapping[str, Words] = {
    "description": ("Ce que la personne demande", "What the person asks for"),
    "activity": ("Activité", "Activity"),
    "kind": ("Nature", "Kind"),
    "borough": ("Guichet", "Counter"),
    "channel": ("Reçu par", "Received by"),
    "place": ("Lieu", "Place"),
    "place.address": ("Adresse ou intersection", "Address or intersection"),
    "place.longitude": ("Longitude", "Longitude"),
    "place.latitude": ("Latitude", "Latitude"),
    "contact": ("Coordonnées", "Contact"),
    "contact.name": ("Nom", "Name"),
    "contact.phone": ("Téléphone", "Phone"),
    "contact.address": ("Adresse complète", "Full address"),
    "contact.email": ("Courriel", "E-mail"),
    "language": ("Langue", "Language"),
    "receivedAt": ("Reçu le", "Received on"),
    "originalOn": ("Date du document", "Date of the document"),
    "answer": ("Réponse donnée", "Answer given"),
    "answer.reference": ("Document ou ressource", "Document or resource"),
    "answer.verifiedOn": ("Vérifié le", "Verified on"),
    "complaint.factsOn": ("Date des faits", "Date of the facts"),
    "claimNotice": ("Avis au citoyen", "Notice to the citizen"),
    "twins": ("Dossiers semblables", "Similar cases"),
    "photo": ("Photo", "Photo"),
    "file": ("Fichier", "File"),
    "query": ("Recherche", "Search"),
    "reference": ("Document ou ressource", "Document or resource"),
    "text": ("Note", "Note"),
    "visibility": ("Pour qui", "For whom"),
    "actedAt": ("Fait le", "Done on"),
    "verifiedOn": ("Vérifié le", "Verified on"),
    "internalNote": ("Note interne", "Internal note"),
    "publicText": ("Information pour la personne", "Information for the person"),
    "note": ("Note interne", "Internal note"),
    "reason": ("Raison", "Reason"),
}
