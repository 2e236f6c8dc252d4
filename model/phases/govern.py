"""Process 11, govern: rivals talk, bodies are proposed, bargained over, joined, verified, left.

Theory T4; C12, C17, C18, K4. A nation takes part while it is no worse off inside, given who else is in; the
indifferent take part. Nations answer one after another, in an order that is drawn. A covert programme is
found with a chance that inspection raises. Who broke a text is kept out until that is forgotten; whom the law
shuts out remembers it and gives up some of what membership would bring.
"""

from __future__ import annotations

import numpy as np

from sovereigns.agents.contract import Order
from sovereigns.model.facts.parameters import Parameters
from sovereigns.model.institutions.bargain import (
    DUES,
    INSPECTION,
    NOTICE,
    SANCTION,
    THRESHOLD,
    TRANSFER,
    answers,
    best_text,
    net_gain,
    stakes,
)
from sovereigns.model.institutions.contract import Institution, admits
from sovereigns.model.institutions.dialogue import apart, talk
from sovereigns.model.institutions.registry import institutions
from sovereigns.model.institutions.shares import coverage, weight
from sovereigns.model.kernels.theory.coalition import (
    Int,
    Stakes,
    efforts,
    membership_gain,
    side_payments,
    stays,
)
from sovereigns.model.streams import Streams
from sovereigns.model.world import Bool, Float, World


def govern(w: World, p: Parameters, draw: Streams, order: Order) -> None:
    """Let rivals talk, then each body verify, bargain, and serve its members."""
    _begin(w, p)
    talk(w, p, draw)
    for row, body in enumerate(institutions()):
        _verify(w, p, draw, row)
        if w.member[row].any():
            _stand(w, p, draw, order, row, body)
        elif w.talked[row] > 0:
            _negotiate(w, p, draw, order, row, body)
        else:
            _propose(w, p, draw, order, row, body)
        _remember_exclusion(w, row)
        w.cheating[row] = np.where(w.member[row], order.cheat[:, row], 0)
        _serve(w, p, row, body)


def _begin(w: World, p: Parameters) -> None:
    """Nothing is found, pledged, paid or stopped yet this quarter; some of the past is forgotten."""
    w.detected = np.zeros_like(w.member)
    w.exclusion *= p.exclusion_memory
    w.sanctioned *= p.exclusion_memory
    w.monitoring, w.false_alarms = np.zeros(w.n), np.zeros(w.n)
    w.dues = np.zeros(w.member.shape)
    w.pooled = np.zeros(w.n)
    w.pledged_standard = np.zeros(w.n)
    w.pledged_regulation = np.zeros(w.n)
    w.transfer = np.zeros(w.n)


def _verify(w: World, p: Parameters, draw: Streams, row: int) -> None:
    """Inspection finds covert programmes; the found are thrown out until that is forgotten."""
    effort = w.terms[row, INSPECTION]
    if not w.member[row].any() or effort == 0:
        return
    chance = p.detection * effort * w.cheating[row]
    suspects = np.flatnonzero(w.member[row] & (chance > 0))
    u = draw.uniform(f"verify:{w.bodies[row]}", w.step, suspects)
    half = 1 / 2
    found = np.zeros(w.n, dtype=bool)
    found[suspects] = half + p.verification_noise * (u - half) < chance[suspects]
    w.detected[row] = found
    inspected, caught = int(w.member[row].sum()), int(found.sum())
    text = (
        f"{w.bodies[row]} inspects {inspected} members with an effort of {effort:.0%} and finds "
        f"{caught or 'no'} covert programme{'' if caught == 1 else 's'}"
    )
    w.note("govern", "verify", text, w.bodies[row], _names(w, found), value=caught)
    for i in np.flatnonzero(found):
        text = f"{w.iso3[i]} runs a covert programme; {w.bodies[row]} finds it and throws {w.iso3[i]} out"
        w.note("govern", "breach", text, w.iso3[i], w.bodies[row], value=chance[i])
    w.member[row] &= ~found
    w.sanctioned[row] = np.where(found, np.maximum(w.sanctioned[row], p.sanction), w.sanctioned[row])


def _stand(w: World, p: Parameters, draw: Streams, order: Order, row: int, body: Institution) -> None:
    """A body at work: members leave on notice, or at once where it would no longer admit them; others enter.

    With one member left it is dissolved.
    """
    before, term = w.member[row].copy(), w.terms[row, NOTICE]
    open_to = admits(body, w, p, row)
    at_stake, _ = stakes(w, p, body, row, w.terms[row])
    pays = stays(net_gain(before, at_stake), 0.0, p.indifference * w.gdp)
    unwilling = before & ((order.leave[:, row] > 1 / 2) | ~pays)
    w.notice[row] = np.where(unwilling, w.notice[row] + 1, 0)
    ends = (order.leave[:, row] > 1 / 2) & (w.notice[row] > term)
    now = before & open_to & ~ends
    held = now & (term > 0) & (w.notice[row] <= term)
    may = (order.join[:, row] > 1 / 2) & open_to & ~before
    after = _answers(w, p, draw, body, at_stake, now, may, held)
    notice = f"after {term:.0f} quarters of notice" if term > 0 else "without notice, as its text allows"
    _report(w, before & ~after & open_to, row, "leave", "leave", notice)
    _report(w, before & ~after & ~open_to, row, "leave", "leave", "it admits them no longer")
    _report(w, after & ~before, row, "join", "join", _said(w.terms[row]))
    w.member[row] = after
    if after.sum() < 2:
        left = "left alone" if after.any() else "the last to leave"
        _report(w, after if after.any() else before, row, "dissolve", "give up", left)
        w.member[row] = w.notice[row] = 0


def _propose(w: World, p: Parameters, draw: Streams, order: Order, row: int, body: Institution) -> None:
    """Of those that want to, the one with most AI that knows a text that serves it puts it on the table.

    Who takes the initiative by the scenario asks only for a text that finds its signatures, waits for the end
    of talks with a rival that does so too, and tries again until nations have signed or refused.
    """
    effort, first = order.propose[:, row] * body.offer(p), w.initiative[row]
    if not (effort.any() or first.any()):
        return
    luck = draw.uniform(f"propose:{body.name}", w.step, np.arange(w.n))
    luck = 1 / 2 + p.bargaining_noise * (luck - 1 / 2)
    ready = first & ~(w.talks[:, first] > 0).any(axis=1)
    wants = (ready | (luck < effort)) & admits(body, w, p, row)
    if not wants.any():
        return
    turns, share = _turns(w, p, draw, body), weight(w)
    for proposer in sorted(np.flatnonzero(wants).tolist(), key=lambda i: -share[i]):
        least = -np.inf if ready[proposer] else p.indifference * float(w.gdp[proposer])
        text = best_text(w, p, body, row, proposer, turns, least)
        if text is not None:
            w.terms[row], w.table[row] = text
            w.talked[row] = 1
            signs = int(w.table[row].sum())
            told = f"{w.iso3[proposer]} proposes {body.name} to {signs} nations: {_said(w.terms[row])}"
            w.note("govern", "propose", told, w.iso3[proposer], body.name, value=signs)
            return


def _negotiate(w: World, p: Parameters, draw: Streams, order: Order, row: int, body: Institution) -> None:
    """A quarter of talks: all answer; they may break off.

    At their end the text enters into force where those who sign it hold its threshold.
    """
    before = w.table[row].copy()
    first, open_to = w.talked[row] == 1, admits(body, w, p, row)
    may = (order.join[:, row] > 1 / 2) & open_to
    at_stake, _ = stakes(w, p, body, row, w.terms[row])
    after = _answers(w, p, draw, body, at_stake, before & may, may, np.zeros(w.n, dtype=bool))
    terms = _said(w.terms[row])
    _report(w, after & (first | ~before), row, "accept", "accept", terms)
    _report(w, (before | first & open_to) & ~after, row, "refuse", "refuse", terms)
    w.table[row] = after
    w.talked[row] += 1
    luck = draw.uniform(f"talks:{body.name}", w.step, 0)[0]
    if not after.any():
        w.initiative[row] = False
        _fall_short(w, row, after, open_to)
    elif 1 / 2 + p.bargaining_noise * (luck - 1 / 2) < p.talks_failure:
        _walk_away(w, row, after, net_gain(after, at_stake))
    elif w.talked[row] > p.talks_quarters:
        _conclude(w, row, after, open_to & ~after)
    else:
        return
    w.table[row], w.talked[row] = False, 0


def _conclude(w: World, row: int, signs: Bool, out: Bool) -> None:
    """The end of talks: the text enters into force, or it comes to nothing."""
    w.initiative[row] = False
    if signs.sum() >= 2 and coverage(w, signs) >= w.terms[row, THRESHOLD]:
        w.member[row] = signs
        _report(w, signs, row, "found", "found", _said(w.terms[row]))
    else:
        _fall_short(w, row, signs, out)


def _walk_away(w: World, row: int, at_table: Bool, gain: Float) -> None:
    """Talks break off: of those whose signature the text needs, the one that gains least leaves the table."""
    needed = at_table & (coverage(w, at_table) - weight(w) < w.terms[row, THRESHOLD])
    counts = needed if needed.any() else at_table
    least = np.where(counts, gain / w.gdp, np.inf).argmin()
    of = "those whose signature it needs" if needed.any() else "all at the table"
    terms = f"{_said(w.terms[row])}; of {of} it gains least"
    _report(w, np.arange(w.n) == least, row, "refuse", "walk away from talks on", terms)


def _fall_short(w: World, row: int, signs: Bool, out: Bool) -> None:
    """A text finds too few signatures: who holds out with most AI is named, else those who have signed."""
    held = f"{signs.sum()} with {coverage(w, signs):.0%} of the world's AI" if signs.any() else "nobody"
    terms = f"{_said(w.terms[row])}; signed by {held}"
    if out.any():
        most = np.where(out, weight(w), -1).argmax()
        _report(w, np.arange(w.n) == most, row, "refuse", "hold out against", terms)
    else:
        _report(w, signs, row, "dissolve", "give up", terms)


def _answers(
    w: World,
    p: Parameters,
    draw: Streams,
    body: Institution,
    at_stake: Stakes,
    now: Bool,
    may: Bool,
    held: Bool,
) -> Bool:
    """(n,) who takes part once every nation has answered."""
    turns = _turns(w, p, draw, body)
    return answers(now, at_stake, p.indifference * w.gdp, turns, 1, may, held, apart(w, p))


def _turns(w: World, p: Parameters, draw: Streams, body: Institution) -> Int | None:
    """Rows of all nations in the order in which they answer this quarter; without noise all do at once."""
    if p.bargaining_noise == 0:
        return None
    drawn = draw.uniform(f"answer:{body.name}", w.step, np.arange(w.n))
    return np.argsort(drawn, kind="stable")


def _serve(w: World, p: Parameters, row: int, body: Institution) -> None:
    """Collect what membership costs, move side payments, charge outsiders, and let the body do its work."""
    members = w.member[row]
    if not members.any():
        body.serve(w, p, row, np.zeros(w.n))
        return
    at_stake, _ = stakes(w, p, body, row, w.terms[row])
    received = side_payments(members, membership_gain(members, at_stake), at_stake)
    share = w.gdp / w.gdp[members].sum()
    inside = received - p.membership_cost - p.secretariat_cost * share
    outside = -(at_stake.escaped * members).sum(axis=1)
    w.transfer = w.transfer + np.where(members, inside, outside)
    kept = 1 - w.cheating[row]
    w.dues[row] = members * w.terms[row, DUES] * kept
    body.serve(w, p, row, at_stake.own + (efforts(members, at_stake) - at_stake.own) * kept)


def _remember_exclusion(w: World, row: int) -> None:
    """Those whom the law shuts out of a body that works without them remember it (C12)."""
    shut = w.law_excludes[row] & w.member[row].any()
    w.exclusion[row] = np.where(shut, 1, w.exclusion[row])


def _names(w: World, who: Bool) -> str:
    """ISO3 of some nations, those with most AI first."""
    share = weight(w)
    return ";".join(w.iso3[i] for i in sorted(np.flatnonzero(who), key=lambda i: (-share[i], i)))


def _report(w: World, who: Bool, row: int, kind: str, verb: str, terms: str) -> None:
    if not who.any():
        return
    actors = _names(w, who)
    names = actors.split(";")
    shown = ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
    said = f"{shown} {_conjugated(verb, len(names))} {w.bodies[row]}: {terms}"
    w.note("govern", kind, said, actors, w.bodies[row], value=coverage(w, who))


def _conjugated(verb: str, count: int) -> str:
    """A verb of one nation, or of several."""
    first, *rest = verb.split()
    return verb if count > 1 else " ".join([f"{first}s", *rest])


def _said(terms: Float) -> str:
    """A text in words."""
    parts = [f"starts with {terms[THRESHOLD]:.0%} of the world's AI"]
    for k, words in (
        (DUES, "dues of {:.2%} of GDP"),
        (INSPECTION, "inspected with an effort of {:.0%}"),
        (TRANSFER, "up to {:.0%} of gains go to who would lose"),
        (SANCTION, "a duty of {:.1%} on trade with outsiders"),
        (NOTICE, "{:.0f} quarters of notice"),
    ):
        if terms[k] > 0:
            parts.append(words.format(terms[k]))
    return ", ".join(parts)
