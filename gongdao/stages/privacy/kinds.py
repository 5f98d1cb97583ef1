"""What may be asked about one's own data, and what kinds of it there are: for what, and on what ground."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from gongdao.kernel.words import Words

KINDS: Mapping[str, Words] = {
    "correct": Words("更正、补充", "put something right"),
    "explain": Words("解释处理规则", "explain how data are handled"),
    "object": Words("限制或者拒绝处理", "limit or stop some handling"),
    "erase": Words("删除", "erase"),
    "close": Words("注销账户", "close the account"),
}
GROUNDS: Mapping[str, Words] = {
    "contract": Words("履行合同", "the contract"),
    "legal_duty": Words("法定义务", "a legal duty"),
    "consent": Words("您的同意", "your consent"),
}
BY_STAFF = ("correct", "explain", "object")
"""What somebody has to look at; the others are decided by rule, at once."""


FIELDS: Mapping[str, Words] = {
    "name": Words("姓名", "name"),
    "id_number": Words("证件号码", "number of an identity document"),
    "contact_name": Words("联系人", "contact"),
    "bank_account": Words("收款账户", "bank account"),
    "phone": Words("电话", "phone"),
    "address": Words("地址", "address"),
    "document": Words("文件", "a file"),
    "licence": Words("数字内容", "digital content"),
    "request": Words("您的请求内容", "what you asked"),
    "returns_name": Words("退货收件人", "name for returns"),
    "returns_phone": Words("退货电话", "phone for returns"),
    "returns_address": Words("退货地址", "address for returns"),
}
"""What somebody looked at, as its owner calls it."""


@dataclass(frozen=True, slots=True)
class Category:
    """Data of one kind. `record` is the record of which the law says how long it is kept, if any."""

    name: str
    words: Words
    purpose: Words
    ground: str
    seen_by: Words
    record: str = ""

    @property
    def ground_words(self) -> Words:
        """The ground, as its owner calls it."""
        return GROUNDS[self.ground]


NOBODY = Words("只有您本人", "only you")
SIDES = Words("您、商家；有纠纷时仲裁员", "you, the merchant; an arbiter in a dispute")

CATEGORIES: tuple[Category, ...] = (
    Category(
        "account",
        Words("账户名与角色", "account name and roles"),
        Words("登录和识别身份", "to sign in and to know who acts"),
        "contract",
        Words("您；平台工作人员", "you; the platform's staff"),
    ),
    Category(
        "sign_ins",
        Words("登录记录与设备（随机标记）", "sign-ins and devices, known by a random mark"),
        Words("防止他人冒用账户", "to keep others out of the account"),
        "contract",
        NOBODY,
    ),
    Category(
        "recipients",
        Words("收货人姓名、电话、地址", "name, phone and address of recipients"),
        Words("送货和退货", "to deliver, and to take back"),
        "contract",
        Words(
            "平时只见掩码；商家、快递须说明理由才能看", "masked; merchant and carrier for a reason"
        ),
        "trade",
    ),
    Category(
        "application",
        Words(
            "入驻申请中的身份、联系人、收款账户", "identity, contact and account in an application"
        ),
        Words("核验商家身份，依法登记并保存", "to verify who sells, as the law demands"),
        "legal_duty",
        Words(
            "平时只见掩码；平台工作人员须说明理由才能看；依法公示的除外",
            "masked; the platform's staff for a reason; but for what the law has shown to all",
        ),
    ),
    Category(
        "orders",
        Words("订单与合同", "orders and contracts"),
        Words(
            "履行合同，依法保存交易记录", "to perform the contract and to keep the record of trade"
        ),
        "legal_duty",
        SIDES,
        "trade",
    ),
    Category(
        "disputes",
        Words("投诉与证据材料", "complaints and exhibits"),
        Words("处理纠纷", "to settle disputes"),
        "legal_duty",
        SIDES,
        "trade",
    ),
    Category(
        "messages",
        Words("您写的消息", "messages you wrote"),
        Words("与商家、平台沟通", "to talk with merchants and the platform"),
        "contract",
        SIDES,
        "trade",
    ),
    Category(
        "reviews",
        Words("您写的评价", "reviews you wrote"),
        Words("供其他消费者参考", "for other consumers to read"),
        "contract",
        Words("所有人（不显示姓名）", "everybody, without your name"),
    ),
    Category(
        "requests",
        Words("您的个人信息请求", "your requests about data"),
        Words("办理您的请求", "to meet your requests"),
        "legal_duty",
        Words("平台工作人员，须说明理由", "the platform's staff, for a reason"),
    ),
    Category(
        "juror",
        Words("评审员名单", "being on the list of jurors"),
        Words("抽选大众评审员", "to draw lay panels"),
        "consent",
        Words("抽签程序；入选案件的当事人", "the draw; the sides of a case you are drawn for"),
    ),
)
