"""Files in a case: sealed as they came, shown without metadata, for whom they are meant (S36)."""

from __future__ import annotations

import io
import json
from datetime import timedelta
from hashlib import sha256

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from gongdao.detectors.documents import files
from gongdao.kernel.refusal import Refusal
from gongdao.registers.duties import queries as duties
from gongdao.registers.evidence import actions as sealing
from gongdao.registers.evidence import queries as evidence
from gongdao.registers.evidence.bundle import verify
from gongdao.registers.evidence.heads import key_of
from gongdao.registers.vault import actions as vault
from gongdao.registers.vault.cipher import MasterKey
from gongdao.registers.vault.models import Document, Piece
from gongdao.stages.disputes import actions as disputes
from gongdao.stages.disputes.bench import actions as bench
from gongdao.stages.disputes.exhibits import actions, queries
from gongdao.stages.disputes.exhibits.actions import Shown
from tests.detectors.test_videos import GPS, box, mp4

pytestmark = pytest.mark.django_db

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-" + b"ANTIVIRUS-TEST-FILE!$H+H*"
PLACE = b"30.2741N 120.1551E, at home"


def photograph(form="JPEG"):
    """A photograph that says where it was taken."""
    out, exif = io.BytesIO(), Image.Exif()
    exif[0x010E] = PLACE.decode()
    Image.effect_noise((400, 300), 50).convert("RGB").save(out, form, exif=exif.tobytes())
    return out.getvalue()


@pytest.fixture
def case(world):
    order = world.delivered_order()
    said = disputes.Complaint("not_as_described", "refund", "颜色不对")
    row = disputes.file(by=world["consumer"], order=order.id, complaint=said, at=world.now)
    disputes.answer(by=world["merchant"], dispute=row.id, words="没有", admits=False, at=world.now)
    return row


@pytest.fixture
def master():
    return MasterKey(settings.GONGDAO_VAULT_KEY)


@pytest.fixture
def shows(world, case, master):
    """`shows(b"...")`: the buyer shows a file in the case."""

    def show(content=None, by="consumer", **said):
        file = io.BytesIO(content or photograph())
        shown = Shown(**{"fact": "defective", "words": "照片", "content": file} | said)
        return actions.show(by=world[by], dispute=case.id, said=shown, at=world.now, master=master)

    return show


def code_of(act, *args, **kwargs):
    with pytest.raises(Refusal) as refused:
        act(*args, **kwargs)
    return refused.value.code


def look(world, shown, master, by):
    return actions.look(by=world[by], exhibit=shown.id, at=world.now, master=master)


def original(world, shown, master, by, reason="核对拍摄地点"):
    return actions.look_at_original(
        by=world[by], exhibit=shown.id, reason=reason, at=world.now, master=master
    )


def send_back(world, shown, due_at, by="arbiter", words="看不清，请重拍"):
    return actions.send_back(
        by=world[by], exhibit=shown.id, words=words, due_at=due_at, at=world.now
    )


def test_a_photograph_is_sealed_as_it_came_and_shown_without_its_place(world, case, shows, master):
    sent = photograph()
    assert PLACE in sent
    shown = shows(sent)

    seen = look(world, shown, master, "merchant")
    assert (seen.media, PLACE in seen.whole()) == ("image/jpeg", False)
    assert Image.open(io.BytesIO(seen.whole())).size == (400, 300)
    assert original(world, shown, master, "arbiter").whole() == sent
    assert original(world, shown, master, "consumer").whole() == sent
    assert code_of(original, world, shown, master, "merchant") == "not_allowed"
    assert code_of(original, world, shown, master, "arbiter", reason=" ") == "reason_missing"
    kept = [bytes(each.sealed) for each in Document.objects.all()]
    assert len(kept) == 2
    assert not any(PLACE in each for each in kept)


def test_the_digest_of_the_file_as_it_came_is_proved_by_the_bundle(world, case, shows):
    sent = photograph()
    shows(sent)
    key = key_of(settings.GONGDAO_EVIDENCE_KEY)
    sealing.seal(marketplace=world.market.id, at=world.now, key=key)
    made = evidence.bundle_about(case.order_id, marketplace=world.market.id, key=key, at=world.now)

    assert not verify(made, keys=[key.id]).findings
    acts = [each["record"] for each in json.loads(made)["records"]]
    (deed,) = [each for each in acts if each["act"] == "dispute.exhibited"]
    assert deed["data"]["sha256"] == sha256(sent).hexdigest()
    assert deed["data"]["audience"] == "both"


def test_what_is_for_the_platform_only_the_other_side_does_not_see(world, case, shows, master):
    shown = shows(audience="platform")
    for by, sees in (("consumer", 1), ("arbiter", 1), ("platform", 1), ("merchant", 0)):
        assert len(queries.visible(case, by=world[by])) == sees
    assert look(world, shown, master, "arbiter").media == "image/jpeg"
    for by in ("merchant", "stranger"):
        assert code_of(look, world, shown, master, by) in ("exhibit_unknown", "dispute_unknown")


def test_a_decision_names_what_was_for_the_platform_only_by_its_digest(world, case, shows):
    hidden, open_ = shows(audience="platform", words="我的病历"), shows(words="外盒")
    world.advances(days=11)
    made = disputes.decide(
        by=world["arbiter"], dispute=case.id, at=world.now,
        ruling=disputes.Ruling({"defective": True}),
    )  # fmt: skip
    said = {e["id"]: e["words"] for f in made.findings for e in f["exhibits"]}
    assert said == {hidden.id: "", open_.id: "外盒"}


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"audience": "everybody"}, "audience_unknown"),
        ({"fact": "weather"}, "exhibit_not_taken"),
        ({"words": "  "}, "exhibit_unexplained"),
        ({"instead_of": "exh_nothing"}, "exhibit_unknown"),
        ({"content": EICAR}, "file_is_malware"),
        ({"content": b"MZ" + bytes(400)}, "file_is_program"),
        ({"content": photograph()[:900]}, "picture_broken"),
        ({"content": photograph() + b"PK\x03\x04" + bytes(60)}, "file_is_many"),
        ({"content": photograph().replace(b"\xff\xd9", b"<script>\xff\xd9")}, "file_is_many"),
        ({"content": b"%PDF-1.7 broken"}, "pdf_broken"),
        ({"content": b"just words"}, "file_kind_other"),
    ],
)
def test_what_is_not_taken(shows, said, code):
    assert code_of(shows, **said) == code
    assert not Document.objects.exists()


def test_only_a_side_shows_and_not_after_the_end(world, case, shows):
    with pytest.raises(Refusal):
        shows(by="stranger")
    disputes.withdraw(by=world["consumer"], dispute=case.id, at=world.now)
    assert code_of(shows) == "exhibit_not_taken"


def test_whoever_was_erased_leaves_the_digest_and_nothing_to_see(world, case, shows, master):
    shown = shows()
    vault.erase(by="clock", subject=world["consumer"].party, at=world.now)
    assert code_of(look, world, shown, master, "merchant") == "data_gone"
    assert queries.visible(case, by=world["merchant"])[0].sha256 == shown.sha256
    assert code_of(shows) == "subject_erased"


def test_an_illegible_exhibit_is_sent_again_in_time(world, case, shows):
    shown, due = shows(), world.now + timedelta(days=2)
    send_back(world, shown, due)
    (duty,) = [d for d in duties.open_about(case.order_id) if d.kind == "exhibit_again"]
    assert (duty.owed_by, duty.due_at) == (world["consumer"].party, due)
    assert code_of(send_back, world, shown, due) == "deficiency_noted_already"
    assert code_of(shows, by="merchant", instead_of=shown.id) == "deficiency_unknown"

    again = shows(instead_of=shown.id)
    assert queries.deficiencies([shown])[shown.id].mended_by_id == again.id
    assert not [d for d in duties.open_about(case.order_id) if d.kind == "exhibit_again"]
    assert code_of(shows, instead_of=shown.id) == "deficiency_unknown"


def test_an_exhibit_not_sent_again_in_time_stays_as_it_is(world, case, shows):
    shown = shows()
    send_back(world, shown, world.now + timedelta(days=2))
    world.advances(days=3)
    assert queries.deficiencies([shown])[shown.id].state == "left"
    assert code_of(shows, instead_of=shown.id) == "deficiency_unknown"
    assert "exhibit.left" in {row.act for row in evidence.about(case.order_id)}


def test_the_time_to_send_again_lies_within_the_step_of_the_case(world, case, shows):
    shown = shows()
    (step,) = [d for d in duties.open_about(case.order_id) if d.kind == "settlement"]
    for due in (world.now, step.due_at + timedelta(microseconds=1)):
        assert code_of(send_back, world, shown, due) == "deficiency_unreal"
    later = world.now + timedelta(days=1)
    assert code_of(send_back, world, shown, later, words=" ") == "deficiency_unreal"
    assert code_of(send_back, world, shown, later, by="merchant") == "not_allowed"
    assert send_back(world, shown, step.due_at).state == "noted"


def test_on_the_page_a_side_sends_a_file_and_the_arbiter_asks_for_it_again(world, case, people):
    buyer, seller, arbiter = people("consumer"), people("merchant"), people("arbiter")
    here = f"/cases/{case.id}"
    assert 'type="file"' in buyer.sees(here)
    said = {"fact": "defective", "shows": "The box", "audience": "both"}
    bad = buyer.does(f"{here}/exhibit", status=409, file=SimpleUploadedFile("a.jpg", EICAR), **said)
    assert "malware" in bad
    assert "The box" in bad
    buyer.does(f"{here}/exhibit", file=SimpleUploadedFile("a.jpg", photograph()), **said)
    (shown,) = queries.visible(case, by=world["consumer"])
    assert f"/exhibits/{shown.id}" in seller.sees(here)
    response = seller.browser.get(f"/exhibits/{shown.id}")
    assert (response.status_code, response["Content-Type"]) == (200, "image/jpeg")
    assert PLACE not in response.content

    bench.take(by=world["arbiter"], dispute=case.id, at=world.now)
    day = (world.now + timedelta(days=2)).date().isoformat()
    arbiter.does(f"/exhibits/{shown.id}/send_back", wanting="Too dark", due_on=day)
    assert "Too dark" in buyer.sees(here)
    assert shown.id in buyer.sees(here)
    buyer.does(
        f"{here}/exhibit", file=SimpleUploadedFile("b.jpg", photograph()), instead_of=shown.id,
        **said,
    )  # fmt: skip
    assert "sent again" in buyer.sees(here)


def upload(person, case, key="k1", status=201, content=None, **said):
    form = {"fact": "defective", "words": "The box", **said}
    response = person.browser.post(
        f"/api/v1/disputes/{case.id}/exhibit-files",
        form | {"file": SimpleUploadedFile("a.jpg", content or photograph())},
        headers=person._headers() | {"idempotency-key": key},
    )
    assert response.status_code == status, response.content.decode()[:2000]
    return response.json()


def test_through_the_api_a_file_is_sent_once_and_read_by_whom_it_is_for(case, people):
    buyer, seller = people("consumer"), people("merchant")
    content = photograph()
    made = upload(buyer, case, content=content, audience="platform")
    assert made["sha256"] == sha256(content).hexdigest()
    assert (made["media"], made["size"]) == ("image/jpeg", len(content))
    listed = f"/disputes/{case.id}/exhibit-files"
    assert [each["id"] for each in buyer.gets(listed)] == [made["id"]]
    assert seller.gets(listed) == []
    assert seller.gets(f"/disputes/{case.id}")["exhibits"] == []
    assert seller.gets(f"/exhibits/{made['id']}/file", 404)["code"] == "exhibit_unknown"
    upload(buyer, case, "k2", 422, content=EICAR)
    assert upload(buyer, case, "k3", 422, audience="all")["code"] == "audience_unknown"


def test_two_gigabytes_are_refused_by_their_declared_length(case, people):
    buyer, two = people("consumer"), str(2 * 1024**3)
    for path in (f"/api/v1/disputes/{case.id}/exhibit-files", f"/cases/{case.id}/exhibit"):
        response = buyer.browser.post(
            path, b"start", content_type="multipart/form-data; boundary=x",
            headers=buyer._headers() | {"idempotency-key": "big"}, CONTENT_LENGTH=two,
        )  # fmt: skip
        assert response.status_code == 413


def test_a_video_is_sealed_as_it_came_shown_without_its_place_and_played_by_ranges(
    world, case, shows, master, people
):
    recorded = mp4()
    made = shows(recorded)

    seen = look(world, made, master, "merchant")
    assert seen.media == "video/mp4"
    assert GPS in recorded
    assert GPS not in seen.whole()
    assert original(world, made, master, "consumer").whole() == recorded
    assert made.sha256 == sha256(recorded).hexdigest()

    part = people("merchant").browser.get(f"/exhibits/{made.id}", headers={"range": "bytes=4-7"})
    assert (part.status_code, part.content) == (206, b"ftyp")
    assert people("stranger").browser.get(f"/exhibits/{made.id}").status_code == 404
    assert "<video" in people("arbiter").sees(f"/cases/{case.id}")


def recorded(pieces=3):
    """A phone's recording of some megabytes: longer than one piece, longer than memory is given."""
    return mp4(before=box(b"free", GPS, bytes(pieces << 20)))


def test_a_long_recording_is_sent_through_the_api_and_played_in_parts(case, people, world):
    buyer, content = people("consumer"), recorded()
    made = upload(buyer, case, content=content)
    assert made["sha256"] == sha256(content).hexdigest()
    assert upload(buyer, case, content=content) == made
    again = upload(buyer, case, status=422, content=recorded(2))
    assert again["code"] == "idempotency_key_reused"
    assert Document.objects.count() == 2

    seller, path = people("merchant"), f"/api/v1/exhibits/{made['id']}/file"
    whole = seller.browser.get(path, headers=seller._headers())
    shown = whole.content
    assert sha256(shown).hexdigest() == made["shown_sha256"]
    assert GPS not in shown
    for first, last in ((0, 9), (2**20 - 5, 2**20 + 5), (2**21 - 5, 3 * 2**20), (len(shown) - 3, len(shown) - 1)):  # fmt: skip
        asked = {"range": f"bytes={first}-{last}", **seller._headers()}
        part = seller.browser.get(path, headers=asked)
        assert (part.status_code, part.content) == (206, shown[first : last + 1])
    acts = [row.act for row in evidence.about(case.order_id)]
    assert acts.count("exhibit.seen") == 1, "parts that a player asks for are one look"


def test_on_the_page_a_long_recording_is_sent_and_one_too_long_keeps_what_was_typed(
    case, people, monkeypatch
):
    buyer, said = (
        people("consumer"),
        {"fact": "defective", "shows": "The parcel", "audience": "both"},
    )
    here = f"/cases/{case.id}/exhibit"
    buyer.does(here, file=SimpleUploadedFile("a.mp4", recorded()), **said)
    monkeypatch.setattr(files, "VIDEO_MOST", 1 << 20)
    page = buyer.does(here, status=409, file=SimpleUploadedFile("a.mp4", recorded()), **said)
    assert "500 MB" in page
    assert "The parcel" in page


def test_a_recording_before_signing_in_is_not_read(case, client):
    response = client.post(
        f"/cases/{case.id}/exhibit", b"start", content_type="multipart/form-data; boundary=x",
        CONTENT_LENGTH=str(100 << 20),
    )  # fmt: skip
    assert response.status_code == 413


def test_all_that_a_side_shows_has_its_measure(shows, monkeypatch):
    content = recorded(1)
    monkeypatch.setattr(actions, "BYTES_MOST", 2 * len(content))
    shows(content)
    shows(content)
    assert code_of(shows, content) == "exhibits_too_heavy"
    assert Document.objects.count() == 4


def test_a_recording_is_erased_with_its_person(world, shows, master):
    made = shows(recorded(1))
    vault.erase(by="clock", subject=world["consumer"].party, at=world.now)
    assert code_of(look, world, made, master, "merchant") == "data_gone"
    assert not Piece.objects.exists()
