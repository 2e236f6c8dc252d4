"""How to mend a word of the command line that is wrong or missing: near matches, ranges, what is wanted."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from sovereigns.experiments.limits import WORKERS_A_CORE
from sovereigns.experiments.work.cores import cores
from sovereigns.model.errors import InputError, unknown
from sovereigns.model.facts.numbers import whole

SCENARIOS = "Give two scenarios: presets (sovereigns scenarios lists them) or TOML files."
NEEDED = {
    "a": SCENARIOS,
    "b": SCENARIOS,
    "plan": "Give a study, such as fragmentation (docs/studies.md has all), or the TOML file of a plan.",
    "folder": "Give the folder of a run or a sweep: its last line named it, or --out did.",
    "sql": 'Give a question in quotes: "SELECT * FROM world" of a run, "SELECT * FROM runs" of a sweep.',
    "file": "Give a game that sovereigns play NATION --save FILE kept.",
}
"""Argument that a command cannot do without -> what to give."""


class Name(click.Choice[str]):
    """One of a few names."""

    def get_invalid_choice_message(self, value: Any, ctx: click.Context | None) -> str:
        """The near matches, and all names."""
        return str(unknown("name", str(value), self.choices))


class Place(click.Path):
    """A file or a folder. No name at all does not mean the folder that one stands in."""

    def __init__(self, dir_okay: bool = True, path_type: type = Path) -> None:
        """As `click.Path`, of `pathlib`."""
        super().__init__(dir_okay=dir_okay, path_type=path_type)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The path.

        Raises:
            click.BadParameter: it is blank, or a folder where a file must be.
        """
        if not str(value).strip():
            self.fail("is empty; name a file or folder (. is the one that you are in)", param, ctx)
        return super().convert(value, param, ctx)


class Whole(click.IntRange):
    """A whole number in a range."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The number.

        Raises:
            click.BadParameter: it is none, or out of range.
        """
        try:
            return whole(value, "", int(self.min or 0), None if self.max is None else int(self.max))
        except InputError as error:
            return self.fail(str(error), param, ctx)


class Workers(Whole):
    """A number of processes that this machine can bear."""

    def __init__(self) -> None:
        """From 1."""
        super().__init__(1)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The number.

        Raises:
            click.BadParameter: it is none, or more than the machine's memory would bear.
        """
        number, most = super().convert(value, param, ctx), WORKERS_A_CORE * cores()
        if number > most:
            self.fail(
                f"{number} is more than {most}, {WORKERS_A_CORE} for each core that is ours here; more would "
                "fill the memory and end no sooner. Leave it out for one a core",
                param,
                ctx,
            )
        return number


def with_remedy(error: click.ClickException) -> click.ClickException:
    """The same error; one of a missing argument says what to give."""
    if isinstance(error, click.MissingParameter) and error.param is not None and not error.message:
        return click.MissingParameter(NEEDED.get(error.param.name or "", ""), error.ctx, error.param)
    return error
