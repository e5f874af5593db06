"""What a site needs beside its pages: Python runtime, engine bundle, fonts.

Plain functions on paths; ``macros/__init__.py`` calls them after each build.
"""
