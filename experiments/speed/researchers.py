"""What a quarter does with researchers as plain Mesa: an object each, the same rules told in another way.

Process 6 (move) is `Researchers.step`; `skill_at_work` is what process 7 (research) counts of them.

It serves as an oracle, since both must lead every researcher to the same place from the same draws, and as
the baseline of `sovereigns bench world`. The model calls nothing here, and of its code only the draws are
shared.
"""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate
from math import exp, inf, log, log1p

import mesa
import numpy as np

from sovereigns.agents.contract import LAYER
from sovereigns.model.facts.parameters import Parameters
from sovereigns.model.streams import Streams
from sovereigns.model.world import UNIVERSITY, World

HALF = 1 / 2


class Researcher(mesa.Agent):  # type: ignore[misc]
    """One researcher, with plain attributes."""

    model: Researchers

    def __init__(self, model: Researchers, row: int, w: World) -> None:
        super().__init__(model)
        self.row = row
        self.origin, self.residence = int(w.origin[row]), int(w.residence[row])
        self.employer, self.generation = int(w.employer[row]), int(w.generation[row])
        self.openness, self.skill = float(w.openness[row]), float(w.skill[row])
        self.publishes = self.joins_abroad = False

    def end(self) -> None:
        """A career may end; a successor of the same origin begins wherever is best, as if from home."""
        if self.model.chance[self.row][0] < self.model.p.career_hazard:
            self.generation += 1
            luck = self.model.luck("successor", self.row)
            self._go(self._chosen(self.origin, self.model.p.entry_cost, luck[0]), luck[1])

    def weigh(self) -> None:
        """A move may be weighed."""
        if self.model.chance[self.row][1] < self.model.p.move_rate:
            luck = self.model.luck("move", self.row)
            self._go(self._chosen(self.residence, self.model.p.move_cost, luck[0]), luck[1])

    def work(self) -> None:
        """Publish or keep silent, work across borders or not."""
        m, (_, _, publish, join) = self.model, self.model.chance[self.row]
        spread = m.p.work_noise
        joining = min(max(self.openness * m.welcome[self.residence], 0.0), 1.0)
        self.publishes = HALF + spread * (publish - HALF) < self.openness * (1 - m.secrecy[self.residence])
        self.joins_abroad = HALF + spread * (join - HALF) < joining

    def _go(self, there: int, luck: float) -> None:
        if there != self.residence:
            self.residence, self.employer = there, self.model.hired(there, luck)

    def _chosen(self, here: int, cost: float, luck: float) -> int:
        """Logit over nations, or the best one where there is no noise."""
        worth = [self._worth(here, there, cost) for there in range(self.model.w.n)]
        best = max(worth)
        if self.model.p.move_noise <= 0:
            return worth.index(best) if best - worth[here] > self.model.p.choice_tolerance else here
        weights = list(accumulate(exp((value - best) / self.model.p.move_noise) for value in worth))
        return min(bisect_right(weights, luck * weights[-1]), len(weights) - 1)

    def _worth(self, here: int, there: int, cost: float) -> float:
        """What a nation is worth to this researcher, minus infinity where the door is shut."""
        m, p = self.model, self.model.p
        entry = m.visa[there] * (1 - m.talent[there][self.origin])
        if there == self.origin:
            value = m.place[there] + p.home_weight
        else:
            closed = p.visa_weight * (1 - entry) + p.chill_weight * m.civilian[there][self.origin]
            value = m.place[there] - closed
        if there == here:
            return value
        if entry <= 0 and there != self.origin:
            return -inf
        away = m.distance[here][there]
        return value - p.distance_weight * away / (1 + away) - cost


class Researchers(mesa.Model):  # type: ignore[misc]
    """The researchers of a world whose nations and firms stand still."""

    def __init__(self, w: World, p: Parameters, draw: Streams) -> None:
        """Make an object of every researcher.

        Args:
            w: the world; it is only read.
            p: parameters.
            draw: where the random numbers come from.
        """
        super().__init__(rng=0)
        self.w, self.p, self.draw = w, p, draw
        talent, civilian = (w.control[:, LAYER[layer]] for layer in ("talent", "civilian_research"))
        self.talent, self.civilian = talent.tolist(), civilian.tolist()
        self.visa, self.distance = w.visa.tolist(), w.distance.tolist()
        rules = w.control[:, LAYER["closed_weights"]].max(axis=1) * p.secrecy_of_rules
        self.secrecy = np.clip(w.threat.max(axis=1) * p.secrecy_of_threat + rules, 0, 1).tolist()
        self.welcome = [
            float(p.joint_base + p.joint_incentive * w.joint[i]) * self._doors(i) for i in range(w.n)
        ]
        self.firms: list[list[int]] = [[] for _ in range(w.n)]
        for firm, nation in enumerate(w.firm_nation.tolist()):
            self.firms[nation].append(firm)
        self.sizes = [list(accumulate(w.firm_size[firms].tolist())) for firms in self.firms]
        self.people = [Researcher(self, row, w) for row in range(len(w.skill))]
        self.place: list[float] = []
        self.chance: list[list[float]] = []

    def step(self) -> None:
        """One quarter: all end or go on, then all weigh a move, then all work."""
        rows = np.arange(len(self.people))
        self.chance = self.draw.uniform("researcher", self.w.step, rows, count=4).tolist()
        self._look_around()
        self.agents.do("end")
        self._look_around()
        self.agents.do("weigh")
        self.agents.do("work")

    def skill_at_work(self) -> list[float]:
        """Skill at work in each firm."""
        w, p = self.w, self.p
        own, home, lent = [0.0] * w.f, [0.0] * w.n, [0.0] * w.n
        for person in self.people:
            worth = person.skill * (1 + p.network_return) if person.joins_abroad else person.skill
            home[person.residence] += worth
            if person.employer >= 0:
                own[person.employer] += worth
                if person.joins_abroad and w.firm_kind[person.employer] == UNIVERSITY:
                    lent[person.residence] += person.skill
        unit = p.talent_unit * w.talent_part / max(sum(person.skill for person in self.people), 1.0)
        talent = []
        for firm, nation in enumerate(w.firm_nation.tolist()):
            size = float(w.firm_size[firm])
            brought = p.university_link * float(w.joint[nation]) * lent[nation] * size
            gets = brought if w.firm_kind[firm] != UNIVERSITY else 0.0
            shared = p.talent_spillover * home[nation] * size
            talent.append(((1 - p.talent_spillover) * own[firm] + shared + gets) * unit)
        return talent

    def luck(self, process: str, row: int) -> list[float]:
        """Two numbers in (0, 1)."""
        numbers: list[float] = self.draw.uniform(process, self.w.step, row, count=2)[0].tolist()
        return numbers

    def hired(self, nation: int, luck: float) -> int:
        """A firm of the nation in proportion to its size; -1 where there is none."""
        sizes = self.sizes[nation]
        if not sizes or sizes[-1] <= 0:
            return -1
        return self.firms[nation][min(bisect_right(sizes, luck * sizes[-1]), len(sizes) - 1)]

    def _doors(self, home: int) -> float:
        """Part of possible partners, by their talent, with whom the rules of neither side forbid research."""
        others = [there for there in range(self.w.n) if there != home]
        weight = [float(self.w.talent[there]) + 1 / self.w.n for there in others]
        opened = ((1 - self.civilian[home][there]) * (1 - self.civilian[there][home]) for there in others)
        return sum(w * free for w, free in zip(weight, opened, strict=True)) / sum(weight) if others else 1.0

    def _look_around(self) -> None:
        """What each nation offers to anyone, with as many researchers as it has now."""
        w, p = self.w, self.p
        employed = [1] * w.n
        for person in self.people:
            employed[person.residence] += 1
        mean = sum(employed) / w.n
        self.place = [
            p.wage_weight * log(w.income[i])
            + p.compute_weight * log1p(max(w.usable[i], 0.0) / p.lab_compute)
            + p.freedom_weight * float(w.freedom[i])
            + p.cluster_weight * log(employed[i] / mean)
            for i in range(w.n)
        ]
