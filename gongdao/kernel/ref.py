"""A reference points at a thing without knowing its table: `ord_01k3…`.

The prefix says what kind of thing it is; the ten letters after it say when it was made, so that
references sort by time; the rest makes it unique. The same text is the primary key, the address
in the API, the subject in evidence and the name in the ledger.
"""

from __future__ import annotations

import itertools
import secrets
from datetime import datetime
from hashlib import sha256

from gongdao.kernel.refusal import Refusal
from gongdao.kernel.words import Words

LETTERS = "0123456789abcdefghjkmnpqrstvwxyz"
"""Crockford's base 32: no i, l, o, u, so a reference can be read aloud."""

LENGTH = 26

KINDS: dict[str, Words] = {
    "mkt": Words("平台", "marketplace"),
    "pty": Words("当事人", "party"),
    "key": Words("接口密钥", "API key"),
    "app": Words("入驻申请", "application"),
    "lst": Words("商品", "listing"),
    "ord": Words("订单", "order"),
    "lin": Words("订单行", "order line"),
    "amd": Words("变更提议", "amendment"),
    "pay": Words("付款", "payment"),
    "pcl": Words("包裹", "parcel"),
    "ret": Words("退货", "return"),
    "rep": Words("修理", "repair"),
    "dsp": Words("纠纷", "dispute"),
    "exh": Words("证据材料", "exhibit"),
    "ofr": Words("和解提议", "offer"),
    "dec": Words("裁决", "decision"),
    "awd": Words("救济执行", "award"),
    "rec": Words("追偿", "recovery"),
    "rev": Words("评价", "review"),
    "dut": Words("义务", "duty"),
    "evd": Words("存证", "evidence record"),
    "ent": Words("分录", "ledger entry"),
    "msg": Words("消息", "message"),
    "con": Words("部分退款", "partial refund"),
    "run": Words("付款批次", "payout run"),
    "pyo": Words("付款单", "payout"),
    "gwf": Words("对账文件", "gateway file"),
    "brk": Words("对账差异", "break"),
    "cbk": Words("拒付", "chargeback"),
    "fxr": Words("汇率", "rate"),
    "fxc": Words("兑换", "exchange"),
    "whk": Words("通知地址", "webhook"),
    "dlv": Words("通知投递", "webhook delivery"),
    "fed": Words("扫描文件", "file of scans"),
    "cky": Words("快递企业公钥", "carrier key"),
    "ccl": Words("快递索赔", "courier claim"),
    "pln": Words("订阅方案", "plan"),
    "mnd": Words("自动续费授权", "mandate"),
    "chg": Words("续费扣款", "charge"),
    "pre": Words("预付款", "prepayment"),
    "rcl": Words("召回", "recall"),
    "rcn": Words("召回通知", "recall notice"),
    "doc": Words("文件", "document"),
    "ppr": Words("入驻材料", "paper"),
    "wvr": Words("豁免", "waiver"),
    "sus": Words("暂停", "suspension"),
    "cop": Words("变更", "change of particulars"),
    "svc": Words("送达", "service of a document"),
    "set": Words("席位", "seat"),
    "pan": Words("评审团", "lay panel"),
    "way": Words("外部途径", "way out"),
    "mea": Words("裁决命令", "ordered measure"),
    "rct": Words("整改", "rectification"),
    "rul": Words("平台规则", "rule"),
    "edt": Words("规则版本", "edition of a rule"),
    "cmt": Words("规则意见", "comment on a rule"),
    "lev": Words("商家退出", "leaving"),
    "trm": Words("商家条款", "terms"),
    "cls": Words("条款认定", "clause"),
    "bdy": Words("认证机构", "certification body"),
    "acr": Words("机构资质", "accreditation"),
    "crd": Words("认证证书", "credential"),
    "pof": Words("预付方案", "prepaid offer"),
    "cvn": Words("对话", "conversation"),
    "enq": Words("咨询", "enquiry"),
    "prm": Words("促销", "promotion"),
    "wbr": Words("举报", "report"),
    "wbq": Words("对举报人的提问", "question to a reporter"),
    "wbf": Words("举报附件", "file of a report"),
    "rwd": Words("举报奖金", "reward"),
    "uns": Words("身份查看申请", "request to see an identity"),
    "ins": Words("支付指令", "instruction"),
    "pfm": Words("服务完成报告", "report of a service"),
    "hnd": Words("数字交付", "digital handover"),
    "crn": Words("红字发票", "credit note"),
    "cpn": Words("优惠券", "coupon"),
    "vch": Words("领取的优惠券", "coupon in hand"),
    "bdl": Words("套餐", "bundle"),
    "gft": Words("赠品", "gift"),
    "sgn": Words("登录", "sign-in"),
    "dtr": Words("个人信息请求", "request about personal data"),
}


_turn = itertools.count(secrets.randbits(31))
"""Who came first when two things happen at one moment: much does, under a clock that is moved by hand."""


def mint(kind: str, *, at: datetime, salt: str | None = None) -> str:
    """A new reference. With a `salt` the same thing gets the same reference again, so a retry finds it.

    Without one, references of one moment sort in the order in which they were minted here.
    """
    assert kind in KINDS, kind
    moment = int(at.timestamp() * 1000)
    if salt is None:
        tail = next(_turn) % 2**32 << 48 | secrets.randbits(48)
    else:
        tail = int.from_bytes(sha256(f"{kind}\n{salt}".encode()).digest()[:10])
    return f"{kind}_{_letters(moment, 10)}{_letters(tail, LENGTH - 10)}"


def kind_of(ref: str) -> str:
    """`ord` of `ord_01k3…`."""
    return ref.partition("_")[0]


def expect(kind: str, text: str) -> str:
    """The reference a caller sent, if it can be one of this kind at all."""
    prefix, _, tail = text.partition("_")
    if prefix == kind and len(tail) == LENGTH and all(letter in LETTERS for letter in tail):
        return text
    noun = KINDS[kind]
    raise Refusal(
        f"{noun.en.replace(' ', '_').lower()}_unknown",
        f"没有这个{noun.zh}，或您无权查看。",
        f"There is no such {noun.en}, or it is not yours to see.",
    )


def _letters(number: int, width: int) -> str:
    text = ""
    for _ in range(width):
        number, digit = divmod(number, 32)
        text = LETTERS[digit] + text
    return text
