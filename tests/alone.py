"""Installs each service alone in a fresh environment, imports all of it, and starts its HTTP side.

What a package forgot to name among its dependencies shows here, for nothing else is installed.
Run by `make alone`; needs `uv` from the workspace's environment.
"""

import os
import re
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from contracts.topics import SERVICES
from guichet.embedded.ports import free_port

ROOT = Path(__file__).resolve().parents[1]
UV = Path(sys.executable).parent / "uv"
OURS = {
    "guichet-contracts": "libs/contracts",
    "guichet-chassis": "libs/chassis",
    "guichet-ui": "libs/ui",
}
IMPORT_ALL = """
import importlib, pkgutil, sys
package = importlib.import_module(sys.argv[1])
for module in pkgutil.walk_packages(package.__path__, f"{sys.argv[1]}."):
    if not module.name.endswith("__main__"):
        importlib.import_module(module.name)
"""


def run(*command: str | Path) -> None:
    subprocess.run([str(part) for part in command], check=True)


def locked_versions() -> str:
    """The lock as constraints: versions without hashes, for local folders have none."""
    text = (ROOT / "requirements.lock").read_text()
    return "\n".join(re.findall(r"^[a-z0-9].*?==[^\\\n]*", text, flags=re.MULTILINE)) + "\n"


def needed(folder: Path) -> list[Path]:
    """The package and those of ours that it says it needs, theirs too."""
    text = (folder / "pyproject.toml").read_text()
    found = [folder]
    for name, path in OURS.items():
        if f'"{name}",' in text:
            found += [other for other in needed(ROOT / path) if other not in found]
    return found


def check(package: str, folder: Path, work: Path) -> None:
    """Install, import everything; a service is started too, with nothing around it."""
    constraints = work / "constraints.txt"
    constraints.write_text(locked_versions())
    python = work / package / "bin" / "python"
    run(UV, "venv", "--quiet", "--python", sys.executable, work / package)
    folders = needed(folder)
    run(UV, "pip", "install", "--quiet", "--python", python, "-c", constraints, *folders)
    run(python, "-I", "-c", IMPORT_ALL, package)
    if package in SERVICES:
        start(package, python)
    sys.stdout.write(f"{package}: installs, imports and starts alone\n")


def start(service: str, python: Path) -> None:
    """The HTTP side comes up without Kafka and without MongoDB."""
    port = free_port()
    prefix = service.upper()
    env = {
        "PATH": os.environ["PATH"],
        f"{prefix}_HTTP_PORT": str(port),
        f"{prefix}_STORAGE_KEY": "A" * 43 + "=",
        f"{prefix}_TRACKING_SECRET": "x" * 40,
    }
    process = subprocess.Popen([python, "-I", "-m", service, "api"], env=env)
    try:
        deadline = time.monotonic() + 60
        while True:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/livez", timeout=2):
                    return
            except OSError:
                if process.poll() is not None or time.monotonic() > deadline:
                    raise SystemExit(f"{service} does not start alone") from None
                time.sleep(0.1)
    finally:
        process.terminate()
        process.wait(30)


def main() -> None:
    packages = {path.parent.name: path.parent for path in ROOT.glob("[ls]*/*/pyproject.toml")}
    wanted = sys.argv[1:] or [name for name in sorted(packages) if name != "guichet"]
    with tempfile.TemporaryDirectory() as work:
        for package in wanted:
            check(package, packages[package], Path(work))


if __name__ == "__main__":
    main()
