"""Bargaining over a body: what it is worth to whom under which terms, what a proposer would write into the
text, who pays whom.

Money is in billion USD a quarter.
"""

from __future__ import annotations

from itertools import product

import numpy as np

from sovereigns.model.facts.parameters import Parameters
from sovereigns.model.institutions.contract import TERMS, Institution, admits
from sovereigns.model.institutions.dialogue import apart
from sovereigns.model.institutions.shares import coverage, resentment, weight
from sovereigns.model.kernels.theory.coalition import (
    Bool,
    Int,
    Stakes,
    efforts,
    membership_gain,
    settle,
    with_transfer,
)
from sovereigns.model.relations.commerce import trade_between
from sovereigns.model.world import Float, World

THRESHOLD, DUES, INSPECTION, TRANSFER, SANCTION, NOTICE = range(len(TERMS))


def texts(body: Institution, p: Parameters) -> Float:
    """(k, t) every text that may be proposed, a column for each of TERMS; the first is the usual one."""
    may = body.terms(p)
    return np.array(list(dict.fromkeys(product(*(map(float, may.get(term, (0,))) for term in TERMS)))))


def stakes(w: World, p: Parameters, body: Institution, row: int, terms: Float) -> tuple[Stakes, Float]:
    """What is at stake in a body under some terms, and (n,) what a covert programme gains beside effort."""
    interest = body.interest(w, p, row)
    at_home = np.diagonal(interest.harm)
    own = np.where(at_home > 0, interest.own, 0)
    fixed = interest.fixed + p.membership_cost
    fixed += (terms[DUES] + p.exclusion_weight * resentment(w)) * w.gdp
    trade = trade_between(w, p) if terms[SANCTION] > 0 else np.zeros((w.n, w.n))
    return Stakes(
        harm=interest.harm,
        cost=at_home / np.where(own > 0, own, 1),
        own=own,
        most=interest.most,
        aside=interest.aside,
        escaped=terms[SANCTION] * trade,
        fixed=fixed,
        pool=-p.secretariat_cost,
        part=w.gdp,
        paid=w.paid[row],
        transfer=float(terms[TRANSFER]),
    ), interest.hidden


def standing(w: World, p: Parameters, body: Institution, row: int) -> tuple[Bool, Float]:
    """Who takes part as nations see it, and under which terms: members, or who would sign the text on the
    table; with neither, all that may, under the usual text."""
    if w.member[row].any():
        return w.member[row], w.terms[row]
    if w.table[row].any():
        return w.table[row], w.terms[row]
    return admits(body, w, p, row), texts(body, p)[0]


def prospects(w: World, p: Parameters, body: Institution, row: int, proposer: int) -> Bool:
    """(n,) whom a proposer would invite: all whom the body admits and who sit with it and with each other,
    those with most AI first."""
    invited, shy = np.zeros(w.n, dtype=bool), apart(w, p)
    may = admits(body, w, p, row)
    if not shy.any():
        return may
    for i in (proposer, *np.argsort(-weight(w), kind="stable")):
        invited[i] |= may[i] and not (shy[i] & invited).any()
    return invited


def best_text(
    w: World, p: Parameters, body: Institution, row: int, proposer: int, turns: Int
) -> tuple[Float, Bool] | None:
    """Terms that serve the proposer best, and who would sign them; nothing where no text serves it.

    It reckons for each text that may be proposed with those who would be left of all that it invites once
    everybody has thought it over in turn, with what it would have to pay, for as long as talks last.
    """
    invited, best = prospects(w, p, body, row, proposer), p.indifference * float(w.gdp[proposer])
    found = None
    for terms in texts(body, p):
        at_stake, _ = stakes(w, p, body, row, terms)
        signs = invited
        for _ in range(int(p.talks_quarters)):
            signs = settle(signs, turns, at_stake, p.indifference * w.gdp, w.n, may=invited)
            at_stake = at_stake._replace(paid=side_payments(signs, at_stake)[0])
        if signs.sum() < 2 or not signs[proposer] or coverage(w, signs) < terms[THRESHOLD]:
            continue
        worth = float(value(signs, at_stake)[proposer])
        if worth > best:
            best, found = worth, (terms, signs)
    return found


def value(members: Bool, at_stake: Stakes) -> Float:
    """(n,) what each nation gains by there being a body of these members rather than none."""
    effort = efforts(members, at_stake)
    spared = (at_stake.harm * (effort - at_stake.own)).sum(axis=1)
    strain = at_stake.cost * (effort * effort - at_stake.own * at_stake.own) / 2
    inside = (at_stake.aside * members).sum(axis=1) - np.diagonal(at_stake.aside)
    shared = at_stake.pool * at_stake.part / (at_stake.part[members].sum() or 1)
    paid, received = side_payments(members, at_stake)
    lost = (at_stake.escaped * members).sum(axis=1)
    within = inside - strain - at_stake.fixed + shared + received - paid
    return spared + np.where(members, within, -lost)


def side_payments(members: Bool, at_stake: Stakes) -> tuple[Float, Float]:
    """(n,) what each member pays, (n,) what each receives.

    Who would lose by its membership is made whole as far as the others agreed to pay; each of them pays in
    proportion to what that membership spares it and brings it.
    """
    paid, received = np.zeros(len(members)), np.zeros(len(members))
    gain, others = membership_gain(members, at_stake)
    loses = members & (gain < 0) & (others > 0) & (at_stake.transfer > 0)
    extra = efforts(members, at_stake) - at_stake.own
    for i in np.flatnonzero(loses):
        gained = np.where(members, at_stake.harm[:, i] * extra[i] + at_stake.aside[:, i], 0)
        gained[i] = 0
        gained = np.maximum(gained, 0)
        if gained.sum() > 0:
            received[i] = min(-gain[i], at_stake.transfer * others[i])
            paid += received[i] * gained / gained.sum()
    return paid, received


def temptation(members: Bool, at_stake: Stakes, hidden: Float, gain: Float, risk: float, p: Parameters) -> Float:
    """(n,) what a covert programme gains a member, less what it risks: found out, a nation is left without
    its membership until that is forgotten."""
    effort = efforts(members, at_stake)
    saved = at_stake.cost * (effort - at_stake.own) ** 2 / 2 + hidden
    lasts = 1 / max(1 - p.exclusion_memory, p.least_share)
    return saved - risk * np.maximum(gain, 0) * lasts


def perceived(w: World, p: Parameters, body: Institution, row: int) -> tuple[Float, Float]:
    """(n,) gain of being inside, and of a covert programme there, as shares of each nation's GDP."""
    members, terms = standing(w, p, body, row)
    at_stake, hidden = stakes(w, p, body, row, terms)
    gain, others = membership_gain(members, at_stake)
    gain = with_transfer(gain, others, at_stake)
    risk = p.detection * float(terms[INSPECTION])
    return gain / w.gdp, temptation(members, at_stake, hidden, gain, risk, p) / w.gdp
