"""Amounts of money: whole minor units and a currency of ISO 4217. Pure."""

from decimal import Decimal

MOST = 1_000_000_000  # minor units: a typo catcher that fits 32 bits
_HUNDREDTHS = (
    "AUD BRL CAD CHF CNY COP CZK DKK EUR GBP HKD HUF ILS INR MXN NOK NZD PEN PLN RON RSD SEK SGD "
    "TRY TWD UAH USD ZAR"
)
_WHOLE = "CLP ISK JPY KRW"
# ISO 4217: how many digits the minor unit of each currency has
DIGITS = {**dict.fromkeys(_HUNDREDTHS.split(), 2), **dict.fromkeys(_WHOLE.split(), 0)}
CURRENCIES = tuple(sorted(DIGITS))


def to_minor_units(amount: Decimal, currency: str) -> int:
    """Whole minor units ("12.50" EUR is 1250). Raises ``ValueError`` for a part of one."""
    scaled = amount.scaleb(DIGITS[currency])
    if scaled != scaled.to_integral_value():
        raise ValueError(f"{currency} has no amounts that small")
    if not 0 <= scaled <= MOST:
        raise ValueError("the amount is too large")
    return int(scaled)


def to_major_units(units: int, currency: str) -> Decimal:
    """The amount as people write it, with all digits of its minor unit."""
    return Decimal(units).scaleb(-DIGITS[currency])


def format_amount(units: int, currency: str) -> str:
    """The amount with its currency: "EUR 12.50"."""
    return f"{currency} {to_major_units(units, currency):f}"
