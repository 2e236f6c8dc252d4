"""With whom a state can side: only with a stronger one."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sovereigns.model.kernels.theory.bandwagon import patrons
from sovereigns.model.simulation import Simulation

N = 12


@given(st.integers(0, 2**32 - 1), st.floats(0, 1))
def test_a_patron_is_stronger_so_that_no_two_follow_each_other(seed: int, allied: float) -> None:
    rng = np.random.default_rng(seed)
    alliance = rng.random((N, N)) * (rng.random((N, N)) < allied)
    gdp, bloc = rng.integers(1, 6, N).astype(float), rng.integers(-1, 3, N)
    found = patrons(np.arange(N), bloc, np.maximum(alliance, alliance.T), gdp)
    follower, patron = np.nonzero(found)
    assert (gdp[patron] > gdp[follower]).all()
    assert not found[gdp == gdp.max()].any(), "the strongest has nobody to go with"


def test_of_stronger_allies_the_tie_weighted_strongest_and_without_ties_the_strongest_of_all() -> None:
    gdp, loose = np.array([1.0, 2.0, 10.0, 4.0]), np.full(4, -1)
    alliance = np.zeros((4, 4))
    assert patrons(np.arange(4), loose, alliance, gdp)[:2].argmax(axis=1).tolist() == [2, 2]
    alliance[0, 1], alliance[0, 3] = 1.0, 0.4
    assert patrons(np.array([0]), loose, alliance[:1], gdp)[0].tolist() == [False, True, False, False]
    alliance[0, 3] = 0.6
    assert patrons(np.array([0]), loose, alliance[:1], gdp)[0].tolist() == [False, False, False, True]


def test_in_the_world_of_2025_only_the_two_powers_have_no_patron() -> None:
    w = Simulation(firms=0, researchers=0, record=False).world
    found = patrons(np.arange(w.n), w.bloc, w.alliance, w.gdp)
    assert {w.iso3[i] for i in np.flatnonzero(~found.any(axis=1))} == {"USA", "CHN"}
    for nation, patron in (("JPN", "USA"), ("DEU", "USA"), ("PRK", "CHN"), ("KEN", "ZAF")):
        assert found[w.iso3.index(nation)].nonzero()[0].tolist() == [w.iso3.index(patron)], nation
