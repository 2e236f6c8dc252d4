"""Which models find attention, and to whom they are credited: what trackers count as notable models."""

from __future__ import annotations

import numpy as np

from sovereigns.model.facts.parameters import Parameters
from sovereigns.model.kernels.numerics.choice import pick
from sovereigns.model.relations.ties import open_civilian
from sovereigns.model.streams import Streams
from sovereigns.model.world import Bool, Float, World


def notable(w: World, p: Parameters, draw: Streams, develops: Bool, reach: Float) -> Bool:
    """(f,) developers with a model of the quarter, product or study, that finds attention.

    Attention is scarce and goes by what a developer can train itself, by its record (who was noted is noted
    again, Merton 1968), by how near its nation is to the world's researchers in culture and language (Gomez
    et al. 2022), and by luck.

    Args:
        w: the world.
        p: parameters.
        draw: keyed streams.
        develops: (f,) who develops models.
        reach: (f,) OOM, capability that each can train itself.
    """
    luck = p.notable_noise * draw.normal("notable", w.step, np.arange(w.f))
    appeal = reach + p.notable_record * w.firm_noted - (p.notable_distance * _remoteness(w))[w.firm_nation]
    appeal = np.where(develops, appeal + luck, -np.inf)
    bar = appeal.max(initial=-np.inf) - p.notable_reach
    ranked = np.sort(appeal[appeal > bar])
    most = int(p.notable_most)
    return (appeal > bar) & (appeal >= (ranked[-most] if len(ranked) > most else bar))


def _remoteness(w: World) -> Float:
    """(n,) mean distance of culture and language from the world's research talent."""
    total = w.talent.sum()
    mean: Float = (w.culture_distance * w.talent[None, :]).sum(axis=1) / (total if total > 0 else 1)
    return mean


def credited(w: World, draw: Streams, found: Bool) -> Float:
    """(n,) notable models of the quarter by nation of a developer; a joint model counts once for each.

    A model is joint as often as research at home is, and a partner brings one more as often as its own
    research is joint: few teams are of many nations. Partners are drawn from the researchers abroad whom no
    rule of theirs or of the team's forbids to work with it.

    Args:
        w: the world.
        draw: keyed streams.
        found: (f,) developers with a notable model.
    """
    made = w.per_nation(found.astype(float))
    model = np.flatnonzero(found)
    last = w.firm_nation[model]
    free = open_civilian(w)
    team, round_of = np.tile(w.talent, (len(model), 1)), 0
    while len(model):
        team *= free[last]
        team[np.arange(len(model)), last] = 0
        luck, which = draw.uniform("joint model", w.step, model + round_of * w.f, 2).T
        partner = np.where(luck < w.joint_work[last], pick(team, which), -1)
        grows = partner >= 0
        model, team, last = model[grows], team[grows], partner[grows]
        made += np.bincount(last, minlength=w.n)
        round_of += 1
    return made
