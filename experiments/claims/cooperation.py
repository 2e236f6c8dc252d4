"""C18 to C21: the article's claims on cooperation (Knight 2025), registered before their first results."""

from __future__ import annotations

from sovereigns.experiments.claims.article import POWERS
from sovereigns.experiments.claims.contrasts import AllGain, Interaction, Paired
from sovereigns.experiments.claims.hypothesis import PROSPERITY, SHARE, STEP, TENTH, Hypothesis, Part
from sovereigns.experiments.claims.measures import Measure, of_nations

COOPERATION: tuple[Hypothesis, ...] = (
    Hypothesis(
        "C18",
        "A coalition with both powers is worth more than its parts",
        (
            Part(
                "a",
                "China's part avoids more loss where the United States takes part",
                Interaction(
                    Paired("coalition of all", "coalition without China"),
                    Paired("coalition without the US", "coalition without both"),
                ),
                (Measure("expected_loss", when="mean"),),
                "lower",
                0.0001,
                "share of GDP a quarter: a tenth of the expected loss of 2025Q1",
            ),
        ),
    ),
    Hypothesis(
        "C19",
        "Incentives repair the virtuous circle",
        (
            Part(
                "a",
                "more research is joint",
                Paired("law, full joint incentive", "law, no joint incentive"),
                (Measure("joint_work_share", when="mean"),),
                "higher",
                SHARE,
                "a twentieth of research",
            ),
            Part(
                "b",
                "the frontier moves faster",
                Paired("law, full joint incentive", "law, no joint incentive"),
                (Measure("world_capability"),),
                "higher",
                STEP,
                "what a quarter more compute would bring",
            ),
        ),
    ),
    Hypothesis(
        "C20",
        "At equal budget, CERN for AI brings more value and a more peaceful end than Manhattan projects",
        (
            Part(
                "a",
                "people are better off",
                Paired("cern", "manhattan"),
                (Measure("welfare"),),
                "higher",
                PROSPERITY,
                "half a per cent of everybody's consumption",
            ),
            Part(
                "b",
                "conflict is less likely",
                Paired("cern", "manhattan"),
                (Measure("conflict_risk", scale="log10"),),
                "lower",
                TENTH,
                "a tenth less likely",
            ),
        ),
        "Budget: the share of GDP at full effort. The presets differ in strategies too: that is the choice.",
    ),
    Hypothesis(
        "C21",
        "Confrontation almost certainly harms both; cooperation makes prosperity for all possible",
        (
            Part(
                "a",
                "both powers are worse off if both compete than if both cooperate",
                Paired("powers compete", "powers cooperate"),
                of_nations("welfare", *POWERS),
                "lower",
                0.0,
                "the claim is about the chance of harm, not its size: any loss counts",
                seeds=0.9,
            ),
            Part(
                "b",
                "every nation gains on the law of 2025 more often if all cooperate than if all compete",
                AllGain("all cooperate", "all compete", "law-of-2025"),
                of_nations("welfare", "each"),
                "higher",
                0.1,
                "ten points of chance",
            ),
        ),
    ),
)
