"""The unified social credit code of a Chinese business, GB 32100-2015."""

from stdnum.cn import uscc

from gongdao.detectors.documents.numbers import credit_code_fits


def check_letter(body: str) -> str:
    """The 18th character, computed from the 17 before it (ISO 7064 MOD 31-3)."""
    return str(uscc.calc_check_digit(body))


def is_valid(code: str) -> bool:
    """Eighteen known characters, the last of which checks the others."""
    return credit_code_fits(code)
