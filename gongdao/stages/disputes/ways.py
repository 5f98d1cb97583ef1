"""The ways out of the marketplace: where a case can go, and what each body calls its papers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from gongdao.kernel.words import Words


@dataclass(frozen=True, slots=True)
class Way:
    """One way out: the body, the paper it wants, what its two sides are called, and which law opens it."""

    body: Words
    paper: Words
    claimant: Words
    respondent: Words
    law: str
    basis: Words
    agreed: bool = False
    """Only for what both sides agreed."""


_COMPLAINANT = Words("投诉人", "Complainant")
_COMPLAINED_OF = Words("被投诉人", "Respondent")
_APPLICANT = Words("申请人", "Applicant")
_RESPONDENT = Words("被申请人", "Respondent")

WAYS: Mapping[str, Way] = {
    "complaint_12315": Way(
        Words("市场监督管理部门（12315）", "Market regulator (12315)"),
        Words("投诉书", "Complaint"), _COMPLAINANT, _COMPLAINED_OF, "cn", Words("《消费者权益保护法》第三十九条第（三）项", "CPL art. 39.1.3"),
    ),
    "report_12315": Way(
        Words("市场监督管理部门（12315）", "Market regulator (12315)"),
        Words("举报书", "Report of a violation"), Words("举报人", "Reporter"),
        Words("被举报人", "Reported operator"), "cn", Words("《市场监督管理投诉举报处理办法》第二十八条", "Complaint Measures art. 28"),
    ),
    "association": Way(
        Words("消费者协会", "Consumer association"),
        Words("投诉（调解）申请书", "Request for mediation"), _COMPLAINANT, _COMPLAINED_OF,
        "cn", Words("《消费者权益保护法》第三十九条第（二）项", "CPL art. 39.1.2"),
    ),
    "mediation": Way(
        Words("人民调解委员会", "People's mediation committee"),
        Words("人民调解申请书", "Application for people's mediation"), _APPLICANT, _RESPONDENT,
        "cn", Words("《人民调解法》第十七条", "People's Mediation Law art. 17"),
    ),
    "arbitration": Way(
        Words("仲裁机构", "Arbitral institution"),
        Words("仲裁申请书", "Application for arbitration"), _APPLICANT, _RESPONDENT,
        "cn", Words("《仲裁法》第三十四条", "Arbitration Law art. 34"),
    ),
    "small_claim": Way(
        Words("人民法院", "People's court"),
        Words("民事起诉状（小额诉讼）", "Statement of claim (small claims)"),
        Words("原告", "Plaintiff"), Words("被告", "Defendant"), "cn", Words("《消费者权益保护法》第三十九条第（五）项", "CPL art. 39.1.5"),
    ),
    "confirmation": Way(
        Words("人民法院", "People's court"),
        Words("司法确认申请书", "Application to confirm a mediated agreement"),
        _APPLICANT, Words("共同申请人", "Joint applicant"), "cn", Words("《人民调解法》第三十三条", "People's Mediation Law art. 33"),
        agreed=True,
    ),
    "eu_adr": Way(
        Words("欧盟非诉争议解决机构", "Certified ADR entity of the EU"),
        Words("非诉争议解决申请", "Request to an ADR entity"),
        Words("消费者", "Consumer"), Words("经营者", "Trader"), "eu", Words("《消费争议非诉解决指令2013/11/EU》第八条", "ADR Directive art. 8"),
    ),
}  # fmt: skip
