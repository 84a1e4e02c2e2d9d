"""The folders of the boroughs that ship, copied to where a test may spoil them."""

import shutil
from importlib.resources import as_file, files
from pathlib import Path

import pytest
from routing.adapters.manifests_toml import TomlBoroughs, configured_folders
from routing.domain.errors import Fault, ManifestsRefused

MANIFEST = "manifest.toml"


def copy_shipped(to: Path, *only: str) -> Path:
    """Copy the shipped folders of these names, or all of them, below `to`; returns it."""
    with as_file(files("routing") / "boroughs") as shipped:
        for source in shipped.iterdir():
            if (source / MANIFEST).is_file() and (not only or source.name in only):
                shutil.copytree(source, to / source.name)
    return to


def edit(folder: Path, borough: str, old: str, new: str) -> None:
    """Replace the first `old` in a borough's manifest; it must be there."""
    path = folder / borough / MANIFEST
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def add(folder: Path, borough: str, text: str) -> None:
    """Write more at the end of a borough's manifest; makes its folder where there is none."""
    path = folder / borough / MANIFEST
    path.parent.mkdir(exist_ok=True)
    with path.open("a", encoding="utf-8") as out:
        out.write("\n" + text)


def faults_in(folder: Path) -> tuple[Fault, ...]:
    """Every fault of the folders together; there must be one."""
    with pytest.raises(ManifestsRefused) as refused:
        TomlBoroughs(configured_folders(folder)).load()
    return refused.value.faults
