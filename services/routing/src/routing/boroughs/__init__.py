"""The folders of the boroughs that ship with routing: data and plug-ins, nothing else."""
