"""K1 to K5: how what serious defenders of the controls would say is tested, on an equal footing."""

from __future__ import annotations

from sovereigns.experiments.claims.article import ALONE, RULE
from sovereigns.experiments.claims.contrasts import Level, Paired
from sovereigns.experiments.claims.hypothesis import Tested
from sovereigns.experiments.claims.measures import DECADE, Measure, of_nations

COUNTER: dict[str, Tested] = {
    "K1a": Tested(RULE, of_nations("safety", "USA", when="mean")),
    "K1b": Tested(RULE, (Measure("expected_loss", when="mean", scale="log10"),)),
    "K2a": Tested(RULE, (Measure("misuse_before_defence", when="mean", scale="log10"),)),
    "K2b": Tested(RULE, (Measure("us_cn_lag_years", when="mean"),)),
    "K3a": Tested(ALONE, (Measure("realised_loss", when="most", scale="log10"),)),
    "K3b": Tested(ALONE, (Measure("cultural_misfit"),)),
    "K4a": Tested(Level("coalition, China shut out", 0.5), (Measure("coalition_coverage", when="late"),)),
    "K4b": Tested(
        Paired("coalition, China shut out", "no coalition, China shut out"),
        (Measure("incidents_expected", when="mean", scale="log10"),),
    ),
    "K5a": Tested(Paired("diffusion-rule", "rule, no rally"), of_nations("welfare", "CHN", quarters=DECADE)),
}
