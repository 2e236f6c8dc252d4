"""K1 to K5: what serious defenders of the controls would say, registered on an equal footing."""

from __future__ import annotations

from sovereigns.experiments.claims.contrasts import Level, Paired
from sovereigns.experiments.claims.hypothesis import SHARE, TENTH, Hypothesis, Part
from sovereigns.experiments.claims.measures import DECADE, Measure

RULE = Paired("diffusion-rule", "no-controls")

COUNTER: tuple[Hypothesis, ...] = (
    Hypothesis(
        "K1",
        "A leader's longer margin buys safety: controls lower expected loss",
        (
            Part(
                "a",
                "US developers put more effort into safety",
                RULE,
                (Measure("safety", "USA", when="mean"),),
                "higher",
                SHARE,
                "a twentieth of full effort",
            ),
            Part(
                "b",
                "the world's expected loss falls",
                RULE,
                (Measure("expected_loss", when="mean", scale="log10"),),
                "lower",
                TENTH,
                "a tenth less loss",
            ),
        ),
    ),
    Hypothesis(
        "K2",
        "Controls keep dangerous capability from misuse for long enough to matter",
        (
            Part(
                "a",
                "China has what the leader had later than without controls",
                RULE,
                (Measure("us_cn_lag_years", when="mean"),),
                "higher",
                0.5,
                "half a year: time to prepare defences between two generations of models",
            ),
        ),
    ),
    Hypothesis(
        "K3",
        "Many sovereign AIs are a hedge: plural values, no single point of failure",
        (
            Part(
                "a",
                "the worst quarter costs less",
                Paired("sovereign-193", "law-of-2025"),
                (Measure("realised_loss", when="most", scale="log10"),),
                "lower",
                TENTH,
                "a tenth less loss",
            ),
            Part(
                "b",
                "people use AI that is closer to their culture",
                Paired("sovereign-193", "law-of-2025"),
                (Measure("cultural_misfit"),),
                "lower",
                SHARE,
                "a twentieth of the largest distance",
            ),
        ),
    ),
    Hypothesis(
        "K4",
        "A coalition without the rival works",
        (
            Part(
                "a",
                "without China it covers half of the world's effective compute",
                Level("coalition without China", 0.5),
                (Measure("coalition_coverage", when="late"),),
                "higher",
                0.0,
                "the value itself is the size: a majority",
            ),
            Part(
                "b",
                "without China it cuts incidents",
                Paired("coalition without China", "coalition none"),
                (Measure("incidents", when="mean", scale="log10"),),
                "lower",
                TENTH,
                "a tenth fewer",
            ),
        ),
    ),
    Hypothesis(
        "K5",
        "Self-reliance costs the target more than it gains",
        (
            Part(
                "a",
                "after ten years China is worse off for having rallied",
                Paired("diffusion-rule", "rule, no rally"),
                (Measure("welfare", "CHN", quarters=DECADE),),
                "lower",
                0.001,
                "log points: a tenth of a per cent of its consumption, some 10 bn USD a year",
            ),
        ),
    ),
)
