"""Sabotage of the real flows: does the check, with the scenarios, notice a wrong change?"""
