"""Use: whose AI a nation's people use.

Columns of the world hold shares of a nation's AI users; here they are also counted as people.
"""

from __future__ import annotations

import numpy as np

from sovereigns.model.facts.parameters import Parameters
from sovereigns.model.kernels.numerics.sums import by_group, distinct, over_columns, over_rows
from sovereigns.model.relations.compute import inference_power
from sovereigns.model.world import Float, World


def shared_programme(w: World, bloc: int) -> tuple[int, int]:
    """Row of the member whose programme a bloc shares, and the developer of its base model (-1: its own)."""
    owner = int(w.bloc_programme[bloc])
    return owner, int(w.programme_base[owner])


def lineages(w: World) -> Float:
    """(n, f + n + b + g) shares of each nation's AI users by the base model under what they use.

    Whoever runs it, in this order: developers of bases, national programmes trained from scratch, common
    models of bodies, and those of blocs, whose users count for the base of the programme that is shared.
    Read-only.
    """
    return w.once(_lineages, *_OF_LINEAGES)


def _lineages(w: World) -> Float:
    share = np.zeros((w.n, w.f + w.n + len(w.bodies) + len(w.inputs.blocs)))
    bases, base = distinct(w.firm_base, w.f)
    share[:, bases] = by_group(w.usage, base, len(bases))
    nation = np.arange(w.n)
    share[nation, np.where(w.programme_base >= 0, w.programme_base, w.f + nation)] += w.programme_usage
    share[:, w.f + w.n :] = w.common_usage
    for bloc in range(len(w.inputs.blocs)):
        owner, built_on = shared_programme(w, bloc)
        column = w.f + w.n + len(w.bodies) + bloc
        share[:, built_on if built_on >= 0 else w.f + owner] += share[:, column]
        share[:, column] = 0.0
    share.flags.writeable = False
    return share


def lineage_names(w: World) -> tuple[tuple[str, str], ...]:
    """(f + n + b + g + 1,) names of lineages and ISO3 of their developers, in the order of `lineages`.

    The last is blank: none.
    """
    return w.once(_lineage_names, "firm_nation")


def _lineage_names(w: World) -> tuple[tuple[str, str], ...]:
    firms = [(name, w.iso3[home]) for name, home in zip(w.firm_name, w.firm_nation, strict=True)]
    programmes = [(f"{iso3} programme", iso3) for iso3 in w.iso3]
    return (*firms, *programmes, *((name, "") for name in (*w.bodies, *w.inputs.blocs, "")))


def used_by_base(w: World) -> Float:
    """(n, n) share of the row nation's AI users under whose AI lies a model of the column nation.

    The common model of a body is each member's by its part in the body; that of a bloc that has no programme
    yet is no nation's.
    """
    used, first = _of_nations(w), w.f + w.n
    for body, part in enumerate(parts(w)):
        used = used + lineages(w)[:, first + body, None] * part
    return used


def without_bodies(w: World, p: Parameters) -> tuple[Float, Float]:
    """What people would use if bodies had no common models: shares by base (n, n), and its capability (n,).

    Whoever uses one would choose among the rest as the others do (independence of irrelevant alternatives:
    Train 2009).
    """
    bodies = len(w.bodies)
    common = w.common_usage[:, :bodies]
    others = np.maximum(1 - common.sum(axis=1), p.least_share)
    capability = (w.standing - over_columns(common, w.shared_capability[:bodies])) / others
    return _of_nations(w) / others[:, None], capability


def _of_nations(w: World) -> Float:
    """(n, n) share of the row nation's AI users on bases of the column nation's firms and programme.

    Read-only.
    """
    return w.once(_summed_by_nation, "firm_nation", *_OF_LINEAGES)


def _summed_by_nation(w: World) -> Float:
    shares = lineages(w)
    used = by_group(shares[:, : w.f], w.firm_nation, w.n) + shares[:, w.f : w.f + w.n]
    used.flags.writeable = False
    return used


def parts(w: World) -> Float:
    """(b, n) each member's part in a body and what it pools, by GDP as its dues are; sums to 1, or 0."""
    return w.once(_parts, "member", "gdp")


def _parts(w: World) -> Float:
    held = w.member * w.gdp
    total = held.sum(axis=1, keepdims=True)
    part: Float = held / np.where(total > 0, total, 1)
    part.flags.writeable = False
    return part


def people_on(w: World) -> Float:
    """(n, n) share of the row nation's people who use a model of the column nation's firms."""
    on: Float = w.used_from * w.ai_use[:, None]
    return on


def own_model_share(w: World) -> Float:
    """(n,) share of each nation's people who use a model developed or adapted at home."""
    return w.ai_use * (np.diagonal(w.used_from) + w.programme_usage)


def users_of(w: World) -> Float:
    """(f,) million people of the world who use each firm's model."""
    return over_rows(w.usage, w.population * w.ai_use)


def data_kept(w: World, p: Parameters) -> Float:
    """(n,) data localisation as it binds people and firms: they get round what their state can't enforce.

    Within days of its ban a service was used again in Italy, through tools that hide where one is (Kreitmeir
    and Raschky 2023).
    """
    kept: Float = w.localisation * (1 - p.evasion * (1 - w.state_capacity))
    return kept


def could_use(w: World, p: Parameters) -> Float:
    """(n,) share of people who would use AI in the end if all stayed as it is.

    By access, income, quality of what is to be had, how well it fits culture and language, and whether it can
    be served where data must stay. More, where more were counted than these let expect.
    """
    affords = w.income / (w.income + p.use_income)
    good = w.standing / np.where(w.standing > 0, w.standing + p.use_quality, 1)
    could = w.use_ease * w.online * affords * good * (1 - p.use_of_fit * w.misfit)
    return np.clip(could * (1 - data_kept(w, p) * (1 - served_at_home(w, p))), 0, 1)


def served_at_home(w: World, p: Parameters) -> Float:
    """(n,) share of a nation's AI users whom the chips that stand there can serve, whoever owns them, 0 to 1.

    A user takes a part of what the world's have on average. Most nations host next to no AI compute (Hawkins
    et al. 2025): there data that may not leave are data that no AI works on.
    """
    users = w.ai_use * w.population
    at_home = np.maximum(inference_power(w, p) - w.rented * (1 - w.sabotage), 0) + w.hosted
    asked = p.serving_need * users * at_home.sum() / max(float(users.sum()), p.least_share)
    return np.where(asked > 0, np.minimum(at_home / np.where(asked > 0, asked, 1), 1), 1)


_OF_LINEAGES = ("usage", "firm_base", "programme_usage", "programme_base", "common_usage", "bloc_programme")
"""Columns that lineages follow from."""
