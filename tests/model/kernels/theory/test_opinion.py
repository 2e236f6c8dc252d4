"""Opinion dynamics on a network of nations."""

import numpy as np
import pytest

from sovereigns.model.kernels.theory.opinion import bounded_confidence, degroot, strongest_ties

RNG = np.random.default_rng(4)
WEIGHTS = RNG.uniform(0, 1, (30, 30))
VIEWS = RNG.uniform(0, 1, (30, 7))
FULL = strongest_ties(WEIGHTS, 29)


def test_listening_to_all_is_the_matrix_form_of_degroot() -> None:
    mean = WEIGHTS * (1 - np.eye(30))
    mean /= mean.sum(1, keepdims=True)
    np.testing.assert_allclose(degroot(VIEWS, FULL, 0.3), 0.7 * VIEWS + 0.3 * mean @ VIEWS)
    anchor = np.zeros_like(VIEWS)
    np.testing.assert_allclose(degroot(VIEWS, FULL, 0.3, anchor), 0.3 * mean @ VIEWS)


def test_one_opinion_a_nation_and_one_susceptibility_a_nation_are_allowed() -> None:
    share = RNG.uniform(0, 1, 30)
    np.testing.assert_array_equal(degroot(VIEWS[:, 2], FULL, share), degroot(VIEWS, FULL, share)[:, 2])


def test_a_connected_network_agrees_in_the_end_and_anchors_keep_it_from_agreeing() -> None:
    free, held = VIEWS, VIEWS
    for _ in range(200):
        free, held = degroot(free, FULL, 0.5), degroot(held, FULL, 0.5, VIEWS)
    assert np.ptp(free, axis=0).max() < 1e-6
    assert np.ptp(held, axis=0).min() > 0.1


def test_only_near_views_are_heard() -> None:
    views = np.array([0.0, 0.1, 0.2, 0.8, 0.9])
    network = strongest_ties(np.ones((5, 5)), 4)
    np.testing.assert_allclose(bounded_confidence(views, network, 1.0, 0.15), [0.1, 0.1, 0.1, 0.9, 0.8])
    np.testing.assert_allclose(bounded_confidence(views, network, 0.4, 5.0), degroot(views, network, 0.4))
    np.testing.assert_array_equal(bounded_confidence(views, network, 1.0, 0.05), views)


def test_opinions_form_clusters_when_confidence_is_small() -> None:
    views, network = np.linspace(0, 1, 30), strongest_ties(np.ones((30, 30)), 29)
    for _ in range(60):
        views = bounded_confidence(views, network, 0.9, 0.2)
    assert 2 <= len(np.unique(np.round(views, 3))) <= 4


def test_a_nation_listens_to_its_strongest_ties_and_a_hermit_to_nobody() -> None:
    weights = np.array([[9.0, 1, 3, 2], [0, 0, 0, 0], [1, 1, 5, 1], [0, 0, 1, 0]])
    network = strongest_ties(weights, 2)
    assert network.neighbours[0].tolist() == [2, 3]
    np.testing.assert_allclose(network.weights, [[0.6, 0.4], [0, 0], [0.5, 0.5], [1, 0]])
    views = np.array([0.0, 0.5, 1.0, 0.2])
    assert degroot(views, network, 0.5)[1] == 0.5
    assert bounded_confidence(views, network, 0.5, 0.1, anchor=views + 1)[1] == 1.5


@pytest.mark.parametrize("confidence", [0.1, 10.0])
def test_views_never_leave_the_range_of_views(confidence: float) -> None:
    views = VIEWS
    for _ in range(20):
        views = bounded_confidence(views, FULL, 0.7, confidence)
        assert (views <= VIEWS.max(0) + 1e-12).all() and (views >= VIEWS.min(0) - 1e-12).all()
