"""The commands of ``python -m flow_engine``, one module each; see :mod:`.registry`."""
