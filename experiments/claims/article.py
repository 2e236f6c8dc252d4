"""C1 to C17: the claims of the article (Knight 2025), registered before their first results."""

from __future__ import annotations

from sovereigns.experiments.claims.contrasts import Interaction, Level, Paired
from sovereigns.experiments.claims.hypothesis import (
    PROSPERITY,
    SEASON,
    SHARE,
    STEP,
    TENTH,
    Hypothesis,
    Part,
)
from sovereigns.experiments.claims.measures import DECADE, Measure, of_nations

RULE = Paired("diffusion-rule", "no-controls")
POWERS = ("USA", "CHN")
CAPS = 12
"""quarters for which the diffusion rule sets caps, 2025 to 2027"""


ARTICLE: tuple[Hypothesis, ...] = (
    Hypothesis(
        "C1",
        "Controls slow the target's growth",
        (
            Part(
                "a",
                "China has less AI compute",
                RULE,
                (Measure("cn_compute_h100e", scale="log10"),),
                "lower",
                TENTH,
                "a tenth of its compute: less would not show in any estimate of it",
            ),
            Part(
                "b",
                "China's best model is weaker",
                RULE,
                of_nations("capability", "CHN"),
                "lower",
                SEASON,
                "a quarter of a year of progress at the frontier",
            ),
        ),
    ),
    Hypothesis(
        "C2",
        "Weight controls leak through open weights",
        (
            Part(
                "a",
                "China gains capability from open weights while closed ones are controlled",
                Paired("diffusion-rule", "rule, open weights teach nothing"),
                of_nations("capability", "CHN"),
                "higher",
                SEASON,
                "a quarter of a year of progress at the frontier",
            ),
            Part(
                "b",
                "the United States gains from what flows back",
                Paired("diffusion-rule", "rule, nothing flows back"),
                of_nations("capability", "USA"),
                "higher",
                STEP,
                "what a quarter more compute would bring",
            ),
        ),
    ),
    Hypothesis(
        "C3",
        "The rule taxes its own side's firms",
        (
            Part(
                "a",
                "compliance costs US firms more",
                Paired("diffusion-rule", "law-of-2025"),
                of_nations("compliance", "USA", when="mean", scale="log10", quarters=CAPS),
                "higher",
                TENTH,
                "a tenth more than the rules before it",
            ),
            Part(
                "b",
                "US firms build less abroad",
                Paired("diffusion-rule", "law-of-2025"),
                of_nations("built_abroad", "USA", scale="log10", quarters=CAPS),
                "lower",
                TENTH,
                "a tenth of the build-out",
            ),
            Part(
                "c",
                "US firms earn less",
                Paired("diffusion-rule", "law-of-2025"),
                of_nations("firm_profit", "USA", when="mean", quarters=CAPS),
                "lower",
                1.0,
                "1 bn USD a quarter: less would not show in the accounts of the largest",
            ),
        ),
        "Firms by size are not told apart: the fixed part of compliance is built in, not found.",
    ),
    Hypothesis(
        "C4",
        "Controls build the rival's own stack",
        (
            Part(
                "a",
                "a larger share of China's chips is domestic",
                RULE,
                (Measure("cn_domestic_chip_share", quarters=DECADE),),
                "higher",
                2 * SHARE,
                "a tenth of its chips",
            ),
            Part(
                "b",
                "China owns more domestic chips, not only fewer foreign ones",
                RULE,
                of_nations("domestic_chips", "CHN", scale="log10", quarters=DECADE),
                "higher",
                TENTH,
                "a tenth more",
            ),
        ),
    ),
    Hypothesis(
        "C5",
        "Legacy hardware blunts controls",
        (
            Part(
                "a",
                "controls cost China less capability where legacy chips train and stocks are laid in",
                Interaction(RULE, Paired("rule, no legacy", "no controls, no legacy")),
                of_nations("capability", "CHN"),
                "higher",
                STEP,
                "what a quarter more compute would bring",
            ),
        ),
    ),
    Hypothesis(
        "C6",
        "Constrained developers become more efficient",
        (
            Part(
                "a",
                "the best Chinese developer gets more capability out of a FLOP",
                RULE,
                of_nations("efficiency", "CHN", scale="log10"),
                "higher",
                STEP,
                "a quarter more: three months of progress in algorithms at 2.8 times a year",
            ),
        ),
    ),
    Hypothesis(
        "C7",
        "The inference shift weakens controls",
        (
            Part(
                "a",
                "controls cost China less capability where most compute serves models",
                Interaction(Paired("rule, inference shift", "no controls, inference shift"), RULE),
                of_nations("capability", "CHN"),
                "higher",
                STEP,
                "what a quarter more compute would bring",
            ),
        ),
    ),
    Hypothesis(
        "C8",
        "Narrative, not only capability, drives escalation",
        (
            Part(
                "a",
                "voices raise threat perception",
                Paired("rule, narrative open", "rule, narrative shut"),
                (Measure("threat_mean", when="mean", scale="log10"),),
                "higher",
                TENTH,
                "a tenth more threat",
            ),
            Part(
                "b",
                "voices raise controls",
                Paired("rule, narrative open", "rule, narrative shut"),
                (Measure("control_level_mean", when="mean", scale="log10"),),
                "higher",
                TENTH,
                "a tenth more controls",
            ),
        ),
    ),
    Hypothesis(
        "C9",
        "Military framing escalates",
        (
            Part(
                "a",
                "controls rise",
                Paired("rule, full military frame", "rule, no military frame"),
                (Measure("control_level_mean", when="mean", scale="log10"),),
                "higher",
                TENTH,
                "a tenth more controls",
            ),
            Part(
                "b",
                "arms rise",
                Paired("rule, full military frame", "rule, no military frame"),
                (Measure("arms_share", when="mean", scale="log10"),),
                "higher",
                TENTH,
                "a tenth more military AI spending",
            ),
            Part(
                "c",
                "civilian joint work closes",
                Paired("rule, full military frame", "rule, no military frame"),
                (Measure("civilian_joint_work", when="mean"),),
                "lower",
                SHARE,
                "a twentieth of all civilian joint work",
            ),
        ),
        "That arms rise with the frame is an assumption of the model (7.12), not a finding.",
    ),
    Hypothesis(
        "C10",
        "No side can hold a lasting lead",
        (
            Part(
                "a",
                "after ten years under the rule neither power is a year ahead of the other",
                Level("diffusion-rule", 1.0),
                (Measure("us_cn_lag_years", when="late", scale="magnitude", quarters=DECADE),),
                "lower",
                0.0,
                "the value itself is the size: in January 2025 a lead of one to two years was the consensus",
            ),
        ),
    ),
    Hypothesis(
        "C11",
        "Cutting talent circulation slows everyone",
        (
            Part(
                "a",
                "both powers have weaker models",
                Paired("law, talent cut", "law-of-2025"),
                of_nations("capability", *POWERS),
                "lower",
                STEP,
                "what a quarter less compute would cost",
            ),
            Part(
                "b",
                "the mean nation has a weaker model",
                Paired("law, talent cut", "law-of-2025"),
                of_nations("capability", "mean"),
                "lower",
                STEP,
                "what a quarter less compute would cost",
            ),
        ),
    ),
    Hypothesis(
        "C12",
        "Exclusion drives China out of governance, and without it there is no effective safety regime",
        (
            Part(
                "a",
                "China, shut out of the coalition for two years and then asked in, stays away",
                Paired("coalition, China shut out for two years", "coalition of all"),
                of_nations("coalition", "CHN", when="late"),
                "lower",
                0.25,
                "a quarter of the last two years",
            ),
            Part(
                "b",
                "a coalition that shuts China out leaves more incidents than one open to it",
                Paired("coalition without China", "coalition of all"),
                (Measure("incidents", when="mean", scale="log10"),),
                "higher",
                TENTH,
                "a tenth more incidents",
            ),
        ),
        "Exclusion is exclusion from talks; what chip controls do to trust is in C8 and C16.",
    ),
    Hypothesis(
        "C13",
        "Data-rich nations gain; localisation fences models in",
        (
            Part(
                "a",
                "China and India, with most people on line, gain capability from data",
                Paired("law-of-2025", "law, data worth nothing"),
                of_nations("capability", "CHN", "IND"),
                "higher",
                STEP,
                "what a quarter more compute would bring",
            ),
            Part(
                "b",
                "where data stay at home, so do models",
                Paired("data-localised", "law-of-2025"),
                (Measure("own_model_share"),),
                "higher",
                SHARE,
                "a twentieth of the people of the world",
            ),
        ),
    ),
    Hypothesis(
        "C14",
        "The current path leads toward up to 193 sovereign superintelligent AIs",
        (
            Part(
                "a",
                "after ten years most nations have a sovereign AI",
                Level("diffusion-rule", 97.0),
                (Measure("sovereign_ais", quarters=DECADE),),
                "higher",
                0.0,
                "the value itself is the size: half of all nations",
            ),
            Part(
                "b",
                "after ten years a tenth of nations has a superintelligent one",
                Level("diffusion-rule", 19.0),
                (Measure("superintelligent_sovereign_ais", quarters=DECADE),),
                "higher",
                0.0,
                "the value itself is the size: far more than the two powers",
            ),
        ),
    ),
    Hypothesis(
        "C15",
        "Fragmentation is good for Nvidia's share price, a dystopia for people",
        (
            Part(
                "a",
                "chip vendors sell more",
                Paired("sovereign-193", "law-of-2025"),
                (Measure("vendor_revenue", when="mean", scale="log10"),),
                "higher",
                TENTH,
                "a tenth of revenue",
            ),
            Part(
                "b",
                "people are worse off",
                Paired("sovereign-193", "law-of-2025"),
                (Measure("welfare"),),
                "lower",
                PROSPERITY,
                "half a per cent of everybody's consumption",
            ),
        ),
    ),
    Hypothesis(
        "C16",
        "Rivalry raises mutual damage, and rivals suffer too",
        (
            Part(
                "a",
                "the world's expected loss rises",
                Paired("powers compete", "powers cooperate"),
                (Measure("expected_loss", when="mean", scale="log10"),),
                "higher",
                TENTH,
                "a tenth more loss",
            ),
            Part(
                "b",
                "so do the United States' and China's",
                Paired("powers compete", "powers cooperate"),
                of_nations("expected_loss", *POWERS, when="mean", scale="log10"),
                "higher",
                TENTH,
                "a tenth more loss",
            ),
        ),
    ),
    Hypothesis(
        "C17",
        "Joint monitoring cuts misuse for all",
        (
            Part(
                "a",
                "there are fewer incidents",
                Paired("law, monitoring", "law, no monitoring"),
                (Measure("incidents", when="mean", scale="log10"),),
                "lower",
                TENTH,
                "a tenth fewer",
            ),
            Part(
                "b",
                "the United States, China and the mean nation all lose less",
                Paired("law, monitoring", "law, no monitoring"),
                of_nations("expected_loss", *POWERS, "mean", when="mean", scale="log10"),
                "lower",
                TENTH,
                "a tenth less loss",
            ),
        ),
    ),
)
