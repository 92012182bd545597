"""Fake servers of the platforms, written from the platforms' documents alone.

They share no code and no reading with src/provider or src/sandbox: where those two err
together, these disagree. Standard library only; everything is drawn from one seed.
"""
