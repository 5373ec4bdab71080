"""Published and recomputed values of statistics, as data: the numbers are facts of their sources.

Not here, because the diary does not compute them: PND, PEM, PAND, IRD and Tau-U (one extreme entry
rules them, or they leave -1 to 1), Tau-BC (needs a trend in a long baseline; of TBC1 and TBC2 only
the trend is computed), standardized mean differences, log response ratio and percent of goal (0-10
scores have no ratio scale, and the spread of a week is noise), Kendall's tau-b, Hodges-Lehmann and
Mann-Whitney (no p-value of single windows is shown). That is PND1, PEM1, PAND1, IRD1, TAUU2, KEN1,
TBC1k, TBC3, SMDJ, SMD1, LRR1, POGO, HL1 and MWU1.
"""

from typing import Any

Vector = dict[str, Any]

_PARKER_A, _PARKER_B = [20, 20, 26, 25, 22, 23], [28, 25, 24, 27, 30, 30, 29]
_PARKER = {"A": _PARKER_A, "B": _PARKER_B}
_VANNEST = "Parker, Vannest & Davis 2011"
_ONE = [
    [54, 53, 56, 58, 52],
    [61, 62, 71, 66, 64, 78, 70, 74, 82, 77, 86, 68, 80, 86, 87],
]
_TWO = [
    [41, 59, 56, 51, 52],
    [57, 56, 67, 75, 66, 69, 68, 73, 77, 79, 86, 82, 75, 83, 89],
]
_THREE = [
    [55, 58, 53, 50, 52],
    [55, 68, 68, 81, 67, 78, 73, 72, 78, 81, 78, 71, 85, 80, 76],
]

TYPED: tuple[Vector, ...] = (
    {"id": "NAP1", **_PARKER, "improve": "increase", "expect": 38.5 / 42, "src": _VANNEST},
    {"id": "TAU1", **_PARKER, "improve": "increase", "expect": 35 / 42, "src": _VANNEST},
    {
        "id": "NAP1se",
        **_PARKER,
        "expect": [0.0690065559, 0.0773918534, 0.1666666667, [0.59731936, 0.9859976894]],
        "src": "formulas of Sen 1967 and Newcombe 2006",
    },
    {
        "id": "TAU2",
        "A": [3, 3, 4, 5],
        "B": [4, 5, 6, 7, 7],
        "improve": "increase",
        "expect": 0.8,
        "src": _VANNEST,
    },
    {
        "id": "TAR1",
        "A": [1, 2, 3, 4, 5],
        "B": [6, 7, 8, 9, 10],
        "improve": "increase",
        "expect": [1, 0.6, 0],
        "src": "Tarlow 2017",
    },
    {
        "id": "NAPdec",
        "A": [12, 14, 9, 10],
        "B": [10, 6, 4, 5, 3, 4],
        "improve": "decrease",
        "expect": 0.9375,
        "src": "scan, documentation of nap",
    },
    {
        "id": "BOB",
        "A": [2, 3, 5, 3],
        "B": [4, 5, 5, 7, 6],
        "improve": "increase",
        "expect": [16, 3, 0.8, 0.65],
        "src": "Parker 2011",
    },
    {
        "id": "HUI",
        "A": [58, 70, 79, 85, 93, 94, 105, 110, 122, 130],
        "B": [122, 110, 103, 88, 81, 68, 53, 50, 36, 31],
        "improve": "decrease",
        "expect": [0.7, 0.4],
        "src": "scan, documentation of overlap",
    },
    {
        "id": "RAND3",
        "cases": [_ONE, _TWO, _THREE],
        "expect": [20.5555555556, 0.0360631104, 1.7307484672, 18.6088746271],
        "src": "scan, test of rand_test",
    },
    {"id": "RAND1", "case": _ONE, "expect": [1 / 11], "src": "11 starts, the last the largest"},
    {
        "id": "NAPsep",
        "expect": {
            "3v3": 0.501019,
            "5v5": 0.642703,
            "7v7": 0.725996,
            "7v14": 0.788396,
            "5v15": 0.745357,
        },
        "src": "Newcombe 2006, with the root at 1 divided out",
    },
    {
        "id": "TS1",
        "x": [0, 1, 2.5, 3, 5, 6, 8, 9],
        "y": [3, 2, 4, 3, 5, 6, 5, 7],
        "expect": [0.452991453, 2.8012820513, 2.688034188, 0.1818181818, 0.8],
        "src": "scipy 1.17.1",
    },
    {
        "id": "TS2",
        "x": [1, 2, 3, 4, 5, 6],
        "y": [20, 20, 26, 25, 22, 23],
        "expect": [0.6, 19.4, 20.4],
        "src": "scipy 1.17.1",
    },
    {
        "id": "TBC1",
        **_PARKER,
        "expect": [0.2857142857142857, 0.6, 19.4],
        "src": "SingleCaseES, default of Tau-BC: the trend of its baseline",
    },
    {
        "id": "TBC2",
        "A": [33, 25, 17, 25, 19, 21, 19, 14, 19, 17],
        "expect": [-1.2, 27.8, 0.1434860108, 0.285688024, 0.2],
        "src": "Tarlow 2017, data: the trend of its baseline",
    },
    {
        "id": "PERM1",
        "A": [7, 8, 9, 7, 8],
        "B": [3, 4, 5, 2, 6],
        "expect": [-3.8, 0.0079365079],
        "src": "scipy",
    },
    {
        "id": "ACF1",
        "y": [33, 25, 17, 25, 19, 21, 19, 14, 19, 17],
        "expect": 0.1602454444,
        "src": "statsmodels 0.15.0",
    },
    {
        "id": "REL1",
        "baseline": [7, 8, 7, 6, 8, 7, 7],
        "post_h": {"2": 5, "24": 3, "72": 4, "168": 6},
        "expect": {
            "base": 7,
            "chg": [-2, -4, -3, -1],
            "pct": [-28.57, -57.14, -42.86, -14.29],
            "first2": 2,
            "first50": 24,
            "return": "(72,168]",
        },
        "src": "by hand",
    },
)
