"""JSON Schemas (draft 2020-12) for every file an editor writes, made from the readers' own keys.

An editor such as VS Code uses them for completion, help on hover and red lines.
They are never stricter than the readers: what ``check`` accepts, they accept.
"""
