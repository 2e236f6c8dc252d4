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
    "what it did lately",
    "the blocked foundry",
)
"""Causes of threat, in words."""
WEIGHS = 1 / 3
"""Part of the first cause from which the second is worth a word."""


def feared_for(fear: int) -> str:
    """The cause of a threat that weighs most, and the second where it weighs too, in words.

    Args:
        fear: an entry of `Briefing.fear`: the first cause times the number of causes, plus the second, or the
            first again where it dominates.
    """
    first, second = divmod(fear, len(FEARS))
    return FEARS[first] if first == second else f"{FEARS[first]} and {FEARS[second]}"
