"""The verifier of the web page, in a real browser: the same verdicts as the product, nothing sent."""

from __future__ import annotations

import base64
import json
import shutil
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from gongdao.registers.evidence import bundle, tree
from gongdao.registers.evidence.verdict import WORDS
from tests.registers.evidence.test_bundle import (
    BROKEN,
    FORGED,
    KEY,
    LOG,
    NEXT,
    SHAPES,
    SMALL,
    THIEF,
    Log,
    changed,
    full,
    put,
)  # fmt: skip
from tests.registers.evidence.test_stamps import IMPRINT, RSA_BUNDLE, STAMPED_BUNDLES, token

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        CHROMIUM is None, reason="NO CHROMIUM: verify.js was NOT tested; run scripts/browser"
    ),
]

SCRIPT = Path(bundle.__file__).parents[2] / "interfaces" / "web" / "static" / "verify.js"
PAGE = """<!doctype html><html lang="{lang}" data-lang="{lang}"><title>.</title>
<input type="file" id="bundle-file"><input id="bundle-key"><output id="bundle-verdict"></output>
<div {more}></div><script type="module" src="/verify.js"></script></html>"""
FILES = {
    "/good.json": full(),
    "/bad.json": changed(put("records", 0, "record", "n")(3)),
    "/html.json": changed(put("<img src=x onerror=alert(1)>")(1)),
    "/verify.js": SCRIPT.read_bytes(),
}
PAGES = {"/": ("en", ""), "/zh": ("zh", ""), "/ready": ("en", 'data-bundle-url="/good.json"')}
CHECK = """async (files) => {
  const { verifyBundle } = await import("/verify.js");
  const said = [];
  for (const [data, key] of files) {
    const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
    const { findings, sealed, trusted, signedBy, zh, en } = await verifyBundle(bytes, { key });
    const found = findings.map(({ place, code }) => [place, code]);
    said.push([found, sealed, trusted, signedBy, zh, en]);
  }
  return said;
}"""


class Site(BaseHTTPRequestHandler):
    asked: list[str] = []

    def do_GET(self):
        way = self.path.partition("?")[0]
        self.asked.append(way)
        if way in PAGES:
            lang, more = PAGES[way]
            body, kind = PAGE.format(lang=lang, more=more).encode(), "text/html; charset=utf-8"
        elif way in FILES:
            body = FILES[way]
            kind = "text/javascript" if way.endswith(".js") else "application/json"
        else:
            self.send_error(404)
            return
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Security-Policy", "default-src 'self'")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def site():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def page(chromium, site):
    context = chromium.new_context(base_url=site)
    page = context.new_page()
    faults = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("dialog", lambda dialog: faults.append(dialog.message))
    page.goto("/")
    yield page
    context.close()
    assert not faults


def said_by(page, files):
    coded = [[base64.b64encode(data).decode(), key] for data, key in files]
    return page.evaluate(CHECK, coded)


def expected(data, key=""):
    verdict = bundle.verify(data, keys=[key] if key else [])
    return [
        [[each.place, each.code] for each in verdict.findings],
        verdict.sealed, bool(key), list(verdict.signed_by), verdict.sentence.zh, verdict.sentence.en,
    ]  # fmt: skip


def agree(page, files):
    for (data, key), said in zip(files, said_by(page, files), strict=True):
        assert said == expected(data, key)


def test_the_same_words(page):
    words = page.evaluate("async () => (await import('/verify.js')).WORDS")
    browser_only = {"crypto_missing", "ed25519_missing", "other_origin", "not_fetched", "not_read"}
    assert set(words) - set(WORDS) == browser_only
    assert {code: words[code] for code in WORDS} == {c: [w.zh, w.en] for c, w in WORDS.items()}


def test_whole_bundles(page):
    log = Log(300)
    many = bundle.make(
        about="ord_a",
        records=log.proved(*range(300)),
        head=log.head(),
        public=NEXT.public,
        key=NEXT,
    )
    plain = bundle.make(about="ord_a", records=LOG.proved(0), head=LOG.head(), public=NEXT.public)
    alone = full(earlier=None)
    agree(
        page,
        [
            (full(), ""),
            (plain, ""),
            (alone, NEXT.id),
            (full(), KEY.id),
            (many, NEXT.id),
            (b"{", KEY.id),
        ],
    )
    spaced = ":".join(NEXT.id[n : n + 4] for n in range(0, 64, 4)).upper()
    both_keys = f" {spaced}, {KEY.id}\n"
    (said,) = said_by(page, [(full(), both_keys)])
    assert said[0] == []


def test_forged_misshapen_and_broken_bundles(page):
    files = [changed(change) for change, _ in FORGED]
    keys = [KEY.public, THIEF.public]
    files += [changed(change, seal=THIEF, other_keys=keys) for change, _ in FORGED]
    files += [changed(change) for change, _, _ in SHAPES]
    files += [data for data, _, _ in BROKEN if len(data) < 2**24]
    files += [
        changed(put("about")([1] * 1000)),
        b"\xf0\x80\x80\x80",
        b'"\xed\xa0\x80"',
        b'"\xe2\x82',
    ]
    agree(page, [(data, "") for data in files])


def test_trees_of_every_small_size(page):
    files = []
    for size in (1, 2, 3, 4, 5, 8, 9, 13):
        log = Log(size)
        for old in range(1, size + 1):
            data = bundle.make(
                about="ord_a", records=log.proved(*range(size)), head=log.head(), public=NEXT.public,
                earlier=bundle.Earlier(log.head(old), tree.consistency(old, size, nodes=log)),
            )  # fmt: skip
            assert bundle.verify(data).valid
            files.append((data, ""))
    agree(page, files)


def test_flipped_bytes(page):
    files = [
        (SMALL[:n] + bytes([SMALL[n] ^ flip]) + SMALL[n + 1 :], "")
        for n in range(len(SMALL))
        for flip in (0x01, 0x2A, 0x80)
    ]
    agree(page, files)


def test_very_large_files(page):
    said = page.evaluate("""async () => {
      const { verifyBundle } = await import("/verify.js");
      const large = await verifyBundle(new Uint8Array(64 * 2 ** 20 + 1));
      const long = await verifyBundle(`{"format": "${"x".repeat(2e7)}"}`);
      return [large.findings[0].code, long.findings[0].code];
    }""")
    assert said == ["too_large", "format_unknown"]


def test_a_browser_without_ed25519_says_so(page):
    page.evaluate("""() => {
      crypto.subtle.importKey = async () => { throw new DOMException("", "NotSupportedError"); };
    }""")
    (said,) = said_by(page, [(SMALL, "")])
    assert said[0] == [
        ["/head/signature", "ed25519_missing"],
        ["/seal/signature", "ed25519_missing"],
    ]


def test_the_page_reads_a_file_and_sends_nothing(page, tmp_path):
    file = tmp_path / "小车.gongdao.json"
    file.write_bytes(FILES["/good.json"])
    before = len(Site.asked)
    page.set_input_files("#bundle-file", str(file))
    page.wait_for_selector("#bundle-verdict[data-verdict=consistent]")
    text = page.inner_text("#bundle-verdict")
    assert NEXT.id in text
    assert "parcel.shipped" in text
    page.fill("#bundle-key", THIEF.id)
    page.press("#bundle-key", "Enter")
    page.wait_for_selector("#bundle-verdict[data-verdict=invalid]")
    assert "key_not_trusted" in page.inner_text("#bundle-verdict")
    page.fill("#bundle-key", f"{NEXT.id}, {KEY.id}")
    page.press("#bundle-key", "Enter")
    page.wait_for_selector("#bundle-verdict[data-verdict=valid]")
    page.click("#bundle-file")
    assert page.input_value("#bundle-file") == "", "the same file, changed, can be chosen again"
    file.write_bytes(FILES["/bad.json"])
    page.set_input_files("#bundle-file", str(file))
    page.wait_for_selector("#bundle-verdict[data-verdict=invalid]")
    assert "/records/0" in page.inner_text("#bundle-verdict")
    assert set(Site.asked[before:]) <= {"/favicon.ico"}


def test_names_from_a_bundle_are_text_never_html(page):
    page.goto("/?bundle=/html.json")
    page.wait_for_selector("#bundle-verdict[data-verdict=invalid]")
    assert "<img" in page.inner_text("#bundle-verdict")
    assert page.locator("img").count() == 0


def test_bundles_of_this_site_only(page, site):
    page.goto("/?bundle=/good.json")
    page.wait_for_selector("#bundle-verdict[data-verdict=consistent]")
    page.goto("/ready")
    page.wait_for_selector("#bundle-verdict[data-verdict=consistent]")
    page.goto("/zh?bundle=/bad.json")
    page.wait_for_selector("#bundle-verdict[data-verdict=invalid]")
    assert "不可信" in page.inner_text("#bundle-verdict")
    for address, code in {
        "https://example.org/x.json": "other_origin",
        "//example.org/x.json": "other_origin",
        "data:application/json,{}": "other_origin",
        "/nothing.json": "not_fetched",
        f"{site}/favicon.ico": "not_fetched",
    }.items():
        page.goto("/?bundle=" + address)
        page.wait_for_selector("#bundle-verdict[data-verdict=invalid]")
        assert code in page.inner_text("#bundle-verdict"), json.dumps(address)


def test_time_stamps(page):
    whole = token()
    cut = [full(stamps=[whole[:end]]) for end in range(0, len(whole), 31)]
    digest = whole.rindex(b"\x31\x22\x04\x20") + 4
    flipped = [
        full(stamps=[whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :]])
        for at in (whole.index(IMPRINT), digest, len(whole) - 1)
    ]
    files = [*STAMPED_BUNDLES.values(), RSA_BUNDLE, *cut, *flipped]
    agree(page, [(data, "") for data in files])
