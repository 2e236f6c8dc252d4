"""What a nation may know and what it may do: `Briefing` in, `Order` out.

A strategy sees nothing but the Briefing: beliefs, never the true world. It answers with an Order that
validates itself. Both speak for `m` deciding nations at once, so one call can decide for many. Arrays are
float64 unless said otherwise and every lever is a share in [0, 1] of the most that the parameters allow.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, ClassVar, Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from sovereigns.agents.checks import check_sentences, check_shares, check_who
from sovereigns.agents.excerpt import Cut, ForEach, for_each
from sovereigns.agents.sayings import Joined
from sovereigns.model.kernels.numerics.rules import in_use

Float = NDArray[np.float64]
Int = NDArray[np.int64]
Bool = NDArray[np.bool_]

LAYERS: tuple[str, ...] = (
    "chips",
    "memory",
    "equipment",
    "compute_cap",
    "cluster",
    "cloud",
    "closed_weights",
    "entity_licence",
    "materials",
    "talent",
    "investment",
    "subsidy",
    "civilian_research",
)
LAYER: dict[str, int] = {name: row for row, name in enumerate(LAYERS)}

NATION_LEVERS: tuple[str, ...] = (
    "subsidy",
    "sovereign",
    "localisation",
    "visa",
    "joint",
    "regulation",
    "safety_standard",
    "open_weights",
)
PAIR_LEVERS: tuple[str, ...] = ("cooperate", "spy", "retaliate")
BODY_LEVERS: tuple[str, ...] = ("join", "leave", "propose", "cheat")
LEVERS: tuple[str, ...] = (*NATION_LEVERS, *PAIR_LEVERS, "control", *BODY_LEVERS)

Draw = Callable[[str], Float]
"""`draw(decision)` gives one uniform number in (0, 1) for each deciding nation, shape (m,).

Keyed by (seed, decision, step, nation). A strategy draws nothing in any other way.
"""


@dataclass(frozen=True)
class Responses:
    """How strongly governments respond, alike for all: slopes and thresholds that turn posture into levers.

    Every number is a row of the parameter table with the same name. `agents.posture` uses them.
    """

    control_slope: float
    """Control of goods and services per unit of alarm (threat felt, or controls received) at a competitor."""
    door_slope: float
    """The same for people, money and civilian research."""
    control_effort: float
    """Hurt at which a control that costs no sales is asked for half as eagerly as one that shuts all off."""
    market_weight: float
    """Weight of the partner's market against what it would lose by a control."""
    list_share: float
    """Part of the way to the mean of its list that whom dated law lists is raised."""
    withhold_reach: float
    """Orders of magnitude behind a partner at which a nation has no frontier AI left to withhold from it."""
    spy_slope: float
    """Spying per order of magnitude that a competitor leads by."""
    spy_economy: float
    """GDP at which an intelligence service has half the means of the largest, bn USD a quarter."""
    retaliation_threshold: float
    """Controls received from a nation up to which materials still flow to it, in [0, 1)."""
    effort_per_gain: float
    """Effort in a programme (self-reliance, sovereign AI) per unit of its perceived gain."""
    rally_slope: float
    """Self-reliance effort per unit of the heaviest controls received."""
    misfit_slope: float
    """Sovereign-AI effort per unit of cultural misfit."""
    localisation_slope: float
    """Data localisation sought per unit of alarm toward a competitor, or of the will to stand alone."""
    race_slope: float
    """Share of domestic AI rules that a nation wants to give up per unit of narrative."""
    care_slope: float
    """Share of missing domestic AI rules that it wants to make up per unit of expected loss."""
    open_slope: float
    """Backing of open weights per order of magnitude that a nation trails the leader."""
    threat_threshold: float
    """Threat from which a nation is balanced against."""
    hedge_floor: float
    """Least cooperation that a hedging nation keeps up toward anyone."""
    indifference: float
    """Loss up to which a nation counts as indifferent to a body, share of GDP; the indifferent join."""
    initiative: float
    """Chance a quarter that a nation with the whole world's economy proposes a body that it wants."""
    reversion: str
    """Where a breach of cooperation is punished: dyad (by the one betrayed) or global (by all)."""


@dataclass(frozen=True, kw_only=True)
class Briefing:
    """What `m` nations believe of a world of `n` nations, `l` layers and `b` bodies at the start of a step.

    Beliefs about others carry noise that intelligence lowers; what a nation knows of itself is exact.
    """

    step: int
    """Quarters since the start of the run."""
    quarter: int
    """Quarters since 2022Q1."""
    who: Int = for_each()
    """(m,) rows of the deciding nations among the n."""
    iso3: tuple[str, ...]
    """n names."""
    bodies: tuple[str, ...]
    """b names."""
    gdp: Float
    """(n,) bn USD a quarter, public."""
    capability: Float = for_each()
    """(m, n) believed capability: orders of magnitude of effective training compute above 1e20 FLOP."""
    growth: Float = for_each()
    """(m, n) believed gain in capability over the last year."""
    compute: Float = for_each()
    """(m, n) believed compute, H100 equivalents."""
    ideal_distance: Float = for_each()
    """(m, n) distance of UN voting ideal points, standard deviations."""
    alliance: Float = for_each()
    """(m, n) strength of alliance in [0, 1]."""
    bloc: Int
    """(n,) row of the bloc that decides on law and trade for its members, -1 for none."""
    supply: Float
    """(l, n) share that each nation has of what each layer of control can withhold, public."""
    need: Float
    """(l, n) share of it that each nation has from others or would lack, public."""
    demand: Float
    """(n,) share of each nation in the world's spending on AI compute, public."""
    threat: Float = for_each()
    """(m, n) weight on relative gains toward each nation, in [0, 1)."""
    fear: Int = for_each()
    """(m, n) what weighs most in it: `agents.fears.feared_for` puts it into words."""
    trust: Float = for_each()
    """(m, n) trust in each nation, in [0, 1]."""
    dependence: Float = for_each()
    """(m, n) share of the AI that the nation's people use which comes from each nation."""
    received: Float = for_each()
    """(m, n) mean level over layers of the controls that each nation holds against the deciding nation."""
    lifted: Float = for_each()
    """(m, n) part of its controls on each nation that the deciding nation has agreed to lift, in [0, 1]."""
    cooperated: Float = for_each()
    """(m, n) how far each nation cooperated toward the deciding nation last quarter, in [0, 1]."""
    own_cooperated: Float = for_each()
    """(m, n) how far the deciding nation cooperated toward each nation last quarter, in [0, 1]."""
    betrayed: Float = for_each()
    """(m, n) share of past quarters in which each nation did not cooperate toward the deciding nation."""
    temptation: Float = for_each()
    """(m, n) perceived payoff of competing while the other cooperates (T)."""
    reward: Float = for_each()
    """(m, n) perceived payoff of joint cooperation (R)."""
    punishment: Float = for_each()
    """(m, n) perceived payoff of joint competition (P)."""
    sucker: Float = for_each()
    """(m, n) perceived payoff of cooperating while the other competes (S)."""
    discount: Float = for_each()
    """(m,) weight of the next policy cycle against this one, in (0, 1)."""
    state_capacity: Float = for_each()
    """(m,) in [0, 1]."""
    lag_years: Float = for_each()
    """(m,) believed years behind the leader in capability."""
    scarcity: Float = for_each()
    """(m,) unmet share of the compute that the nation wants, in [0, 1]."""
    own_model_share: Float = for_each()
    """(m,) share of the nation's people who use a model of their own nation."""
    cultural_misfit: Float = for_each()
    """(m,) mean cultural distance of the AI that the nation's people use, in [0, 1]."""
    sovereign_gain: Float = for_each()
    """(m,) perceived net gain of a sovereign-AI programme at full effort, utility units."""
    self_reliance_gain: Float = for_each()
    """(m,) perceived net gain of chip self-reliance at full effort, utility units."""
    expected_loss: Float = for_each()
    """(m,) expected loss from incidents, share of GDP a quarter."""
    narrative: Float = for_each()
    """(m,) net pressure of public voices, from -1 (cooperate) to 1 (win)."""
    member: Bool = for_each()
    """(m, b) whether the deciding nation belongs to each body."""
    eligible: Bool = for_each()
    """(m, b) whether the body would admit it now."""
    membership: Bool
    """(b, n) who belongs to each body, public."""
    tabled: Bool
    """(b, n) who would sign the text on the table of each body, public; nobody where there is none."""
    inside_gain: Float = for_each()
    """(m, b) perceived gain of being inside, given members or who would sign; share of own GDP, 0 of none."""
    cheat_gain: Float = for_each()
    """(m, b) perceived gain of covert non-compliance less the expected sanction, share of own GDP."""
    excluded: Float = for_each()
    """(m, b) memory of having been shut out by law, in [0, 1]; it lowers the will to take part."""
    agenda: Bool = for_each()
    """(m, l) layers of control that the government has on its agenda: held once, or come up since.

    `agents.posture` uses no other; an order that is told layer by layer may."""
    levers: dict[str, Float] = for_each()
    """The deciding nations' own levers now: each name of NATION_LEVERS, (m,)."""
    postures: Float
    """(n, n) how far each nation cooperated toward each last quarter, public."""
    controls: Float
    """(n, l, n) levels of the controls that each nation holds against each, public: law is published."""
    dated: Float
    """(n, l, n) levels that dated law asks for, whatever orders have made of them since."""
    responses: Responses
    """How strongly governments respond, public."""

    @property
    def m(self) -> int:
        """How many nations decide."""
        return len(self.who)

    @property
    def imposed(self) -> Float:
        """(m, l, n) levels of the controls that the deciding nation holds against each nation, a copy."""
        return self.controls.take(self.who, axis=0)

    def rows(self, pick: Int) -> Briefing:
        """The briefing of some of the deciding nations; rows are cut when they are read.

        Args:
            pick: (k,) positions among the m deciding nations.
        """
        part = copy.copy(self)
        vars(part).update(dict.fromkeys(FOR_EACH, Cut(self, pick)))
        return part


FOR_EACH = tuple(name for name, held in vars(Briefing).items() if isinstance(held, ForEach))
"""Fields of a Briefing with a row for each deciding nation."""


@dataclass(frozen=True)
class Order:
    """What `m` nations do in one quarter. A lever outside [0, 1] or of a wrong shape raises OrderError."""

    who: Int
    """(m,) rows of the deciding nations."""
    cooperate: Float
    """(m, n) 1 cooperate toward that nation, 0 compete, between: a mixed policy."""
    control: Float
    """(m, l, n) desired level of export (or import) control per layer and partner.

    For `chips` a level u asks for a threshold of TPP at (1 / u - 1) times that of an H100: 0 lets all pass, 1
    nothing.
    """
    spy: Float
    """(m, n) effort to steal know-how and weights."""
    retaliate: Float
    """(m, n) withholding of critical materials."""
    subsidy: Float
    """(m,) spending on chip self-reliance, share of the most allowed."""
    sovereign: Float
    """(m,) spending on a sovereign-AI programme, share of the most allowed."""
    localisation: Float
    """(m,) data localisation: 0 data flow freely, 1 none leave and foreign models are kept out."""
    visa: Float
    """(m,) openness to foreign researchers."""
    joint: Float
    """(m,) incentive for cross-border joint research."""
    regulation: Float
    """(m,) strictness of domestic AI regulation."""
    safety_standard: Float
    """(m,) standard for responsible use that domestic developers must meet."""
    open_weights: Float
    """(m,) backing of open weights: means and custom for developers at home that open theirs."""
    join: Float
    """(m, b) 1 is ready to sign the text on the table of each body, or to enter, where that pays."""
    leave: Float
    """(m, b) 1 leaves each body, even where that costs it."""
    propose: Float
    """(m, b) chance that it puts a text to found each body on the table; 1: it does."""
    cheat: Float
    """(m, b) effort of a covert programme that the body forbids."""
    reason: Sequence[str] = field(default_factory=tuple)
    """m short sentences of plain text: why; empty: none given. Those of `ByPosture` tell of every move."""

    def __post_init__(self) -> None:
        """Check every lever.

        Raises:
            OrderError: a lever has the wrong shape, is not finite, or leaves [0, 1].
        """
        self.check(len(self.who), _width(self.cooperate), _width(self.join))

    def check(self, m: int, n: int, bodies: int) -> None:
        """Check every lever against a world's size.

        Args:
            m: how many nations decide.
            n: how many there are.
            bodies: on the table.

        Raises:
            OrderError: a lever has the wrong shape, is not finite, or leaves [0, 1].
        """
        shapes: dict[str, tuple[int, ...]] = dict.fromkeys(NATION_LEVERS, (m,))
        shapes |= dict.fromkeys(PAIR_LEVERS, (m, n))
        shapes |= dict.fromkeys(BODY_LEVERS, (m, bodies))
        for name, shape in shapes.items():
            check_shares(name, getattr(self, name), shape)
        check_shares("control", self.control, (m, len(LAYERS), n))
        check_sentences("reason", self.reason, m, filled=False)

    def saying(self, reason: Sequence[str]) -> Order:
        """The same order with other reasons; `check` checks them."""
        return self._with(reason=reason)

    def _with(self, **parts: Any) -> Order:
        """The same order but for parts of which it is known that they are right: nothing is checked again."""
        changed = copy.copy(self)
        vars(changed).update(parts)
        vars(changed).pop("asked", None)
        return changed

    @cached_property
    def asked(self) -> Bool:
        """(m, l) whether a nation wants any control on the layer; asked once no part changes any more."""
        return in_use(self.control)

    @classmethod
    def hold(cls, briefing: Briefing, **levers: Any) -> Order:
        """An order that keeps things as they are: own levers, controls and cooperation of last quarter.

        Args:
            briefing: what the m nations know.
            levers: the levers to set otherwise, by name, and `reason`.
        """
        m, n, b = briefing.m, len(briefing.iso3), len(briefing.bodies)
        held: dict[str, Any] = {name: lever.copy() for name, lever in briefing.levers.items()}
        held |= {name: np.zeros((m, b)) for name in BODY_LEVERS}
        held |= {"spy": np.zeros((m, n)), "retaliate": np.zeros((m, n))}
        held |= {"cooperate": briefing.own_cooperated.copy(), "control": briefing.imposed}
        return cls(who=briefing.who, **(held | levers))

    @classmethod
    def gather(cls, parts: Sequence[tuple[Int, Order]], m: int) -> Order:
        """One order of m nations from the checked orders of disjoint groups that cover them.

        Args:
            parts: (positions among the m, their order) a group.
            m: how many nations decide.
        """
        first = parts[0][1]
        whole: dict[str, Any] = {"who": np.empty(m, dtype=np.int64)}
        whole |= {name: np.empty((m, *getattr(first, name).shape[1:])) for name in LEVERS}
        for rows, order in parts:
            for name, column in whole.items():
                column[rows] = getattr(order, name)
        return first._with(**whole, reason=Joined([(rows, order.reason) for rows, order in parts], m))


@dataclass(frozen=True)
class Posture:
    """How far `m` nations cooperate toward each, and why. `agents.posture` writes out the levers."""

    who: Int
    """(m,) rows of the deciding nations."""
    cooperate: Float
    """(m, n) 1 cooperate toward that nation, 0 compete, between: a mixed policy."""
    because: Sequence[str]
    """m causes of the posture in plain words.

    `{how}` stands for the share in `weighed` in words, `{how:this|that}` for this where it is a half or more,
    `{:.0%}` for its number; `{{` and `}}` are braces.
    """
    weighed: Float
    """(m, n) that share for each partner, 0 to 1."""
    sovereignty: Float
    """(m,) will to stand alone whatever others do, from 0 to 1."""

    @classmethod
    def of(
        cls,
        briefing: Briefing,
        cooperate: Float,
        because: str,
        weighed: Float | None = None,
        sovereignty: float = 0,
    ) -> Posture:
        """The posture of all deciding nations for one cause.

        Args:
            briefing: beliefs of m nations.
            cooperate: (m, n) 1 cooperate toward that nation, 0 compete, between: a mixed policy.
            because: cause of the posture in words, with `{how}` or a number for the share in `weighed`.
            weighed: (m, n) that share for each partner; how far one competes if left out.
            sovereignty: will to stand alone whatever others do, from 0 to 1.
        """
        if weighed is None:
            weighed = 1 - cooperate if isinstance(cooperate, np.ndarray) else cooperate
        return cls(briefing.who, cooperate, [because] * briefing.m, weighed, np.full(briefing.m, sovereignty))

    def check(self, briefing: Briefing) -> None:
        """Check all of it; what is made of it is right then.

        Args:
            briefing: that it answers.

        Raises:
            OrderError: a part has the wrong shape, is not finite, leaves [0, 1], or cannot be told.
        """
        m, n = briefing.m, len(briefing.iso3)
        check_who(self.who, briefing.who)
        check_shares("cooperate", self.cooperate, (m, n))
        if self.weighed is not self.cooperate:
            check_shares("weighed", self.weighed, (m, n))
        check_shares("sovereignty", self.sovereignty, (m,))
        check_sentences("because", self.because, m, filled=True)


LearntBy = Literal["all", "led", "nobody"]
"""Which nations come to play a strategy by learning: who has a patron (`patrons`) is led."""


class Strategy(Protocol):
    """How a nation decides. One file in `agents/strategies/`, one class with these members.

    The class is found by being there; it keeps no state: each quarter a new instance is asked, what it must
    remember the Briefing tells, chance comes from `draw` alone, and asked the same again it answers the same.
    All that the Briefing tells is read-only. Governments come to play it by learning; one that says
    `learnt_by`, a class variable of type `LearntBy`, is left to those.
    """

    name: ClassVar[str]
    """Public name, as in `--strategy USA=tit-for-tat`."""
    summary: ClassVar[str]
    """One sentence."""
    source: ClassVar[str]
    """Citation, or "own" with the reason."""

    def decide(self, briefing: Briefing, draw: Draw) -> Order:
        """Turn what the nations believe into what they do.

        Args:
            briefing: beliefs of m nations.
            draw: uniform numbers of this step, one a nation.
        """
        ...


def learnt_by(one: Strategy) -> LearntBy:
    """Which nations come to play a strategy by learning: all, where it does not say."""
    said: LearntBy = getattr(one, "learnt_by", "all")
    return said


def _width(lever: object) -> int:
    """Length of a lever's last axis; 0 for what is no array, which is told of later."""
    return lever.shape[-1] if isinstance(lever, np.ndarray) and lever.ndim else 0
