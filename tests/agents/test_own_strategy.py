"""A strategy that breaks the contract is named, with its file, the nation, the lever and what is allowed."""

from __future__ import annotations

import copy
import itertools
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
import pytest

from sovereigns.agents.contract import LAYERS, PAIR_LEVERS, Briefing, Draw, Order, Posture
from sovereigns.agents.posture import ByPosture
from sovereigns.agents.registry import strategies
from sovereigns.agents.sayings import Delegated, Joined
from sovereigns.experiments.results.store import open_results
from sovereigns.experiments.sweeps.shard import may_mend
from sovereigns.model.errors import InputError
from sovereigns.model.simulation import Simulation
from tests.conftest import Call
from tests.faults.sweeps import undisturbed
from tests.packages import dropped
from tests.worlds import act


class Own:
    """A player whose decision is given."""

    name: ClassVar[str] = "mine"
    summary: ClassVar[str] = "Breaks a rule."
    source: ClassVar[str] = "own: a test"

    def __init__(self, decision: Callable[[Briefing], Any]) -> None:
        self.decision = decision

    def decide(self, briefing: Briefing, draw: Draw) -> Any:
        return self.decision(briefing)


def _mutated(briefing: Briefing) -> Order:
    order = Order.hold(briefing)
    order.visa[:] = 7
    return order


def _fails(briefing: Briefing) -> Order:
    raise ZeroDivisionError("no rival")


def _no_posture(briefing: Briefing) -> Order:
    return act(briefing, None, "x", briefing.threat)  # type: ignore[arg-type]


class Stand(ByPosture):
    """A player whose posture is given."""

    name: ClassVar[str] = "mine"
    summary: ClassVar[str] = "Breaks a rule."
    source: ClassVar[str] = "own: a test"

    def __init__(self, stand: Callable[[Briefing], Any]) -> None:
        self.stand = stand

    def posture(self, briefing: Briefing, draw: Draw) -> Any:
        return self.stand(briefing)


def _posture(because: Any = "x", **parts: Any) -> Callable[[Briefing], Posture]:
    """A faultless posture but for what is given."""
    return lambda b: replace(Posture.of(b, np.ones((1, 193)), because), **parts)


def _raises(error: BaseException) -> Callable[[Briefing], Any]:
    def decide(briefing: Briefing) -> Any:
        raise error

    return decide


def _writes(column: str) -> Callable[[Briefing], Order]:
    def decide(briefing: Briefing) -> Order:
        getattr(briefing, column)[:] = 0
        return Order.hold(briefing)

    return decide


class MuteError(Exception):
    """Cannot even say what went wrong."""

    def __str__(self) -> str:
        raise ValueError


BREACHES: dict[str, tuple[Callable[[Briefing], Any], str]] = {
    "nothing": (lambda b: None, r"decide gives None, not an Order; return one, as Order\.hold\("),
    "another thing": (lambda b: 0.5, "decide gives a float, not an Order"),
    "an error": (
        _fails,
        r"test_own_strategy.py, line \d+\), deciding for KEN in .*: ZeroDivisionError: no rival",
    ),
    "a wrong name": (lambda b: Order.hold(b, spying=b.threat), "unexpected keyword argument 'spying'"),
    "a wrong shape": (lambda b: Order.hold(b, visa=np.zeros(3)), r"visa has shape \(3,\), not \(1,\)"),
    "a list": (lambda b: Order.hold(b, visa=[0.5]), "visa is a list, not"),  # type: ignore[arg-type]
    "text": (lambda b: Order.hold(b, visa=np.array(["a"])), "visa is an array of <U1, not"),
    "nan": (
        lambda b: Order.hold(b, spy=b.threat * np.nan),
        r"for KEN in quarter 1 of the run: spy\[0, 0\] .*nan.* 0 to 1",
    ),
    "too much": (
        lambda b: Order.hold(b, joint=np.full(1, 1.5)),
        r"for KEN in quarter 1 of the run: joint\[0\] .*1.5.* 0 to 1",
    ),
    "fewer nations": (
        lambda b: Order.hold(
            b, **dict.fromkeys(PAIR_LEVERS, np.ones((1, 2))), control=np.ones((1, len(LAYERS), 2))
        ),
        r"cooperate has shape \(1, 2\), not \(1, 193\)",
    ),
    "for others": (lambda b: replace(Order.hold(b), who=np.array([0])), "who is not the briefing's"),
    "changed after": (_mutated, r"for KEN in quarter 1 of the run: visa\[0\] is .*7.* from 0 to 1"),
    "a posture": (lambda b: _posture()(b), r"decide gives a Posture, not an Order; .*class X\(ByPosture\)"),
    "its end": (_raises(SystemExit(0)), "SystemExit: 0"),
    "what nobody catches": (_raises(GeneratorExit()), "GeneratorExit"),
    "no words": (_raises(MuteError()), "MuteError: it cannot say what"),
    "a novel": (_raises(ValueError("word " * 10**6)), r"ValueError: (word ){100}\.\.\."),
    "bytes": (_raises(ValueError("\udc80")), r"ValueError: \\udc80"),
    "bad input of its own": (_raises(InputError("no such thing")), "InputError: no such thing"),
    "letters": (lambda b: Order.hold(b, reason="x"), "reason is a str, not a list of one sentence"),
    "no end of reasons": (lambda b: Order.hold(b, reason=itertools.repeat("x")), "reason is a repeat, not"),
    "numbers for reasons": (lambda b: Order.hold(b, reason=[1]), r"reason\[0\] is an int, not a sentence"),
    "another economy": (_writes("gdp"), "read-only"),
    "another law": (_writes("controls"), "read-only"),
    "another body": (_writes("membership"), "read-only"),
    "a screen": (_raises(ValueError("\x1b[2J\u202e\x07")), r"ValueError: \\x1b\[2J\\u202e\\x07"),
    "a posture of nan": (
        lambda b: act(b, b.threat * np.nan, "x"),
        r"for KEN in quarter 1 of the run: cooperate\[0, 0\] .*nan",
    ),
    "a posture too wide": (lambda b: act(b, np.ones((1, 3)), "x"), r"cooperate has shape \(1, 3\)"),
    "a posture that is none": (_no_posture, "cooperate is None"),
}


POSTURES: dict[str, tuple[Callable[[Briefing], Any], str]] = {
    "nothing": (lambda b: None, "posture gives None, not a Posture; return one"),
    "an order": (Order.hold, "posture gives an Order, not a Posture"),
    "foreign braces": (_posture("since {usa} did"), r"for KEN .*because\[0\] .*\{how\}.*write \{\{ and \}\}"),
    "half a brace": (_posture("a } b"), r"because\[0\] .*write \{\{ and \}\}"),
    "an inner name": (_posture("{how.share}"), r"because\[0\] .*write \{\{"),
    "two numbers": (_posture("{:.0%} {:.0%}"), r"because\[0\] .*write \{\{"),
    "a number without end": (_posture("{:999999999}"), r"because\[0\] .*write \{\{"),
    "no sentence": (_posture(None), r"because\[0\] is None, not a sentence"),
    "letters": (lambda b: replace(_posture()(b), because="y"), "because is a str"),
    "too few": (lambda b: replace(_posture()(b), because=[]), "because has 0 sentences for 1 nations"),
    "a colour": (_posture("\x1b[31mred"), r"because\[0\] holds the sign '\\x1b'"),
    "two lines": (_posture("a\nb"), r"because\[0\] holds the sign '\\n'"),
    "half a letter": (_posture("\udc80"), r"because\[0\] holds the sign '\\udc80'"),
    "a book": (_posture("word " * 10**5), r"because\[0\] has 500000 letters"),
    "no weight": (_posture(weighed=np.full((1, 193), np.nan)), r"for KEN .*weighed\[0, 0\] is nan"),
    "no will": (_posture(sovereignty=np.array([7.0])), r"for KEN .*sovereignty\[0\] is 7.0"),
    "another's": (_posture(who=np.array([0])), "who is not the briefing's"),
}


@pytest.fixture(scope="module")
def world() -> Simulation:
    return Simulation(firms=0, researchers=0, record=False)


def refused(world: Simulation, player: Own | Stand, said: str) -> None:
    world = copy.deepcopy(world)
    world.seat("KEN", player)
    with pytest.raises(InputError, match=said) as caught:
        world.step()
    assert "strategy 'mine'" in str(caught.value)
    assert "test_own_strategy.py" in str(caught.value)
    assert "for KEN in quarter 1 of the run" in str(caught.value)
    assert "CONTRIBUTING.md" in str(caught.value)
    assert len(str(caught.value)) < 2000 and str(caught.value).encode()


@pytest.mark.parametrize("breach", BREACHES)
def test_a_breach_is_bad_input_that_names_all(world: Simulation, breach: str) -> None:
    decision, said = BREACHES[breach]
    refused(world, Own(decision), said)


@pytest.mark.parametrize("breach", POSTURES)
def test_so_is_one_of_a_posture(world: Simulation, breach: str) -> None:
    stand, said = POSTURES[breach]
    refused(world, Stand(stand), said)


def test_own_braces_and_all_that_is_a_share_are_told(world: Simulation) -> None:
    world = Simulation(firms=0, researchers=0)
    world.seat("KEN", Stand(lambda b: Posture.of(b, np.zeros((1, 193), dtype=bool), "{{set}} {how}, {:.0%}")))
    world.step()
    table = world.tables()["orders"]
    assert table[table["strategy"] == "mine"]["reason"].str.contains("{set} fully, 100%", regex=False).any()


def test_the_decide_of_ones_own_goes_before_the_posture_that_it_inherits(world: Simulation) -> None:
    class Both(Stand):
        def decide(self, briefing: Briefing, draw: Draw) -> Order:
            raise ZeroDivisionError("its own")

    refused(world, Both(_posture()), "ZeroDivisionError: its own")


def test_a_player_is_an_instance_under_a_name_of_its_own(world: Simulation) -> None:
    class Grim(Own):
        name: ClassVar[str] = "grim"

    class Loud(Own):
        name: ClassVar[str] = "\x1b[2J"

    class Spaced(Own):
        name: ClassVar[str] = "no name"

    class Lame(Own):
        decide = None  # type: ignore[assignment]

    for player, said in (
        (Own, r"Own is a class; give an instance, Own\(\)"),
        (Loud(Order.hold), r"Loud\.name holds the sign"),
        (Spaced(Order.hold), "name 'no name' is none that a command line can tell"),
        (Grim(Order.hold), "the name 'grim' is taken"),
        (Lame(Order.hold), r"needs a method decide\(self, briefing, draw\)"),
    ):
        with pytest.raises(InputError, match=said):
            world.seat("KEN", player)  # type: ignore[arg-type]


def test_a_class_of_a_notebook_is_named(world: Simulation, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Own, "__module__", "__main__")
    monkeypatch.delattr("__main__.__file__", raising=False)
    refused(world, Own(lambda b: None), "decide gives None")


@pytest.mark.parametrize("column", ["threat", "trust", "state_capacity", "member", "who"])
def test_nothing_that_it_is_told_can_be_changed(world: Simulation, column: str) -> None:
    refused(world, Own(_writes(column)), "read-only")
    refused(world, Stand(_writes(column)), "read-only")


def test_nor_can_its_own_levers_as_it_found_them(world: Simulation) -> None:
    def writes(briefing: Briefing) -> Order:
        briefing.levers["visa"][:] = 0
        return Order.hold(briefing)

    refused(world, Own(writes), "read-only")


def test_who_decides_is_told_even_where_a_strategy_forced_it(world: Simulation) -> None:
    """It unlocks its own copy, and fails: the nations that are named are those that were asked."""

    def forces(briefing: Briefing) -> Order:
        briefing.who.flags.writeable = True
        briefing.who[:] += 1000
        return Order.hold(briefing)

    refused(world, Own(forces), "IndexError")


class Worded(Stand):
    """A class that decides for itself by way of its posture."""

    def decide(self, briefing: Briefing, draw: Draw) -> Order:
        return super().decide(briefing, draw)


@pytest.mark.parametrize("breach", POSTURES)
def test_a_posture_is_checked_wherever_it_is_carried_out(world: Simulation, breach: str) -> None:
    stand, _ = POSTURES[breach]
    refused(world, Worded(stand), "strategy 'mine'")


def test_words_hold_however_they_are_wrapped(world: Simulation) -> None:
    """What looks like the model's own reasons is read like any other."""

    def joined(briefing: Briefing) -> Order:
        rows = np.arange(briefing.m)
        return Order.hold(briefing, reason=Joined([(rows, ["\x1b[31mred"] * len(rows))], len(rows)))

    def delegated(briefing: Briefing) -> Order:
        return Order.hold(briefing, reason=Delegated([3], np.array([False]), ()))  # type: ignore[list-item]

    def by_hand(briefing: Briefing) -> Order:
        order = act(briefing, np.ones((1, 193)), "x")
        vars(order.reason)["because"] = ["{usa}"]
        return order

    refused(world, Own(joined), r"reason\[0\] holds the sign")
    refused(world, Own(delegated), r"reason\[0\] is an int")
    refused(world, Own(by_hand), r"because\[0\] .*\{how\}")


@pytest.mark.parametrize("error", [MemoryError("all gone"), OSError(24, "Too many open files")])
def test_a_fault_of_the_machine_is_not_its_own(
    error: Exception, world: Simulation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A briefing is cut when it is read: what the machine does then is no bad input."""
    monkeypatch.setattr(Own, "__module__", "copy")  # no line of its file is on the way
    world = copy.deepcopy(world)
    world.seat("KEN", Own(_raises(error)))
    with pytest.raises(type(error)) as caught:
        world.step()
    assert caught.value is error


def test_nor_is_one_while_its_file_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    dropped("mine", f"raise MemoryError\n{FILE.format(body='pass')}", tmp_path, monkeypatch)
    with pytest.raises(MemoryError):
        strategies()


@pytest.mark.parametrize("error", ["GeneratorExit", "SystemExit(0)", "OSError(2, 'no table')"])
def test_what_its_file_raises_by_itself_is(
    error: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dropped("mine", f"raise {error}", tmp_path, monkeypatch)
    with pytest.raises(InputError, match=r"mine\.py, line 1: cannot be imported"):
        strategies()


FILE = """
import numpy as np
from sovereigns.agents.contract import Posture
from sovereigns.agents.posture import ByPosture
from sovereigns.agents.registry import strategies
from sovereigns.agents.sayings import Delegated, Joined

HELD = np.empty((1, 193))

class Mine(ByPosture):
    name, summary, source = "mine", "S.", "own: a test, 2026"

    def posture(self, briefing, draw):
        {body}
        return Posture.of(briefing, briefing.cooperated, "in kind")
"""
UNLIKE = {
    "chance of its own": (
        "return Posture.of(briefing, np.random.random(briefing.cooperated.shape), 'x')",
        "cooperate is another when",
    ),
    "chance in its words": (
        "return Posture.of(briefing, briefing.trust, f'{np.random.random()}')",
        "because is another when",
    ),
    "chance in one array": (
        "HELD[:] = np.random.random(193); return Posture.of(briefing, HELD, 'x')",
        "cooperate is another when",
    ),
    "memory": (
        "self.n = getattr(self, 'n', 0) + 1; return Posture.of(briefing, briefing.trust / self.n, 'x')",
        "another when",
    ),
    "memory that nobody sees yet": ("self.first = 1", r"keeps a state of its own \(first\)"),
    "memory in what it was made with": (
        "self.__dict__.setdefault('seen', []).append(briefing.step)",
        r"keeps a state of its own \(seen\)",
    ),
    "what it was told": ("briefing.cooperated[:] = briefing.cooperated * 0.5", "read-only"),
}


@pytest.mark.parametrize("how", UNLIKE)
def test_a_file_that_answers_the_same_otherwise_is_refused(
    how: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    body, said = UNLIKE[how]
    dropped("mine", FILE.format(body=body), tmp_path, monkeypatch)
    world = Simulation(firms=0, researchers=0, record=False, strategies={"KEN": "mine"})
    with pytest.raises(InputError, match=rf"'mine' .*mine\.py.*, deciding for KEN .*{said}"):
        world.step()


def test_no_run_leaves_a_state_to_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second run in a process finds the file as the first one did: it fails in the same quarter."""
    body = "if briefing.step == 1: self.seen = 1"
    dropped("mine", FILE.format(body=body), tmp_path, monkeypatch)
    for _ in range(2):
        world = Simulation(firms=0, researchers=0, record=False, strategies={"KEN": "mine"})
        world.step()
        with pytest.raises(InputError, match=r"quarter 2 .*a state of its own \(seen\)"):
            world.step()


PLAN = """name = "own"
scenarios = ["no-controls"]
replications = 1
quarters = 2
firms = 0
researchers = 0
[factors]
"strategy.KEN" = ["grim", "mine"]
"""


def test_a_sweep_loses_only_the_runs_that_it_breaks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    body = "if briefing.step == 1: raise SystemExit('\\udc80')"
    dropped("mine", FILE.format(body=body), tmp_path, monkeypatch)
    _, outcome = undisturbed(tmp_path, tmp_path / "sweep", PLAN)
    runs = open_results(tmp_path / "sweep").sql("SELECT * FROM runs").set_index("strategy.KEN")
    assert outcome.failed == 1
    assert runs["status"].to_dict() == {"grim": "ok", "mine": "failed"}
    said = runs.loc["mine", "error"]
    for part in ("strategy 'mine'", "mine.py, line 14", "KEN in quarter 2", "SystemExit", "mend the file"):
        assert part in said


def test_a_sweep_tries_a_run_again_that_the_machine_broke(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dropped("mine", FILE.format(body="raise MemoryError('\\x1b[2J')"), tmp_path, monkeypatch)
    undisturbed(tmp_path, tmp_path / "sweep", PLAN)
    runs = open_results(tmp_path / "sweep").sql("SELECT * FROM runs").set_index("strategy.KEN")
    said = runs.loc["mine", "error"]
    assert said == r"Place: MemoryError: \x1b[2J" and may_mend(said)


def test_an_order_that_is_checked_is_not_checked_again(world: Simulation) -> None:
    """Its levers are checked when it is made; put together with others they need no second look."""
    one = copy.deepcopy(world)
    one.step()
    assert one.briefing is not None
    order, checked = Order.hold(one.briefing), []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Order, "check", lambda *_: checked.append(1))
        Order.gather([(np.arange(one.briefing.m), order)], one.briefing.m)
    assert not checked


def test_a_run_that_it_breaks_ends_as_bad_input(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dropped("mine", FILE.format(body="return None"), tmp_path, monkeypatch)
    small = ("--firms", "0", "--researchers", "0", "--quarters", "1", "--out", tmp_path / "run")
    code, _, err = call("run", "--strategy", "KEN=mine", *small)
    assert code == 2
    assert "strategy 'mine'" in err and "mine.py" in err and "KEN" in err and "our fault" not in err
    assert not (tmp_path / "run").exists()
