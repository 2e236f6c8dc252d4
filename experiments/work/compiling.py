"""A word on the first run of all, in which the model is compiled."""

from __future__ import annotations

from functools import cache

import click


@cache
def say_if_first() -> None:
    """Say on standard error that machine code is made once, where none is kept yet; no second time."""
    from sovereigns.model.kernels.numerics.kept_code import places  # heavy

    if not any(True for place in places() for _ in place.glob("*.nbc")):
        click.echo("The model is compiled, once: this first start takes about half a minute more.", err=True)
