"""Prints the part of requirements.lock that one image needs, versions and hashes untouched.

`python pick_requirements.py <image>`; run inside the image build, so the standard library only.
"""

import re
import sys
import tomllib
from pathlib import Path

PIN = re.compile(r"^([A-Za-z0-9._-]+)==")


def pick(lock: str, names: set[str]) -> str:
    """The pins of these distributions; KeyError names what the lock does not hold."""
    picked: list[str] = []
    found: set[str] = set()
    taking = False
    for line in lock.splitlines():
        if pin := PIN.match(line):
            taking = pin[1] in names
            found |= {pin[1]} & names
        if taking:
            picked.append(line)
    if missing := names - found:
        raise KeyError(f"not in requirements.lock: {', '.join(sorted(missing))}")
    return "\n".join(picked) + "\n"


if __name__ == "__main__":
    wanted = tomllib.loads(Path("images.toml").read_text())[sys.argv[1]]["requirements"]
    sys.stdout.write(pick(Path("requirements.lock").read_text(), set(wanted)))
