"""C18 to C21: how the article's claims on cooperation (Knight 2025) are tested, part by part."""

from __future__ import annotations

from sovereigns.experiments.claims.article import POWERS, RIVALRY
from sovereigns.experiments.claims.contrasts import Gainers, Interaction, Paired
from sovereigns.experiments.claims.hypothesis import Tested
from sovereigns.experiments.claims.measures import Measure, of_nations

INCENTIVE = Paired("law, joint work paid for", "law, joint work not paid for")
POOL = Paired("cern", "manhattan")

COOPERATION: dict[str, Tested] = {
    "C18a": Tested(
        Interaction(
            Paired("coalition open to all", "coalition, China shut out"),
            Paired("coalition, US shut out", "coalition, both shut out"),
        ),
        (Measure("expected_loss", when="mean"),),
    ),
    "C19a": Tested(INCENTIVE, (Measure("joint_work_share", when="mean"),)),
    "C19b": Tested(INCENTIVE, (Measure("world_capability"),)),
    "C20a": Tested(POOL, (Measure("welfare"),)),
    "C20b": Tested(POOL, (Measure("conflict_risk", scale="log10"),)),
    "C21a": Tested(RIVALRY, of_nations("welfare", *POWERS)),
    "C21b": Tested(Gainers("all cooperate", "all compete", "law-of-2025"), of_nations("welfare", "each")),
}
