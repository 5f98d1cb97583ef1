"""A side shows a file; whoever may looks at it; an arbiter who cannot read it asks for it again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, BinaryIO

from django.db import transaction

from gongdao.detectors.documents.faults import Fault
from gongdao.detectors.documents.files import MOST, examine, examine_video
from gongdao.kernel.machine import CLOCK
from gongdao.kernel.ref import mint
from gongdao.kernel.refusal import Refusal
from gongdao.registers.duties import queries as duties
from gongdao.registers.duties.actions import Done, Owed, turn
from gongdao.registers.duties.models import Duty
from gongdao.registers.evidence.actions import record
from gongdao.registers.parties.powers import Actor, allow
from gongdao.registers.vault import actions as vault
from gongdao.registers.vault.cipher import MasterKey
from gongdao.registers.vault.files import Opened
from gongdao.registers.vault.models import Document
from gongdao.stages.disputes import queries as cases
from gongdao.stages.disputes.claims import KINDS
from gongdao.stages.disputes.course import AWAITED, deed, side_of
from gongdao.stages.disputes.exhibits import queries
from gongdao.stages.disputes.models import Deficiency, Dispute, Exhibit, File
from gongdao.stages.disputes.states import DEFICIENCY, DISPUTE

WORDS_MOST = 10_000
AUDIENCES = ("both", "platform")
FILES_MOST = 40
BYTES_MOST = 2 << 30
"""How many files one side may show in one case, and how much they may be together."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A file for or against a fact, whom it is for, and the exhibit in whose place it comes, if any."""

    fact: str
    words: str
    content: BinaryIO
    audience: str = "both"
    instead_of: str = ""


@transaction.atomic
def show(*, by: Actor, dispute: str, said: Shown, at: datetime, master: MasterKey) -> Exhibit:
    """A side shows a file. Its digest is taken as it came; the original is sealed, a clean copy is shown.

    A long recording takes its time to be sealed; the case is locked only then, and looked at again.
    """
    row = cases.see(dispute, by=by)
    side_of(by, row, "dispute.exhibit")
    _refuse_unreal(row, said, by=by)
    original, shown = _seal(row, said.content, by=by, at=at, master=master)
    row = cases.locked(dispute, by=by)
    _refuse_unreal(row, said, by=by)
    _refuse_heavy(row, original, by=by)
    deficiency = _to_mend(said.instead_of, row, by=by)
    made = Exhibit.objects.create(
        id=mint("exh", at=at), marketplace=row.marketplace, dispute=row, by=by.party,
        fact=said.fact, words=said.words.strip(), sha256=original.digest, audience=said.audience, at=at,
    )  # fmt: skip
    file = File.objects.create(
        exhibit=made, marketplace=made.marketplace, original=original.id, shown=shown.id,
        shown_sha256=shown.digest, media=original.media, size=original.size,
    )  # fmt: skip
    if deficiency is not None:
        deficiency.state = DEFICIENCY.move(deficiency.state, "mend", by="shower").to
        deficiency.mended_by = made
        deficiency.save(update_fields=["state", "mended_by"])
        turn(done=[Done("exhibit_again", deficiency.exhibit_id, at)])
    told = {
        "exhibit": made.id, "fact": made.fact, "sha256": made.sha256, "media": file.media,
        "size": file.size, "shown_sha256": file.shown_sha256, "audience": made.audience,
        "instead_of": said.instead_of,
    }  # fmt: skip
    record([deed("dispute.exhibited", row, by=by.party, at=at, **told)])
    return made


@transaction.atomic
def look(*, by: Actor, exhibit: str, at: datetime, master: MasterKey) -> Opened:
    """The copy of a file that is shown, for whom the exhibit is for. Who looked is evidence."""
    row = queries.see(exhibit, by=by)
    file = queries.file_of(row)
    seen = vault.open_file(
        by=by.party, document=file.shown, reason=row.dispute_id, at=at, master=master
    )
    told = deed("exhibit.seen", row.dispute, by=by.party, at=at, exhibit=row.id)
    record([] if seen.again else [told])
    return seen


@transaction.atomic
def look_at_original(
    *, by: Actor, exhibit: str, reason: str, at: datetime, master: MasterKey
) -> Opened:
    """The file as it came, with all that a camera wrote into it: for who decides, for a reason."""
    row = queries.see(exhibit, by=by)
    standings = cases.standings(row.dispute) | {"shower": row.by}
    allow(by, "exhibit.original", marketplace=row.marketplace, **standings)
    file = queries.file_of(row)
    seen = vault.open_file(by=by.party, document=file.original, reason=reason, at=at, master=master)
    told = {"exhibit": row.id, "reason": reason.strip()[:200]}
    record([deed("exhibit.original_seen", row.dispute, by=by.party, at=at, **told)])
    return seen


@transaction.atomic
def send_back(*, by: Actor, exhibit: str, words: str, due_at: datetime, at: datetime) -> Deficiency:
    """An arbiter cannot read an exhibit, and says what is to be sent again and by when.

    The time given lies within the time in which the case itself has its next step.
    """
    row = queries.see(exhibit, by=by)
    case = cases.locked(row.dispute_id, by=by)
    role = side_of(by, case, "exhibit.send_back")
    cases.refuse_conflict(case, arbiter=by.party, side=role)
    running = _running(case)
    if running is None or not words.strip() or not at < due_at <= running.due_at:
        raise Refusal(
            "deficiency_unreal",
            "请写明要重新提交什么；期限须在现在之后、案件本阶段期限之内。",
            "Say what is to be sent again; the time ends after now and within the case's present deadline.",
        )
    if row.by not in (case.order.buyer, case.order.merchant) or queries.deficiency_of(row.id):
        raise Refusal(
            "deficiency_noted_already",
            "这份证据已经要求重新提交，或不是当事人提交的。",
            "This exhibit is asked for again already, or no side showed it.",
        )
    made = Deficiency.objects.create(
        marketplace=row.marketplace, exhibit=row, by=by.party, words=words.strip()[:WORDS_MOST],
        due_at=due_at, at=at,
    )  # fmt: skip
    owed = Owed(
        "exhibit_again", row.id, row.by, row.marketplace, row.marketplace, at, due_at,
        running.cites, about=case.order_id,
    )  # fmt: skip
    turn(owed=[owed])
    record([deed("exhibit.sent_back", case, by=by.party, at=at, exhibit=row.id, words=made.words)])
    return made


@transaction.atomic
def lapse(*, duties: Sequence[Duty], at: datetime) -> None:
    """It was not sent again: the exhibit stays as it is, and whoever decides weighs it so."""
    left = queries.locked(duty.subject for duty in duties)
    for row in left:
        row.state = DEFICIENCY.move(row.state, "lapse", by=CLOCK).to
    Deficiency.objects.bulk_update(left, ["state"])
    turn(done=[Done("exhibit_again", duty.subject, at) for duty in duties])
    record(
        [
            deed("exhibit.left", row.exhibit.dispute, by=CLOCK, at=at, exhibit=row.exhibit_id)
            for row in left
        ]
    )


def _refuse_unreal(row: Dispute, said: Shown, *, by: Actor) -> None:
    if row.state in DISPUTE.ends or said.fact not in KINDS[row.kind].facts:
        raise Refusal(
            "exhibit_not_taken",
            "案件已结束，或该事实与本案无关，不能再提交证据。",
            "The case is over, or this fact is not at issue in it; the exhibit cannot be taken.",
        )
    if said.audience not in AUDIENCES:
        raise Refusal(
            "audience_unknown",
            "证据可以给双方看（both），或者只给平台看（platform）。",
            "An exhibit is for both sides (both), or for the platform only (platform).",
        )
    if not said.words.strip() or len(said.words) > WORDS_MOST:
        raise Refusal(
            "exhibit_unexplained",
            f"请用1至{WORDS_MOST}字写明这份证据证明什么。",
            f"Say in 1 to {WORDS_MOST} characters what this exhibit shows.",
        )
    if File.objects.filter(exhibit__dispute=row, exhibit__by=by.party).count() >= FILES_MOST:
        raise Refusal(
            "exhibits_too_many",
            f"每一方在一个案件中最多上传{FILES_MOST}份文件。",
            f"Each side shows at most {FILES_MOST} files in a case.",
        )


def _to_mend(exhibit: str, row: Dispute, *, by: Actor) -> Deficiency | None:
    """The deficiency that this file mends, locked; refused where it is not theirs to mend."""
    if not exhibit:
        return None
    old = queries.see(exhibit, by=by)
    found = queries.deficiency_of(old.id, lock=True)
    if found is None or old.by != by.party or old.dispute_id != row.id:
        raise Refusal(
            "deficiency_unknown",
            "这份证据没有要求您重新提交，或期限已过；可以另行提交。",
            "You are not asked to send this exhibit again, or the time is over; show it as a new one.",
        )
    return found


def _seal(
    row: Dispute, content: BinaryIO, *, by: Actor, at: datetime, master: MasterKey
) -> tuple[Document, Document]:
    """The original and what is shown, under the key of whoever shows it: a recording once, in pieces."""
    under: dict[str, Any] = {
        "marketplace": row.marketplace,
        "subject": by.party,
        "at": at,
        "master": master,
    }
    recording = examine_video(content)
    if recording is not None:
        _refuse_fault(recording.fault)
        return vault.keep_recording(
            stream=content, media=recording.media, untold=recording.blanks, **under
        )
    content.seek(0)
    whole = content.read(MOST + 1)
    examined = examine(whole)
    _refuse_fault(examined.fault)
    original, shown = (
        vault.keep_document(content=each, media=examined.media, **under)
        for each in (whole, examined.clean)
    )
    return original, shown


def _refuse_fault(fault: Fault | None) -> None:
    if fault:
        raise Refusal(fault.name.lower(), fault.value.zh, fault.value.en)


def _refuse_heavy(row: Dispute, original: Document, *, by: Actor) -> None:
    """All that one side shows in a case has its measure."""
    if queries.bytes_of(row, by=by) + original.size > BYTES_MOST:
        raise Refusal(
            "exhibits_too_heavy",
            f"每一方在一个案件中的文件合计最多{BYTES_MOST >> 30} GB；请提交更短的视频。",
            f"A side's files in a case are {BYTES_MOST >> 30} GB together at most; send a shorter video.",
        )


def _running(case: Dispute) -> Duty | None:
    """The duty that is open in the present state of the case."""
    kind = AWAITED.get(case.state)
    open_ = duties.open_about(case.order_id)
    return next((each for each in open_ if (each.kind, each.subject) == (kind, case.id)), None)
