"""Time stamps lead to a root that is trusted, by certificates in force then; both verifiers say so alike."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property
from hashlib import sha256
from pathlib import Path

import pytest
from asn1crypto import tsp
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID as Use
from django.test import override_settings

from gongdao.interfaces import stamping
from gongdao.kernel.refusal import Refusal
from gongdao.registers.evidence import stamps
from gongdao.registers.evidence.bundle import verify
from tests.registers.evidence.test_bundle import ALONE_MODULE, full
from tests.registers.evidence.test_stamps import AT, IMPRINT, NONCE, SandboxAuthority, authority

DAY = timedelta(days=1)
ALONE = Path(ALONE_MODULE.__file__)


@dataclass
class Issuer:
    """An authority over certificates, and what it says of itself."""

    name: str
    above: Issuer | None = None
    ca: bool = True
    length: int | None = None
    begins: timedelta = -DAY
    ends: timedelta = DAY
    signs: bool = True
    uses: tuple = ()
    more: tuple = ()
    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )

    @cached_property
    def certificate(self):
        usage = x509.KeyUsage(False, False, False, False, False, self.signs, False, False, False)
        made = (
            self._begun(self.key.public_key())
            .add_extension(
                x509.BasicConstraints(ca=self.ca, path_length=self.length), critical=True
            )
            .add_extension(usage, critical=True)
        )
        if self.uses:
            made = made.add_extension(x509.ExtendedKeyUsage(self.uses), critical=False)
        for each in self.more:
            made = made.add_extension(each, critical=True)
        return made.sign((self.above or self).key, hashes.SHA256())

    def _begun(self, public, name=""):
        named = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name or self.name)])
        above = self.above.name if self.above and not name else self.name
        return (
            x509.CertificateBuilder()
            .subject_name(named)
            .issuer_name(x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, above)]))
            .public_key(public)
            .serial_number(x509.random_serial_number())
            .not_valid_before(AT + (-DAY if name else self.begins))
            .not_valid_after(AT + (DAY if name else self.ends))
        )

    def for_stamps(self, public):
        """A certificate for time stamps, which this one issues."""
        begun = self._begun(public, "Stamps of tests")
        return begun.add_extension(x509.ExtendedKeyUsage([Use.TIME_STAMPING]), critical=True).sign(
            self.key, hashes.SHA256()
        )


ROOT = Issuer("Root of tests")
OTHER = Issuer("Root of tests")
"""Another key under the same name."""


def token(*chain):
    """A stamp under the last of a chain, with all of it beside but the root."""
    made = SandboxAuthority(b"\5" * 32, lambda: AT)
    made.certificate = chain[-1].for_stamps(made._key.public_key())
    answer = made.answer(stamps.request(IMPRINT, nonce=NONCE))
    content = tsp.TimeStampResp.load(answer)["time_stamp_token"]
    for each in chain[1:]:
        der = each.certificate.public_bytes(Encoding.DER)
        content["content"]["certificates"].append(asn1.Certificate.load(der))
    return content.dump(force=True)


def middle(**said):
    return Issuer("Middle of tests", above=ROOT, **said)


LONG = [ROOT]
for _step in range(6):
    LONG.append(Issuer(f"Step {_step}", above=LONG[-1]))

CHAINS = {
    "straight": ((ROOT,), ROOT, True),
    "by one between": ((ROOT, middle()), ROOT, True),
    "between, for stamps": ((ROOT, middle(uses=(Use.TIME_STAMPING,))), ROOT, True),
    "between, for anything": ((ROOT, middle(uses=(Use.ANY_EXTENDED_KEY_USAGE,))), ROOT, True),
    "long enough": (tuple(LONG[:6]), ROOT, True),
    "in force till that second": ((ROOT, middle(ends=timedelta())), ROOT, True),
    "the one between is trusted itself": ((ROOT, mid := middle()), mid, True),
    "another root of the same name": ((ROOT,), OTHER, False),
    "another root, one between": ((ROOT, middle()), OTHER, False),
    "too long": (tuple(LONG), ROOT, False),
    "over before": ((ROOT, middle(ends=-timedelta(seconds=1))), ROOT, False),
    "not yet in force": ((ROOT, middle(begins=timedelta(seconds=1))), ROOT, False),
    "no authority": ((ROOT, middle(ca=False)), ROOT, False),
    "may not sign": ((ROOT, middle(signs=False)), ROOT, False),
    "for web sites only": ((ROOT, middle(uses=(Use.SERVER_AUTH,))), ROOT, False),
    "says more than we read": (
        (ROOT, middle(more=(x509.NameConstraints([x509.DNSName("a.cn")], None),))), ROOT, False,
    ),
    "signed by somebody else": ((ROOT, Issuer("Middle of tests", above=OTHER)), ROOT, False),
}  # fmt: skip


@pytest.mark.parametrize("name", CHAINS)
def test_a_stamp_leads_to_a_trusted_root_or_is_found_not_to(name):
    chain, root, holds = CHAINS[name]
    made, roots = token(*chain), [root.certificate]
    found = ALONE_MODULE.stamp_of(made, IMPRINT, roots)[1]
    assert found == (None if holds else "stamp_chain_wrong")
    if holds:
        assert stamps.check(made, imprint=IMPRINT, roots=roots).at == AT
    else:
        with pytest.raises(stamps.Faulty, match="stamp_chain_wrong"):
            stamps.check(made, imprint=IMPRINT, roots=roots)
    assert stamps.check(made, imprint=IMPRINT).authority == "Stamps of tests"


@pytest.mark.parametrize(("length", "holds"), [(None, True), (1, True), (0, False)])
def test_how_many_may_stand_below_is_said_by_whoever_stands_above(length, holds):
    root = Issuer("Short root", length=length)
    made = token(root, Issuer("Between", above=root, length=0))
    code = ALONE_MODULE.stamp_of(made, IMPRINT, [root.certificate])[1]
    assert (code is None) is holds


def test_a_chain_that_came_without_its_middle_leads_nowhere():
    made = SandboxAuthority(b"\5" * 32, lambda: AT)
    made.certificate = middle().for_stamps(made._key.public_key())
    alone = made.answer(stamps.request(IMPRINT, nonce=NONCE))
    said = {"imprint": IMPRINT, "nonce": NONCE, "at": AT}
    with pytest.raises(Refusal) as refused:
        stamps.accept(alone, roots=[ROOT.certificate], **said)
    assert refused.value.code == "stamp_chain_wrong"
    assert stamps.accept(alone, **said)


def test_the_verdict_on_a_bundle_follows_the_roots_one_names(tmp_path):
    data = full(stamps=[token(ROOT, middle())])
    for root, codes in ((ROOT, []), (OTHER, [("/stamps/0/token", "stamp_chain_wrong")])):
        roots = [root.certificate]
        assert [(each.place, each.code) for each in verify(data, roots=roots).findings] == codes
        assert ALONE_MODULE.verify(data, (), roots).findings == codes
        file, pem = tmp_path / "b.json", tmp_path / "root.pem"
        file.write_bytes(data)
        pem.write_bytes(root.certificate.public_bytes(Encoding.PEM))
        assert stamping.roots_in(pem) == roots
        ran = subprocess.run(
            [sys.executable, str(ALONE), str(file), "--tsa-root", str(pem), "--json"],
            capture_output=True, check=False,
        )  # fmt: skip
        assert ran.returncode == bool(codes)
        assert [(e["place"], e["code"]) for e in json.loads(ran.stdout)["findings"]] == codes
    assert verify(data).valid


def test_roots_that_cannot_be_read_are_refused_and_not_passed_over(tmp_path, world):
    for content in (None, b"", b"no certificate"):
        file = tmp_path / "roots.pem"
        if content is not None:
            file.write_bytes(content)
        with pytest.raises(Refusal) as refused:
            stamping.roots_in(file)
        assert refused.value.code == "stamp_roots_unreadable"
        ran = ALONE_MODULE.main([str(ALONE), "--tsa-root", str(file)])
        assert ran == 2
    with override_settings(GONGDAO_TIMESTAMP_ROOTS=str(file)):
        assert stamping.roots_for(world.market) == [], "a sandbox has an authority of its own"


def test_a_pinned_certificate_needs_nobody_above():
    alone = authority().certificate
    made = tsp.TimeStampResp.load(authority().answer(stamps.request(IMPRINT, nonce=NONCE)))
    held = made["time_stamp_token"].dump()
    assert stamps.check(held, imprint=IMPRINT, roots=[OTHER.certificate, alone]).at == AT


def test_a_file_of_any_length_is_looked_up_among_the_records(tmp_path):
    data = full()
    named = next(
        value
        for each in json.loads(data)["records"]
        for value in each["record"].get("data", {}).values()
        if isinstance(value, str) and len(value) == 64
    )
    said = ALONE_MODULE.verify(data)
    said.check_exhibit("video.mp4", named)
    assert said.valid
    said.check_exhibit("other.mp4", "0" * 64)
    assert said.findings == [("other.mp4", "attachment_not_named")]
    video = tmp_path / "video.mp4"
    video.write_bytes(b"\7" * 3_000_000)
    assert ALONE_MODULE.digest_of(str(video)) == sha256(b"\7" * 3_000_000).hexdigest()
