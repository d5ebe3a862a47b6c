"""Chinese numerals: 六, 十二, 一百二十, 两 as numbers."""

from decimal import Decimal

DIGITS = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_SMALL = {"十": 10, "百": 100, "千": 1000}
MULTIPLIERS = {"百": 2, "千": 3, "万": 4, "亿": 8}  # powers of ten


def chinese_number(text: str) -> Decimal | None:
    """The value of a numeral such as 二十三 or 半; None where the characters are no well-formed numeral."""
    if text in _SMALL and text != "十":
        return None  # 千亩 is a name, not a number
    if text == "半":
        return Decimal("0.5")
    if all(char in DIGITS for char in text):
        return Decimal("".join(str(DIGITS[char]) for char in text)) if len(text) == 1 or "〇" in text else None
    total, section, digit = 0, 0, -1
    for char in text:
        if char in DIGITS:
            if digit > 0:
                return None
            digit = DIGITS[char]
        elif char in _SMALL:
            section += (digit if digit > 0 else 1) * _SMALL[char]
            digit = -1
        elif char in ("万", "亿"):
            total = (total + section + max(digit, 0)) * 10 ** MULTIPLIERS[char]
            section, digit = 0, -1
        else:
            return None
    return Decimal(total + section + max(digit, 0))
