"""``make bench-start``: how fast Python is there, beside plain Pyodide in the same run."""
