"""Talks between rivals in AI.

Until they have agreed on a dialogue, neither enters a body that the other is in. What they agree on has
terms: the part of its controls on the other that each lifts for as long as the dialogue lasts.
"""

from __future__ import annotations

import numpy as np

from sovereigns.model.facts.parameters import Parameters
from sovereigns.model.institutions.shares import weight
from sovereigns.model.relations.deal import bargain
from sovereigns.model.streams import Streams
from sovereigns.model.world import Bool, World

LEAST_TOLD = 0.01
"""share: smaller ones are told as less than that"""


def rivals(w: World, p: Parameters) -> Bool:
    """(n, n) nations that both hold a part of the world's AI worth hiding and threaten each other."""
    found = np.zeros((w.n, w.n), dtype=bool)
    great = np.flatnonzero(weight(w) >= p.power_share)
    pairs = np.ix_(great, great)
    threat = w.threat[pairs]
    found[pairs] = threat * threat.T >= p.threat_threshold**2
    return found


def apart(w: World, p: Parameters) -> Bool:
    """(n, n) rivals without a dialogue."""
    return rivals(w, p) & ~w.dialogue


def talk(w: World, p: Parameters, draw: Streams) -> None:
    """Rivals open talks, reach a dialogue after some quarters or break off, and may lose it again.

    They open talks the sooner the more ear both governments have for voices of cooperation; each quarter of
    talks, and of a dialogue as far as they threaten each other, something may end it. Talks are left by the
    government with less ear for cooperation, a dialogue by the one that feels more threatened.
    """
    pairs = np.flatnonzero(rivals(w, p) | w.dialogue | (w.talks > 0))
    for i, j in zip(*np.divmod(pairs, w.n), strict=True):
        if i >= j:
            continue
        opens, ends = draw.uniform("dialogue", w.step, i * w.n + j, count=2)[0]
        opens, ends = (1 / 2 + p.bargaining_noise * (u - 1 / 2) for u in (opens, ends))
        if w.dialogue[i, j]:
            if ends < p.talks_failure * np.sqrt(w.threat[i, j] * w.threat[j, i]):
                who, other = (i, j) if w.threat[i, j] >= w.threat[j, i] else (j, i)
                why = "ends its dialogue with {} on AI: it feels the more threatened of the two"
                _break_off(w, who, other, "dissolve", why)
        elif w.talks[i, j] == 0:
            if opens < p.talks_rate * (1 - w.receptivity[i]) * (1 - w.receptivity[j]):
                begin(w, i, j)
        elif ends < p.talks_failure:
            who, other = (i, j) if w.receptivity[i] >= w.receptivity[j] else (j, i)
            why = "walks away from talks with {} on AI: its government has less ear for cooperation"
            _break_off(w, who, other, "refuse", why)
        elif w.talks[i, j] >= p.talks_quarters:
            _agree(w, p, i, j)
        else:
            w.talks[i, j] = w.talks[j, i] = w.talks[i, j] + 1


def begin(w: World, i: int, j: int) -> None:
    """Two nations open talks."""
    w.talks[i, j] = w.talks[j, i] = 1
    text = f"{w.iso3[i]} and {w.iso3[j]} open talks on AI"
    w.note("govern", "propose", text, w.iso3[i], w.iso3[j], layer="dialogue")


def silence(w: World, i: int, j: int) -> None:
    """Two nations talk no longer, and what each lifted for the other it lifts no longer."""
    for one, other in ((i, j), (j, i)):
        w.talks[one, other] = w.dialogue[one, other] = w.lifted[one, other] = 0


def _agree(w: World, p: Parameters, i: int, j: int) -> None:
    """Talks end in a dialogue, with what each lifts."""
    w.talks[i, j] = w.talks[j, i] = 0
    w.dialogue[i, j] = w.dialogue[j, i] = True
    w.lifted[i, j], w.lifted[j, i] = bargain(w, p, i, j)
    said = [
        f"{w.iso3[a]} lifts {_part(w.lifted[a, b])} of its controls on {w.iso3[b]}"
        for a, b in ((i, j), (j, i))
        if w.lifted[a, b] > 0
    ]
    terms = " and ".join(said) or "no control is lifted"
    text = f"{w.iso3[i]} and {w.iso3[j]} agree on a dialogue on AI: {terms}"
    w.note("govern", "accept", text, w.iso3[i], w.iso3[j], layer="dialogue")


def _part(share: float) -> str:
    return f"{share:.0%}" if share >= LEAST_TOLD else f"less than {LEAST_TOLD:.0%}"


def _break_off(w: World, who: int, other: int, kind: str, why: str) -> None:
    """One of two leaves their talks or their dialogue."""
    silence(w, who, other)
    text = f"{w.iso3[who]} {why.format(w.iso3[other])}"
    w.note("govern", kind, text, w.iso3[who], w.iso3[other], layer="dialogue")
