"""The keys of one machine are never lost, and grow with the catalogue."""

import json
import stat
from pathlib import Path

from guichet.secrets_file import Secrets


def test_keys_are_made_once_and_kept_from_others(tmp_path: Path) -> None:
    path = tmp_path / "secrets.json"
    made = Secrets.load_or_make(path)
    assert Secrets.load_or_make(path) == made
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_topic_that_is_new_in_the_catalogue_gets_a_key_and_the_others_keep_theirs(
    tmp_path: Path,
) -> None:
    path = tmp_path / "secrets.json"
    made = Secrets.load_or_make(path)
    kept = json.loads(path.read_text())
    del kept["topic_keys"]["routing-people"]
    path.write_text(json.dumps(kept))
    again = Secrets.load_or_make(path)
    assert set(again.topic_keys) == set(made.topic_keys)
    assert kept["topic_keys"].items() <= again.topic_keys.items()
    assert Secrets.load_or_make(path) == again
    assert again.keys_of("notifications").keys() >= {"routing-people"}
