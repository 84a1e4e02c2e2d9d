"""Who goes first on one machine, and that nobody else's database is told how to divide itself."""

from guichet.embedded.endpoints import Database
from guichet.stack import uri_for

COMPILED = Database("mongodb://127.0.0.1:1/?directConnection=true", "secantus-rs", "1")
EMBEDDED = Database("mongodb://127.0.0.1:1/?directConnection=true", "secantus", "1")
GIVEN = Database("mongodb://db.example.org/?replicaSet=rs0", "external", "unknown")


def test_accepting_and_assigning_ask_the_embedded_database_at_will_and_the_others_singly() -> None:
    assert uri_for("intake", EMBEDDED) == uri_for("routing", EMBEDDED) == EMBEDDED.uri
    assert uri_for("notifications", EMBEDDED) == f"{EMBEDDED.uri}&maxPoolSize=1"
    assert uri_for("notifications", COMPILED) == COMPILED.uri


def test_a_database_that_was_given_is_reached_as_it_was_given() -> None:
    assert {uri_for(name, GIVEN) for name in ("intake", "sla", "notifications")} == {GIVEN.uri}
