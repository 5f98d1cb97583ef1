"""What platforms make rules about (Measures on Platform Rules, article 4)."""

from __future__ import annotations

from collections.abc import Mapping

from gongdao.kernel.words import Words

KINDS: Mapping[str, Words] = {
    "agreement": Words("平台服务协议", "service agreement"),
    "merchants": Words("对商家的管理规则", "rules for merchants"),
    "trade": Words("交易及纠纷处理规则", "rules on trade and disputes"),
    "data": Words("个人信息保护规则", "rules on personal data"),
    "property": Words("知识产权保护规则", "rules on intellectual property"),
    "minors": Words("未成年人保护规则", "rules on minors"),
}
