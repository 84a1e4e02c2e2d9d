"""The texts of the law, one TOML file a version; read and checked when the service starts."""

from complaints.law.loading import LawFault, load

__all__ = ["LawFault", "load"]
