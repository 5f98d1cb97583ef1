#!/usr/bin/env python3
"""公道存证包离线核验 / Verify a Gongdao evidence bundle, offline.

    python gongdao_verify.py FILE [--key FINGERPRINT] [--json]

This one file needs Python 3.9 or later and `pip install cryptography`, nothing of Gongdao's own: it
is a second implementation of the format, so that nobody has to trust the first. It reads one file
and opens no connection.

Ends with 0 if the bundle is valid, 1 if it is not, 2 if it could not be checked.

What it checks, in this order:
  1. The file is strict JSON (UTF-8, no key twice, whole numbers only), built as the format says.
  2. Every key is named by the SHA-256 of its 32 public bytes.
  3. The head {at, key, log, root, size} is signed (Ed25519 over its canonical JSON, RFC 8785).
  4. An earlier head, if there is one, is a beginning of the same tree (RFC 9162, 2.1.4).
  5. Every record is in the signed tree: leaf SHA-256(0x00 || canonical JSON of the record, or of
     [record, salt]), node SHA-256(0x01 || left || right), RFC 9162, 2.1.3.
  6. The bundle is about what its records are about; every attachment has a SHA-256 some record names.
  7. Time stamps, if the bundle has any (format 2): each is an RFC 3161 token on the SHA-256 of the
     canonical JSON of the head, signed under a certificate for time stamping that was in force then.
     Which authority that is, and whether to believe it, is for you to judge: its name is printed.
  8. The seal: SHA-256 of the canonical JSON of everything else, and a signature over it if it has one.
Without --key a valid verdict means "consistent with the key inside": compare the fingerprint it
prints with the one the marketplace publishes elsewhere.
"""

import argparse
import base64
import binascii
import datetime
import hashlib
import json
import re
import sys

try:
    from cryptography import x509
    from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
except ImportError:
    Ed25519PublicKey = None

FORMATS = ("gongdao-evidence/1", "gongdao-evidence/2")
FILE_BYTES_MOST = 64 * 1024 * 1024
RECORD_BYTES_MOST = 1024 * 1024
DEPTH_MOST = 40
FINDINGS_MOST = 100
NUMBER_MOST = 2**53 - 1

WORDS_TABLE = """
too_large
  文件超过 64 MiB，不是存证包。
  The file is over 64 MiB; no bundle is.
not_utf8
  文件不是 UTF-8 文本，可能被改动。
  The file is not UTF-8 text; it may have been changed.
cut_short
  文件在此中断，可能只有一半。
  The file ends here too soon; part of it may be missing.
not_json
  此处不符合 JSON 格式。
  This is not JSON from here on.
key_twice
  同一个键出现两次，含义不明。
  The same key stands twice, so that it may mean two things.
number_not_whole
  存证中只有整数。
  Evidence has whole numbers only.
number_too_large
  整数过大。
  The number is too large.
nested_too_deep
  嵌套层数过多。
  Nested too deep.
text_broken
  文字含有不成对的代理字符。
  The text has a lone surrogate.
format_unknown
  不是公道存证包，或版本不支持。
  This is no Gongdao bundle, or of a version unknown here.
field_missing
  缺少此项。
  This field is missing.
field_unknown
  格式中没有此项。
  The format has no such field.
text_expected
  此处应为文字。
  Text is expected here.
whole_expected
  此处应为不小于零的整数。
  A whole number from zero up is expected here.
list_expected
  此处应为列表。
  A list is expected here.
list_empty
  列表不能为空。
  The list may not be empty.
object_expected
  此处应为对象。
  An object is expected here.
hash_expected
  此处应为 64 位小写十六进制数。
  64 lower-case hex digits are expected here.
signature_expected
  此处应为 128 位小写十六进制数。
  128 lower-case hex digits are expected here.
salt_expected
  此处应为 32 至 128 位小写十六进制数。
  32 to 128 lower-case hex digits are expected here.
moment_expected
  此处应为精确到微秒的 UTC 时间。
  A UTC time to the microsecond is expected here.
key_misnamed
  指纹与公钥不符。
  The fingerprint is not that of the public key.
key_repeated
  同一密钥列出两次。
  The key is listed twice.
key_missing
  文件中没有所指的公钥。
  The file lacks the public key that is named here.
key_not_trusted
  签名密钥不是您信任的密钥。
  Signed by a key that is not one you trust.
log_differs
  树头属于另一本存证。
  The head belongs to another log.
head_signature_wrong
  树头的签名不成立。
  The signature of the head does not hold.
earlier_not_earlier
  较早的树头为空，或比现在的更大。
  The earlier head is empty or larger than the later one.
not_consistent
  较早的存证后来被改写。
  What was recorded before the earlier head was rewritten.
index_beyond_head
  该记录的位置超出所签名的树。
  The record's place is beyond the signed tree.
records_out_of_order
  记录未按先后排列，或重复。
  The records are out of order or repeated.
record_too_large
  该记录过大。
  The record is too large.
not_included
  该记录不在所签名的存证树中，或被改动。
  This record is not in the signed tree, or was changed.
about_differs
  所列事项与记录不符。
  What the bundle says it is about is not what its records are about.
base64_wrong
  附件编码有误。
  The attachment is not well encoded.
attachment_differs
  附件内容与其摘要不符。
  The attachment is not the one its digest names.
attachment_not_named
  没有记录提到此附件。
  No record names this attachment.
stamp_unreadable
  时间戳无法读取。
  The time stamp cannot be read.
stamp_of_other_head
  时间戳盖的不是这个树头。
  The time stamp is not on this head.
stamp_certificate_wrong
  时间戳的证书不能用于签发时间戳，或当时不在有效期。
  The certificate of the time stamp is not for stamping, or was not in force then.
stamp_signature_wrong
  时间戳的签名不成立。
  The signature of the time stamp does not hold.
stamp_chain_wrong
  时间戳的证书不能经由当时有效的证书追溯到您信任的根证书。
  The certificate of the time stamp does not lead to a root that you trust, by certificates in force then.
seal_broken
  文件内容在封存之后被改动。
  The file was changed after it was sealed.
seal_signature_wrong
  封存的签名不成立。
  The signature of the seal does not hold.
more_findings
  问题过多，其余从略。
  There are more findings than are listed.
"""


def read_words(table):
    lines = table.strip().split("\n")
    return {lines[n]: (lines[n + 1].strip(), lines[n + 2].strip()) for n in range(0, len(lines), 3)}


WORDS = read_words(WORDS_TABLE)


# 1a. Strict JSON ------------------------------------------------------------------------------


class Stop(Exception):
    """The file cannot be read any further."""

    def __init__(self, place, code):
        Exception.__init__(self, place, code)
        self.place, self.code = place, code


TOKEN = re.compile(
    r"(?P<mark>[{}\[\],:])|(?P<word>true|false|null)"
    r"|(?P<number>-?(?:0|[1-9][0-9]*)(?P<rest>(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?))|(?P<quote>\")"
)
SPACE = re.compile(r"[ \t\n\r]*")
RUN = re.compile(r"[^\"\\\x00-\x1f]+")
SHORT = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "/": "/", "\\": "\\", '"': '"'}
WORD = {"true": True, "false": False, "null": None}


class Scanner:
    """Takes the text apart, token by token; never goes back."""

    def __init__(self, text):
        self.text, self.at = text, 0

    def stop(self, code, at):
        before = self.text[:at]
        line = before.count("\n") + 1
        column = len(before) - (before.rfind("\n") + 1) + 1
        return Stop("line %d, column %d" % (line, column), code)

    def wrong(self, at):
        return self.stop("cut_short" if at >= len(self.text) else "not_json", at)

    def next(self):
        """(kind, value, where it begins); at the end of the text the kind is ''."""
        start = self.at = SPACE.match(self.text, self.at).end()
        found = TOKEN.match(self.text, start)
        if found is None:
            if start >= len(self.text):
                return "", None, start
            raise self.wrong(start)
        self.at = found.end()
        if found.group("mark"):
            return found.group("mark"), None, start
        if found.group("word"):
            return "value", WORD[found.group("word")], start
        if found.group("quote"):
            return "string", None, start
        return "number", (found.group("number"), found.group("rest")), start

    def string(self, start):
        parts = []
        while True:
            run = RUN.match(self.text, self.at)
            if run:
                parts.append(run.group())
                self.at = run.end()
            letter = self.text[self.at : self.at + 1]
            if letter == '"':
                self.at += 1
                return "".join(parts)
            if letter != "\\":
                raise self.wrong(self.at)
            escaped = self.text[self.at + 1 : self.at + 2]
            if escaped in SHORT and escaped:
                parts.append(SHORT[escaped])
                self.at += 2
            elif escaped == "u":
                parts.append(self.unicode(start))
            else:
                raise self.wrong(self.at + 1)

    def unicode(self, start):
        first = self.four(self.at + 2)
        self.at += 6
        if first < 0xD800 or first > 0xDFFF:
            return chr(first)
        if first <= 0xDBFF and self.text[self.at : self.at + 2] == "\\u":
            second = self.four(self.at + 2)
            if 0xDC00 <= second <= 0xDFFF:
                self.at += 6
                return chr(0x10000 + (first - 0xD800) * 0x400 + (second - 0xDC00))
        raise self.stop("text_broken", start)

    def four(self, at):
        digits = self.text[at : at + 4]
        if re.fullmatch("[0-9a-fA-F]{4}", digits) is None:
            raise self.wrong(at)
        return int(digits, 16)

    def value(self, token, depth):
        kind, value, start = token
        if kind == "value":
            return value
        if kind == "string":
            return self.string(start)
        if kind == "number":
            digits, rest = value
            if rest:
                raise self.stop("number_not_whole", start)
            if len(digits) > 17 or abs(int(digits)) > NUMBER_MOST:
                raise self.stop("number_too_large", start)
            return int(digits)
        if kind not in ("{", "["):
            raise self.wrong(start)
        if depth >= DEPTH_MOST:
            raise self.stop("nested_too_deep", start)
        return self.members(depth + 1) if kind == "{" else self.items(depth + 1)

    def members(self, depth):
        result = {}
        token = self.next()
        if token[0] == "}":
            return result
        while True:
            if token[0] != "string":
                raise self.wrong(token[2])
            name = self.string(token[2])
            if name in result:
                raise self.stop("key_twice", token[2])
            colon = self.next()
            if colon[0] != ":":
                raise self.wrong(colon[2])
            result[name] = self.value(self.next(), depth)
            token = self.next()
            if token[0] == "}":
                return result
            if token[0] != ",":
                raise self.wrong(token[2])
            token = self.next()

    def items(self, depth):
        result = []
        token = self.next()
        if token[0] == "]":
            return result
        while True:
            result.append(self.value(token, depth))
            token = self.next()
            if token[0] == "]":
                return result
            if token[0] != ",":
                raise self.wrong(token[2])
            token = self.next()


def load(data):
    if len(data) > FILE_BYTES_MOST:
        raise Stop("/", "too_large")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Stop("byte %d" % error.start, "not_utf8")
    scanner = Scanner(text)
    content = scanner.value(scanner.next(), 0)
    kind, _, start = scanner.next()
    if kind:
        raise scanner.wrong(start)
    return content


def canonical(value):
    """RFC 8785 for what `load` can give."""
    if isinstance(value, dict):
        names = sorted(value, key=lambda name: name.encode("utf-16-be"))
        inner = (json.dumps(name, ensure_ascii=False) + ":" + canonical(value[name]) for name in names)
        return "{" + ",".join(inner) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(canonical, value)) + "]"
    return json.dumps(value, ensure_ascii=False)


# 1b. Built as the format says ---------------------------------------------------------------------

HEX = {"hash": "[0-9a-f]{64}", "signature": "[0-9a-f]{128}", "salt": "(?:[0-9a-f]{2}){16,64}"}
MOMENT = "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}[.][0-9]{6}[+]00:00"


def text_like(kind):
    pattern = re.compile(HEX.get(kind, MOMENT if kind == "moment" else "(?s:.*)"))

    def check(value, place, add):
        if not isinstance(value, str):
            add(place, "text_expected")
        elif not pattern.fullmatch(value):
            add(place, kind + "_expected")

    return check


def whole(value, place, add):
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        add(place, "whole_expected")


def any_object(value, place, add):
    if not isinstance(value, dict):
        add(place, "object_expected")


def fields(*needed, **optional):
    """An object of these (name, check) pairs; the `optional` ones may be absent."""
    order = list(needed)
    for name, (check, before) in optional.items():
        spot = [each[0] for each in order].index(before) if before else len(order)
        order.insert(spot, (name, check))

    def check_all(value, place, add):
        if not isinstance(value, dict):
            return add(place, "object_expected")
        for name, check in order:
            if name in value:
                check(value[name], place + "/" + name, add)
            elif name not in optional:
                add(place + "/" + name, "field_missing")
        for name in value:
            if name not in dict(order):
                shown = name[:80].replace("~", "~0").replace("/", "~1")
                add(place + "/" + shown, "field_unknown")

    return check_all


def list_of(check, empty=True):
    def check_all(value, place, add):
        if not isinstance(value, list):
            return add(place, "list_expected")
        if not value and not empty:
            add(place, "list_empty")
        for n, each in enumerate(value):
            check(each, "%s/%d" % (place, n), add)

    return check_all


text, hash_, signature, moment, salt = map(text_like, ["text", "hash", "signature", "moment", "salt"])
head_form = fields(
    ("log", text), ("size", whole), ("root", hash_), ("at", moment), ("key", hash_),
    ("signature", signature),
)
bundle_fields = (
    ("format", text),
    ("read_me", fields(("zh", text), ("en", text))),
    ("log", text),
    ("made_at", moment),
    ("about", list_of(text)),
    ("head", head_form),
    ("keys", list_of(fields(("key", hash_), ("public", hash_)), empty=False)),
    (
        "records",
        list_of(
            fields(("index", whole), ("record", any_object), ("proof", list_of(hash_)), salt=(salt, "proof")),
            empty=False,
        ),
    ),
    (
        "attachments",
        list_of(fields(("name", text), ("media_type", text), ("sha256", hash_), ("base64", text))),
    ),
    ("seal", fields(("sha256", hash_), key=(hash_, None), signature=(signature, None))),
)
may_have = {"earlier": (fields(("head", head_form), ("proof", list_of(hash_))), "keys")}
stamps = ("stamps", list_of(fields(("token", text)), empty=False))
bundle_forms = {
    FORMATS[0]: fields(*bundle_fields, **may_have),
    FORMATS[1]: fields(*bundle_fields, stamps, **may_have),
}


# 4, 5. The tree, by the RFC's recursive definitions -----------------------------------------------


def sha256(data):
    return hashlib.sha256(data).digest()


def node(left, right):
    return sha256(b"\x01" + left + right)


def half(size):
    """The largest power of two smaller than the size."""
    return 1 << ((size - 1).bit_length() - 1)


def root_by(leaf, index, size, proof):
    """The root that PATH(index, D[size]) leads to; None if it has the wrong length."""
    if size == 1:
        return None if proof else leaf
    if not proof:
        return None
    k, last = half(size), proof[-1]
    if index < k:
        below = root_by(leaf, index, k, proof[:-1])
        return below and node(below, last)
    below = root_by(leaf, index - k, size - k, proof[:-1])
    return below and node(last, below)


def roots_by(old_root, old, new, proof, whole_tree=True):
    """(old root, new root) that SUBPROOF(old, D[new], whole_tree) leads to, or None."""
    if old == new:
        if whole_tree:
            return None if proof else (old_root, old_root)
        return (proof[0], proof[0]) if len(proof) == 1 else None
    if not proof:
        return None
    k, last = half(new), proof[-1]
    if old <= k:
        below = roots_by(old_root, old, k, proof[:-1], whole_tree)
        return below and (below[0], node(below[1], last))
    below = roots_by(old_root, old - k, new - k, proof[:-1], False)
    return below and (node(last, below[0]), node(last, below[1]))


# 7. Time stamps: the few forms of DER that a token of RFC 3161 is made of ----------------------------

SIGNED_DATA = bytes.fromhex("2a864886f70d010702")
TOKEN_INFO = bytes.fromhex("2a864886f70d0109100104")
CONTENT_TYPE = bytes.fromhex("2a864886f70d010903")
MESSAGE_DIGEST = bytes.fromhex("2a864886f70d010904")
SIGNING_CERTIFICATE = bytes.fromhex("2a864886f70d010910020c")
SIGNING_CERTIFICATE_2 = bytes.fromhex("2a864886f70d010910022f")
DIGESTS = {
    bytes.fromhex("6086480165030402" + end): name
    for end, name in (("01", "sha256"), ("02", "sha384"), ("03", "sha512"))
}
TOKEN_BYTES_MOST = 64 * 1024


def parts(data):
    """The values that stand one after the other: of each its tag, its content, and all of it."""
    found, at = [], 0
    while at < len(data):
        tag, length, start = data[at], data[at + 1], at + 2
        if length > 0x84 or length == 0x80 or tag & 31 == 31:
            raise ValueError("not DER")
        if length > 0x80:
            start += length - 0x80
            length = int.from_bytes(data[at + 2 : start], "big")
        if start + length > len(data):
            raise ValueError("cut short")
        found.append((tag, data[start : start + length], data[at : start + length]))
        at = start + length
    return found


def inside(value, tag=0x30):
    """What stands inside a value of this tag."""
    if value[0] != tag:
        raise ValueError("another form")
    return parts(value[1])


def only(values):
    """The one value there is."""
    if len(values) != 1:
        raise ValueError("not one")
    return values[0]


class Token:
    def __init__(self, data):
        if len(data) > TOKEN_BYTES_MOST:
            raise ValueError("too large")
        kind, content = inside(only(parts(data)))
        signed = inside(only(inside(content, 0xA0)))
        inner = inside(signed[2])
        if kind[1] != SIGNED_DATA or inner[0][1] != TOKEN_INFO:
            raise ValueError("no time-stamp token")
        self.said = only(inside(inner[1], 0xA0))[1]
        told = inside(only(parts(self.said)))
        algorithm, imprint = inside(told[2])
        if DIGESTS[inside(algorithm)[0][1]] != "sha256":
            raise ValueError("another digest")
        self.imprint = imprint[1]
        self.at = self.moment(told[4])
        self.signer = inside(only(inside(signed[-1], 0x31)))
        self.digest = DIGESTS[inside(self.signer[2])[0][1]]
        self.attributes = {}
        for each in inside(self.signer[3], 0xA0):
            name, values = inside(each)
            self.attributes[name[1]] = inside(values, 0x31)
        self.known = inside(signed[3], 0xA0)
        self.der = self.find(self.known)
        self.certificate = x509.load_der_x509_certificate(self.der)
        names = self.certificate.subject.get_attributes_for_oid(x509.NameOID.COMMON_NAME)
        self.authority = names[-1].value

    def moment(self, value):
        written = value[1].decode("ascii")
        if value[0] != 0x18 or not written.endswith("Z"):
            raise ValueError("no moment")
        said = datetime.datetime.strptime(written[:-1].split(".")[0], "%Y%m%d%H%M%S")
        return said.replace(tzinfo=datetime.timezone.utc)

    def find(self, known):
        issuer, number = inside(self.signer[1])
        for each in known:
            body = inside(inside(each)[0])
            body = body[1:] if body[0][0] == 0xA0 else body
            if (body[2][2], body[0][2]) == (issuer[2], number[2]):
                return each[2]
        raise ValueError("the certificate is missing")

    def certificate_fits(self):
        try:
            use = self.certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
        except x509.ExtensionNotFound:
            return False
        begins, ends = self.certificate.not_valid_before_utc, self.certificate.not_valid_after_utc
        if x509.ExtendedKeyUsageOID.TIME_STAMPING not in use or not begins <= self.at <= ends:
            return False
        digest, which = "sha256", SIGNING_CERTIFICATE_2
        if which not in self.attributes:
            digest, which = "sha1", SIGNING_CERTIFICATE
        if which not in self.attributes:
            return False
        named = inside(inside(inside(self.attributes[which][0])[0])[0])
        if named[0][0] == 0x30:
            digest, named = DIGESTS[inside(named[0])[0][1]], named[1:]
        return hashlib.new(digest, self.der).digest() == named[0][1]

    def leads(self, roots):
        beside = [x509.load_der_x509_certificate(each[2]) for each in self.known]
        return leads(self.certificate, beside, roots, self.at)

    def is_signed(self):
        kinds = [each[1] for each in self.attributes.get(CONTENT_TYPE, ())]
        digests = [each[1] for each in self.attributes.get(MESSAGE_DIGEST, ())]
        if kinds != [TOKEN_INFO] or digests != [hashlib.new(self.digest, self.said).digest()]:
            return False
        # The attributes are signed as a SET, not under the tag that they have inside the message.
        message, signature = b"\x31" + self.signer[3][2][1:], self.signer[5][1]
        hashed = {"sha256": hashes.SHA256, "sha384": hashes.SHA384, "sha512": hashes.SHA512}[self.digest]()
        key = self.certificate.public_key()
        try:
            if isinstance(key, ec.EllipticCurvePublicKey):
                key.verify(signature, message, ec.ECDSA(hashed))
            elif isinstance(key, rsa.RSAPublicKey):
                key.verify(signature, message, padding.PKCS1v15(), hashed)
            else:
                return False
        except InvalidSignature:
            return False
        return True


# What may be critical in a certificate above another: this we read, or it says no more.
BASIC, USAGE, PURPOSE = "2.5.29.19", "2.5.29.15", "2.5.29.37"
UNDERSTOOD = {BASIC, USAGE, PURPOSE, "2.5.29.14", "2.5.29.35", "2.5.29.17", "2.5.29.32"}
STEPS_MOST = 6


def may_issue(issuer, below, at):
    if not issuer.not_valid_before_utc <= at <= issuer.not_valid_after_utc:
        return False
    said = {each.oid.dotted_string: each for each in issuer.extensions}
    if any(each.critical and oid not in UNDERSTOOD for oid, each in said.items()):
        return False
    basic, key, use = (said[oid].value if oid in said else None for oid in (BASIC, USAGE, PURPOSE))
    fit = (x509.ExtendedKeyUsageOID.TIME_STAMPING, x509.ExtendedKeyUsageOID.ANY_EXTENDED_KEY_USAGE)
    return (
        basic is not None
        and basic.ca
        and (basic.path_length is None or below <= basic.path_length)
        and (key is None or key.key_cert_sign)
        and (use is None or any(each in use for each in fit))
    )


def issued(certificate, issuer):
    try:
        certificate.verify_directly_issued_by(issuer)
    except (InvalidSignature, UnsupportedAlgorithm, ValueError, TypeError):
        return False
    return True


def leads(certificate, beside, roots, at, below=0):
    """Whether a certificate leads to a root by those beside it, each in force at the moment; or is one."""
    if certificate in roots:
        return True
    if below == STEPS_MOST:
        return False
    rest = [each for each in beside if each != certificate]
    return any(
        may_issue(issuer, below, at)
        and issued(certificate, issuer)
        and leads(issuer, rest, roots, at, below + 1)
        for issuer in list(roots) + rest
        if issuer.subject == certificate.issuer
    )


def stamp_of(data, imprint, roots=()):
    """What a token says (when, by whom, certificate), or the code of what is wrong with it."""
    try:
        token = Token(data)
        if token.imprint != imprint:
            return None, "stamp_of_other_head"
        if not token.certificate_fits():
            return None, "stamp_certificate_wrong"
        if not token.is_signed():
            return None, "stamp_signature_wrong"
        if roots and not token.leads(roots):
            return None, "stamp_chain_wrong"
    except (ValueError, IndexError, KeyError, TypeError, UnsupportedAlgorithm, x509.InvalidVersion):
        return None, "stamp_unreadable"
    at = token.at.strftime("%Y-%m-%d %H:%M:%S UTC")
    return (at, token.authority, hashlib.sha256(token.der).hexdigest()), None


# The verdict --------------------------------------------------------------------------------------


def count(number, noun):
    return "%d %s%s" % (number, noun, "" if number == 1 else "s")


class Verdict:
    def __init__(self, trusted, roots=()):
        self.trusted = trusted
        self.roots = roots
        self.content = None
        self.keys = {}
        self.signers = []
        self.stamps = []
        self.all = []

    def add(self, place, code):
        if len(self.all) <= FINDINGS_MOST:
            self.all.append((place, code))

    @property
    def findings(self):
        more = [("/", "more_findings")] if len(self.all) > FINDINGS_MOST else []
        return self.all[:FINDINGS_MOST] + more

    @property
    def valid(self):
        return not self.all

    @property
    def sealed(self):
        return bool(self.content) and "signature" in self.content["seal"]

    def sentence(self):
        if self.all:
            n = len(self.findings)
            return "不可信：发现 %d 处问题。" % n, "Not valid: %s." % count(n, "finding")
        counts = len(self.content["records"]), self.content["head"]["size"]
        zh = "%d 条记录未被改动，都在所签名的存证树中（共 %d 条）。" % counts
        en = "%s unchanged and in the signed tree of %d." % (count(counts[0], "record"), counts[1])
        if not self.sealed:
            zh += "文件的制作时间和附件名称未经签名。"
            en += " When the file was made and how attachments are named is not signed."
        for stamp in self.stamps:
            zh += "树头的时间戳：%s，签发者：%s（证书 %s）。" % stamp
            en += " The head is time-stamped %s by %s (certificate %s)." % stamp
        if not self.stamps:
            zh += "没有时间戳。"
            en += " There is no time stamp."
        if self.trusted:
            return "有效：%s签名密钥是您信任的密钥。" % zh, "Valid. %s Signed by a key you trust." % en
        keys = ", ".join(self.signers)
        return (
            "前后一致：%s请将签名密钥的指纹与平台公布的指纹比对：%s" % (zh, keys),
            "Consistent. %s Compare the signing key's fingerprint with the published one: %s" % (en, keys),
        )

    def check(self, data):
        try:
            content = load(data)
        except Stop as stop:
            return self.add(stop.place, stop.code)
        if not isinstance(content, dict):
            return self.add("/", "object_expected")
        if content.get("format") not in FORMATS:
            return self.add("/format", "format_unknown")
        bundle_forms[content["format"]](content, "", self.add)
        if self.all:
            return None
        self.content = content
        self.check_keys()
        self.check_head(content["head"], "/head")
        self.check_earlier()
        self.check_records()
        self.check_attachments()
        self.check_stamps()
        self.check_seal()

    def check_keys(self):
        for n, each in enumerate(self.content["keys"]):
            public = bytes.fromhex(each["public"])
            if hashlib.sha256(public).hexdigest() != each["key"]:
                self.add("/keys/%d/key" % n, "key_misnamed")
            if each["key"] in self.keys:
                self.add("/keys/%d/key" % n, "key_repeated")
            else:
                self.keys[each["key"]] = public

    def check_signature(self, message, signed, place, code):
        name = signed["key"]
        if name not in self.signers:
            self.signers.append(name)
        if name not in self.keys:
            return self.add(place + "/key", "key_missing")
        if self.trusted and name not in self.trusted:
            self.add(place + "/key", "key_not_trusted")
        try:
            public = Ed25519PublicKey.from_public_bytes(self.keys[name])
            public.verify(bytes.fromhex(signed["signature"]), message)
        except (InvalidSignature, ValueError):
            self.add(place + "/signature", code)

    def check_head(self, head, place):
        if head["log"] != self.content["log"]:
            self.add(place + "/log", "log_differs")
        note = {name: head[name] for name in ("at", "key", "log", "root", "size")}
        message = canonical(note).encode("utf-8")
        self.check_signature(message, head, place, "head_signature_wrong")

    def check_earlier(self):
        if "earlier" not in self.content:
            return None
        old, new = self.content["earlier"]["head"], self.content["head"]
        self.check_head(old, "/earlier/head")
        if old["size"] < 1 or old["size"] > new["size"]:
            return self.add("/earlier/head/size", "earlier_not_earlier")
        proof = [bytes.fromhex(each) for each in self.content["earlier"]["proof"]]
        before, after = bytes.fromhex(old["root"]), bytes.fromhex(new["root"])
        if roots_by(before, old["size"], new["size"], proof) != (before, after):
            self.add("/earlier/proof", "not_consistent")

    def check_records(self):
        size, root = self.content["head"]["size"], bytes.fromhex(self.content["head"]["root"])
        before, about = -1, set()
        for n, each in enumerate(self.content["records"]):
            record, index = each["record"], each["index"]
            if isinstance(record.get("about"), str):
                about.add(record["about"])
            if index <= before:
                self.add("/records/%d/index" % n, "records_out_of_order")
            before = index
            if index >= size:
                self.add("/records/%d/index" % n, "index_beyond_head")
                continue
            leaf = canonical([record, each["salt"]] if "salt" in each else record).encode("utf-8")
            if len(leaf) > RECORD_BYTES_MOST:
                self.add("/records/%d/record" % n, "record_too_large")
                continue
            proof = [bytes.fromhex(step) for step in each["proof"]]
            fits = len(proof) <= 64
            if not fits or root_by(sha256(b"\x00" + leaf), index, size, proof) != root:
                self.add("/records/%d" % n, "not_included")
        if sorted(self.content["about"]) != sorted(about):
            self.add("/about", "about_differs")

    def check_attachments(self):
        said, todo = set(), [each["record"] for each in self.content["records"]]
        while todo:
            value = todo.pop()
            if isinstance(value, str):
                said.add(value)
            elif isinstance(value, (dict, list)):
                todo.extend(value.values() if isinstance(value, dict) else value)
        for n, each in enumerate(self.content["attachments"]):
            place = "/attachments/%d" % n
            try:
                data = base64.b64decode(each["base64"].encode("ascii"), validate=True)
            except (binascii.Error, ValueError):
                data = None
            if data is None or base64.b64encode(data).decode("ascii") != each["base64"]:
                self.add(place + "/base64", "base64_wrong")
            elif hashlib.sha256(data).hexdigest() != each["sha256"]:
                self.add(place + "/base64", "attachment_differs")
            if each["sha256"] not in said:
                self.add(place + "/sha256", "attachment_not_named")

    def check_stamps(self):
        imprint = sha256(canonical(self.content["head"]).encode("utf-8"))
        for n, each in enumerate(self.content.get("stamps", [])):
            try:
                data = base64.b64decode(each["token"].encode("ascii"), validate=True)
            except (binascii.Error, ValueError):
                data = b""
            stamp, code = stamp_of(data, imprint, self.roots)
            if code:
                self.add("/stamps/%d/token" % n, code)
            else:
                self.stamps.append(stamp)

    def check_exhibit(self, name, digest):
        """Whether a record names this digest, of a file as it came or as it was shown."""
        records = (self.content or {}).get("records", [])
        if not any(digest in each["record"].get("data", {}).values() for each in records):
            self.add(name, "attachment_not_named")

    def check_seal(self):
        seal = self.content["seal"]
        rest = {name: value for name, value in self.content.items() if name != "seal"}
        if hashlib.sha256(canonical(rest).encode("utf-8")).hexdigest() != seal["sha256"]:
            self.add("/seal/sha256", "seal_broken")
        if ("key" in seal) != ("signature" in seal):
            self.add("/seal/" + ("signature" if "key" in seal else "key"), "field_missing")
        elif "key" in seal:
            message = ("%s seal %s" % (self.content["format"], seal["sha256"])).encode("ascii")
            self.check_signature(message, seal, "/seal", "seal_signature_wrong")


def verify(data, keys=(), roots=()):
    """The verdict on the bytes of a bundle; never raises.

    `keys`: fingerprints you trust; `roots`: certificates to one of which its time stamps have to lead.
    """
    verdict = Verdict([key.lower() for key in keys], list(roots))
    verdict.check(data)
    return verdict


# The command --------------------------------------------------------------------------------------


def plain(text):
    """Text from the file, without what could play tricks on a terminal."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text)


def as_json(verdict):
    zh, en = verdict.sentence()
    content = verdict.content or {}
    return json.dumps(
        {
            "valid": verdict.valid,
            "trusted": bool(verdict.trusted),
            "sealed": verdict.sealed,
            "zh": zh,
            "en": en,
            "findings": [
                {"place": place, "code": code, "zh": WORDS[code][0], "en": WORDS[code][1]}
                for place, code in verdict.findings
            ],
            "signed_by": verdict.signers,
            "stamps": [
                {"at": at, "authority": authority, "certificate": certificate}
                for at, authority, certificate in verdict.stamps
            ],
            "head": content.get("head"),
            "records": len(content.get("records", [])),
        },
        ensure_ascii=False,
        indent=1,
    )


def show(verdict):
    zh, en = verdict.sentence()
    print(zh)
    print(en)
    for place, code in verdict.findings:
        print("\n  %s  [%s]\n    %s\n    %s" % ((plain(place), code) + WORDS[code]))
    if verdict.content:
        head = verdict.content["head"]
        print("\n  log   %s" % plain(head["log"]))
        print("  size  %d" % head["size"])
        print("  root  %s" % head["root"])
        print("  at    %s" % head["at"])
        print("  made  %s" % verdict.content["made_at"])
        for key in verdict.signers:
            print("  key   %s" % key)
        for at, authority, certificate in verdict.stamps:
            print("  stamp %s  %s  %s" % (at, plain(authority), certificate))
        for each in verdict.content["records"][:50]:
            record = each["record"]
            parts = [record.get(name) for name in ("at", "act", "subject", "by")]
            said = "  ".join(part for part in parts if isinstance(part, str))
            print("  #%-6d %s" % (each["index"], plain(said)))
        if len(verdict.content["records"]) > 50:
            print("  … %d" % len(verdict.content["records"]))


def fingerprint(text):
    key = re.sub("[ :-]", "", text).lower()
    if not re.fullmatch("[0-9a-f]{64}", key):
        raise argparse.ArgumentTypeError("64 hex digits are expected / 指纹应为 64 位十六进制数")
    return key


def digest_of(name):
    """The SHA-256 of a file of any length, a stretch in memory at a time."""
    digest = hashlib.sha256()
    with open(name, "rb") as stream:
        for stretch in iter(lambda: stream.read(1 << 20), b""):
            digest.update(stretch)
    return digest.hexdigest()


def roots_of(name):
    with open(name, "rb") as stream:
        return x509.load_pem_x509_certificates(stream.read(FILE_BYTES_MOST))


def main(arguments=None):
    sys.setrecursionlimit(max(sys.getrecursionlimit(), 3000))
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    parser = argparse.ArgumentParser(
        description="公道存证包离线核验 / Verify a Gongdao evidence bundle, offline."
    )
    parser.add_argument("file", help="the bundle / 存证包, e.g. toycar.gongdao.json")
    parser.add_argument(
        "--key", metavar="FINGERPRINT", action="append", default=[], type=fingerprint,
        help="a key you trust, may be repeated / 您信任的密钥指纹，可多次给出",
    )
    parser.add_argument(
        "--tsa-root", metavar="FILE", action="append", default=[],
        help="certificates (PEM) that time stamps have to lead to / 您信任的时间戳根证书（PEM），可多次给出",
    )
    parser.add_argument(
        "--exhibit", metavar="FILE", action="append", default=[],
        help="a photograph or video: does a record name it? / 照片或视频：是否有记录载明其摘要，可多次给出",
    )
    parser.add_argument("--json", action="store_true", help="the verdict as JSON / 以 JSON 输出结论")
    given = parser.parse_args(arguments)
    if Ed25519PublicKey is None:
        print("缺少 cryptography，请先安装。 / Missing: pip install cryptography", file=sys.stderr)
        return 2
    try:
        with open(given.file, "rb") as stream:
            data = stream.read(FILE_BYTES_MOST + 1)
    except OSError as error:
        print("无法读取文件。 / The file cannot be read: %s" % error, file=sys.stderr)
        return 2
    try:
        roots = [root for name in given.tsa_root for root in roots_of(name)]
    except (OSError, ValueError) as error:
        print("无法读取根证书。 / The root certificates cannot be read: %s" % error, file=sys.stderr)
        return 2
    verdict = verify(data, given.key, roots)
    try:
        for name in given.exhibit:
            verdict.check_exhibit(name, digest_of(name))
    except OSError as error:
        print("无法读取文件。 / The file cannot be read: %s" % error, file=sys.stderr)
        return 2
    print(as_json(verdict)) if given.json else show(verdict)
    return 0 if verdict.valid else 1


if __name__ == "__main__":
    sys.exit(main())
