"""The World: every state variable of the model, one line each, with its unit, its shape and its meaning.

Columns, not objects, hold the state. n nations, f firms, r researchers, b bodies, t terms of a text
(`institutions.contract.TERMS`), l control layers (`agents.contract.LAYERS`), k kinds of owned compute
(`KINDS`), s published strategies. Phases write the columns; metrics only read them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import Field, dataclass, field, fields
from functools import cache
from typing import Any, Concatenate

import numpy as np
from numpy.typing import NDArray

from sovereigns.model.events import Choice, Event
from sovereigns.model.facts.inputs import Inputs
from sovereigns.model.kernels.numerics.marks import mark
from sovereigns.model.kernels.numerics.rules import Survey, survey
from sovereigns.model.kernels.numerics.sums import best_by_group, by_group, count
from sovereigns.model.kernels.theory.opinion import Network
from sovereigns.model.law.law import Law

Float = NDArray[np.float64]
Int = NDArray[np.int64]
Index = NDArray[np.int32]
"""Of researchers, whose number may be a million: half the memory."""
Bool = NDArray[np.bool_]

KINDS: tuple[str, ...] = ("leading", "legacy", "domestic", "covert")
LEADING, LEGACY, DOMESTIC, COVERT = range(len(KINDS))
FIRM_KINDS: tuple[str, ...] = ("lab", "hyperscaler", "vendor", "investor", "university")
LAB, HYPERSCALER, VENDOR, INVESTOR, UNIVERSITY = range(len(FIRM_KINDS))
WAYS: tuple[str, ...] = ("train", "adapt", "share", "rent")
TRAIN, ADAPT, SHARE, RENT = range(len(WAYS))
REFERENCE_QUARTER = 12
"""2025Q1, the quarter that multiples of the frontier refer to, in quarters since 2022Q1."""
BN = 1e6
"""Thousand USD in a billion."""


def column(shape: str, unit: str, meaning: str) -> Any:
    """A state variable: its shape in letters of the module's docstring, its unit, what it means."""
    return field(metadata={"shape": shape, "unit": unit, "meaning": meaning})


@dataclass
class World:
    """Every state variable. `World.columns()` lists them for docs and checks."""

    inputs: Inputs
    law: Law
    iso3: tuple[str, ...]
    bodies: tuple[str, ...]
    quarter: int
    """Quarters since 2022Q1."""
    step: int
    """Quarters since the start of the run."""

    # nations: who they are
    population: Float = column("n", "million people", "inhabitants")
    gdp: Float = column("n", "bn USD a quarter", "gross domestic product at 2024 prices")
    gdp_growth: Float = column("n", "share a quarter", "growth of GDP in the last quarter")
    state_capacity: Float = column("n", "share", "government effectiveness, scaled to 0 to 1")
    freedom: Float = column("n", "share", "regulatory quality and stability as researchers see them, 0 to 1")
    income: Float = column("n", "thousand USD a head", "GDP a head at purchasing power")
    energy: Float = column("n", "share", "electricity a head against the best supplied nations, 0 to 1")
    data: Float = column("n", "index", "personal data as an input: people on line, mean of the world 1")
    online: Float = column("n", "share", "people who use the internet")
    bloc: Int = column("n", "row", "bloc that decides delegated levers, -1 none")
    distance: Float = column("n n", "1000 km", "great-circle distance")
    ideal_distance: Float = column("n n", "standard deviations", "distance of UN ideal points")
    alliance: Float = column("n n", "share", "strength of alliance")
    rivalry: Float = column("n n", "0 or 1", "whether a strategic rivalry is going on")
    border: Float = column("n n", "share", "1 where they share a land border, less across a strait")
    nearness: Float = column("n n", "share", "1 at a land border, less the farther apart")
    hostility: Float = column("n n", "share", "ill intent reckoned with: votes, alliance, regimes")
    friends_rivals: Float = column("n n", "share", "how far it is a rival of the nation's allies")
    military: Float = column("n", "share", "mean share of military spending, soldiers and warheads")
    reach: Float = column("n", "share", "how far a nation is spared the loss of strength over distance")
    nuclear: Bool = column("n", "", "has nuclear weapons")
    elected: Bool = column("n", "", "elections decide who governs")
    claims_foundry: Bool = column("n", "", "claims the territory on which the world's foundry stands")
    network: Network = column("n ties", "row and weight", "whom each nation listens to")
    culture_distance: Float = column("n n", "share", "distance of culture and language")
    likeness: Float = column("n n", "share", "how like by income and regime; 0 with oneself")
    trade_weight: Float = column("n n", "weight", "what distance leaves of trade; 0 at home")
    parting: Float = column("n", "log points", "output lost to doors shut to trade and data")

    # compute
    owned: Float = column("k n", "H100e", "AI chips owned, by kind, in training equivalents")
    inference: Float = column("k n", "H100e", "the same chips in inference equivalents")
    stockpile: Float = column("n", "H100e", "chips bought ahead of a rule and not yet installed")
    rented: Float = column("n", "H100e", "compute rented from abroad")
    leased: Float = column("n", "H100e", "own compute rented out abroad")
    hosted: Float = column("n", "H100e", "foreign hyperscalers' compute that stands in the nation")
    grid: Float = column("n", "GW", "mean load of the nation's electric grid")
    power: Float = column("n", "GW", "electric power that stands ready for AI")
    power_building: Float = column("n", "GW", "power for AI under construction")
    power_draw: Float = column(
        "n", "GW", "power that the nation's AI chips draw, cooling and losses included"
    )
    chip_draw: float = column("", "kW per H100e", "draw of a new chip, cooling and losses included")
    intensity: Float = column("n", "share of GDP", "spending on AI compute")
    prepaid: Float = column("n", "bn USD", "spending brought forward from later quarters")
    postponed: Float = column("n", "bn USD", "spending put off until rules are clearer")
    scarcity: Float = column("n", "share", "wanted compute that rules and capacity withhold")
    compute_part: float = column(
        "", "share", "part of the real world's AI compute at the start in these nations"
    )
    talent_part: float = column("", "share", "part of the real world's research talent in these nations")
    chip_supply: float = column("", "H100e a quarter", "capacity of the foundry node for leading chips")
    chip_power: float = column("", "H100e", "training power of the mean chip shipped")
    chip_best: float = column("", "H100e", "training power of the best chip that ships in volume")
    chip_price: float = column("", "thousand USD per H100e", "market price of a leading chip")
    price_trend: float = column("", "multiple", "vendors' floor price against the start")
    blockade: float = column("", "share", "foundry output cut off by a shock")
    investment_mood: Float = column(
        "n", "multiple", "AI spending against plan, lowered by an investment bust"
    )
    produced: float = column("", "H100e", "chips made and delivered in the quarter")
    retired: float = column("", "H100e", "chips that ended their life in the quarter")
    delivered: Float = column(
        "n", "H100e", "lawful leading chips delivered since the start, as trackers count"
    )
    smuggled_total: float = column("", "H100e", "chips smuggled since the start of the run")
    vigilance: float = column("", "multiple", "what enforcement against smuggling has learned, 0: nothing")

    # self-reliance
    chip_design: Float = column("n", "share", "skill in chip design against the frontier")
    equipment: Float = column("n", "share", "chip-making equipment and process skill against the frontier")
    own_equipment: Float = column("n", "share", "what of it the nation can make itself")
    software: Float = column("n", "share", "maturity of the software stack of domestic chips")
    fab_capacity: Float = column("n", "H100e a quarter", "output capacity for domestic AI chips")
    memory_stock: Float = column("n", "H100e", "high-bandwidth memory in stock, in chips it can complete")
    memory_skill: Float = column("n", "share", "own high-bandwidth memory against the frontier")
    materials: Float = column("n", "share", "share of the world's critical minerals processed")
    rally: Float = column("n", "share", "will to self-reliance raised by controls received")

    # what nations do
    control: Float = column("n l n", "level", "control that a nation holds on a layer against each partner")
    dated: Float = column("n l n", "level", "control that dated law asks for")
    cooperation: Float = column("n n", "share", "how far a nation cooperated toward each other")
    adopted: Bool = column("n l", "flag", "layers on which the nation has held a control at some time")
    agenda: Bool = column("n l", "flag", "layers of control that its government has thought of using")
    betrayals: Float = column(
        "n n", "share", "share of past quarters without cooperation toward the row nation"
    )
    spying: Float = column("n n", "share", "effort to steal know-how and weights")
    retaliation: Float = column("n n", "level", "critical materials withheld")
    subsidy: Float = column("n", "share of the most", "spending on chip self-reliance")
    sovereign: Float = column("n", "share of the most", "spending on a sovereign-AI programme")
    localisation: Float = column("n", "share", "data localisation")
    visa: Float = column("n", "share", "openness to foreign researchers")
    joint: Float = column("n", "share", "incentive for cross-border joint research")
    regulation: Float = column("n", "share", "strictness of domestic AI regulation")
    safety_standard: Float = column("n", "share", "own standard for responsible use")
    open_weights: Float = column("n", "share", "backing of open weights of developers at home")
    pledged_standard: Float = column("n", "share", "standard that membership in bodies asks for")
    pledged_regulation: Float = column("n", "share", "AI regulation that membership in bodies asks for")

    # what nations think
    threat: Float = column("n n", "weight", "weight on relative gains toward each rival, 0 to below 1")
    fear: Int = column("n n", "row", "one or two causes that weigh most in it (`agents.fears.feared_for`)")
    alarm: Float = column("n n", "odds", "threat from what the other did lately: war, covert programmes")
    tie: Float = column("n n", "share", "alliance, trade and use of the other's AI, 0 to 1; 1 with oneself")
    trust: Float = column("n n", "share", "trust in each other nation")
    named: Float = column(
        "n n", "share", "how far voices that want to win name each rival; 1 the one most named"
    )
    frame: Float = column("n", "index", "how far the government frames AI as a decisive military asset")
    narrative: Float = column("n", "index", "net pressure of public voices, -1 cooperate to 1 win")
    receptivity: Float = column("n", "share", "access of voices for threat to the government of the day")
    turned: Bool = column("n", "", "the government changed this quarter")
    attraction: Float = column("s n", "log points", "what each strategy is remembered to get a nation")
    capability_past: Float = column("5 n", "OOM", "capability of the last five quarters, newest first")

    # law and its cost
    legal_train: Float = column(
        "n", "share", "training power of the best lawful chip against the one a free buyer takes"
    )
    legal_infer: Float = column(
        "n", "share", "inference power of the best lawful chip against the one a free buyer takes"
    )
    legal_value: Float = column(
        "n", "share", "worth per dollar of the best lawful chip against the one a free buyer takes"
    )
    import_cap: Float = column(
        "n", "H100e a quarter", "most leading chips that dated caps let in, inf without"
    )
    cap_level: Float = column("n", "share", "wanted leading chips that ordered caps keep out")
    anticipation: Float = column("n", "level", "strictness announced against the nation, not yet in force")
    uncertainty: Float = column("n", "index", "rule changes lately felt by the nation's firms")
    complexity: Float = column("n", "share", "nation-layer pairs under rules, as imposer and as target")
    compliance: Float = column("n", "bn USD", "compliance cost borne in the quarter")

    # AI
    capability: Float = column("n", "OOM", "best model the nation commands, log10 effective FLOP above 1e20")
    efficiency: Float = column("n", "multiple", "algorithmic efficiency against the 2025Q1 frontier")
    know_how: Float = column("n", "multiple", "know-how against the 2025Q1 frontier")
    talent: Float = column("n", "skill units", "research talent at work, joint work counted in")
    training_flop: Float = column("n", "FLOP", "largest training run to date")
    usage: Float = column("n f", "share", "AI users of each nation that use each developer's model")
    programme_usage: Float = column("n", "share", "AI users on the national programme's model")
    programme: Float = column("n", "share", "maturity of the national programme")
    programme_capability: Float = column("n", "OOM", "capability of the national programme's model")
    programme_base: Int = column("n", "firm row", "developer of the base model; -1: trained from scratch")
    programme_way: Int = column(
        "n", "row", "how the national programme offers AI: train, adapt, share, rent; -1: not at all yet"
    )
    programme_rents: Int = column("n", "firm row", "whose service the national programme rents; -1: none")
    bloc_programme: Int = column("g", "nation row", "member whose programme each bloc shares, -1: none yet")
    stolen: Float = column("n", "OOM", "capability of the best weights that the nation has stolen, 0: none")
    stolen_base: Int = column("n", "firm row", "whose they are, -1: none")
    base_taste: Float = column("n f", "standard deviations", "a nation's own taste for each developer's base")
    lead: Int = column("n", "lineage row", "lineage under what most AI users of the nation use; -1: none")
    lead_changes: float = column("", "nations", "changes of leading lineage since the start")
    misfit: Float = column("n", "share", "mean cultural distance of the AI that people use")
    joint_work: Float = column("n", "share", "research done with partners abroad")
    civilian_work: Float = column("n", "share", "civilian joint work (health, energy) kept open")
    standing: Float = column("n", "OOM", "mean capability that people use")
    domain: Float = column("d n", "OOM", "capability by domain (`data/domains.csv`)")
    ai_use: Float = column("n", "share", "people of 15 to 64 who use generative AI at all")
    use_ease: Float = column("n", "multiple", "people who could use AI against what means let expect")
    ai_use_2025: float = column("", "share", "the same in these nations as counted in the first half of 2025")
    yielded: Float = column("n", "OOM", "capability in use, over all people, that output has gained from")

    run_share: Float = column("n", "share", "largest run in a firm's training compute")
    inference_share: float = column("", "share", "compute that serves models rather than trains them")

    # firms
    firm_name: tuple[str, ...] = column("f", "", "names")
    firm_kind: Int = column("f", "row", "kind: lab, hyperscaler, vendor, investor, university")
    firm_nation: Int = column("f", "row", "home nation")
    firm_real: Bool = column("f", "", "stylised from a real firm")
    firm_size: Float = column("f", "share", "share of the nation's AI compute that it can use")
    firm_founded: Int = column("f", "quarter", "quarter in which it begins, since 2022Q1; 0: there before")
    firm_founding: Float = column(
        "f", "share", "compute with which it begins against its nation's older firms"
    )
    firm_capital: Float = column("f", "bn USD", "means, from size and profits")
    firm_profit: Float = column("f", "bn USD", "profit of the quarter")
    firm_efficiency: Float = column("f", "multiple", "algorithmic efficiency against the 2025Q1 frontier")
    firm_know_how: Float = column("f", "multiple", "know-how against the 2025Q1 frontier")
    firm_split: Float = column("f", "share", "research spent on efficiency rather than know-how")
    firm_safety: Float = column("f", "share", "safety effort")
    firm_unsafe: Float = column("f", "0 or 1", "practice: 0 safe, 1 unsafe")
    firm_open: Float = column("f", "share", "leaning to release open weights")
    firm_capability: Float = column("f", "OOM", "best model released, log10 effective FLOP above 1e20")
    firm_opened: Float = column("f", "OOM", "best own model whose weights were ever opened, 0: none")
    firm_known: Float = column("f", "share", "part of the world's AI users that know its products")
    firm_appeal: Float = column("f", "utility", "what people see in its products beside all the rest")
    firm_is_open: Bool = column("f", "", "that model has open weights")
    firm_base: Int = column("f", "firm row", "developer of its base model; itself if trained from scratch")
    firm_run: Float = column("f", "FLOP", "largest own training run to date")
    firm_noted: Bool = column("f", "", "whether it has had a notable model")
    firm_stance: Float = column("f", "index", "own stance, to which its voice returns, -1 to 1")
    firm_voice: Float = column("f", "index", "public voice, -1 cooperate to 1 win")
    firm_lobby: Float = column("f", "bn USD", "spending on voice and lobbying in the quarter")
    firm_compliance: Float = column("f", "bn USD", "compliance cost borne in the quarter")
    firm_awaiting: Float = column("f", "H100e", "compute ordered abroad that waits for licences")
    firm_abroad: Float = column("f", "H100e", "compute built abroad and still in use")
    notable: Float = column("n", "models", "notable models released since the start")
    released: float = column("", "models", "notable models released in the quarter")
    released_open: float = column("", "models", "of them with open weights")

    # researchers
    origin: Index = column("r", "row", "nation of origin")
    residence: Index = column("r", "row", "nation of residence")
    employer: Index = column("r", "firm row", "employer, -1 none")
    skill: Float = column("r", "index", "research skill, mean 1")
    openness: Float = column("r", "share", "leaning to publish and to work across borders")
    publishes: Bool = column("r", "", "publishes this quarter")
    joins_abroad: Bool = column("r", "", "works with a partner abroad this quarter")
    generation: Index = column("r", "count", "how many persons have held this row before")
    arrived: Float = column("n", "researchers", "who came from abroad in the quarter")

    # bodies
    member: Bool = column("b n", "", "who belongs to each body")
    cheating: Float = column("b n", "share", "effort of a covert programme that the body forbids")
    detected: Bool = column("b n", "", "covert programme found in the quarter")
    sanctioned: Float = column("b n", "share", "remembered sanction for a breach, which keeps out")
    exclusion: Float = column("b n", "share", "memory of having been shut out by law")
    law_excludes: Bool = column("b n", "", "whom the scenario's law shuts out of each body")
    shared_capability: Float = column("b+g", "OOM", "capability of what bodies and blocs share")
    common_capability: Float = column("b", "OOM", "capability of the model that members share")
    common_usage: Float = column("n b+g", "share", "AI users on each body's and each bloc's common model")
    dues: Float = column("b n", "share of GDP", "dues to each body")
    pooled: Float = column("n", "share of GDP", "dues that buy compute and pool it")
    table: Bool = column("b n", "", "who would sign the text on the table")
    initiative: Bool = column("b n", "", "who is about to put a text on the table")
    talked: Float = column("b", "quarters", "since a text came on the table; 0: none is")
    terms: Float = column("b t", "", "terms of each body, or of the text on the table")
    talks: Float = column("n n", "quarters", "since two rivals opened talks; 0: they do not talk")
    dialogue: Bool = column("n n", "", "rivals that have agreed on a dialogue")
    lifted: Float = column("n n", "share", "of controls on the other that each lifts by their dialogue")
    notice: Float = column("b n", "quarters", "since a member gave notice to leave; 0: none given")
    transfer: Float = column("n", "bn USD", "from bodies in the quarter, less what they and sanctions cost")
    monitoring: Float = column("n", "share", "misuse that shared monitoring stops before harm")
    false_alarms: Float = column("n", "share", "lawful use of AI that shared monitoring stops by mistake")

    # harm and account
    builders: float = column("", "", "what all built at the start, as it counts in accidents")
    incidents: Float = column("n", "incidents", "incidents of the quarter")
    misuse_incidents: Float = column("n", "incidents", "of them misuse by users, not accidents of makers")
    incidents_expected: Float = column("n", "incidents", "incidents to be expected in the quarter")
    misuse_expected: Float = column("n", "incidents", "misuse by users to be expected in the quarter")
    loss: Float = column("n", "share of GDP", "output lost to incidents and conflict in the quarter")
    loss_past: Float = column("n", "share of GDP", "the same a quarter ago")
    expected_loss: Float = column("n", "share of GDP", "expected loss a quarter")
    harmed: Float = column(
        "2 n n", "share of GDP", "loss a quarter by the column nation's accidents and misuse, unchecked"
    )
    misuse_early: Float = column(
        "n", "incidents", "expected misuse of the quarter by means that no defence meets yet"
    )
    conflict_risk: Float = column(
        "n", "chance a quarter", "chance of a conflict that the nation takes part in"
    )
    conflict_chance: Float = column("n n", "chance a quarter", "chance of a war between two nations")
    peace: Float = column("n n", "chance", "chance that two nations have had no war since the start")
    war: Float = column("n n", "chance", "chance that a war between two nations is going on")
    conflicts: float = column("", "wars", "interstate wars that began in the quarter")
    war_loss: Float = column("n", "share of GDP", "output lost to wars, own and of trading partners")
    war_blockade: float = column("", "share", "foundry output cut off by war")
    sabotage: Float = column("n", "share", "compute time lost to sabotage")
    arms: Float = column("n", "share of GDP", "military spending on AI")
    duplication: Float = column("n", "bn USD", "spending on models that repeat what others offer")
    duties: Float = column("n", "bn USD", "duties on chips received in the quarter")
    vendor_revenue: float = column("", "bn USD", "revenue of chip vendors in the quarter")
    consumption: Float = column("n", "thousand USD a head a year", "what is left to consume")
    welfare: Float = column("n", "log points", "welfare of the nation's mean person")
    welfare_gain: Float = column("n", "log points", "gain in it in the last quarter; 0 at the start")
    growth_mean: Float = column("n", "share a quarter", "running mean of GDP growth")
    growth_square: Float = column("n", "share squared", "running variance of GDP growth")
    frontier: list[float] = column(
        "quarters", "OOM", "world's best capability at each past quarter, oldest first"
    )
    opened: list[float] = column(
        "quarters", "OOM", "world's best open weights at each past quarter, oldest first; 0: none"
    )
    frontier_run: list[float] = column("quarters", "log10 FLOP", "world's largest run at each past quarter")
    capability_record: list[Float] = field(default_factory=list)
    """(n,) capability at each past quarter, oldest first."""
    domain_record: list[Float] = field(default_factory=list)
    """(d, n) capability by domain at each past quarter, oldest first."""
    sovereign_threshold: float = 0.0
    """Share of a nation's AI users that a model must serve to count as sovereign."""
    superintelligence: float = 0.0
    """Capability from which an AI counts as superintelligent, OOM."""
    welfare_world: float = 0.0
    """Welfare of the world by the chosen function, log points."""
    events: list[Event] = field(default_factory=list)
    choices: list[Choice] | None = None
    """What firms decided this quarter; None where nobody wants to know."""
    known: dict[Callable[[World], Any], tuple[list[object], Any]] = field(default_factory=dict, repr=False)
    """What `once` has worked out, and from what."""

    def __getstate__(self) -> dict[str, Any]:
        """What a copy keeps: not what `once` has worked out, which it works out again."""
        return vars(self) | {"known": {}}

    def once[T](self, work: Callable[[World], T], *columns: str) -> T:
        """What follows from some columns, worked out once for as long as they stay the same.

        A read-only array stays what it is; of others the bytes are compared; large ones may have changed.
        """
        now = [mark(getattr(self, name)) for name in columns]
        if self.known.get(work, (None,))[0] != now:
            self.known[work] = now, work(self)
        known: T = self.known[work][1]
        return known

    def put_in_force(self, control: Float, told: Survey) -> None:
        """Set levels of control, for good, of which it is known what they come to."""
        control.flags.writeable = False
        self.control, self.known[_surveyed] = control, ([mark(control)], told)

    @property
    def control_mean(self) -> Float:
        """(n, n) mean level over layers of the controls of the row nation against the column nation."""
        return self.once(_surveyed, "control").mean

    @property
    def imposed_most(self) -> Float:
        """(n,) highest level of any control that a nation holds."""
        return self.once(_surveyed, "control").imposed

    @property
    def received_most(self) -> Float:
        """(n,) highest level of any control held against a nation."""
        return self.once(_surveyed, "control").received

    @property
    def layers_used(self) -> Bool:
        """(n, l) whether a nation holds any control on the layer."""
        return self.once(_surveyed, "control").used

    @property
    def used_from(self) -> Float:
        """(n, n) share of the row nation's AI users on a model of the column nation's firms."""
        return self.once(_by_home, "usage")

    @property
    def used_at_home(self) -> Float:
        """(f,) share of its own nation's AI users on each firm's model."""
        return self.usage[self.firm_nation, np.arange(self.f)]

    @property
    def n(self) -> int:
        """Number of nations."""
        return len(self.iso3)

    @property
    def f(self) -> int:
        """Number of firms."""
        return len(self.firm_name)

    @property
    def headcount(self) -> Int:
        """(n,) researchers by nation of residence."""
        return count(self.residence, self.n)

    @property
    def usable(self) -> Float:
        """(n,) H100e that the nation's developers can use: owned, and rented less leased."""
        total: Float = self.owned.sum(axis=0)
        return total + self.rented - self.leased

    @property
    def published(self) -> float:
        """Share of the world's research, by skill, that is published this quarter; 0 without researchers."""
        return float((self.publishes * self.skill).sum() / self.skill.sum()) if len(self.skill) else 0.0

    @property
    def standard_in_force(self) -> Float:
        """(n,) standard for responsible use: the own one or the one pledged, whichever is stricter."""
        return np.maximum(self.safety_standard, self.pledged_standard)

    @property
    def regulation_in_force(self) -> Float:
        """(n,) domestic AI regulation: the own one or the one pledged, whichever is stricter."""
        return np.maximum(self.regulation, self.pledged_regulation)

    def row(self, iso3: str) -> int | None:
        """Row of a nation, or None where this world has no such nation."""
        return self.iso3.index(iso3) if iso3 in self.iso3 else None

    def per_nation(self, values: Float, chosen: Bool | None = None) -> Float:
        """(n,) sum of firms' values by home nation."""
        if chosen is not None:
            values = np.where(chosen, values, 0)
        return np.bincount(self.firm_nation, weights=values, minlength=self.n)

    def best_of_nation(self, values: Float, chosen: Bool, floor: float = 0.0) -> Float:
        """(n,) largest of firms' values by home nation, `floor` where none."""
        return best_by_group(values, chosen, self.firm_nation, self.n, float(floor))

    def note(
        self,
        process: str,
        kind: str,
        text: str,
        actor: str = "",
        target: str = "",
        layer: str = "",
        value: float = 0.0,
    ) -> None:
        """Record an event of this quarter."""
        self.events.append(Event(process, kind, actor, target, layer, float(value), text))

    def tell[**P](
        self, say: Callable[Concatenate[World, P], Iterable[Choice]], *told: P.args, **named: P.kwargs
    ) -> None:
        """Record what firms decided, and work it out only where somebody wants to know.

        Args:
            say: gives the choices, from the world and what follows.
            told, named: what else it needs.
        """
        if self.choices is not None:
            self.choices.extend(say(self, *told, **named))

    @classmethod
    @cache
    def columns(cls) -> tuple[Field[Any], ...]:
        """The state variables: dataclass fields that carry shape, unit and meaning."""
        return tuple(f for f in fields(cls) if "shape" in f.metadata)


def _surveyed(w: World) -> Survey:
    return survey(w.control)


def _by_home(w: World) -> Float:
    return by_group(w.usage, w.firm_nation, w.n)
