"""What every body must keep: a file dropped into model/institutions/ is tested by being there."""

from __future__ import annotations

import copy
import importlib
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from sovereigns.agents.contract import BODY_LEVERS, LAYERS, NATION_LEVERS, PAIR_LEVERS, Order
from sovereigns.model.errors import InputError
from sovereigns.model.facts.parameters import Parameters, rows
from sovereigns.model.institutions.contract import Institution
from sovereigns.model.institutions.registry import find, institutions
from sovereigns.model.institutions.shares import coverage
from sovereigns.model.phases.govern import govern
from sovereigns.model.simulation import Simulation
from sovereigns.model.streams import Streams
from sovereigns.model.world import World
from tests.invariants.twins import silent, write_twins
from tests.play import found
from tests.unit.worlds import few_nations

ALL = {body.name: row for row, body in enumerate(institutions())}
NATIONS = ("ARE", "CHN", "DEU", "FRA", "IND", "JPN", "KEN", "NLD", "SGP", "USA")
OFFERS = {row.name: 1.0 for row in rows() if row.name.endswith("_offer")}
every = pytest.mark.parametrize("row", ALL.values(), ids=ALL)


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> Simulation:
    """A world after half a year, with every body on offer and some members in each."""
    nations = few_nations(tmp_path_factory.mktemp("bodies"), *NATIONS)
    simulation = Simulation("no-controls", 3, nations=nations, firms=40, researchers=100, set=OFFERS).run(2)
    some = np.random.default_rng(4).random(simulation.world.member.shape) < 0.5
    simulation.world.member = some
    simulation.world.common_capability += 6
    return simulation


@pytest.fixture
def w(grown: Simulation) -> World:
    return copy.deepcopy(grown.world)


@pytest.fixture
def p(grown: Simulation) -> Parameters:
    """Nobody leaves for its own sake unless a test says so."""
    return grown.parameters.replace({"indifference": 1})


def order(w: World, **levers: float) -> Order:
    """All nations hold still but for these levers, alike for all."""
    shapes: dict[str, tuple[int, ...]] = dict.fromkeys(NATION_LEVERS, (w.n,))
    shapes |= dict.fromkeys(PAIR_LEVERS, (w.n, w.n)) | dict.fromkeys(BODY_LEVERS, (w.n, len(w.bodies)))
    shapes["control"] = (w.n, len(LAYERS), w.n)
    whole = {name: np.full(shape, levers.get(name, 0.0)) for name, shape in shapes.items()}
    return Order(who=np.arange(w.n), **whole)


def step(w: World, p: Parameters, **levers: float) -> None:
    """One round of governance."""
    govern(w, p, Streams(5), order(w, **levers))
    w.step += 1


def permuted(w: World, places: np.ndarray) -> World:
    """The same world with its nations in another order."""
    other = copy.deepcopy(w)
    new_row = np.argsort(places)
    for column in w.columns():
        value = getattr(other, column.name)
        for axis, letter in enumerate(column.metadata["shape"].split()):
            if letter == "n" and isinstance(value, np.ndarray):
                value = np.take(value, places, axis=axis)
        setattr(other, column.name, value)
    for name in ("firm_nation", "residence", "origin"):
        setattr(other, name, new_row[getattr(w, name)])
    other.iso3 = tuple(w.iso3[k] for k in places)
    other.known = {}
    return other


def answers(body: Institution, w: World, p: Parameters, row: int) -> list[np.ndarray]:
    return [ask(w, p, row) for ask in (body.admits, body.inside_gain, body.cheat_gain)]


def effects(body: Institution, w: World, p: Parameters, row: int) -> dict[str, np.ndarray]:
    """Every column over nations after the body has served."""
    served = copy.deepcopy(w)
    body.serve(served, p, row)
    names = [c.name for c in w.columns() if c.metadata["shape"].split()[-1:] == ["n"]]
    return {name: np.asarray(getattr(served, name), dtype=float) for name in names if name != "network"}


@every
def test_answers_have_a_row_a_nation_and_a_type(row: int, w: World, p: Parameters) -> None:
    body = institutions()[row]
    admits, inside, cheat = answers(body, w, p, row)
    assert admits.shape == inside.shape == cheat.shape == (w.n,)
    assert admits.dtype == bool and np.isfinite(inside).all() and np.isfinite(cheat).all()
    assert 0 <= body.threshold(p) <= 1 and body.exit_notice(p) >= 0


@every
def test_the_order_of_nations_does_not_matter(row: int, w: World, p: Parameters) -> None:
    body = institutions()[row]
    places = np.random.default_rng(1).permutation(w.n)
    moved = permuted(w, places)
    for straight, turned in zip(answers(body, w, p, row), answers(body, moved, p, row), strict=True):
        np.testing.assert_allclose(straight[places].astype(float), turned.astype(float), rtol=1e-9)
    straight, turned = effects(body, w, p, row), effects(body, moved, p, row)
    for name in set(straight) - {"threat", "trust", "control", "dated"}:
        side = np.take(straight[name], places, axis=-1)
        if side.ndim == 2 and side.shape == (w.n, w.n):
            side = side[places]
        np.testing.assert_allclose(side, turned[name], rtol=1e-9, atol=1e-12, err_msg=name)


@pytest.fixture(scope="module")
def twins(tmp_path_factory: pytest.TempPathFactory) -> Simulation:
    """A world of nations that differ in nothing, all outside every body."""
    nations = write_twins(tmp_path_factory.mktemp("twins") / "twins.csv", 5)
    told = silent() | OFFERS | {"indifference": 1}
    return Simulation("no-controls", 2, nations=nations, firms=15, researchers=30, set=told).run(2)


@every
def test_equal_nations_are_treated_equally(row: int, twins: Simulation) -> None:
    w, p, body = copy.deepcopy(twins.world), twins.parameters, institutions()[row]
    w.member[:] = False
    for _ in range(2):
        step(w, p, join=1, propose=1)
        for said in answers(body, w, p, row):
            np.testing.assert_allclose(said.astype(float), float(said[0]), rtol=1e-9, atol=1e-12)
        for name, value in effects(body, w, p, row).items():
            if value.ndim < 2 or value.shape[0] != w.n:
                first = np.broadcast_to(value[..., :1], value.shape)
                np.testing.assert_allclose(value, first, rtol=1e-9, atol=1e-12, err_msg=name)
    assert w.member[row].all()


@every
def test_nobody_shut_out_by_law_gets_in(row: int, w: World, p: Parameters) -> None:
    w.law_excludes[row, ::3] = True
    w.member[:] = False
    assert not institutions()[row].admits(w, p, row)[::3].any()
    step(w, p.replace({threshold_of(row, p): 0}), join=1, propose=1)
    assert not w.member[row, ::3].any()
    assert w.member[row].any()


@every
def test_it_starts_only_with_its_threshold(row: int, w: World, p: Parameters) -> None:
    name = threshold_of(row, p)
    asking = np.arange(w.n) % 2 == 1
    together = coverage(w, asking)
    for share, starts in ((together + 0.001, False), (together - 0.001, True)):
        world = copy.deepcopy(w)
        world.member[:] = False
        asked = order(world, propose=1)
        asked.join[asking] = 1
        govern(world, p.replace({name: share}), Streams(5), asked)
        assert world.member[row].any() == starts


def threshold_of(row: int, p: Parameters) -> str:
    """The parameter that is the threshold of a body."""
    body, names = institutions()[row], (r.name for r in rows() if r.name.endswith("_threshold"))
    return next(name for name in names if body.threshold(p.replace({name: 0.123})) == 0.123)


@every
def test_asking_counts_on_the_threshold_until_the_body_stands(row: int, w: World, p: Parameters) -> None:
    body, name = institutions()[row], threshold_of(row, p)
    few, many = (p.replace({name: share}) for share in (0.1, 0.9))
    w.member[row] = False
    assert (body.inside_gain(w, few, row) < body.inside_gain(w, many, row)).any()
    w.member[row, :3] = True
    np.testing.assert_array_equal(body.inside_gain(w, few, row), body.inside_gain(w, many, row))


@every
def test_exclusion_anywhere_lowers_the_will_to_take_part(row: int, w: World, p: Parameters) -> None:
    body = institutions()[row]
    hurt = copy.deepcopy(w)
    hurt.exclusion[(row + 1) % len(ALL), 2] = 1
    lost = body.inside_gain(w, p, row) - body.inside_gain(hurt, p, row)
    assert lost[2] > 0 and not np.delete(lost, 2).any()


@every
def test_without_an_offer_there_is_no_body(row: int, w: World) -> None:
    p = Parameters.defaults()
    assert not institutions()[row].admits(w, p, row).any()
    step(w, p, join=1, propose=1)
    assert not w.member[row].any()


@every
def test_cheating_pays_nobody_who_feels_no_threat_and_less_under_inspection(
    row: int, w: World, p: Parameters
) -> None:
    body = institutions()[row]
    calm = copy.deepcopy(w)
    calm.threat = np.zeros_like(w.threat)
    strict = p.replace({"inspection": 1, "detection": 0.9})
    assert (body.cheat_gain(calm, strict, row) <= 0).all()
    assert (body.cheat_gain(calm, p, row) <= body.cheat_gain(w, p, row)).all()
    assert (body.cheat_gain(w, strict, row) < body.cheat_gain(w, p.replace({"inspection": 0}), row)).all()


@every
def test_inspection_finds_covert_programmes_the_more_it_is(row: int, w: World, p: Parameters) -> None:
    """With the same draws whoever is found by little inspection is found by more; without it nobody is."""
    w.member[:] = True
    w.cheating[:] = 1
    thrown = []
    for inspection in (0, 0.3, 0.6, 1):
        world = copy.deepcopy(w)
        step(world, p.replace({"inspection": inspection, "detection": 1}))
        thrown.append(found(world, row))
        assert not (world.member[row] & thrown[-1]).any()
    assert not thrown[0].any() and thrown[-1].all()
    assert all((more | ~less).all() for less, more in zip(thrown, thrown[1:], strict=False))
    honest = copy.deepcopy(w)
    honest.cheating[:] = 0
    step(honest, p.replace({"inspection": 1, "detection": 1}))
    assert not found(honest, row).any()


@every
def test_who_was_thrown_out_stays_out_and_the_will_to_return_is_lower(
    row: int, w: World, p: Parameters
) -> None:
    body = institutions()[row]
    w.member[:] = True
    w.cheating[:] = 0
    w.cheating[row, 0] = 1
    sure = p.replace({"inspection": 1, "detection": 1, "exclusion_memory": 0.9, "sanction": 0.8})
    step(w, sure, join=1)
    assert found(w, row)[0] and not w.member[row, 0] and w.exclusion[row, 0] == 0.8
    assert not body.admits(w, sure, row)[0]
    forgiven = copy.deepcopy(w)
    forgiven.exclusion[:] = 0
    assert body.inside_gain(w, sure, row)[0] < body.inside_gain(forgiven, sure, row)[0]
    step(w, sure, join=1)
    assert w.exclusion[row, 0] == pytest.approx(0.72) and not w.member[row, 0]
    for _ in range(8):
        step(w, sure, join=1, propose=1)
    assert w.member[row, 0], "it may return when it is forgotten"


@every
def test_leaving_takes_its_notice(row: int, w: World, p: Parameters) -> None:
    notice = int(institutions()[row].exit_notice(p))
    w.member[:] = True
    w.notice[:] = 0
    for _ in range(notice):
        step(w, p, leave=1)
        assert w.member[row].all()
    step(w, p, leave=1)
    assert not w.member[row].any()


@every
def test_money_changes_hands_and_none_is_made(row: int, w: World, p: Parameters) -> None:
    """Transfers sum to nothing, but for trade that outsiders lose; dues are members'."""
    body = institutions()[row]
    for told in ({}, {"treaty_price": 0.2}, {"treaty_sanction": 0, "treaty_price": 0.1}):
        world = copy.deepcopy(w)
        world.transfer, world.dues = np.zeros(w.n), np.zeros(w.n)
        body.serve(world, p.replace(told), row)
        outside = world.transfer[~world.member[row]]
        scale = np.abs(world.transfer).sum() + 1e-12
        assert abs(world.transfer.sum() - outside.sum()) <= 1e-9 * scale
        assert (outside <= 1e-12).all()
        assert (world.dues >= 0).all() and not world.dues[~world.member[row]].any()


FILE = """
import numpy as np

class {title}:
    name = "{name}"
    summary = "Talks, and does nothing else."
    source = "own: a test"

    def admits(self, w, p, row):
        return np.ones(w.n, dtype=bool)

    def threshold(self, p):
        return 0.0

    def exit_notice(self, p):
        return 0.0

    def inside_gain(self, w, p, row):
        return np.zeros(w.n)

    def cheat_gain(self, w, p, row):
        return np.zeros(w.n)

    def serve(self, w, p, row):
        pass
"""
GOOD = FILE.format(title="Forum", name="forum")
Package = Callable[..., ModuleType]


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Package]:
    """Makes a package of bodies from their texts."""
    monkeypatch.syspath_prepend(tmp_path)

    def make(**files: str) -> ModuleType:
        folder = tmp_path / "palace"
        folder.mkdir()
        (folder / "__init__.py").touch()
        for name, text in files.items():
            (folder / f"{name}.py").write_text(text)
        importlib.invalidate_caches()
        return importlib.import_module("palace")

    yield make
    for name in [name for name in sys.modules if name.startswith("palace")]:
        del sys.modules[name]


def test_a_body_is_found_by_being_there(package: Package) -> None:
    found = find(package(zebra=FILE.format(title="Zebra", name="zebra"), forum=GOOD))
    assert [body.name for body in found] == ["forum", "zebra"]


def test_a_body_dropped_in_takes_part_in_a_run(
    package: Package, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    joined = (*institutions(), *find(package(forum=GOOD)))
    for place in ("start.genesis", "start.scenarios", "phases.observe", "phases.govern"):
        monkeypatch.setattr(f"sovereigns.model.{place}.institutions", lambda: joined)
    nations = few_nations(tmp_path, *NATIONS)
    w = Simulation("no-controls", nations=nations, firms=20, researchers=50).run(2).world
    assert w.bodies[-1] == "forum" and w.member.shape == (len(joined), w.n)
    step(w, Parameters.defaults(), join=1, propose=1)
    assert w.member[-1].all()


@pytest.mark.parametrize(
    ("files", "says"),
    [
        ({"forum": "import nothing_of_that_name"}, "palace/forum.py: cannot be imported"),
        ({"forum": "class Forum:\n    pass"}, "must hold one class with a method serve, has none"),
        ({"forum": GOOD + GOOD.replace("Forum", "Other")}, "has Forum, Other; one body a file"),
        ({"forum": GOOD.replace("    summary", "    sumary")}, "Forum says no summary"),
        ({"forum": GOOD.replace('"forum"', '" "')}, "Forum says no name"),
        ({"forum": GOOD.replace("cheat_gain", "cheatgain")}, "Forum has no method cheat_gain"),
        ({"a": GOOD, "b": GOOD}, "palace/b.py: body 'forum' is already in palace/a.py"),
    ],
)
def test_a_broken_file_is_refused_with_the_remedy(package: Package, files: dict[str, str], says: str) -> None:
    with pytest.raises(InputError) as error:
        find(package(**files))
    assert says in str(error.value)
