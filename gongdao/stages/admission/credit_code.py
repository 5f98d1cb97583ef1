"""The unified social credit code of a Chinese business, GB 32100-2015."""

LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)


def check_letter(body: str) -> str:
    """The 18th character, computed from the 17 before it (ISO 7064 MOD 31-3)."""
    total = sum(
        LETTERS.index(letter) * weight for letter, weight in zip(body, WEIGHTS, strict=True)
    )
    return LETTERS[-total % 31]


def is_valid(code: str) -> bool:
    """Eighteen known characters, the last of which checks the others."""
    known = len(code) == 18 and all(letter in LETTERS for letter in code)
    return known and check_letter(code[:17]) == code[17]
