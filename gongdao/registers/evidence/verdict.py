"""The verdict on a bundle, and its words. The codes are public and never change their meaning."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gongdao.kernel.words import Words

TABLE = """
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

_LINES = iter(TABLE.split("\n")[1:-1])
WORDS = {
    code: Words(zh.strip(), en.strip()) for code, zh, en in zip(_LINES, _LINES, _LINES, strict=True)
}


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong with a bundle: where (a JSON pointer, or line and column), what, in words."""

    place: str
    code: str

    @property
    def words(self) -> Words:
        """What is wrong, in both languages."""
        return WORDS[self.code]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a bundle is worth. Without a trusted key, as much as the fingerprint one compares.

    `content` is the whole bundle as read, there unless it was not even built as a bundle is.
    `signed_by` are the fingerprints its signatures name; `sealed` says that the whole file is
    signed and not only the tree.
    """

    findings: tuple[Finding, ...]
    signed_by: tuple[str, ...] = ()
    trusted: bool = False
    sealed: bool = False
    content: Mapping[str, Any] | None = None
    stamps: tuple[tuple[str, str, str], ...] = ()
    """Of each time stamp that holds: the moment, the authority, and its certificate's SHA-256."""

    @property
    def valid(self) -> bool:
        """Whether everything fits."""
        return not self.findings

    @property
    def sentence(self) -> Words:
        """The whole verdict in one sentence, with the fingerprints to compare if need be."""
        content = self.content or {}
        return _conclusion(
            findings=len(self.findings),
            records=len(content.get("records", ())),
            size=content.get("head", {}).get("size", 0),
            signed_by=self.signed_by,
            trusted=self.trusted,
            sealed=self.sealed,
            stamps=self.stamps,
        )


def _conclusion(
    *,
    findings: int,
    records: int,
    size: int,
    signed_by: Sequence[str],
    trusted: bool,
    sealed: bool,
    stamps: Sequence[tuple[str, str, str]],
) -> Words:
    if findings:
        return Words(
            f"不可信：发现 {findings} 处问题。", f"Not valid: {_count(findings, 'finding')}."
        )
    zh = f"{records} 条记录未被改动，都在所签名的存证树中（共 {size} 条）。"
    en = f"{_count(records, 'record')} unchanged and in the signed tree of {size}."
    if not sealed:
        zh += "文件的制作时间和附件名称未经签名。"
        en += " When the file was made and how attachments are named is not signed."
    for at, authority, certificate in stamps:
        zh += f"树头的时间戳：{at}，签发者：{authority}（证书 {certificate}）。"
        en += f" The head is time-stamped {at} by {authority} (certificate {certificate})."
    if not stamps:
        zh += "没有时间戳。"
        en += " There is no time stamp."
    if trusted:
        return Words(
            f"有效：{zh}签名密钥是您信任的密钥。", f"Valid. {en} Signed by a key you trust."
        )
    keys = ", ".join(signed_by)
    return Words(
        f"前后一致：{zh}请将签名密钥的指纹与平台公布的指纹比对：{keys}",
        f"Consistent. {en} Compare the signing key's fingerprint with the published one: {keys}",
    )


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
