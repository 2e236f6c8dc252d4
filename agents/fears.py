"""What a nation says of its fears: causes of threat in words."""

from __future__ import annotations

FEARS: tuple[str, ...] = (
    "power",
    "rivalry",
    "border",
    "nearness",
    "rivalry with allies",
    "AI",
    "gains in AI",
    "controls received",
    "harm from AI",
    "what it did",
    "the blocked foundry",
)
"""Causes of threat, in words."""


def feared_for(fear: int) -> str:
    """The one or two causes of a threat that weigh most, in words.

    Args:
        fear: an entry of `Briefing.fear`: the first cause times the number of causes, plus the second.
    """
    first, second = divmod(fear, len(FEARS))
    return FEARS[first] if first == second else f"{FEARS[first]} and {FEARS[second]}"
