"""Why nations that follow a posture moved what they moved, lever by lever and partner by partner."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Any

import numpy as np

from sovereigns.agents.contract import LAYERS, NATION_LEVERS, Bool, Briefing, Float, Int
from sovereigns.agents.grounds import GROUND_ROWS, GROUNDS, hold
from sovereigns.agents.sayings import PERCENT, WORDS, Explained, Form, Place, Why, said
from sovereigns.agents.stance import Stance
from sovereigns.model.kernels.numerics.compiled import compiled
from sovereigns.model.kernels.theory.coalition import stays

LEAST = 0.05
"""Share from which a posture, a level or a wish is told of."""
FELT = 0.1
"""Threat from which fear is told of."""
STEP = 0.01
"""Change of a law from which it counts as one."""


DOORS = ("visa", "joint")
_NEAR = np.isin(LAYERS, [ground.layer for ground in GROUNDS if ground.near])
"""(l,) whether only who is near or ahead in AI has something to withhold."""
_RIVALRY = Form.PARTLY, Form.COMPETES, Form.ANSWERS, Form.AGREED, Form.SPIES, Form.WITHHOLDS
FEARFUL = np.array([form in _RIVALRY for form in Form])
"""Whether a fear explains the sentence, by its number."""


class Reasons(Explained):
    """The reasons of m nations, worked out when asked for."""

    def __init__(
        self,
        briefing: Briefing,
        stance: Stance,
        levers: Mapping[str, Float],
        because: Sequence[str],
        weighed: Float,
        sovereignty: Float,
    ) -> None:
        """Take what they were made of.

        Args:
            briefing: what they know.
            stance: how they stand to others; the largest entry of `guard` marks the main competitor.
            levers: their own levers from now on, (m,) each.
            because: (m,) cause of the posture, as of `Posture`.
            weighed: (m, n) the number in it.
            sovereignty: (m,) will to stand alone.
        """
        self.briefing, self.stance, self.levers = briefing, stance, levers
        self.because, self.weighed, self.sovereignty = because, weighed, sovereignty

    def __len__(self) -> int:
        return len(self.because)

    def __getitem__(self, row: Any) -> Any:
        if isinstance(row, slice):
            return tuple(self[one] for one in range(len(self))[row])
        who = np.array([range(len(self))[row]])
        return f"{self._toward_rival(who)}; {self._own_move(who)}"

    def about(self, lever: str, who: Int, where: Sequence[Int], value: Float, place: Place) -> Why:
        """Why entries of a lever were moved."""
        if lever in _PAIRS:
            return self._toward(who, where[-1], _PAIRS[lever](self, who, where, value), place)
        if lever in NATION_LEVERS:
            return self._alone(lever, who, value, place)
        none = np.zeros_like(who)
        form = _BODIES[lever](self, who, where[0], value)
        return Why(form, none + place(""), none, none, 1 + len(self.briefing.iso3) + where[0])

    @cached_property
    def _causes(self) -> tuple[Sequence[str], Int]:
        """The causes that are given, and (m,) the place of each nation's among them."""
        place = {one: k for k, one in enumerate(dict.fromkeys(self.because))}
        return tuple(place), np.array([place[one] for one in self.because], dtype=np.int64)

    @cached_property
    def _greatest(self) -> Float:
        """(m,) threat of the nation that each fears most."""
        return np.asarray(self.briefing.threat.max(axis=1))

    def _toward(self, who: Int, to: Int, form: Int, place: Place) -> Why:
        """Reasons that concern a partner: the posture's cause, and the fear where one competes for it."""
        causes, cause = self._causes
        phrases = np.array([place(one) for one in causes], dtype=np.int64)[cause]
        felt, kind = self.briefing.threat, self.briefing.fear
        fear, share = _weighed(who, to, FEARFUL[form], felt, self._greatest, kind, self.weighed)
        return Why(form, phrases[who], share, fear, 1 + to)

    def _posture(self, who: Int, to: Int) -> Int:
        """Whether they work with a partner, in part, or compete."""
        compete = self.stance.compete[who, to]
        return _first(Form.COMPETES, (compete < LEAST, Form.WORKS), (2 * compete < 1, Form.PARTLY))

    def _controls(self, who: Int, where: Sequence[Int], value: Float) -> Int:
        layer, to, briefing = where[0], where[-1], self.briefing
        posture, idle = self._posture(who, to), value < LEAST
        behind = self.stance.lead[who, to] < (LEAST - 1) * briefing.responses.withhold_reach
        felt = np.maximum(briefing.threat[who, to], briefing.received[who, to]) >= FELT
        answers = briefing.received[who, to] > briefing.threat[who, to]
        listed = briefing.dated[briefing.who[who], layer, to] > 0
        calm = self.stance.guard[who, to] < FELT
        return _first(
            posture,
            (idle & (posture == Form.WORKS), Form.WORKS),
            (idle & felt & ~briefing.agenda[who, layer], Form.UNTRIED),
            (idle & felt & (self._held[layer, who] <= 0), Form.NO_HOLD),
            (idle & felt & behind & _NEAR[layer], Form.BEHIND),
            (idle & ~felt, Form.HARMLESS),
            (~idle & calm & listed, Form.LISTED),
            (answers, Form.ANSWERS),
            ((posture == Form.COMPETES) & (briefing.lifted[who, to] > 0), Form.AGREED),
        )

    @cached_property
    def _held(self) -> Float:
        """(l, m) what each nation has to withhold on each layer."""
        held = np.ones((len(LAYERS), self.briefing.m))
        held[list(GROUND_ROWS)] = hold(self.briefing)
        return held

    def _spying(self, who: Int, where: Sequence[Int], value: Float) -> Int:
        posture = self._posture(who, where[-1])
        return _first(posture, (value >= LEAST, Form.SPIES), (posture != Form.WORKS, Form.KNOWN))

    def _withholding(self, who: Int, where: Sequence[Int], value: Float) -> Int:
        agreed = self.briefing.lifted[who, where[-1]] > 0
        return _first(Form.SPARES, (value >= LEAST, Form.WITHHOLDS), (agreed, Form.AGREED))

    def _alone(self, lever: str, who: Int, value: Float, place: Place) -> Why:
        """Reasons of own levers."""
        none = np.zeros_like(who)
        if lever in DOORS:
            visa = lever == "visa"
            kind = self.stance.open if visa else self.stance.joint
            share = np.rint(PERCENT * np.clip(kind[who], 0, 1)).astype(np.int64)
            return Why(none + (Form.OPEN if visa else Form.JOINT), none + place("{how}"), share, none, none)
        form, target = _OWN[lever](self, who, value)
        return Why(form, none + place(""), none, none, target)

    def _chips(self, who: Int, value: Float) -> tuple[Int, Int]:
        r, briefing = self.briefing.responses, self.briefing
        gain, rally = r.effort_per_gain * briefing.self_reliance_gain, r.rally_slope * self.stance.pressed
        rallied = (rally > gain)[who]
        form = _first(Form.CHIPS_PAY, (value < LEAST, Form.NO_CHIPS), (rallied, Form.RALLIED))
        return form, np.where(form == Form.RALLIED, 1 + briefing.received[who].argmax(axis=1), 0)

    def _programme(self, who: Int, value: Float) -> tuple[Int, Int]:
        r, briefing = self.briefing.responses, self.briefing
        gain, misfit = r.effort_per_gain * briefing.sovereign_gain, r.misfit_slope * briefing.cultural_misfit
        alone = self.sovereignty * briefing.state_capacity
        form = _first(
            Form.AI_PAYS,
            (value < LEAST, Form.NO_AI),
            ((alone >= gain + misfit)[who], Form.ALONE),
            ((misfit > gain)[who], Form.MISFIT),
        )
        return form, np.zeros_like(who)

    def _law(self, lever: str, who: Int, value: Float) -> tuple[Int, Int]:
        r, briefing = self.briefing.responses, self.briefing
        change = value - briefing.levers[lever][who]
        asked = r.race_slope * -briefing.narrative > r.care_slope * briefing.expected_loss
        form = _first(
            Form.HARM,
            (np.abs(change) < STEP, Form.AS_FOUND),
            (change < 0, Form.UNDONE),
            (asked[who], Form.ASKED),
        )
        return form, np.zeros_like(who)

    def _data(self, who: Int, value: Float) -> tuple[Int, Int]:
        found = self.briefing.levers["localisation"][who]
        alone = (self.sovereignty >= self.stance.alarm)[who]
        change = value - found
        form = _first(
            Form.SHUT_IN,
            (np.abs(change) < STEP, Form.AS_FOUND),
            (change < 0, Form.OPENED),
            (alone, Form.ALONE),
        )
        return form, np.where(form == Form.SHUT_IN, 1 + self.stance.guard[who].argmax(axis=1), 0)

    def _opening(self, who: Int, value: Float) -> tuple[Int, Int]:
        trails = value >= LEAST
        leader = 1 + self.stance.lead[who].argmin(axis=1)
        return np.where(trails, Form.BACKED, Form.LEADS), np.where(trails, leader, 0)

    def _joining(self, who: Int, body: Int, value: Float) -> Int:
        briefing = self.briefing
        there = (briefing.membership | briefing.tabled).any(axis=1)[body]
        pays = stays(briefing.inside_gain[who, body], 0.0, briefing.responses.indifference)
        return _first(
            Form.PAYS_NOT,
            (2 * value > 1, Form.PAYS),
            (briefing.member[who, body], Form.ENTERED),
            (~there, Form.NO_TEXT),
            (~briefing.eligible[who, body], Form.NOT_ADMITTED),
            (pays, Form.PREVAIL),
        )

    def _proposing(self, who: Int, body: Int, value: Float) -> Int:
        briefing = self.briefing
        there = (briefing.membership | briefing.tabled).any(axis=1)[body]
        pays = stays(briefing.inside_gain[who, body], 0.0, briefing.responses.indifference)
        return _first(
            Form.PROPOSED,
            (value > 0, Form.WOULD_PAY),
            (~briefing.eligible[who, body], Form.NOT_ADMITTED),
            (~there & pays, Form.PREVAIL),
        )

    def _toward_rival(self, who: Int) -> str:
        """How a nation stands to its main competitor, and why."""
        stance = self.stance
        guard = stance.guard[who] if stance.alarm[who][0] > 0 else stance.compete[who]
        rival = guard.argmax(axis=1)
        if stance.compete[who, rival][0] <= 0:
            return "works with all"
        return self._words(lambda place: self._toward(who, rival, self._posture(who, rival), place))

    def _own_move(self, who: Int) -> str:
        """The own lever that a nation moves most, and why."""
        row = int(who[0])
        steps = [self.levers[name][row] - self.briefing.levers[name][row] for name in NATION_LEVERS]
        most = int(np.abs(steps).argmax())
        if not steps[most]:
            return "own levers held"
        lever, side = NATION_LEVERS[most], "more" if steps[most] > 0 else "less"
        value = self.levers[lever][who]
        why = self._words(lambda place: self._alone(lever, who, value, place))
        return f"{side} {WORDS[lever]}: {why}"

    def _words(self, why: Callable[[Place], Why]) -> str:
        phrases: list[str] = []

        def place(phrase: str) -> int:
            phrases.append(phrase)
            return len(phrases) - 1

        return next(said(why(place), phrases, self.briefing.iso3))


@compiled
def _weighed(
    who: Int, to: Int, fearful: Bool, threat: Float, greatest: Float, fear: Int, weighed: Float
) -> tuple[Int, Int]:
    """(k,) the fear that explains each sentence, as `Why` numbers it, and its cause's weight in percent."""
    fears, share = np.zeros(len(who), np.int64), np.empty(len(who), np.int64)
    for k in range(len(who)):
        i, j = who[k], to[k]
        if fearful[k] and threat[i, j] >= FELT:
            fears[k] = 1 + 2 * fear[i, j] + (threat[i, j] >= greatest[i])
        share[k] = int(np.rint(PERCENT * min(max(weighed[i, j], 0.0), 1.0)))
    return fears, share


def _first(otherwise: Int | Form, *cases: tuple[Bool, Form]) -> Int:
    """(k,) the sentence of the first of the cases (k,) that holds."""
    form = otherwise
    for holds, then in reversed(cases):
        form = np.where(holds, then, form)
    return np.asarray(form)


_PAIRS: dict[str, Callable[[Reasons, Int, Sequence[Int], Float], Int]] = {
    "cooperate": lambda told, who, where, value: told._posture(who, where[-1]),
    "control": Reasons._controls,
    "spy": Reasons._spying,
    "retaliate": Reasons._withholding,
}
_OWN: dict[str, Callable[[Reasons, Int, Float], tuple[Int, Int]]] = {
    "subsidy": Reasons._chips,
    "sovereign": Reasons._programme,
    "localisation": Reasons._data,
    "regulation": lambda told, who, value: told._law("regulation", who, value),
    "safety_standard": lambda told, who, value: told._law("safety_standard", who, value),
    "open_weights": Reasons._opening,
}
_BODIES: dict[str, Callable[[Reasons, Int, Int, Float], Int]] = {
    "join": Reasons._joining,
    "leave": lambda _told, _who, _body, value: np.where(2 * value > 1, Form.PREVAIL, Form.PREVAIL_NOT),
    "propose": Reasons._proposing,
    "cheat": lambda _told, _who, _body, value: np.where(value > 0, Form.CHEATS, Form.CHEATS_NOT),
}
