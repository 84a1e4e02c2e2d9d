"""The demonstration's sign-in: personas, no passwords. Never to be run where real cases are."""

from guichet.issuer.app import issuer_app, issuer_router
from guichet.issuer.keys import SigningKey
from guichet.issuer.personas import PERSONAS, Persona

__all__ = ["PERSONAS", "Persona", "SigningKey", "issuer_app", "issuer_router"]
