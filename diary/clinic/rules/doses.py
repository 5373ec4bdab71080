"""Route and dose of a treatment in a doctor's words."""

from diary.domain.treatments import DRUGS, SHORT_ROUTES, Drug, Treatment, format_number


def format_dose(treatment: Treatment) -> str:
    """Format the dose as entered, never converted. Plain ketamine is not named."""
    parts = []
    if treatment.dose is not None and treatment.dose_unit is not None:
        parts.append(f"{format_number(treatment.dose)} {treatment.dose_unit.value}")
    if treatment.drug is not Drug.KETAMINE:
        parts.append(treatment.drug_other or DRUGS[treatment.drug].lower())
    return " ".join(parts)


def format_route_and_dose(treatment: Treatment) -> str:
    """Format both in one text: "IV 0.5 mg/kg"."""
    return f"{SHORT_ROUTES[treatment.route]} {format_dose(treatment)}".strip()
