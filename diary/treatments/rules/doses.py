"""Limits of a dose: what is refused as a slip of the keys, and what is worth a second look.

The refusing limits were chosen here to catch typing errors. They are no clinical limits. The
others frame what was studied or is usual. Nothing here is advice, and no dose is converted.
"""

from decimal import Decimal

from diary.domain.treatments import DoseUnit, Drug, Route, TreatmentDetails, format_number
from diary.domain.vital_signs import VitalSigns

MOST_PER_KG = Decimal(10)
MOST_MG = {
    Route.IV: 1000,
    Route.IM: 1000,
    Route.SC: 1000,
    Route.NASAL: 1000,
    Route.SUBLINGUAL: 2000,
    Route.ORAL: 2000,
    Route.OTHER: 2000,
}
MOST_ESKETAMINE_SPRAY = 168  # mg: twice the largest dose of the label
ESKETAMINE_SPRAY = (Decimal(28), Decimal(56), Decimal(84))

_USUAL_PER_KG = {
    Route.IV: (Decimal("0.1"), Decimal("1.5")),
    Route.IM: (Decimal("0.1"), Decimal(2)),
    Route.SC: (Decimal("0.1"), Decimal(2)),
}
_USUAL_MG = {
    Route.IV: (Decimal(5), Decimal(150)),
    Route.NASAL: (Decimal(0), Decimal(200)),
    Route.SUBLINGUAL: (Decimal(0), Decimal(600)),
    Route.ORAL: (Decimal(0), Decimal(500)),
}
_USUAL_VITALS = {
    "systolic": (90, 139, "Upper blood pressure"),
    "diastolic": (50, 89, "Lower blood pressure"),
    "pulse": (50, 120, "Pulse"),
    "spo2": (94, 100, "Oxygen"),
}


def find_dose_fault(route: Route, drug: Drug, dose: Decimal, unit: DoseUnit) -> str | None:
    """Why a dose cannot be right, in words for the person. Nothing for one that may be."""
    if dose <= 0:
        return "The dose must be more than 0."
    most: Decimal | int = MOST_PER_KG if unit is DoseUnit.MG_PER_KG else MOST_MG[route]
    if unit is DoseUnit.MG and route is Route.NASAL and drug is Drug.ESKETAMINE:
        most = MOST_ESKETAMINE_SPRAY
    if dose > most:
        amount = f"{format_number(dose)} {unit.value}"
        return f"{amount} is more than this diary takes for this way ({most})."
    return None


def find_unusual_values(
    details: TreatmentDetails, last_weight_kg: Decimal | None = None
) -> tuple[str, ...]:
    """What to check for a slip of the keys, in words. Nothing here is refused."""
    looks = [_dose_look(details), _weight_look(details.weight_kg, last_weight_kg)]
    if details.minutes is not None and details.minutes > 120:
        looks.append(f"Length: {details.minutes} minutes is long.")
    return tuple(look for look in looks if look)


def find_unusual_vital_signs(vitals: VitalSigns) -> tuple[str, ...]:
    """Readings outside the usual, in words. Published limits are flags, not these."""
    looks = []
    for name, (low, high, label) in _USUAL_VITALS.items():
        value = getattr(vitals, name)
        if value is not None and not low <= value <= high:
            looks.append(f"{label}: {value} is outside the usual {low} to {high}.")
    return tuple(looks)


def _dose_look(details: TreatmentDetails) -> str | None:
    dose, unit = details.dose, details.dose_unit
    if dose is None or unit is None or details.drug is Drug.OTHER:
        return None
    if details.route is Route.NASAL and details.drug is Drug.ESKETAMINE:
        usual = unit is DoseUnit.MG and dose in ESKETAMINE_SPRAY
        return None if usual else f"Dose: {details.label} is not 28, 56 or 84 mg."
    if unit is DoseUnit.MG_PER_KG:
        return _range_look(details.label, dose, _USUAL_PER_KG.get(details.route), "mg/kg")
    look = _range_look(details.label, dose, _USUAL_MG.get(details.route), "mg")
    if look is None and details.weight_kg:
        look = _mixed_up(details, dose / details.weight_kg)
    return look


def _mixed_up(details: TreatmentDetails, per_kg: Decimal) -> str | None:
    """Milligrams typed for mg/kg, or the other way round, show once divided by the weight."""
    usual = _USUAL_PER_KG.get(details.route)
    if usual is None or usual[0] <= per_kg <= usual[1]:
        return None
    return f"Dose: {details.label} does not fit the weight. Is the unit right?"


def _range_look(
    label: str, dose: Decimal, usual: tuple[Decimal, Decimal] | None, unit: str
) -> str | None:
    if usual is None or usual[0] <= dose <= usual[1]:
        return None
    low, high = usual
    words = (
        f"{format_number(low)} to {format_number(high)}" if low else f"up to {format_number(high)}"
    )
    return f"Dose: {label} is outside the usual {words} {unit}."


def _weight_look(weight: Decimal | None, last: Decimal | None) -> str | None:
    if weight is None:
        return None
    if not 40 <= weight <= 180:
        return f"Weight: {format_number(weight)} kg. Is it in kilograms?"
    if last is not None and abs(weight - last) > last / 10:
        return f"Weight: {format_number(weight)} kg, and {format_number(last)} kg the last time."
    return None
