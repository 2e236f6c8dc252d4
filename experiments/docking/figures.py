"""Figures of the docking cases: what the model's decision code gives, over the published curves."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patheffects import Normal, Stroke
from scipy.optimize import brentq

from sovereigns.experiments.docking import armstrong, barrett, dsair
from sovereigns.experiments.docking.case import Case
from sovereigns.model.kernels.theory.racing import INFORMATION

SIZE = (7.0, 4.5)
DOTS = 72


def draw_theory(folder: Path) -> list[Path]:
    """Write all theory figures.

    Args:
        folder: where the PNG files go; made if it is not there.

    Returns:
        The files.
    """
    folder.mkdir(parents=True, exist_ok=True)
    return [draw(folder) for draw in (draw_race, draw_practice, draw_coalition)]


def draw_race(folder: Path) -> Path:
    """T1: risk of disaster against teams and the weight of capability (Armstrong et al. 2016)."""
    figure, (by_teams, by_weight) = _figure("Lines: closed form. Dots: the model's firms.", panels=2)
    for row, information in enumerate(INFORMATION):
        setting = {"information": information}
        teams = [{"teams": str(n), "weight": "1", "enmity": "0.1"} | setting for n in range(2, 11)]
        weights = [{"teams": "2", "weight": f"{mu:g}"} | setting for mu in np.linspace(0.2, 4, 13)]
        _compare(by_teams, armstrong.CASE, "teams", teams, information, f"C{row}")
        _compare(by_weight, armstrong.CASE, "weight", weights, information, f"C{row}")
    by_teams.set(xlabel="teams", ylabel="risk of disaster", title="weight 1, enmity 0.1")
    by_weight.axvline(crossing(), color="0.6", linestyle=":", label="public = private")
    by_weight.set(xlabel="weight of capability", title="2 teams, enmity 0.5")
    by_weight.legend(frameon=False)
    return _save(figure, folder / "t1_race.png")


def crossing() -> float:
    """The weight of capability above which public information is riskier than private, at the base point."""

    def difference(weight: float) -> float:
        point = armstrong.CASE.point({"teams": "2"}) | {"weight": weight}
        public, private = (armstrong.risk(point | {"information": name}) for name in ("public", "private"))
        return public - private

    return float(brentq(difference, 0.5, 4))


def draw_practice(folder: Path) -> Path:
    """T2: share of unsafe practice over speed and disaster risk, with both thresholds (Han et al. 2020)."""
    figure, (axes,) = _figure("Colour: the model's firms copying each other. Lines: closed form.")
    speed, disaster = np.linspace(1.02, 5, DOTS), np.linspace(0, 1, DOTS)
    base = dsair.CASE.point({})
    share = [[dsair.solve_chain(base | {"speed": s, "disaster": p})[0] for s in speed] for p in disaster]
    map_ = axes.pcolormesh(speed, disaster, np.array(share), cmap="cividis", vmin=0, vmax=1)
    figure.colorbar(map_, ax=axes, label="share unsafe")
    preferred, dominant = np.array([dsair.thresholds(base | {"speed": s}) for s in speed]).T
    axes.plot(speed, preferred, label="safety collectively preferred above", color="white")
    axes.plot(speed, dominant, linestyle="--", label="safety risk-dominant above", color="white")
    for line in axes.lines:
        line.set_path_effects([Stroke(linewidth=3.5, foreground="black"), Normal()])
    axes.set(xlabel="speed of unsafe development", ylabel="disaster risk", ylim=(0, 1))
    axes.legend(loc="lower right")
    return _save(figure, folder / "t2_practice.png")


def draw_coalition(folder: Path) -> Path:
    """T4: size of the stable coalition against linkage, in its three forms (Barrett 1994)."""
    figure, (axes,) = _figure("Lines: closed form. Dots: the model's nations joining one by one.")
    for row, form in enumerate(barrett.FORMS):
        points = [{"nations": "30", "linkage": f"{w:g}", "form": form} for w in np.linspace(0, 16, 65)]
        _compare(axes, barrett.CASE, "linkage", points, form, f"C{row}")
    for line in axes.lines:
        line.set_drawstyle("steps-post")
    axes.set(xlabel="linkage w, units of b²/c", ylabel="members of 30 nations")
    axes.legend(frameon=False)
    return _save(figure, folder / "t4_coalition.png")


def _compare(
    axes: Axes, case: Case, along: str, points: list[dict[str, str]], name: str, colour: str
) -> None:
    """The closed form as a line, the model as dots."""
    where = [case.point(point) for point in points]
    x = [point[along] for point in where]
    axes.plot(x, [case.expected(point) for point in where], color=colour, label=name)
    axes.plot(x, [case.measured(point)[0] for point in where], "o", color=colour, markersize=3)


def _figure(title: str, panels: int = 1) -> tuple[Figure, list[Axes]]:
    figure = Figure(figsize=SIZE, layout="constrained")
    figure.suptitle(title)
    return figure, list(figure.subplots(1, panels, sharey=True, squeeze=False)[0])


def _save(figure: Figure, path: Path) -> Path:
    figure.savefig(path, dpi=150)
    return path
