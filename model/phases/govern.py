"""Process 11, govern: bodies propose, admit, verify, sanction and lose members.

Theory T4; C12, C17, C18, K4.

Exclusion is remembered and lowers the will to take part. A covert programme is found with a chance that
inspection raises. A nation stays while it is no worse off inside; the indifferent stay.
"""

from __future__ import annotations

import numpy as np

from sovereigns.agents.contract import Order
from sovereigns.model.facts.parameters import Parameters
from sovereigns.model.institutions.registry import institutions
from sovereigns.model.institutions.shares import coverage, weight
from sovereigns.model.kernels.theory.coalition import stays
from sovereigns.model.streams import Streams
from sovereigns.model.world import Bool, World


def govern(w: World, p: Parameters, draw: Streams, order: Order) -> None:
    """Verify, then let nations leave and join, then let each body serve its members."""
    w.detected = np.zeros_like(w.member)
    w.exclusion *= p.exclusion_memory
    w.monitoring = np.zeros(w.n)
    w.dues = np.zeros(w.n)
    w.pledged_standard = np.zeros(w.n)
    w.pledged_regulation = np.zeros(w.n)
    w.transfer = np.zeros(w.n)
    for row, body in enumerate(institutions()):
        _verify(w, p, draw, order, row)
        _leave(w, p, order, row)
        _enter(w, p, order, row)
        w.cheating[row] = np.where(w.member[row], order.cheat[:, row], 0)
        body.serve(w, p, row)


def _verify(w: World, p: Parameters, draw: Streams, order: Order, row: int) -> None:
    """Inspection finds covert programmes; the found are fined by exclusion until it is forgotten."""
    chance = p.detection * p.inspection * w.cheating[row]
    suspects = np.flatnonzero(w.member[row] & (chance > 0))
    if not len(suspects):
        return
    u = draw.uniform(f"verify:{w.bodies[row]}", w.step, suspects)
    half = 1 / 2
    found = np.zeros(w.n, dtype=bool)
    found[suspects] = half + p.verification_noise * (u - half) < chance[suspects]
    w.detected[row] = found
    for i in np.flatnonzero(found):
        w.note(
            "govern",
            "detect",
            f"{w.bodies[row]} finds a covert programme of {w.iso3[i]}",
            w.bodies[row],
            w.iso3[i],
            value=chance[i],
        )
    w.member[row] &= ~found
    w.exclusion[row] = np.where(found, np.maximum(w.exclusion[row], p.sanction), w.exclusion[row])


def _leave(w: World, p: Parameters, order: Order, row: int) -> None:
    """Members leave after notice; membership lapses at once where the body would no longer admit."""
    if not w.member[row].any():
        w.notice[row] = 0
        return
    body = institutions()[row]
    wants = stays(body.inside_gain(w, p, row), np.zeros(w.n), p.indifference)
    asks = w.member[row] & ((order.leave[:, row] > 1 / 2) | ~wants)
    w.notice[row] = np.where(asks, w.notice[row] + 1, 0)
    lapses = w.member[row] & ~body.admits(w, p, row)
    leaves = lapses | asks & (w.notice[row] > body.exit_notice(p))
    _report(w, leaves, row, "leave")
    w.member[row] &= ~leaves


def _enter(w: World, p: Parameters, order: Order, row: int) -> None:
    """Asking is conditional: the body admits only when those inside and asking reach its threshold.

    A body of fewer than two needs one that proposes to found or revive it.
    """
    body = institutions()[row]
    asks = (order.join[:, row] > 1 / 2) & body.admits(w, p, row) & ~w.member[row]
    together = w.member[row] | asks
    founded = w.member[row].sum() >= 2 or (order.propose[together, row] > 1 / 2).any()
    if asks.any() and founded and coverage(w, together) >= body.threshold(p):
        _report(w, asks, row, "join")
        w.member[row] = together
    _remember_exclusion(w, p, order, row)


def _remember_exclusion(w: World, p: Parameters, order: Order, row: int) -> None:
    """Those whom the law shuts out of a body that works without them remember it (C12)."""
    shut = w.law_excludes[row] & w.member[row].any()
    w.exclusion[row] = np.where(shut, np.maximum(w.exclusion[row], p.exclusion_hurt), w.exclusion[row])


def _report(w: World, who: Bool, row: int, kind: str) -> None:
    if not who.any():
        return
    share = weight(w)
    names = [w.iso3[i] for i in sorted(np.flatnonzero(who), key=lambda i: (-share[i], i))]
    shown = ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
    verb = "join" if kind == "join" else "leave"
    w.note(
        "govern",
        kind,
        f"{shown} {verb} {w.bodies[row]}",
        ";".join(names),
        w.bodies[row],
        value=float(share[who].sum()),
    )
