"""C1 to C17: how the claims of the article (Knight 2025) are tested, part by part."""

from __future__ import annotations

from sovereigns.experiments.claims.contrasts import Interaction, Level, Paired
from sovereigns.experiments.claims.hypothesis import Tested
from sovereigns.experiments.claims.measures import DECADE, Measure, of_nations

RULE = Paired("rule alone", "no controls")
OWN_SIDE = Paired("diffusion-rule", "law-of-2025")
VOICES = Paired("diffusion-rule", "rule, narrative shut")
EARS = Paired("law, Washington hears those who want to win", "law, Washington hears those who want to share")
FRAME = Paired("rule, full military frame", "rule, no military frame")
TALENT = Paired("law, doors shut to researchers", "law-of-2025")
ALONE = Paired("law, all build their own", "law, all answer in kind")
RIVALRY = Paired("powers compete", "powers cooperate")
NETWORK = Paired("law, monitoring", "law, no monitoring")
POWERS = ("USA", "CHN")
CAPS = 12
"""quarters for which the diffusion rule sets caps, 2025 to 2027"""
CHINA = of_nations("capability", "CHN")


ARTICLE: dict[str, Tested] = {
    "C1a": Tested(RULE, (Measure("cn_compute_h100e", scale="log10"),)),
    "C1b": Tested(RULE, CHINA),
    "C2a": Tested(Paired("diffusion-rule", "rule, open weights of no use"), CHINA),
    "C2b": Tested(Paired("diffusion-rule", "rule, nothing flows back"), of_nations("capability", "USA")),
    "C3a": Tested(OWN_SIDE, of_nations("compliance", "USA", when="mean", scale="log10", quarters=CAPS)),
    "C3b": Tested(OWN_SIDE, of_nations("built_abroad", "USA", scale="log10", quarters=CAPS)),
    "C3c": Tested(OWN_SIDE, of_nations("firm_profit", "USA", when="mean", quarters=CAPS)),
    "C4a": Tested(RULE, (Measure("cn_domestic_chip_share", quarters=DECADE),)),
    "C4b": Tested(RULE, of_nations("domestic_chips", "CHN", scale="log10", quarters=DECADE)),
    "C5a": Tested(Interaction(RULE, Paired("rule alone, no legacy", "no controls, no legacy")), CHINA),
    "C6a": Tested(RULE, of_nations("efficiency", "CHN", scale="log10")),
    "C7a": Tested(
        Interaction(Paired("rule alone, inference shift", "no controls, inference shift"), RULE), CHINA
    ),
    "C8a": Tested(VOICES, (Measure("threat_mean", when="mean", scale="log10"),)),
    "C8b": Tested(VOICES, (Measure("control_level_mean", when="mean", scale="log10"),)),
    "C8c": Tested(EARS, of_nations("threat", "USA", when="mean", scale="log10")),
    "C8d": Tested(EARS, of_nations("controls_imposed", "USA", when="mean", scale="log10")),
    "C9a": Tested(FRAME, (Measure("control_level_mean", when="mean", scale="log10"),)),
    "C9b": Tested(FRAME, (Measure("arms_share", when="mean", scale="log10"),)),
    "C9c": Tested(FRAME, (Measure("civilian_joint_work", when="mean"),)),
    "C10a": Tested(
        Level("diffusion-rule", 1.0),
        (Measure("us_cn_lag_years", when="late", scale="magnitude", quarters=DECADE),),
    ),
    "C10b": Tested(
        Level("diffusion-rule", 0.5), (Measure("us_cn_lag_years", when="turned", quarters=DECADE),)
    ),
    "C10c": Tested(
        Level("diffusion-rule", 20.0), (Measure("us_cn_lag_years", when="halved", quarters=DECADE),)
    ),
    "C11a": Tested(TALENT, of_nations("capability", *POWERS)),
    "C11b": Tested(TALENT, of_nations("capability", "mean")),
    "C12a": Tested(
        Paired("coalition, China shut out for two years", "coalition open to all"),
        of_nations("coalition", "CHN", when="late"),
    ),
    "C12b": Tested(
        Paired("coalition, China shut out", "coalition open to all"),
        (Measure("incidents_expected", when="mean", scale="log10"),),
    ),
    "C13a": Tested(Paired("law-of-2025", "law, data worth nothing"), of_nations("capability", "CHN", "IND")),
    "C13b": Tested(Paired("data-localised", "law-of-2025"), (Measure("own_model_share"),)),
    "C14a": Tested(Level("diffusion-rule", 97.0), (Measure("sovereign_ais", quarters=DECADE),)),
    "C14b": Tested(
        Level("diffusion-rule", 19.0), (Measure("superintelligent_sovereign_ais", quarters=DECADE),)
    ),
    "C15a": Tested(ALONE, (Measure("vendor_revenue", when="mean", scale="log10"),)),
    "C15b": Tested(ALONE, (Measure("welfare"),)),
    "C16a": Tested(RIVALRY, (Measure("expected_loss", when="mean", scale="log10"),)),
    "C16b": Tested(RIVALRY, of_nations("expected_loss", *POWERS, when="mean", scale="log10")),
    "C17a": Tested(NETWORK, (Measure("misuse_expected", when="mean", scale="log10"),)),
    "C17b": Tested(NETWORK, of_nations("misuse_expected", *POWERS, when="mean", scale="log10")),
}
