"""What runs by itself: the clock of live marketplaces, the sealing of evidence, jobs that died.

Deadlines are rows of ours; Procrastinate only wakes the sweep. A lost job costs one minute.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.conf import settings
from procrastinate.contrib.django import app

from gongdao.interfaces import clock, instructions, points
from gongdao.interfaces.jobs.sending import post
from gongdao.interfaces.stamping import stamp_all
from gongdao.registers.evidence import actions as evidence
from gongdao.registers.evidence.heads import key_of
from gongdao.registers.messages import webhooks
from gongdao.registers.parties import queries as parties
from gongdao.registers.parties.powers import clock_of
from gongdao.registers.replies import actions as replies
from gongdao.stages.listings.pricing import actions as prices
from gongdao.stages.listings.pricing import queries as pricing
from gongdao.stages.orders.archive import actions as archive

REPLIES_KEPT = timedelta(days=2)


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="tick", pass_context=False)
def tick(timestamp: int) -> None:
    """Every minute: act on what fell due in live marketplaces, and seal what was done everywhere."""
    del timestamp  # when it was meant to run; what counts is when it does
    tick_all(datetime.now(UTC))


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="deliver", pass_context=False)
def deliver(timestamp: int) -> None:
    """Every minute: send the webhooks that are due."""
    del timestamp
    now = datetime.now(UTC)
    webhooks.sweep(now=now, master=settings.GONGDAO_WEBHOOK_SECRET, send=post)


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="instruct", pass_context=False)
def instruct(timestamp: int) -> None:
    """Every minute: tell gateways what they are to be told, and ask about what they are at."""
    del timestamp
    instruct_all(datetime.now(UTC))


@app.periodic(cron="23 * * * *")
@app.task(queueing_lock="stamp", pass_context=False)
def stamp(timestamp: int) -> None:
    """Every hour: have the newest heads time-stamped by an authority."""
    del timestamp
    stamp_all(datetime.now(UTC))


@app.periodic(cron="17 3 * * *")
@app.task(queueing_lock="tidy", pass_context=False)
def tidy(timestamp: int) -> None:
    """Every night: forget kept replies that nobody will retry any more."""
    del timestamp
    replies.forget(before=datetime.now(UTC) - REPLIES_KEPT)


@app.periodic(cron="41 3 * * *")
@app.task(queueing_lock="retain", pass_context=False)
def retain(timestamp: int) -> None:
    """Every night: erase the personal data of orders whose time is over; what the law keeps is kept."""
    del timestamp
    retain_all(datetime.now(UTC))


@app.periodic(cron="23 2 * * *")
@app.task(queueing_lock="sweep_prices", pass_context=False)
def sweep_prices(timestamp: int) -> None:
    """Every night: look how the goods of live marketplaces show their prices."""
    del timestamp
    sweep_all(datetime.now(UTC))


@app.periodic(cron="53 2 * * *")
@app.task(queueing_lock="settle_points", pass_context=False)
def settle_points(timestamp: int) -> None:
    """Every night: credit the points that were earned, take off those that ran out, and tell before."""
    del timestamp
    settle_all(datetime.now(UTC))


@app.periodic(cron="*/10 * * * *")
@app.task(queueing_lock="revive", pass_context=True)
async def revive(context: object, timestamp: int) -> None:
    """Every ten minutes: start again what a killed worker left behind."""
    del context, timestamp
    for job in await app.job_manager.get_stalled_jobs():
        await app.job_manager.retry_job(job)


def sweep_all(now: datetime) -> int:
    """One round over the shelf of every live marketplace. Returns how many findings are new."""
    found = 0
    for market in parties.marketplaces():
        after = ""
        while market.mode == "live" and (shelf := pricing.shelf(market.id, after=after)):
            found += prices.sweep(by=clock_of(market.id), shelf=shelf, at=now)
            after = shelf[-1].listing_id
    return found


def settle_all(now: datetime) -> int:
    """One round over every marketplace; a sandbox's points are as old as its clock says."""
    return sum(
        points.settle(marketplace=market.id, now=parties.now(market, real=now))
        for market in parties.marketplaces()
    )


def retain_all(now: datetime) -> int:
    """One round over the archive of every live marketplace. Returns how many persons were forgotten."""
    forgotten = 0
    for market in parties.marketplaces():
        after = "" if market.mode == "live" else None
        while after is not None:
            done = archive.retain(by=clock_of(market.id), at=now, after=after)
            forgotten += done.forgotten
            after = done.following or None
    return forgotten


def instruct_all(now: datetime) -> int:
    """One round over every marketplace; a sandbox's instructions are as old as its clock says."""
    return sum(
        instructions.carry_out(marketplace=market.id, now=parties.now(market, real=now))
        for market in parties.marketplaces()
    )


def tick_all(now: datetime) -> int:
    """One round over every marketplace. A sandbox has a test clock; only its evidence is sealed."""
    acted = 0
    key = key_of(settings.GONGDAO_EVIDENCE_KEY)
    for market in parties.marketplaces():
        if market.mode == "live":
            acted += clock.run_until(marketplace=market.id, to=now)
        evidence.seal(marketplace=market.id, at=parties.now(market, real=now), key=key)
    return acted
