"""The pages of Learn: their names, order and sources. Pure."""

from dataclasses import dataclass
from datetime import date

WRITTEN = date(2026, 11, 23)


@dataclass(frozen=True, slots=True)
class Page:
    """One short page. ``sources`` name the publications behind it."""

    slug: str
    title: str
    summary: str
    sources: tuple[str, ...]
    written: date = WRITTEN


MCINNES = "McInnes 2022: 537 people at clinics in the United States"
OLIVER = "Oliver 2022: 424 people at one clinic, six infusions in three weeks"
MURROUGH = "Murrough 2013: 24 people, up to six infusions (PMC3725185)"
LII = "Lii 2023: 40 people, ketamine given during sleep for an operation (PMC10769130)"
SAME_DAY = "TRANSFORM and SUSTAIN trials of esketamine: when side effects end (PMC7894501)"
LABEL = "Prescribing information of esketamine nasal spray"

PAGES = (
    Page(
        "what-it-is",
        "What ketamine therapy is",
        "What it is, how it is given, and what a day with a session is like",
        (
            MURROUGH,
            MCINNES,
            "Hull 2022: 1,247 people who took ketamine under the tongue at home",
            "Chong and others: how much of a dose reaches the blood by each route",
            f"{LABEL}; its safety programme (REMS) form",
        ),
    ),
    Page(
        "how-it-may-work",
        "How it may work",
        "What scientists think, and what nobody knows yet",
        (
            "Mechanisms of ketamine action as an antidepressant (Molecular Psychiatry 2018)",
            "Aleksandrova 2017: AMPA receptors and other mechanisms (J Psychiatry Neurosci)",
            "Xu 2022: Uncovering the underlying mechanisms (doi 10.3389/fphar.2021.740996)",
            LII,
        ),
    ),
    Page(
        "what-may-help",
        "What may help, and for how long",
        "How many people felt better in studies, and how long it lasted",
        (
            MCINNES,
            OLIVER,
            MURROUGH,
            "Fava 2020: 99 people, one dose (PMC6447473)",
            "Phillips 2019: one infusion and a series",
            "Glue 2017: 12 people with anxiety that had not got better",
            "Taylor 2018: 18 people with social anxiety (PMC5729569)",
            LII,
        ),
    ),
    Page(
        "side-effects",
        "Side effects and what to do",
        "What people often feel, when it ends, and when to call",
        (
            "ASPIRE I and II: 227 people on esketamine nasal spray (PMC8407443)",
            SAME_DAY,
            "Blood pressure of 49 people during infusions (PMC7605942)",
            "American Heart Association: when to call about high blood pressure (heart.org)",
        ),
    ),
    Page(
        "is-it-safe",
        "Is it safe?",
        "Who should be careful, and what is not known about the long term",
        (
            LABEL,
            "Short 2018: review of side effects of ketamine in depression",
            "SUSTAIN-2: 802 people on esketamine for up to a year",
            "A survey of 27 clinics with 6,630 people (Pharmaceuticals 13, 151)",
            "BMC Psychiatry 2024: bladder trouble in one person on ketamine for depression",
        ),
    ),
    Page(
        "what-it-costs",
        "What it costs",
        "Prices in the United States, and what insurance pays",
        ("Prices on clinics’ own pages: ketaminetherapyfordepression, rejuvenate-az, avesta",),
    ),
)


def find_page(slug: str) -> Page | None:
    """Find the page with this name."""
    return next((page for page in PAGES if page.slug == slug), None)


def find_next_page(page: Page) -> Page | None:
    """Find the next page to read."""
    following = PAGES.index(page) + 1
    return PAGES[following] if following < len(PAGES) else None
