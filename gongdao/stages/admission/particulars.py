"""What a merchant says of itself: which fields there are, what each is called, and what cannot be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from gongdao.detectors.documents import names, numbers
from gongdao.kernel.money import MOST
from gongdao.kernel.refusal import Refusal
from gongdao.kernel.words import Words
from gongdao.law.topics.admission import CATEGORIES

FORMS: Mapping[str, Words] = {
    "enterprise": Words("企业", "enterprise"),
    "individual_business": Words("个体工商户", "individual business"),
    "cooperative": Words("农民专业合作社", "farmers' cooperative"),
    "unregistered": Words("不需登记的个人", "individual who need not register"),
}

EXEMPTIONS: Mapping[str, Words] = {
    "own_produce": Words(
        "个人销售自产农副产品，依法不需要办理市场主体登记",
        "An individual selling own farm produce, who by law need not register",
    ),
    "handicraft": Words(
        "个人销售家庭手工业产品，依法不需要办理市场主体登记",
        "An individual selling home crafts, who by law need not register",
    ),
    "chores": Words(
        "个人利用自己的技能从事依法无须取得许可的便民劳务活动，依法不需要办理市场主体登记",
        "An individual doing chores that need no permit, who by law need not register",
    ),
    "small_trade": Words(
        "个人从事零星小额交易活动，依法不需要办理市场主体登记",
        "An individual in occasional small trade, who by law need not register",
    ),
}
"""The declarations of Online Trading Measures art. 12, one for each reason not to register."""

GOODS: Mapping[str, Words] = {
    "food": Words("食品", "food"),
    "prepacked_food": Words("仅预包装食品", "prepacked food only"),
    "farm_produce": Words("食用农产品", "farm produce"),
    "drugs": Words("药品", "drugs"),
    "medical_devices": Words("医疗器械", "medical devices"),
    "cosmetics": Words("化妆品", "cosmetics"),
    "publications": Words("出版物", "publications"),
    "dangerous_goods": Words("危险化学品", "dangerous chemicals"),
    "online_services": Words("增值电信与网络服务", "online services"),
    "other": Words("其他商品", "other goods"),
}
assert set(GOODS) == set(CATEGORIES)

FIELDS: Mapping[str, Words] = {
    "name": Words("法定代表人（经营者）姓名", "legal representative or owner"),
    "id_number": Words("身份证号码", "identity number"),
    "address": Words("实际经营地址", "actual place of business"),
    "phone": Words("联系电话", "telephone"),
    "contact_name": Words("联系人", "contact person"),
    "bank_account": Words("收款账户", "bank account"),
}
"""What is kept in the vault."""

LENGTHS = {"name": 60, "id_number": 30, "address": 200, "phone": 20, "contact_name": 60, "bank_account": 40}  # fmt: skip
BRANDS_MOST = 50
SHOP_MOST = 80


@dataclass(frozen=True, slots=True)
class Particulars:
    """All that is asked of a merchant before the papers. `person` goes into the vault."""

    shop_zh: str
    shop_en: str
    form: str
    person: Mapping[str, str] = field(repr=False)
    credit_code: str = ""
    company: str = ""
    capital: str = ""
    exemption: str = ""
    yearly_sales_minor: int = 0
    categories: tuple[str, ...] = ("other",)
    brands: tuple[str, ...] = ()

    @property
    def public(self) -> dict[str, object]:
        """What stands in columns."""
        return {
            "shop_zh": self.shop_zh, "shop_en": self.shop_en, "form": self.form,
            "credit_code": self.credit_code, "company": self.company, "capital": self.capital,
            "exemption": self.exemption, "yearly_sales_minor": self.yearly_sales_minor,
            "categories": sorted(set(self.categories)), "brands": list(dict.fromkeys(self.brands)),
        }  # fmt: skip


def refuse_unreal(said: Particulars) -> None:
    """The first thing that cannot be, as a refusal that says how to put it right."""
    refuse_unreal_registration(said)
    for text in said.person.values():
        refuse_disguised(text)
    refuse_wrong_person(said.person, needed=tuple(FIELDS))


def refuse_unreal_registration(said: Particulars) -> None:
    """The same for what is public: names, code, kinds of goods."""
    _known_words(said)
    for text in (said.shop_zh, said.shop_en, said.company, said.capital, *said.brands):
        refuse_disguised(text)
    for name in (said.shop_zh, said.shop_en):
        if not 0 < len(name.strip()) <= SHOP_MOST:
            raise Refusal(
                "shop_name_wrong",
                f"店铺名称须为1至{SHOP_MOST}字。",
                f"A shop's name has 1 to {SHOP_MOST} characters.",
            )
    _registration(said)


def refuse_wrong_code(code: str, *, item: int | None = None) -> None:
    """A unified social credit code whose check digit is wrong."""
    if not numbers.credit_code_fits(code):
        raise Refusal(
            "credit_code_wrong",
            f"统一社会信用代码“{code[:18]}”有误：应为18位，且末位校验码须相符。",
            f'The unified social credit code "{code[:18]}" is wrong: 18 characters, '
            "the last of which checks the others.",
            item=item,
        )


def refuse_disguised(text: str) -> None:
    """Letters that deceive the eye have no place in a name, an address or a brand."""
    if odd := names.oddities(text):
        first = odd[0]
        raise Refusal(
            "name_disguised",
            f"第{first.place + 1}个字符（{first.called}）是{first.trick.value.zh}，请改用普通文字。",
            f"Character {first.place + 1} ({first.called}): {first.trick.value.en}. Use plain letters.",
        )


def refuse_wrong_person(person: Mapping[str, str], *, needed: tuple[str, ...]) -> None:
    """Personal particulars: all that are needed, none unknown, numbers that can be right."""
    missing = [name for name in needed if not person.get(name, "").strip()]
    unknown = [name for name in person if name not in FIELDS]
    too_long = [n for n, value in person.items() if n in FIELDS and len(value) > LENGTHS[n]]
    if missing or unknown or too_long:
        at_fault = [FIELDS[n] for n in (*missing, *too_long)] or [Words(n, n) for n in unknown]
        raise Refusal(
            "particulars_missing",
            f"请完整填写：{'、'.join(each.zh for each in at_fault)}。",
            f"Please fill in, and not too long: {', '.join(each.en for each in at_fault)}.",
        )
    checks = {
        "id_number": (numbers.identity_number_fits, "identity_number_wrong"),
        "bank_account": (numbers.account_fits, "account_wrong"),
        "phone": (numbers.phone_fits, "phone_wrong"),
    }
    for name, (fits, code) in checks.items():
        if name in person and not fits(person[name].strip()):
            called = FIELDS[name]
            raise Refusal(
                code,
                f"{called.zh}有误，请核对每一位。",
                f"The {called.en} is wrong; check every digit.",
            )


def _known_words(said: Particulars) -> None:
    strange = [name for name in said.categories if name not in GOODS]
    if strange or not said.categories or said.form not in FORMS:
        raise Refusal(
            "category_wrong",
            f"登记形式或者经营类目不在清单之内。可选类目：{'、'.join(GOODS)}。",
            f"The form or a kind of goods is not on the list. Kinds: {', '.join(GOODS)}.",
        )
    brands_fit = len(said.brands) <= BRANDS_MOST and all(0 < len(b) <= 60 for b in said.brands)
    if not brands_fit or not 0 <= said.yearly_sales_minor <= MOST:
        raise Refusal(
            "brands_wrong",
            f"品牌最多{BRANDS_MOST}个、每个1至60字；年交易额不能为负。",
            f"At most {BRANDS_MOST} brands of 1 to 60 characters; a turnover of zero or more.",
        )


def _registration(said: Particulars) -> None:
    if said.form == "unregistered":
        if said.exemption not in EXEMPTIONS or said.credit_code:
            raise Refusal(
                "exemption_missing",
                "不办理登记的个人，须选择一种依法不需要登记的情形，且不填信用代码。",
                "An individual without registration names the reason that the law gives, and no code.",
            )
        return
    refuse_wrong_code(said.credit_code)
    if not 0 < len(said.company.strip()) <= 120 or len(said.capital) > 40 or said.exemption:
        raise Refusal(
            "company_missing",
            "请填写营业执照上的名称（不超过120字）；已登记的不填免登记情形。",
            "Give the name as on the licence, up to 120 characters; who is registered claims no exemption.",
        )
