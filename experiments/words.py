"""The words of a person, taken apart: NAME=VALUE, command lines."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sovereigns.model.errors import InputError

NO_VALUE = frozenset({"--json", "--full", "--dry-run", "--retry-failed"})
"""Options that stand alone."""
ELSEWHERE = frozenset({"--out", "--workers", "--cluster", "--limit"})
"""Options that say where and how much, not what."""


def pairs(texts: Iterable[str], option: str) -> tuple[tuple[str, str], ...]:
    """Repeated NAME=VALUE as (name, value), in their order.

    Args:
        texts: the pairs.
        option: what they were given by, as `--set`, for messages.

    Raises:
        InputError: a text without name or value, or a name twice.
    """
    found: dict[str, str] = {}
    for text in texts:
        name, equals, value = (part.strip() for part in text.partition("="))
        if not (name and equals and value):
            raise InputError(f"{option} '{text}': write NAME=VALUE, without spaces")
        if name in found:
            raise InputError(f"{option} {name}: is given twice ({found[name]}, {value}); give it once")
        found[name] = value
    return tuple(found.items())


@dataclass(frozen=True)
class Line:
    """A command line that made a folder, taken apart."""

    what: str | None
    """Its first word without a dash after the command: a scenario, a plan."""
    options: Mapping[str, tuple[str, ...]]
    """Option -> its values, blank for one that stands alone."""

    def last(self, option: str) -> str | None:
        """The value of an option that is given once; None where it is not."""
        return self.options[option][-1] if option in self.options else None


def taken_apart(command: str, name: str, known: Iterable[str]) -> Line:
    """The words of a command line.

    Args:
        command: such as `sovereigns run no-controls --seed 3 --set tariff_share=0.2`.
        name: of the command that it must be, "run" or "sweep".
        known: options that say what is run.

    Raises:
        InputError: it is another command, or has an option that is not known.
    """
    try:
        words = shlex.split(command)
    except ValueError as error:
        raise InputError(f"'{command}': is no command line ({error})") from None
    if words[1:2] != [name]:
        raise InputError(f"'{command or 'nothing that it names'}' is no sovereigns {name}")
    what, options = None, dict[str, tuple[str, ...]]()
    rest = iter(words[2:])
    for word in rest:
        option, equals, value = word.partition("=")
        if not word.startswith("-"):
            what = word
        elif option in NO_VALUE:
            options[option] = ("",)
        elif option in known or option in ELSEWHERE:
            options[option] = (*options.get(option, ()), value if equals else next(rest, ""))
        else:
            raise InputError(f"'{command}': there is no option {option}")
    return Line(what, options)
