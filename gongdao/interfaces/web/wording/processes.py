"""What the public page of processes calls those that stand on no page of their own, and one sentence about each."""

from __future__ import annotations

from collections.abc import Mapping

from gongdao.kernel.words import Words

PROCESSES: Mapping[str, tuple[Words, Words]] = {
    "break": (
        Words("对账差异", "Break in reconciliation"),
        Words("差一分钱也要说明，并有人处理。", "A cent that differs is explained, and somebody resolves it."),
    ),
    "change": (
        Words("商家信息变更", "Change of particulars"),
        Words("核验之前，原来的信息照旧公示。", "Until it is verified, what was known stays on show."),
    ),
    "chargeback": (
        Words("拒付", "Chargeback"),
        Words("银行收回的款项，争议期间谁也拿不走。", "What a bank took back is nobody's until it is decided."),
    ),
    "credit_note": (
        Words("红字发票", "Credit note"),
        Words("退了款，发票也要冲红。", "What was refunded is taken off the invoice too."),
    ),
    "deficiency": (
        Words("看不清的证据", "Exhibit that cannot be read"),
        Words("逾期未补的，按原样衡量。", "Not sent again in time, it is weighed as it is."),
    ),
    "enquiry": (
        Words("咨询", "Enquiry"),
        Words("商家沉默，平台接手。", "Where the merchant is silent the platform takes over."),
    ),
    "handover": (
        Words("数字内容交付", "Handing over of digital content"),
        Words("打开之前，不算开始使用。", "Until it is opened, its use has not begun."),
    ),
    "instruction": (
        Words("给支付机构的指令", "Instruction to a gateway"),
        Words("支付机构没有答复的，要查明，不能算办妥。", "No word from a gateway is traced; it is never taken as done."),
    ),
    "label": (
        Words("虚拟联系方式", "Virtual contact"),
        Words("包裹送达即停用。", "It ends when the parcel arrives."),
    ),
    "payout": (
        Words("付款单", "Payout"),
        Words("两个人同意，才付出去。", "Two people agree before it leaves."),
    ),
    "performance": (
        Words("服务完成", "Performance of a service"),
        Words("说做完了，还要买家确认。", "Done is what the buyer confirms, or does not deny in time."),
    ),
    "plan": (
        Words("订阅方案", "Plan"),
        Words("改条款就是新版本，旧约照旧。", "New terms are a new version; who agreed to the old keeps them."),
    ),
    "prepayment": (
        Words("预付款", "Prepayment"),
        Words("没用完的，可以退。", "What is left of it comes back."),
    ),
    "data_request": (
        Words("个人信息请求", "Request about personal data"),
        Words(
            "平台逾期不答复，记录在案；法律要求保存的到期再删。",
            "Silence goes on record; what the law has kept goes when its time is over.",
        ),
    ),
    "recall": (
        Words("召回", "Recall"),
        Words("向主管部门报告有期限，消费者的权利没有。", "Reporting has deadlines; the buyer's right has none."),
    ),
    "report": (
        Words("举报", "Report of a violation"),
        Words(
            "平台沉默的、关于平台本身的，越过平台送交主管部门。",
            "Where the platform is silent, or is itself concerned, it goes past it to the authority.",
        ),
    ),
    "report_question": (
        Words("询问举报人", "Question to who reported"),
        Words("不回答不损失什么。", "Silence costs nothing."),
    ),
    "reward": (
        Words("举报奖金", "Reward"),
        Words("没人决定，就按承诺的最低额付。", "If nobody decides, the least that was promised is paid."),
    ),
    "unsealing": (
        Words("查看举报人身份", "Seeing who reported"),
        Words("两个人、一个理由、只看一次。", "Two people, one reason, one look."),
    ),
    "waiver": (
        Words("豁免", "Waiver"),
        Words("一人批准，另一人复核。", "One grants it, another confirms."),
    ),
}  # fmt: skip
