"""Fuzzing: true files, links, calls and questions, damaged by chance in ways that people do not."""
