"""Numbers on licences and of accounts: which can be right, and which cannot.

Where a check digit exists a kept library checks it. Where a permit has only a customary form,
a number of another form is a finding for the reviewer, not a refusal: forms differ by province.
"""

from __future__ import annotations

import re

from stdnum import iban
from stdnum.cn import ric, uscc

PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"

# fmt: off
FORMS: dict[str, re.Pattern[str]] = {
    "food_business":   re.compile(r"(?:JY[1-3]\d{13}|SC1\d{13})"),
    "food_filing":     re.compile(r"(?:YB[1-3]\d{13}|.{0,20}备.{0,30}\d{4,})"),
    "drug_business":   re.compile(rf"[{PROVINCES}][A-D][ABC]\d{{3,}}[A-Z0-9]*"),
    "medical_device":  re.compile(rf"[{PROVINCES}].{{0,12}}械(?:经营|生产|网络).{{0,6}}[备许]\d{{8,}}号?"),
    "cosmetics":       re.compile(rf"(?:[{PROVINCES}]妆\d{{8}}|[{PROVINCES}]G妆网备字\d{{6,}}|国妆.{{1,4}}字\d{{6,}})"),
    "publications":    re.compile(rf"新出发[{PROVINCES}].{{0,3}}字第?.{{1,12}}\d+号?"),
    "dangerous_goods": re.compile(rf"[{PROVINCES}].{{0,8}}危化经.{{0,20}}\d{{4,}}号?"),
    "telecom":         re.compile(rf"(?:[{PROVINCES}]ICP[备证]\d{{6,}}号\d*|[{PROVINCES}]?[AB][12]\d{{8}})"),
}
# fmt: on
"""The customary form of each permit's number."""

ACCOUNT = re.compile(r"\d{8,32}")
PHONE = re.compile(r"\+?\d{7,15}")
JOINTS = re.compile(r"[\s\-‐-―()（）.·]")


def credit_code_fits(code: str) -> bool:
    """A unified social credit code: known characters, and the last one checks the others."""
    return len(code) == 18 and code == code.upper() and bool(uscc.is_valid(code))


def identity_number_fits(number: str) -> bool:
    """A resident identity card: place, a day of birth that was, and the check character."""
    return bool(ric.is_valid(number))


def account_fits(number: str) -> bool:
    """A bank account: an IBAN whose check digits fit, or 8 to 32 digits."""
    plain = joined(number)
    if plain[:2].isalpha():
        return bool(iban.is_valid(plain))
    return ACCOUNT.fullmatch(plain) is not None


def phone_fits(number: str) -> bool:
    """A telephone number as people write it."""
    return PHONE.fullmatch(joined(number)) is not None


def customary(permit: str, number: str) -> bool:
    """Whether a permit's number has the form such numbers have; true where we know of none."""
    form = FORMS.get(permit)
    return form is None or form.fullmatch(joined(number).upper()) is not None


def joined(number: str) -> str:
    """The number without the spaces and joints that people put into it."""
    return JOINTS.sub("", number)
