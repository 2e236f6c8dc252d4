"""Bargaining over a body: what it is worth to whom, what a proposer would write, who pays whom.

Money is in billion USD a quarter.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import numpy as np

from sovereigns.model.errors import unknown
from sovereigns.model.facts.parameters import Parameters
from sovereigns.model.institutions.contract import TERMS, Institution, admits
from sovereigns.model.institutions.dialogue import apart
from sovereigns.model.institutions.shares import coverage, resentment, weight
from sovereigns.model.kernels.numerics.sums import count
from sovereigns.model.kernels.theory.coalition import (
    Bool,
    Int,
    Stakes,
    efforts,
    membership_gain,
    settle,
    side_payments,
    stays,
)
from sovereigns.model.relations.exchange import cost_of_duties
from sovereigns.model.world import Float, World

THRESHOLD, DUES, INSPECTION, TRANSFER, SANCTION, NOTICE = range(len(TERMS))


def texts(body: Institution, p: Parameters) -> Float:
    """(k, t) every text that may be proposed, a column for each of TERMS; the first is the usual one.

    Raises:
        InputError: the body's file names a term that no text has.
    """
    may = body.terms(p)
    for term in may:
        if term not in TERMS:
            raise unknown("term", term, TERMS, f"body '{body.name}'", "model/institutions/contract.py")
    return np.array(list(dict.fromkeys(product(*(map(float, may.get(term, (0,))) for term in TERMS)))))


def stakes(w: World, p: Parameters, body: Institution, row: int, terms: Float) -> tuple[Stakes, Float]:
    """What is at stake in a body under some terms, and (n,) what a covert programme gains beside effort.

    It withholds dues. Who was shut out of a body by law wants more: it gives up a share of what one of all
    would bring it, as people refuse a gain that is less than their due (Camerer 2003).
    """
    interest = body.interest(w, p, row)
    at_home = np.diagonal(interest.harm)
    own = np.where(at_home > 0, interest.own, 0)
    dues = terms[DUES] * w.gdp
    fixed = interest.fixed + p.membership_cost + dues
    duty = terms[SANCTION]
    at_stake = Stakes(
        harm=interest.harm,
        cost=at_home / np.where(own > 0, own, 1),
        own=own,
        most=interest.most,
        aside=interest.aside,
        escaped=cost_of_duties(w, p, float(duty)) if duty > 0 else np.zeros((w.n, w.n)),
        fixed=fixed,
        pool=-p.secretariat_cost,
        part=w.gdp,
        transfer=float(terms[TRANSFER]),
    )
    hurt = resentment(w)
    if hurt.any():
        at_stake = at_stake._replace(fixed=fixed + p.exclusion_weight * hurt * promise(at_stake))
    return at_stake, interest.hidden + dues


def promise(at_stake: Stakes) -> Float:
    """(n,) what a body of all would bring each, before what membership costs; a loss counts as nothing."""
    whole = np.ones(len(at_stake.own), dtype=bool)
    escaped = at_stake.escaped.sum(axis=1)
    brought: Float = np.maximum(_spared(whole, at_stake) + _beside(whole, at_stake) + escaped, 0)
    return brought


def _spared(members: Bool, at_stake: Stakes) -> Float:
    """(n,) harm that members' efforts spare each nation."""
    spared: Float = (at_stake.harm * (efforts(members, at_stake) - at_stake.own)).sum(axis=1)
    return spared


def _beside(members: Bool, at_stake: Stakes) -> Float:
    """(n,) what the others among members add to each, beside what they spare it."""
    added: Float = (at_stake.aside * members).sum(axis=1) - np.diagonal(at_stake.aside)
    return added


def prospects(w: World, p: Parameters, body: Institution, row: int, proposer: int) -> Int:
    """Rows of all whom a proposer could invite, itself first, then those with most AI.

    They are those whom the body admits and who sit with it and with those before them.
    """
    may, shy, invited = admits(body, w, p, row), apart(w, p), np.zeros(w.n, dtype=bool)
    ranked = [proposer, *np.argsort(-weight(w), kind="stable")]
    if not shy.any():
        return np.array([i for k, i in enumerate(ranked) if may[i] and (k == 0 or i != proposer)])
    found = []
    for i in ranked:
        if may[i] and not invited[i] and not (shy[i] & invited).any():
            invited[i] = True
            found.append(i)
    return np.array(found)


def best_text(
    w: World, p: Parameters, body: Institution, row: int, proposer: int, turns: Int | None, least: float
) -> tuple[Float, Bool] | None:
    """Terms that serve the proposer best, and who would sign them.

    Nothing where no text that would find the signatures is worth the least to it. For each text that may be
    proposed it thinks of inviting 2, 8, 32 nations and so on up to all, and reckons with those who take part
    once everybody has thought it over in turn. A threshold changes nobody's answer, only what comes of it.
    """
    invited, best, found = prospects(w, p, body, row, proposer), least, None
    answered: dict[bytes, list[tuple[Bool, float, float]]] = {}
    for terms in texts(body, p):
        deal = terms[DUES:].tobytes()
        if deal not in answered:
            answered[deal] = list(
                _outcomes(w, p, stakes(w, p, body, row, terms)[0], invited, proposer, turns)
            )
        for signs, held, worth in answered[deal]:
            if held >= terms[THRESHOLD] and worth > best:
                best, found = worth, (terms, signs)
    return found


def _outcomes(
    w: World, p: Parameters, at_stake: Stakes, invited: Int, proposer: int, turns: Int | None
) -> Iterator[tuple[Bool, float, float]]:
    """Who may come to sign beside a proposer, what they hold of the world's AI, what it is worth to that."""
    for signs in _signatures(w, p, at_stake, invited, turns):
        if signs.sum() >= 2 and signs[proposer]:
            yield signs, coverage(w, signs), float(value(signs, at_stake)[proposer])


def _signatures(w: World, p: Parameters, at_stake: Stakes, invited: Int, turns: Int | None) -> list[Bool]:
    """Who would sign, of each number of those who could be invited; each result once."""
    may, nobody, none = count(invited, w.n) > 0, np.zeros(w.n, bool), np.zeros((w.n, w.n), bool)
    found: dict[bytes, Bool] = {}
    for first in _sizes(len(invited), turns is None):
        table = count(invited[:first], w.n) > 0
        signs = answers(table, at_stake, p.indifference * w.gdp, turns, w.n, may, nobody, none)
        found.setdefault(signs.tobytes(), signs)
    return list(found.values())


def answers(
    now: Bool,
    at_stake: Stakes,
    tolerance: Float,
    turns: Int | None,
    rounds: int,
    may: Bool,
    held: Bool,
    shy: Bool,
) -> Bool:
    """(n,) who takes part once all have answered in turn.

    Without turns all answer at once, and only once (`settle` says the rest).
    """
    if turns is None:
        pays = stays(net_gain(now, at_stake), 0.0, tolerance)
        return np.where(now, held | pays, may & pays & ~(shy & now).any(axis=1))
    return settle(now, turns, at_stake, tolerance, rounds, may, held, shy)


def _sizes(count: int, at_once: bool) -> list[int]:
    """2, 8, 32 and so on below a number, and the number; the number alone where none goes before another."""
    sizes = [2**k for k in range(1, count.bit_length(), 2) if 2**k < count and not at_once]
    return [*sizes, count] if count >= 2 else []


def value(members: Bool, at_stake: Stakes) -> Float:
    """(n,) what each nation gains by there being a body of these members rather than none."""
    effort = efforts(members, at_stake)
    strain = at_stake.cost * (effort * effort - at_stake.own * at_stake.own) / 2
    shared = at_stake.pool * at_stake.part / (at_stake.part[members].sum() or 1)
    received = side_payments(members, membership_gain(members, at_stake), at_stake)
    lost = (at_stake.escaped * members).sum(axis=1)
    within = _beside(members, at_stake) - strain - at_stake.fixed + shared + received
    return _spared(members, at_stake) + np.where(members, within, -lost)


def net_gain(members: Bool, at_stake: Stakes) -> Float:
    """(n,) gain of membership: members', less or plus what they pay or receive; outsiders', without."""
    gain = membership_gain(members, at_stake)
    return gain + side_payments(members, gain, at_stake)


def temptation(
    members: Bool, at_stake: Stakes, hidden: Float, gain: Float, risk: float, p: Parameters
) -> Float:
    """(n,) what a covert programme gains a member, less what it risks.

    Found out, a nation is left without its membership until that is forgotten.
    """
    effort = efforts(members, at_stake)
    saved = at_stake.cost * (effort - at_stake.own) ** 2 / 2 + hidden
    lasts = 1 / max(1 - p.exclusion_memory, p.least_share)
    return saved - risk * np.maximum(gain, 0) * lasts


def perceived(w: World, p: Parameters, body: Institution, row: int) -> tuple[Float, Float]:
    """(n,) gain of being inside, and of a covert programme there, as shares of each nation's GDP.

    Given are the members, or who would sign the text on the table.
    """
    members, terms = w.member[row] | w.table[row], w.terms[row]
    at_stake, hidden = stakes(w, p, body, row, terms)
    gain = net_gain(members, at_stake)
    risk = p.detection * float(terms[INSPECTION])
    return gain / w.gdp, temptation(members, at_stake, hidden, gain, risk, p) / w.gdp
