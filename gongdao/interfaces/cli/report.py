"""The closing report: what came of a history, in figures that anyone can check against the books."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.conf import settings
from rich.console import Console
from rich.table import Table

from gongdao.interfaces.cli.history.past import Fault
from gongdao.interfaces.cli.proving import evidence_is_whole, ledger_is_whole
from gongdao.registers.duties import queries as duties
from gongdao.registers.duties.kinds import KINDS
from gongdao.registers.evidence import queries as evidence
from gongdao.registers.ledger import queries as ledger
from gongdao.registers.ledger.chart import CHART
from gongdao.registers.parties import queries as parties
from gongdao.stages.aftersales import queries as returns
from gongdao.stages.aftersales.states import RETURN
from gongdao.stages.disputes import queries as disputes
from gongdao.stages.disputes.claims import KINDS as CLAIMS
from gongdao.stages.disputes.states import DISPUTE
from gongdao.stages.orders import queries as orders
from gongdao.stages.remedies import queries as remedies


def show(
    slug: str,
    *,
    faults: Sequence[Fault],
    left_out: Mapping[str, int],
    console: Console,
    seconds: float = 0.0,
) -> None:
    """Print the report of a marketplace."""
    market = parties.marketplace(slug).id
    count = orders.count(market)
    head = evidence.head(market)
    rate = f" · {count / seconds:.0f} 单/秒 orders/s" if seconds else ""
    console.rule(f"[bold]公道 · {slug}[/]")
    console.print(f"订单 orders: [bold]{count:,}[/]{rate}")
    console.print(
        f"存证 evidence: {head.size:,} 条记录 records · 树头 head {head.root.hex()[:16]}… · 密钥 key {head.key[:16]}…"
    )
    if faults:
        console.print(f"未采用的行 rows left out: {len(faults):,} ({faults[0].code} …)")
    for code, times in left_out.items():
        console.print(f"被拒绝的步骤 steps refused: {code} × {times:,}")
    console.print(_money(market))
    console.print(_cases(market))
    console.print(_awards(market))
    console.print(_duties(market))
    ledger_is_whole(market, console)
    evidence_is_whole(market, console, key=settings.GONGDAO_EVIDENCE_KEY)


def _money(market: str) -> Table:
    table = Table("资金 money", "笔数 entries", "金额 amount", title="资金 · Money")
    for (why, _), (times, amount) in ledger.moved(market).items():
        table.add_row(WHY.get(why, why), f"{times:,}", str(amount))
    for kind, amount in ledger.by_kind(market):
        table.add_row(f"余额 · {CHART[kind].name.zh} {CHART[kind].name.en}", "", str(amount))
    return table


WHY = {
    "capture": "收款入托管 captured",
    "release": "放款给商家 released",
    "refund": "迟到款退回 sent back at once",
    "refund_hold": "从托管款退款 refunded from the hold",
    "refund_payable": "从应付商家款退款 refunded from payable",
    "refund_deposit": "从保证金退款 refunded from the deposit",
    "refund_fund": "保障基金先行退款 refunded first by the fund",
    "damages_hold": "从托管款赔偿 damages from the hold",
    "damages_payable": "从应付商家款赔偿 damages from payable",
    "damages_deposit": "从保证金赔偿 damages from the deposit",
    "damages_fund": "保障基金先行赔偿 damages paid first by the fund",
    "claim": "形成追偿 claims",
    "recover": "追回 recovered",
    "lodge": "存入 lodged",
}


def _cases(market: str) -> Table:
    table = Table(
        "事由 cause", "结果 outcome", "件数 cases", title="退货与纠纷 · Returns and disputes"
    )
    for state, count in returns.counts(market).items():
        if count:
            words = RETURN.names[state]
            table.add_row("七日无理由退货 no-reason return", f"{words.zh} {words.en}", f"{count:,}")
    for (kind, state), count in sorted(disputes.outcomes(market).items()):
        name, words = CLAIMS[kind].name, DISPUTE.names[state]
        table.add_row(f"{name.zh} {name.en}", f"{words.zh} {words.en}", f"{count:,}")
    return table


def _awards(market: str) -> Table:
    table = Table(
        "项目 head",
        "条文 article",
        "件数 awards",
        "金额 amount",
        title="依法给付 · Awards by article",
    )
    for (head, cites), (times, amount) in remedies.totals(market).items():
        table.add_row(head, cites, f"{times:,}", str(amount))
    return table


def _duties(market: str) -> Table:
    table = Table(
        "义务 duty", "按时 met", "逾期 missed", "免除 moot", "未了 open", title="义务 · Duties"
    )
    counts: dict[str, dict[str, int]] = {}
    for kind, outcome, count in duties.outcomes(market):
        counts.setdefault(kind, {})[outcome] = count
    for kind, by_outcome in counts.items():
        cells = (f"{by_outcome.get(name, 0):,}" for name in ("met", "missed", "moot", "open"))
        table.add_row(f"{KINDS[kind].zh} {KINDS[kind].en}", *cells)
    return table
