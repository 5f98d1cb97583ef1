"""The words of this room: what a scan saw, who took a parcel, how it was sent, why a merchant claims."""

from gongdao.kernel.words import Words

SCANS = {
    "collected": Words("已揽收", "collected"),
    "in_transit": Words("运输中", "in transit"),
    "delayed": Words("延误", "delayed"),
    "out_for_delivery": Words("派送中", "out for delivery"),
    "left": Words("已放置，待取件", "left to be fetched"),
    "signed_for": Words("已签收", "signed for"),
    "refused": Words("拒收", "refused"),
    "undeliverable": Words("无法投递", "undeliverable"),
    "returned": Words("已退回寄件人", "back with the sender"),
    "damaged": Words("破损", "damaged"),
    "lost": Words("丢失", "lost"),
}

WITH = {
    "recipient": Words("收件人本人", "the recipient"),
    "named_person": Words("收件人指定的人", "a person the recipient named"),
    "neighbour": Words("邻居或他人", "a neighbour or another person"),
    "pick_up_point": Words("驿站、快递柜", "a pick-up point or locker"),
    "door": Words("门口", "the door"),
}
"""With whom, or where, a carrier left a parcel."""

SERVICES = {
    "courier": Words("快递", "courier"),
    "registered_mail": Words("邮政给据邮件", "registered mail of the post"),
    "ordinary_mail": Words("平常邮件", "ordinary mail"),
}

GROUNDS = {
    "lost": Words("丢失", "lost"),
    "damaged": Words("损毁", "damaged"),
    "short": Words("内件短少", "contents missing"),
    "delayed": Words("延误", "delayed"),
    "misdelivered": Words("错投", "given to somebody else"),
}

EXCUSES = {
    "force_majeure": Words("不可抗力", "force majeure"),
    "nature_of_goods": Words("货物自身性质", "the nature of the goods"),
    "senders_fault": Words("寄件人或收件人过错", "the fault of sender or recipient"),
}
