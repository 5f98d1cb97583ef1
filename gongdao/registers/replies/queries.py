"""Reading what was answered before."""

from __future__ import annotations

from django.db import connection

from gongdao.kernel.refusal import Refusal
from gongdao.registers.replies import sql
from gongdao.registers.replies.models import Reply


def kept(*, caller: str, key: str, fingerprint: bytes) -> Reply | None:
    """The reply to this very request, if it was answered; nothing, if the caller may go on.

    Holds the key until the end of the transaction. Refuses while another request holds it, and
    when the key was used to ask for something else.
    """
    with connection.cursor() as cursor:
        cursor.execute(sql.TAKE, [caller, key])
        free = cursor.fetchone()[0]
    if not free:
        raise Refusal(
            "request_in_flight",
            "使用同一幂等键的请求正在处理中，请稍后重试。",
            "A request with this idempotency key is being worked on; try again in a moment.",
        )
    reply = Reply.objects.filter(caller=caller, key=key).first()
    if reply is not None and bytes(reply.fingerprint) != fingerprint:
        raise Refusal(
            "idempotency_key_reused",
            "这个幂等键已经用于另一个请求，请换一个新的键。",
            "This idempotency key was used for another request; take a new one.",
        )
    return reply
