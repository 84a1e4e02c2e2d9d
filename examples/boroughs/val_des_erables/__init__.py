"""A borough as an installed package: its manifest and its plug-in lie beside this file."""
