"""Files, numbers, names and addresses as merchants send them: what is taken, and what is caught."""

from __future__ import annotations

import io
import zipfile
import zlib

import pytest
from PIL import Image
from pyhanko.pdf_utils import writer
from pyhanko.pdf_utils.reader import PdfFileReader

from gongdao.detectors.documents import likeness, names, numbers
from gongdao.detectors.documents.faults import Fault
from gongdao.detectors.documents.files import MOST, examine

SECRET = b"k" * 32
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-" + b"ANTIVIRUS-TEST-FILE!$H+H*"


def picture(form="PNG", size=(400, 300), **options):
    out = io.BytesIO()
    Image.effect_noise(size, 50).convert("RGB").save(out, form, **options)
    return out.getvalue()


def locked():
    """A PDF under a password."""
    copy = writer.copy_into_new_writer(PdfFileReader(io.BytesIO(picture("PDF")), strict=False))
    copy.encrypt(owner_pass="secret")
    out = io.BytesIO()
    copy.write(out)
    return out.getvalue()


def with_stream(dictionary, body):
    """A PDF with one more object, before its table."""
    made = b"99 0 obj\n<< /Length %d %s >>\nstream\n%s\nendstream\nendobj\n"
    return picture("PDF").replace(b"xref", made % (len(body), dictionary, body) + b"xref", 1)


def archive(**files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in files.items():
            packed.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("form", "media"),
    [
        ("PNG", "image/png"),
        ("JPEG", "image/jpeg"),
        ("WEBP", "image/webp"),
        ("PDF", "application/pdf"),
    ],
)
def test_documents_are_known_by_their_content(form, media):
    found = examine(picture(form))

    assert (found.media, found.fault) == (media, None)
    assert found.clean


BAD = {
    "nothing at all": (b"", Fault.FILE_EMPTY),
    "fifty megabytes": (b"\xff\xd8\xff" + b"x" * (50 << 20), Fault.FILE_TOO_LARGE),
    "plain text": (b"hello", Fault.FILE_KIND_OTHER),
    "drawing with scripts": (
        b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>",
        Fault.FILE_KIND_OTHER,
    ),
    "a Windows program": (b"MZ" + picture(), Fault.FILE_IS_PROGRAM),
    "a shell script": (b"#!/bin/sh\nrm -rf /\n", Fault.FILE_IS_PROGRAM),
    "an archive": (archive(a="licence"), Fault.FILE_IS_ARCHIVE),
    "a zip bomb": (archive(a=b"\0" * (20 << 20)), Fault.FILE_IS_BOMB),
    "the scanners' test mark": (picture() + EICAR, Fault.FILE_IS_MALWARE),
    "a picture cut off": (picture()[:900], Fault.PICTURE_BROKEN),
    "a photograph cut off": (picture("JPEG")[:700], Fault.PICTURE_BROKEN),
    "a picture one cannot read": (picture(size=(400, 199)), Fault.PICTURE_TOO_SMALL),
    "a picture of a hundred million pixels": (
        picture()[:16] + (10_000).to_bytes(4) * 2 + picture()[24:],
        Fault.PICTURE_BROKEN,  # its checksum no longer fits
    ),
    "a picture with an archive behind it": (picture() + archive(a="x"), Fault.FILE_IS_MANY),
    "a picture with a script inside": (picture() + b"<script>", Fault.FILE_IS_MANY),
    "a PDF under a password": (locked(), Fault.PDF_LOCKED),
    "a PDF cut off": (picture("PDF")[:5_000], Fault.PDF_BROKEN),
    "a PDF of nothing": (b"%PDF-1.7\n%%EOF\n", Fault.PDF_BROKEN),
    "a PDF with a script": (with_stream(b"/S /JavaScript", b"app.alert(1)"), Fault.PDF_ACTIVE),
    "a PDF that hides its script": (
        with_stream(b"/S /J#61vaScript", b"app.alert(1)"),
        Fault.PDF_ACTIVE,
    ),
    "a PDF that packs its script": (
        with_stream(
            b"/Type /ObjStm /Filter /FlateDecode", zlib.compress(b"1 0 <</S/Launch/F(a)>>")
        ),
        Fault.PDF_ACTIVE,
    ),
    "a PDF that swells": (
        with_stream(b"/Filter /FlateDecode", zlib.compress(b"\0" * (130 << 20))),
        Fault.FILE_IS_BOMB,
    ),
    "a PDF packed twice": (
        with_stream(b"/Filter [/FlateDecode /FlateDecode]", zlib.compress(zlib.compress(b"x"))),
        Fault.FILE_IS_BOMB,
    ),
    "a PDF with an archive behind it": (
        picture("PDF") + archive(a=b"x" * 9),
        Fault.FILE_IS_MANY,
    ),
}


@pytest.mark.parametrize(("data", "fault"), BAD.values(), ids=BAD)
def test_what_is_no_document_is_caught(data, fault):
    found = examine(data)

    assert (found.fault, found.clean) == (fault, b"")


def test_too_many_pixels_are_refused_before_they_are_unpacked():
    out = io.BytesIO()
    Image.new("1", (10_000, 5_001)).save(out, "PNG")

    assert len(out.getvalue()) < MOST
    assert examine(out.getvalue()).fault is Fault.PICTURE_TOO_LARGE


def test_where_a_photograph_was_taken_does_not_survive():
    place = Image.Exif()
    place[0x010E] = "taken at home"

    assert b"taken at home" in picture("JPEG", exif=place)
    assert b"taken at home" not in examine(picture("JPEG", exif=place)).clean


@pytest.mark.parametrize(
    ("check", "number", "fits"),
    [
        (numbers.credit_code_fits, "91350211M000100Y43", False),
        (numbers.credit_code_fits, "913100000000000018", False),
        (numbers.credit_code_fits, "91110000600037341L", True),
        (numbers.credit_code_fits, "91110000600037341l", False),
        (numbers.credit_code_fits, " 91110000600037341L", False),
        (numbers.identity_number_fits, "11010519491231002X", True),
        (numbers.identity_number_fits, "110105194912310021", False),
        (numbers.identity_number_fits, "11010519491331002X", False),
        (numbers.account_fits, "6222 0202 0001 1234 567", True),
        (numbers.account_fits, "1234567", False),
        (numbers.account_fits, "DE89 3704 0044 0532 0130 00", True),
        (numbers.account_fits, "DE88 3704 0044 0532 0130 00", False),
        (numbers.phone_fits, "+86 571-8888 0000", True),
        (numbers.phone_fits, "call me", False),
    ],
)
def test_numbers_that_cannot_be_right_are_known(check, number, fits):
    assert check(number) is fits


@pytest.mark.parametrize(
    ("permit", "number", "fits"),
    [
        ("food_business", "JY13301060123456", True),
        ("food_business", "JY1330106012345", False),
        ("drug_business", "浙DA5710001", True),
        ("medical_device", "浙杭食药监械经营备20260001号", True),
        ("telecom", "浙ICP备12345678号-1", True),
        ("telecom", "ICP12345678", False),
        ("publications", "新出发浙零字第杭0001号", True),
        ("fireworks", "whatever", True),
    ],
)
def test_permits_have_customary_numbers(permit, number, fits):
    assert numbers.customary(permit, number) is fits


@pytest.mark.parametrize(
    ("text", "tricks"),
    [
        ("杭州云朵 Toy House 有限公司", []),
        ("店铺\u202egnp.exe", [names.Trick.TURNED]),
        ("云\u200b朵", [names.Trick.UNSEEN]),
        ("\u0410pple", [names.Trick.MIXED] * 4),
        ("Яблоко", []),
    ],
    ids=["plain", "turned", "unseen", "mixed", "all Cyrillic"],
)
def test_letters_that_deceive_are_named(text, tricks):
    assert [each.trick for each in names.oddities(text)] == tricks


HOME = "浙江省杭州市西湖区文三路12号3幢501室"


def alike(plain, one, other):
    return likeness.likeness(
        likeness.sketch(plain(one), SECRET), likeness.sketch(plain(other), SECRET)
    )


@pytest.mark.parametrize(
    ("plain", "one", "other", "least", "most"),
    [
        (likeness.plain_address, HOME, "浙江省杭州市西湖区文三路 １２ 號 3 栋 501", 1.0, 1.0),
        (likeness.plain_address, HOME, "杭州市西湖区文三路12号3幢501", 0.6, 1.0),
        (likeness.plain_address, HOME, "浙江省杭州市西湖区学院路99号", 0.0, 0.5),
        (likeness.plain_address, HOME, "上海市浦东新区世纪大道1号", 0.0, 0.2),
        (likeness.plain_name, "杭州云朵玩具有限公司", "杭州云朵玩具商行", 0.5, 1.0),
        (likeness.plain_name, "杭州云朵玩具有限公司", "上海星星电器有限公司", 0.0, 0.2),
        (likeness.plain_name, "", "", 0.0, 0.0),
    ],
)
def test_likeness_is_high_for_the_same_and_low_for_others(plain, one, other, least, most):
    assert least <= alike(plain, one, other) <= most


def test_a_sketch_under_another_key_says_nothing():
    plain = likeness.plain_address(HOME)

    assert likeness.likeness(likeness.sketch(plain, SECRET), likeness.sketch(plain, b"other")) < 0.2


def test_a_sketch_fits_into_a_column():
    assert max(likeness.sketch(likeness.plain_address(HOME), SECRET)) < 1 << 31
