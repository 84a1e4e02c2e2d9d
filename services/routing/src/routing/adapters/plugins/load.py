"""From a folder's `plugin.py` to a plug-in that can be asked, or faults that refuse the start."""

from importlib.resources.abc import Traversable

from chassis.clock import utc_now

from routing.adapters.plugins.guard import GuardedPlugin
from routing.adapters.plugins.rules import breaches
from routing.domain.errors import Fault
from routing.domain.facts import Plugin

PLUGIN = "plugin.py"


def load_plugin(folder: Traversable, faults: list[Fault]) -> Plugin | None:
    """The plug-in of a folder; None where it has none, or one that is at fault.

    The text that was judged is the text that runs: it is read once, and never imported here.
    """
    if not (folder / PLUGIN).is_file():
        return None
    file = f"{folder.name}/{PLUGIN}"
    try:
        source = (folder / PLUGIN).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        problem = ("ne se lit pas comme texte UTF-8", "cannot be read as UTF-8 text")
        remedy = ("enregistrez-le en UTF-8", "save it as UTF-8")
        faults.append(Fault(file, "", problem, remedy))
        return None
    if found := breaches(source):
        faults.extend(Fault(file, one.key, one.problem, one.remedy) for one in found)
        return None
    plugin = GuardedPlugin(folder.name.replace("_", "-"), source, utc_now)
    if failed := plugin.check():
        problem = (f"échoue au chargement ({failed})", f"fails when it is loaded ({failed})")
        remedy = (
            "corrigez l'erreur ; au premier niveau du fichier, ne faites que définir",
            "mend the error; at the top level of the file do nothing but define",
        )
        faults.append(Fault(file, "", problem, remedy))
        plugin.close()
        return None
    return plugin
