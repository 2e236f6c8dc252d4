"""What every body must keep: a file dropped into model/institutions/ is tested by being there."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from sovereigns.agents.contract import BODY_LEVERS, LAYERS, NATION_LEVERS, PAIR_LEVERS, Order
from sovereigns.model.errors import InputError
from sovereigns.model.facts.parameters import Parameters
from sovereigns.model.institutions.bargain import best_text, net_gain, perceived, promise, stakes, texts
from sovereigns.model.institutions.contract import TERMS, Institution, Interest, admits
from sovereigns.model.institutions.registry import find, institutions, offers
from sovereigns.model.institutions.shares import coverage
from sovereigns.model.phases.govern import govern
from sovereigns.model.relations.welfare import consumption
from sovereigns.model.simulation import Simulation
from sovereigns.model.streams import Streams
from sovereigns.model.world import World
from tests.packages import Package, packaged
from tests.worlds import few_nations, found, silent, write_twins

ALL = {body.name: row for row, body in enumerate(institutions())}
NATIONS = ("ARE", "CHN", "DEU", "FRA", "IND", "JPN", "KEN", "NLD", "SGP", "USA")
FREE = {"membership_cost": 0, "secretariat_cost": 0, "rival_price": 0, "cern_due": 0, "cern_fear": 0} | {
    "monitoring_fear": 0, "talks_failure": 0, "talks_quarters": 1, "power_share": 1, "low_threshold": 0
}  # fmt: skip
"""Membership costs nothing, nobody fears anybody in a body, and talks are short and do not fail."""
every = pytest.mark.parametrize("row", ALL.values(), ids=ALL)


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> Simulation:
    """A world after half a year, with some members in every body."""
    nations = few_nations(tmp_path_factory.mktemp("bodies"), *NATIONS)
    simulation = Simulation("no-controls", 3, nations=nations, firms=40, researchers=100).run(2)
    some = np.random.default_rng(4).random(simulation.world.member.shape) < 0.5
    simulation.world.member = some
    simulation.world.common_capability += 6
    for row, body in enumerate(institutions()):
        simulation.world.terms[row] = texts(body, simulation.parameters)[0]
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
    """Whom it admits, gains of being inside and of cheating, and its interest, (n,) each."""
    interest = body.interest(w, p, row)
    pairs = [interest.harm.sum(axis=1), interest.aside.sum(axis=1)]
    return [admits(body, w, p, row), *perceived(w, p, body, row), *pairs, interest.own, interest.hidden]


def effects(body: Institution, w: World, p: Parameters, row: int) -> dict[str, np.ndarray]:
    """Every column over nations after the body has served."""
    served = copy.deepcopy(w)
    body.serve(served, p, row, np.full(w.n, 0.7))
    names = [c.name for c in w.columns() if c.metadata["shape"].split()[-1:] == ["n"]]
    names = [name for name in names if name != "harmed"]
    return {name: np.asarray(getattr(served, name), dtype=float) for name in names if name != "network"}


@every
def test_answers_have_a_row_a_nation_and_a_type(row: int, w: World, p: Parameters) -> None:
    body = institutions()[row]
    interest = body.interest(w, p, row)
    assert interest.harm.shape == interest.aside.shape == (w.n, w.n)
    assert interest.own.shape == interest.fixed.shape == interest.hidden.shape == (w.n,)
    assert all(np.isfinite(part).all() for part in interest) and (interest.harm >= 0).all()
    assert admits(body, w, p, row).dtype == bool and set(body.terms(p)) <= set(TERMS)
    assert len(texts(body, p)) >= 1 and texts(body, p).shape[1] == len(TERMS)


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
    return Simulation("no-controls", 2, nations=nations, firms=15, researchers=30, set=silent()).run(2)


@every
@pytest.mark.parametrize("indifference", [0.0, 1.0])
def test_equal_nations_are_treated_equally(row: int, indifference: float, twins: Simulation) -> None:
    """All are in or all are out, whoever proposes; all are in where nobody minds."""
    w, body = copy.deepcopy(twins.world), institutions()[row]
    p = twins.parameters.replace(FREE | {"indifference": indifference})
    for _ in range(4):
        step(w, p, join=1, propose=1)
        for said in answers(body, w, p, row):
            np.testing.assert_allclose(said.astype(float), float(said[0]), rtol=1e-9, atol=1e-12)
        amounts = {c.name for c in w.columns() if not c.metadata["unit"].endswith("row")}
        for name, value in effects(body, w, p, row).items():
            if name in amounts and (value.ndim < 2 or value.shape[-2] != w.n):
                first = np.broadcast_to(value[..., :1], value.shape)
                np.testing.assert_allclose(value, first, rtol=1e-9, atol=1e-12, err_msg=name)
    if body.name in ("cern-for-ai", "monitoring-network") and not indifference:
        assert w.member[row].all(), "a club that costs nothing has all"


@every
def test_nobody_shut_out_by_law_gets_in(row: int, w: World, p: Parameters) -> None:
    body = institutions()[row]
    w.law_excludes[row, ::3] = True
    w.member[:] = False
    assert not admits(body, w, p, row)[::3].any() and admits(body, w, p, row).any()
    for _ in range(3):
        step(w, p.replace(FREE), join=1, propose=1)
        assert not w.member[row, ::3].any() and not w.table[row, ::3].any()
    w.member[row] = True
    step(w, p, join=1)
    assert not w.member[row, ::3].any() and w.member[row].any()


@every
def test_it_starts_only_with_its_threshold_and_after_its_talks(row: int, w: World, p: Parameters) -> None:
    """A text is in force once talks are over, if its signatories hold enough of the world's AI."""
    asking = np.arange(w.n) % 2 == 1
    together = coverage(w, asking)
    p = p.replace(FREE | {"talks_quarters": 3})
    for share, starts in ((together + 0.001, False), (together - 0.001, True)):
        world = copy.deepcopy(w)
        world.member[:] = False
        world.table[row], world.talked[row], world.terms[row, 0] = asking, 1, share
        signing = order(world)
        signing.join[asking] = 1
        for _ in range(3):
            assert not world.member[row].any()
            govern(world, p, Streams(5), signing)
            world.step += 1
        assert world.member[row].any() == starts and not world.table[row].any()
        np.testing.assert_array_equal(world.member[row], asking & starts)


@every
def test_exclusion_anywhere_lowers_the_will_to_take_part(row: int, w: World, p: Parameters) -> None:
    body = institutions()[row]
    hurt = copy.deepcopy(w)
    hurt.exclusion[(row + 1) % len(ALL), 2] = 1
    lost = (perceived(w, p, body, row)[0] - perceived(hurt, p, body, row)[0]) * w.gdp
    promised = promise(stakes(w, p, body, row, w.terms[row])[0])
    assert promised[2] >= 0 and not np.delete(lost, 2).any()
    assert lost[2] == pytest.approx(p.exclusion_weight * promised[2], abs=1e-12)


def test_each_body_has_one_parameter_that_takes_it_off_the_table(p: Parameters) -> None:
    off = [[b.name for b in institutions() if b.offer(p.replace({name: 0})) == 0] for name in offers()]
    assert sorted(off) == [[name] for name in ALL]


@every
def test_what_may_not_be_proposed_has_no_members(row: int, w: World, p: Parameters) -> None:
    name = next(n for n in offers() if institutions()[row].offer(p.replace({n: 0})) == 0)
    p = p.replace(FREE | {name: 0})
    assert not admits(institutions()[row], w, p, row).any()
    for _ in range(3):
        step(w, p, join=1, propose=1)
        assert not w.member[row].any() and not w.table[row].any()


@every
def test_a_proposer_writes_what_serves_it_best(row: int, w: World, p: Parameters) -> None:
    """No text that it may write, with those who would sign it, is worth more to it."""
    body, usa = institutions()[row], w.iso3.index("USA")
    p = p.replace(FREE | {"indifference": 1e-9, "outsider_sanction": 0.03})
    w.member[:] = False
    turns = np.arange(w.n)
    written = best_text(w, p, body, row, usa, turns, -np.inf)
    assert written is not None
    terms, signs = written
    assert signs[usa] and signs.sum() >= 2 and terms.tolist() in texts(body, p).tolist()
    assert (net_gain(signs, stakes(w, p, body, row, terms)[0])[signs] >= -1e-6).all()
    if terms[TERMS.index("sanction")]:
        poorer = best_text(w, p.replace({"outsider_sanction": 0}), body, row, usa, turns, -np.inf)
        assert poorer is None or coverage(w, poorer[1]) <= coverage(w, signs)


def test_a_proposer_tries_every_threshold_of_a_text(w: World, p: Parameters) -> None:
    """A pair that has each other may be worth more to it than all, though all reach the higher threshold."""
    pair = np.isin(w.iso3, ["USA", "CHN"])
    usa, alone = w.iso3.index("USA"), coverage(w, pair)

    class Pact(type(institutions()[0])):  # type: ignore[misc]
        def terms(self, p: Parameters) -> dict[str, tuple[float, ...]]:
            return {"threshold": ((1 + alone) / 2, alone / 2)}

        def interest(self, w: World, p: Parameters, row: int) -> Interest:
            """The pair have each other; the others have one another and shun the pair, who mind them."""
            outside = ~pair
            aside = 1.0 * np.outer(pair, pair) + 2.0 * np.outer(outside, outside)
            aside -= 0.1 * np.outer(pair, outside) + 1.0 * np.outer(outside, pair)
            return Interest.club(aside, np.zeros(w.n))

    p = p.replace(FREE | {"indifference": 1e-9})
    terms, signs = best_text(w, p, Pact(), 0, usa, np.arange(w.n), -np.inf) or (None, None)
    assert terms is not None and signs is not None
    assert terms[TERMS.index("threshold")] == alone / 2
    np.testing.assert_array_equal(signs, pair)


@every
def test_cheating_pays_less_under_inspection_and_not_where_there_is_nothing_to_hide(
    row: int, w: World, p: Parameters
) -> None:
    """What the found lose is what membership is worth to them: here, trade with members."""
    body = institutions()[row]
    w.terms[row, TERMS.index("sanction")] = 1
    gains = []
    for inspection in (0.0, 0.5, 1.0):
        w.terms[row, TERMS.index("inspection")] = inspection
        gains.append(perceived(w, p, body, row)[1])
    assert (gains[0] >= 0).all() and (gains[0] > 0).any(), "without inspection it pays"
    assert (gains[0] >= gains[1]).all() and (gains[1] >= gains[2]).all()
    assert (gains[2] < gains[0]).any()


@every
def test_inspection_finds_covert_programmes_the_more_it_is(row: int, w: World, p: Parameters) -> None:
    """With the same draws whoever is found by little inspection is found by more; without it nobody is."""
    w.member[:] = True
    w.cheating[:] = 1
    thrown = []
    for inspection in (0, 0.3, 0.6, 1):
        world = copy.deepcopy(w)
        world.terms[row, TERMS.index("inspection")] = inspection
        step(world, p.replace({"detection": 1}))
        thrown.append(found(world, row))
        assert not (world.member[row] & thrown[-1]).any()
    assert not thrown[0].any() and thrown[-1].all()
    assert all((more | ~less).all() for less, more in zip(thrown, thrown[1:], strict=False))
    honest = copy.deepcopy(w)
    honest.cheating[:] = 0
    honest.terms[row, TERMS.index("inspection")] = 1
    step(honest, p.replace({"detection": 1}))
    assert not found(honest, row).any()


@every
def test_who_was_thrown_out_stays_out_until_that_is_forgotten(row: int, w: World, p: Parameters) -> None:
    body = institutions()[row]
    w.member[:] = True
    w.cheating[:] = 0
    w.cheating[row, 0] = 1
    w.terms[row, TERMS.index("inspection")] = 1
    sure = p.replace(FREE | {"detection": 1, "exclusion_memory": 0.9, "sanction": 0.8})
    step(w, sure, join=1)
    assert found(w, row)[0] and not w.member[row, 0] and w.sanctioned[row, 0] == 0.8
    assert not w.exclusion.any(), "a sanction for a breach is no exclusion"
    assert not admits(body, w, sure, row)[0]
    step(w, sure, join=1)
    assert w.sanctioned[row, 0] == pytest.approx(0.72) and not w.member[row, 0]
    for _ in range(8):
        step(w, sure, join=1, propose=1)
    assert w.member[row, 0], "it may return when it is forgotten"


@every
@pytest.mark.parametrize("notice", [0, 3])
def test_leaving_takes_its_notice(row: int, notice: int, w: World, p: Parameters) -> None:
    w.member[:] = True
    w.notice[:] = 0
    w.terms[row, TERMS.index("notice")] = notice
    for _ in range(notice):
        step(w, p, leave=1)
        assert w.member[row].all()
    step(w, p, leave=1)
    assert not w.member[row].any()


@every
def test_money_changes_hands_and_none_is_made(row: int, w: World, p: Parameters) -> None:
    """Payments sum to what membership costs and to what duties cost outsiders; dues are members'."""
    p = p.replace({"outsider_sanction": 0.03})
    for terms in texts(institutions()[row], p):
        world = copy.deepcopy(w)
        world.terms[:] = 0
        world.member[np.arange(len(ALL)) != row] = False
        world.terms[row] = terms
        step(world, p)
        inside = world.member[row]
        spent = inside.sum() * p.membership_cost + p.secretariat_cost * inside.any()
        assert world.transfer[inside].sum() == pytest.approx(-spent)
        assert (world.transfer[~inside] <= 0).all()
        lost = (world.transfer[~inside] < 0).any()
        assert lost == (terms[TERMS.index("sanction")] > 0 and inside.any() and not inside.all())
        assert (world.dues >= 0).all() and not world.dues[:, ~inside].any()


@every
def test_dues_are_collected_for_every_body_whose_text_has_them(row: int, w: World, p: Parameters) -> None:
    """Members give them up from what they consume, covert programmes withhold a part, outsiders pay none."""
    due = 0.002
    w.member[:] = False
    w.member[row] = np.arange(w.n) % 2 == 0
    w.terms[:] = 0
    free, dear = copy.deepcopy(w), copy.deepcopy(w)
    dear.terms[row, TERMS.index("dues")] = due
    for world in (free, dear):
        step(world, p, cheat=0.25)
        np.testing.assert_array_equal(world.member[row], np.arange(w.n) % 2 == 0)
    paid = due * 0.75 * w.member[row]
    np.testing.assert_allclose(dear.dues[row], paid)
    assert not np.delete(dear.dues, row, axis=0).any() and not free.dues.any()
    eaten = consumption(free, p) - consumption(dear, p)
    np.testing.assert_allclose(eaten, 4 * paid * w.gdp / w.population, atol=1e-9)
    body = institutions()[row]
    (gain, kept), (poorer, tempted) = (perceived(world, p, body, row) for world in (free, dear))
    np.testing.assert_allclose(gain - poorer, due)
    assert (tempted > kept).all(), "withholding them is a temptation"


def test_a_term_that_no_text_has_is_named(w: World, p: Parameters) -> None:
    class Odd(type(institutions()[0])):  # type: ignore[misc]
        def terms(self, p: Parameters) -> dict[str, tuple[float, ...]]:
            return {"treshold": (0.5,)}

    with pytest.raises(InputError, match="treshold.*threshold"):
        texts(Odd(), p)


FILE = """
import numpy as np
from sovereigns.model.institutions.contract import Interest

class {title}:
    name = "{name}"
    summary = "Talks, and does nothing else."
    source = "own: a test"

    def offer(self, p):
        return 1.0

    def terms(self, p):
        return {{"threshold": (0.0,)}}

    def interest(self, w, p, row):
        return Interest.club(np.ones((w.n, w.n)), np.zeros(w.n))

    def serve(self, w, p, row, effort):
        pass
"""
GOOD = FILE.format(title="Forum", name="forum")


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Package]:
    """Makes a package of bodies from their texts."""
    yield from packaged("palace", tmp_path, monkeypatch)


def test_a_body_is_found_by_being_there(package: Package) -> None:
    found = find(package(zebra=FILE.format(title="Zebra", name="zebra"), forum=GOOD))
    assert [body.name for body in found] == ["forum", "zebra"]


def test_a_body_dropped_in_takes_part_in_a_run(
    package: Package, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    joined = (*institutions(), *find(package(forum=GOOD)))
    for place in ("start.genesis", "start.opening", "start.scenarios", "phases.observe", "phases.govern"):
        monkeypatch.setattr(f"sovereigns.model.{place}.institutions", lambda: joined)
    nations = few_nations(tmp_path, *NATIONS)
    w = Simulation("no-controls", nations=nations, firms=20, researchers=50).run(2).world
    assert w.bodies[-1] == "forum" and w.member.shape == (len(joined), w.n)
    p = Parameters.defaults().replace(FREE)
    for _ in range(3):
        step(w, p, join=1, propose=1)
    assert w.member[-1].all()


@pytest.mark.parametrize(
    ("files", "says"),
    [
        ({"forum": "import nothing_of_that_name"}, "palace/forum.py: cannot be imported"),
        ({"forum": "class Forum:\n    pass"}, "must hold one class with a method serve, has none"),
        ({"forum": GOOD + GOOD.replace("Forum", "Other")}, "has Forum, Other; one body a file"),
        ({"forum": GOOD.replace("    summary", "    sumary")}, "Forum says no summary"),
        ({"forum": GOOD.replace('"forum"', '" "')}, "Forum says no name"),
        ({"forum": GOOD.replace("interest(", "interests(")}, "Forum has no method interest"),
        ({"a": GOOD, "b": GOOD}, "palace/b.py: body 'forum' is already in palace/a.py"),
    ],
)
def test_a_broken_file_is_refused_with_the_remedy(package: Package, files: dict[str, str], says: str) -> None:
    with pytest.raises(InputError) as error:
        find(package(**files))
    assert says in str(error.value)
