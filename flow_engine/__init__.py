"""The flow engine of Pandu: procedures as data, run step by step, every sentence sourced."""

__version__ = "0.1.0"
