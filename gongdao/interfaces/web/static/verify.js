// Verifies a Gongdao evidence bundle in the browser. The file is read here and goes nowhere.
//
// A third implementation of the format, beside gongdao/registers/evidence/bundle.py and
// verify/gongdao_verify.py; a test gives all three the same files and wants the same verdicts.
// Nothing from a bundle is ever read as HTML: the page is built with textContent alone.

const FORMATS = ["gongdao-evidence/1", "gongdao-evidence/2"];
const FILE_BYTES_MOST = 64 * 1024 * 1024;
const RECORD_BYTES_MOST = 1024 * 1024;
const DEPTH_MOST = 40;
const FINDINGS_MOST = 100;

export const WORDS = {
  too_large: ["文件超过 64 MiB，不是存证包。", "The file is over 64 MiB; no bundle is."],
  not_utf8: [
    "文件不是 UTF-8 文本，可能被改动。",
    "The file is not UTF-8 text; it may have been changed.",
  ],
  cut_short: [
    "文件在此中断，可能只有一半。",
    "The file ends here too soon; part of it may be missing.",
  ],
  not_json: ["此处不符合 JSON 格式。", "This is not JSON from here on."],
  key_twice: [
    "同一个键出现两次，含义不明。",
    "The same key stands twice, so that it may mean two things.",
  ],
  number_not_whole: ["存证中只有整数。", "Evidence has whole numbers only."],
  number_too_large: ["整数过大。", "The number is too large."],
  nested_too_deep: ["嵌套层数过多。", "Nested too deep."],
  text_broken: ["文字含有不成对的代理字符。", "The text has a lone surrogate."],
  format_unknown: [
    "不是公道存证包，或版本不支持。",
    "This is no Gongdao bundle, or of a version unknown here.",
  ],
  field_missing: ["缺少此项。", "This field is missing."],
  field_unknown: ["格式中没有此项。", "The format has no such field."],
  text_expected: ["此处应为文字。", "Text is expected here."],
  whole_expected: ["此处应为不小于零的整数。", "A whole number from zero up is expected here."],
  list_expected: ["此处应为列表。", "A list is expected here."],
  list_empty: ["列表不能为空。", "The list may not be empty."],
  object_expected: ["此处应为对象。", "An object is expected here."],
  hash_expected: [
    "此处应为 64 位小写十六进制数。",
    "64 lower-case hex digits are expected here.",
  ],
  signature_expected: [
    "此处应为 128 位小写十六进制数。",
    "128 lower-case hex digits are expected here.",
  ],
  salt_expected: [
    "此处应为 32 至 128 位小写十六进制数。",
    "32 to 128 lower-case hex digits are expected here.",
  ],
  moment_expected: [
    "此处应为精确到微秒的 UTC 时间。",
    "A UTC time to the microsecond is expected here.",
  ],
  key_misnamed: ["指纹与公钥不符。", "The fingerprint is not that of the public key."],
  key_repeated: ["同一密钥列出两次。", "The key is listed twice."],
  key_missing: ["文件中没有所指的公钥。", "The file lacks the public key that is named here."],
  key_not_trusted: ["签名密钥不是您信任的密钥。", "Signed by a key that is not one you trust."],
  log_differs: ["树头属于另一本存证。", "The head belongs to another log."],
  head_signature_wrong: ["树头的签名不成立。", "The signature of the head does not hold."],
  earlier_not_earlier: [
    "较早的树头为空，或比现在的更大。",
    "The earlier head is empty or larger than the later one.",
  ],
  not_consistent: [
    "较早的存证后来被改写。",
    "What was recorded before the earlier head was rewritten.",
  ],
  index_beyond_head: [
    "该记录的位置超出所签名的树。",
    "The record's place is beyond the signed tree.",
  ],
  records_out_of_order: ["记录未按先后排列，或重复。", "The records are out of order or repeated."],
  record_too_large: ["该记录过大。", "The record is too large."],
  not_included: [
    "该记录不在所签名的存证树中，或被改动。",
    "This record is not in the signed tree, or was changed.",
  ],
  about_differs: [
    "所列事项与记录不符。",
    "What the bundle says it is about is not what its records are about.",
  ],
  base64_wrong: ["附件编码有误。", "The attachment is not well encoded."],
  attachment_differs: ["附件内容与其摘要不符。", "The attachment is not the one its digest names."],
  attachment_not_named: ["没有记录提到此附件。", "No record names this attachment."],
  stamp_unreadable: ["时间戳无法读取。", "The time stamp cannot be read."],
  stamp_of_other_head: ["时间戳盖的不是这个树头。", "The time stamp is not on this head."],
  stamp_certificate_wrong: [
    "时间戳的证书不能用于签发时间戳，或当时不在有效期。",
    "The certificate of the time stamp is not for stamping, or was not in force then.",
  ],
  stamp_signature_wrong: ["时间戳的签名不成立。", "The signature of the time stamp does not hold."],
  stamp_chain_wrong: [
    "时间戳的证书不能经由当时有效的证书追溯到您信任的根证书。",
    "The certificate of the time stamp does not lead to a root that you trust, by certificates in force then.",
  ],
  seal_broken: ["文件内容在封存之后被改动。", "The file was changed after it was sealed."],
  seal_signature_wrong: ["封存的签名不成立。", "The signature of the seal does not hold."],
  more_findings: ["问题过多，其余从略。", "There are more findings than are listed."],
  // What only a browser can lack.
  crypto_missing: [
    "此页面不能使用加密功能：请通过 https 打开，或改用 gongdao_verify.py。",
    "No cryptography on this page: open it over https, or use gongdao_verify.py.",
  ],
  ed25519_missing: [
    "此浏览器不支持 Ed25519，签名未能核验：请换用新版浏览器，或改用 gongdao_verify.py。",
    "This browser lacks Ed25519, so the signature is not checked: use a newer one, or gongdao_verify.py.",
  ],
  other_origin: ["只核验本网站的存证包。", "Only bundles of this site are fetched."],
  not_fetched: ["未能取得存证包。", "The bundle could not be fetched."],
  not_read: ["未能读取文件。", "The file could not be read."],
};

// Strict JSON ---------------------------------------------------------------------------------------

class Stop extends Error {
  constructor(place, code) {
    super(code);
    this.place = place;
    this.code = code;
  }
}

const SPACE = /[ \t\n\r]*/y;
const PLAIN = /[^"\\\x00-\x1f]*/y;
const NUMBER = /(-?(?:0|[1-9][0-9]*))(\.[0-9]+)?([eE][+-]?[0-9]+)?/y;
const UNIT = /[0-9a-fA-F]{4}/y;
const LITERALS = [["true", true], ["false", false], ["null", null]];
const ESCAPES = { '"': '"', "\\": "\\", "/": "/", b: "\b", f: "\f", n: "\n", r: "\r", t: "\t" };

// Objects are read as Maps: they keep the file's order, and no key means anything to the language.
class Reader {
  constructor(text) {
    this.text = text;
    this.at = 0;
  }

  stop(code, at) {
    const start = at === 0 ? 0 : this.text.lastIndexOf("\n", at - 1) + 1;
    let line = 1;
    for (let n = this.text.indexOf("\n"); n !== -1 && n < at; n = this.text.indexOf("\n", n + 1)) line++;
    let column = 1;
    for (const _ of this.text.slice(start, at)) column++;
    return new Stop(`line ${line}, column ${column}`, code);
  }

  unexpected() {
    return this.stop(this.at >= this.text.length ? "cut_short" : "not_json", this.at);
  }

  match(pattern) {
    pattern.lastIndex = this.at;
    return pattern.exec(this.text);
  }

  skip() {
    this.match(SPACE);
    this.at = SPACE.lastIndex;
  }

  // Whether this mark comes next; it is taken.
  takes(mark) {
    this.skip();
    if (this.text[this.at] !== mark) return false;
    this.at++;
    return true;
  }

  whole() {
    const value = this.value(DEPTH_MOST);
    this.skip();
    if (this.at < this.text.length) throw this.unexpected();
    return value;
  }

  value(room) {
    this.skip();
    const letter = this.text[this.at];
    if (letter === '"') return this.string();
    if (letter === "{" || letter === "[") {
      if (room === 0) throw this.stop("nested_too_deep", this.at);
      this.at++;
      return letter === "{" ? this.object(room - 1) : this.list(room - 1);
    }
    for (const [word, meaning] of LITERALS) {
      if (this.text.startsWith(word, this.at)) {
        this.at += word.length;
        return meaning;
      }
    }
    return this.number();
  }

  object(room) {
    const found = new Map();
    if (this.takes("}")) return found;
    for (;;) {
      this.skip();
      const start = this.at;
      if (this.text[start] !== '"') throw this.unexpected();
      const key = this.string();
      if (found.has(key)) throw this.stop("key_twice", start);
      if (!this.takes(":")) throw this.unexpected();
      found.set(key, this.value(room));
      if (this.takes("}")) return found;
      if (!this.takes(",")) throw this.unexpected();
    }
  }

  list(room) {
    const found = [];
    if (this.takes("]")) return found;
    for (;;) {
      found.push(this.value(room));
      if (this.takes("]")) return found;
      if (!this.takes(",")) throw this.unexpected();
    }
  }

  string() {
    const start = this.at++;
    const parts = [];
    for (;;) {
      parts.push(this.match(PLAIN)[0]);
      this.at = PLAIN.lastIndex;
      const letter = this.text[this.at];
      if (letter === '"') {
        this.at++;
        return parts.join("");
      }
      if (letter !== "\\") throw this.unexpected();
      parts.push(this.escape(start));
    }
  }

  escape(start) {
    const letter = this.text[++this.at];
    if (letter !== undefined && Object.hasOwn(ESCAPES, letter)) {
      this.at++;
      return ESCAPES[letter];
    }
    if (letter !== "u") throw this.unexpected();
    const high = this.unit();
    if (high < 0xd800 || high > 0xdfff) return String.fromCharCode(high);
    if (high < 0xdc00 && this.text.startsWith("\\u", this.at)) {
      this.at++;
      const low = this.unit();
      if (low >= 0xdc00 && low <= 0xdfff) return String.fromCharCode(high, low);
    }
    throw this.stop("text_broken", start);
  }

  unit() {
    this.at++;
    const digits = this.match(UNIT);
    if (digits === null) throw this.unexpected();
    this.at += 4;
    return parseInt(digits[0], 16);
  }

  number() {
    const found = this.match(NUMBER);
    if (found === null) throw this.unexpected();
    if (found[2] !== undefined || found[3] !== undefined) throw this.stop("number_not_whole", this.at);
    const value = Number(found[1]);
    if (found[1].length > 17 || !Number.isSafeInteger(value)) throw this.stop("number_too_large", this.at);
    this.at += found[0].length;
    return value === 0 ? 0 : value;
  }
}

// RFC 8785; the language's own order of texts is by UTF-16 units, and its own escapes are the RFC's.
function canonical(value) {
  if (value instanceof Map) {
    const keys = [...value.keys()].sort((a, b) => (a < b ? -1 : 1));
    return `{${keys.map((key) => `${JSON.stringify(key)}:${canonical(value.get(key))}`).join(",")}}`;
  }
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  return JSON.stringify(value);
}

// Where the first byte sequence begins that is no UTF-8; for the message only.
function firstBroken(bytes) {
  let n = 0;
  while (n < bytes.length) {
    const lead = bytes[n];
    let more = 0;
    let least = 0x80;
    let most = 0xbf;
    if (lead >= 0xc2 && lead <= 0xdf) more = 1;
    else if (lead >= 0xe0 && lead <= 0xef) more = 2;
    else if (lead >= 0xf0 && lead <= 0xf4) more = 3;
    else if (lead >= 0x80) return n;
    if (lead === 0xe0) least = 0xa0;
    if (lead === 0xed) most = 0x9f;
    if (lead === 0xf0) least = 0x90;
    if (lead === 0xf4) most = 0x8f;
    for (let step = 1; step <= more; step++) {
      if (!(bytes[n + step] >= least && bytes[n + step] <= most)) return n;
      least = 0x80;
      most = 0xbf;
    }
    n += more + 1;
  }
  return n;
}

// Built as the format says --------------------------------------------------------------------------

const HEAD = {
  log: "text", size: "whole", root: "hash", at: "moment", key: "hash", signature: "signature",
};
const SHAPE = {
  format: "text",
  read_me: { zh: "text", en: "text" },
  log: "text",
  made_at: "moment",
  about: ["text"],
  head: HEAD,
  "earlier?": { head: HEAD, proof: ["hash"] },
  keys: ["+", { key: "hash", public: "hash" }],
  records: ["+", { index: "whole", record: {}, "salt?": "salt", proof: ["hash"] }],
  attachments: [{ name: "text", media_type: "text", sha256: "hash", base64: "text" }],
  seal: { sha256: "hash", "key?": "hash", "signature?": "signature" },
};
const PATTERNS = {
  hash: /^[0-9a-f]{64}$/,
  signature: /^[0-9a-f]{128}$/,
  salt: /^(?:[0-9a-f]{2}){16,64}$/,
  moment: /^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}\+00:00$/,
};

const SHAPES = { [FORMATS[0]]: SHAPE, [FORMATS[1]]: { ...SHAPE, stamps: ["+", { token: "text" }] } };

function checkShape(value, kind, place, add) {
  if (Array.isArray(kind)) checkList(value, kind, place, add);
  else if (typeof kind === "object") checkObject(value, kind, place, add);
  else if (kind === "whole") {
    if (typeof value !== "number" || value < 0) add(place, "whole_expected");
  } else if (typeof value !== "string") add(place, "text_expected");
  else if (kind !== "text" && !PATTERNS[kind].test(value)) add(place, `${kind}_expected`);
}

function checkObject(value, kind, place, add) {
  if (!(value instanceof Map)) return add(place, "object_expected");
  const fields = new Map(Object.keys(kind).map((name) => [name.replace("?", ""), name]));
  for (const [field, name] of fields) {
    if (value.has(field)) checkShape(value.get(field), kind[name], `${place}/${field}`, add);
    else if (field === name) add(`${place}/${field}`, "field_missing");
  }
  if (fields.size === 0) return undefined;
  for (const field of value.keys()) {
    if (fields.has(field)) continue;
    const shown = Array.from(field.slice(0, 160)).slice(0, 80).join("");
    add(`${place}/${shown.replaceAll("~", "~0").replaceAll("/", "~1")}`, "field_unknown");
  }
  return undefined;
}

function checkList(value, kind, place, add) {
  if (!Array.isArray(value)) return add(place, "list_expected");
  if (value.length === 0 && kind[0] === "+") return add(place, "list_empty");
  value.forEach((each, n) => checkShape(each, kind[kind.length - 1], `${place}/${n}`, add));
  return undefined;
}

// Hashes, the tree, signatures ----------------------------------------------------------------------

const encode = (text) => new TextEncoder().encode(text);
const toHex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
const fromHex = (text) => Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));
const sha256 = async (bytes) => new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));

function hashed(prefix, ...parts) {
  const bytes = new Uint8Array(1 + parts.reduce((sum, part) => sum + part.length, 0));
  bytes[0] = prefix;
  let at = 1;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return sha256(bytes);
}

const nodeHash = (left, right) => hashed(1, left, right);
const half = (number) => Math.floor(number / 2); // >> would cut numbers off at 32 bits

function isPowerOfTwo(number) {
  while (number % 2 === 0) number /= 2;
  return number === 1;
}

// RFC 9162, 2.1.3.2
async function included(leaf, index, size, proof, root) {
  let [node, last, value] = [index, size - 1, leaf];
  for (const hex of proof) {
    if (last === 0) return false;
    const step = fromHex(hex);
    if (node % 2 === 1 || node === last) {
      value = await nodeHash(step, value);
      while (node % 2 === 0 && node !== 0) [node, last] = [half(node), half(last)];
    } else value = await nodeHash(value, step);
    [node, last] = [half(node), half(last)];
  }
  return last === 0 && toHex(value) === root;
}

// RFC 9162, 2.1.4.2
async function consistent(old, now, oldRoot, newRoot, proof) {
  if (old === now) return proof.length === 0 && oldRoot === newRoot;
  if (proof.length === 0) return false;
  const steps = isPowerOfTwo(old) ? [oldRoot, ...proof] : proof;
  let [node, last] = [old - 1, now - 1];
  while (node % 2 === 1) [node, last] = [half(node), half(last)];
  let one = fromHex(steps[0]);
  let other = one;
  for (const hex of steps.slice(1)) {
    if (last === 0) return false;
    const step = fromHex(hex);
    if (node % 2 === 1 || node === last) {
      one = await nodeHash(step, one);
      other = await nodeHash(step, other);
      while (node % 2 === 0 && node !== 0) [node, last] = [half(node), half(last)];
    } else other = await nodeHash(other, step);
    [node, last] = [half(node), half(last)];
  }
  return last === 0 && toHex(one) === oldRoot && toHex(other) === newRoot;
}

async function signatureFault(publicKey, signature, message, code) {
  try {
    const key = await crypto.subtle.importKey("raw", publicKey, "Ed25519", false, ["verify"]);
    return (await crypto.subtle.verify("Ed25519", key, signature, message)) ? null : code;
  } catch (error) {
    return error.name === "NotSupportedError" ? "ed25519_missing" : code;
  }
}

// Time stamps: the few forms of DER that a token of RFC 3161 is made of ---------------------------------

const SIGNED_DATA = "2a864886f70d010702";
const TOKEN_INFO = "2a864886f70d0109100104";
const CONTENT_TYPE = "2a864886f70d010903";
const MESSAGE_DIGEST = "2a864886f70d010904";
const SIGNING_CERTIFICATE = "2a864886f70d010910020c";
const SIGNING_CERTIFICATE_2 = "2a864886f70d010910022f";
const COMMON_NAME = "550403";
const KEY_USE = "551d25";
const TIME_STAMPING = "2b06010505070308";
const DIGESTS = {
  "608648016503040201": "SHA-256", "608648016503040202": "SHA-384", "608648016503040203": "SHA-512",
};
const CURVES = { "2a8648ce3d030107": ["P-256", 32], "2b81040022": ["P-384", 48] };
const [EC_KEY, RSA_KEY] = ["2a8648ce3d0201", "2a864886f70d010101"];
const TOKEN_BYTES_MOST = 64 * 1024;

// Whatever is not built as it must be; the token is then unreadable.
class NotDer extends Error {}

function need(holds) {
  if (!holds) throw new NotDer();
}

// The values that stand one after the other: of each its tag, its content, and all of it.
function parts(data) {
  const found = [];
  for (let at = 0; at < data.length; ) {
    let [length, start] = [data[at + 1], at + 2];
    need(length <= 0x84 && length !== 0x80 && (data[at] & 31) !== 31);
    if (length > 0x80) {
      start += length - 0x80;
      need(start <= data.length);
      length = data.subarray(at + 2, start).reduce((sum, byte) => sum * 256 + byte, 0);
    }
    const end = start + length;
    need(end <= data.length);
    found.push({ tag: data[at], body: data.subarray(start, end), whole: data.subarray(at, end) });
    at = end;
  }
  return found;
}

function inside(value, tag = 0x30) {
  need(value !== undefined && value.tag === tag);
  return parts(value.body);
}

function only(values) {
  need(values.length === 1);
  return values[0];
}

const named = (value) => (need(value !== undefined), toHex(value.body));

function momentOf({ tag, body }) {
  const said = new TextDecoder().decode(body);
  const full = tag === 0x17 ? (said[0] >= "5" ? "19" : "20") + said : said;
  const match = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:\.\d+)?Z$/.exec(full);
  need(match !== null && (tag === 0x17 || tag === 0x18));
  return `${match[1]}-${match[2]}-${match[3]} ${match[4]}:${match[5]}:${match[6]} UTC`;
}

function tokenOf(data) {
  need(data.length <= TOKEN_BYTES_MOST);
  const [kind, content] = inside(only(parts(data)));
  const signed = inside(only(inside(content, 0xa0)));
  const inner = inside(signed[2]);
  need(named(kind) === SIGNED_DATA && named(inner[0]) === TOKEN_INFO);
  const said = only(inside(inner[1], 0xa0)).body;
  const told = inside(only(parts(said)));
  const [algorithm, imprint] = inside(told[2]);
  need(DIGESTS[named(inside(algorithm)[0])] === "SHA-256");
  const signer = inside(only(inside(signed.at(-1), 0x31)));
  const digest = DIGESTS[named(inside(signer[2])[0])];
  need(digest !== undefined && told[4]?.tag === 0x18);
  const attributes = new Map(
    inside(signer[3], 0xa0).map((each) => inside(each)).map(([name, values]) => [named(name), inside(values, 0x31)]),
  );
  const certificate = certificateOf(inside(signed[3], 0xa0), inside(signer[1]));
  return { said, imprint: named(imprint), at: momentOf(told[4]), signer, digest, attributes, certificate };
}

function certificateOf(known, [issuer, number]) {
  for (const { whole, ...each } of known) {
    const all = inside(inside(each)[0]);
    const body = all[0].tag === 0xa0 ? all.slice(1) : all;
    if (toHex(body[2].whole) !== toHex(issuer.whole) || toHex(body[0].whole) !== toHex(number.whole)) continue;
    const [begins, ends] = inside(body[3]).map(momentOf);
    const names = inside(body[4]).flatMap((set) => inside(set, 0x31)).map((pair) => inside(pair));
    const name = names.filter(([oid]) => named(oid) === COMMON_NAME).at(-1);
    need(name !== undefined);
    const extensions = body.filter(({ tag }) => tag === 0xa3).flatMap((box) => inside(only(inside(box, 0xa3))));
    const use = extensions.map((one) => inside(one)).find(([oid]) => named(oid) === KEY_USE);
    const uses = use === undefined ? [] : inside(only(parts(use.at(-1).body))).map(named);
    return { der: whole, begins, ends, uses, key: body[5], authority: new TextDecoder().decode(name[1].body) };
  }
  throw new NotDer();
}

async function certificateFits({ at, attributes, certificate }) {
  const { der, begins, ends, uses } = certificate;
  if (!uses.includes(TIME_STAMPING) || at < begins || at > ends) return false;
  let digest = attributes.has(SIGNING_CERTIFICATE_2) ? "SHA-256" : "SHA-1";
  const which = attributes.get(SIGNING_CERTIFICATE_2) ?? attributes.get(SIGNING_CERTIFICATE);
  if (which === undefined) return false;
  let says = inside(inside(inside(which[0])[0])[0]);
  if (says[0]?.tag === 0x30) {
    digest = DIGESTS[named(inside(says[0])[0])];
    says = says.slice(1);
    need(digest !== undefined);
  }
  return toHex(new Uint8Array(await crypto.subtle.digest(digest, der))) === named(says[0]);
}

async function tokenSigned({ said, signer, digest, attributes, certificate }) {
  const kinds = (attributes.get(CONTENT_TYPE) ?? []).map(named);
  const digests = (attributes.get(MESSAGE_DIGEST) ?? []).map(named);
  const mine = toHex(new Uint8Array(await crypto.subtle.digest(digest, said)));
  if (kinds.join() !== TOKEN_INFO || digests.join() !== mine) return false;
  // The attributes are signed as a SET, not under the tag that they have inside the message.
  const message = Uint8Array.from(signer[3].whole);
  message[0] = 0x31;
  const [algorithm, curve] = inside(inside(certificate.key)[0]).map((each) => toHex(each.body));
  let signature = signer[5].body;
  let name = { name: "RSASSA-PKCS1-v1_5", hash: digest };
  if (algorithm === EC_KEY) {
    if (CURVES[curve] === undefined) return false;
    const [namedCurve, size] = CURVES[curve];
    name = { name: "ECDSA", namedCurve, hash: digest };
    signature = new Uint8Array(2 * size);
    for (const [n, { body }] of inside(only(parts(signer[5].body))).entries()) {
      const figure = body.subarray(Math.max(body.length - size, 0));
      signature.set(figure, (n + 1) * size - figure.length);
    }
  } else if (algorithm !== RSA_KEY) return false;
  const key = await crypto.subtle.importKey("spki", certificate.key.whole, name, false, ["verify"]);
  return crypto.subtle.verify(name, key, signature, message);
}

// What a token says (when, by whom, certificate), or the code of what is wrong with it.
async function stampOf(data, imprint) {
  try {
    const token = tokenOf(data);
    if (token.imprint !== imprint) return [null, "stamp_of_other_head"];
    if (!(await certificateFits(token))) return [null, "stamp_certificate_wrong"];
    if (!(await tokenSigned(token))) return [null, "stamp_signature_wrong"];
    const { at, certificate } = token;
    return [{ at, authority: certificate.authority, certificate: toHex(await sha256(certificate.der)) }, null];
  } catch {
    return [null, "stamp_unreadable"];
  }
}

// The verdict ---------------------------------------------------------------------------------------

class Check {
  constructor(trusted) {
    this.trusted = trusted;
    this.publics = new Map();
    this.signers = new Set();
    this.stamped = [];
    this.found = [];
    this.content = null;
    this.add = (place, code) => {
      if (this.found.length <= FINDINGS_MOST) this.found.push([place, code]);
    };
  }

  read(bytes) {
    if (bytes.length > FILE_BYTES_MOST) throw new Stop("/", "too_large");
    let text;
    try {
      text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    } catch {
      throw new Stop(`byte ${firstBroken(bytes)}`, "not_utf8");
    }
    const content = new Reader(text).whole();
    if (!(content instanceof Map)) throw new Stop("/", "object_expected");
    if (!FORMATS.includes(content.get("format"))) throw new Stop("/format", "format_unknown");
    return content;
  }

  async run(bytes) {
    try {
      const content = this.read(bytes);
      checkShape(content, SHAPES[content.get("format")], "", this.add);
      if (this.found.length > 0) return;
      if (globalThis.crypto?.subtle === undefined) throw new Stop("/", "crypto_missing");
      this.content = content;
    } catch (error) {
      if (!(error instanceof Stop)) throw error;
      this.add(error.place, error.code);
      return;
    }
    await this.keys();
    await this.head(this.content.get("head"), "/head");
    await this.earlier();
    await this.records();
    await this.attachments();
    await this.stamps();
    await this.seal();
  }

  async keys() {
    for (const [n, each] of this.content.get("keys").entries()) {
      const [name, publicKey] = [each.get("key"), fromHex(each.get("public"))];
      if (toHex(await sha256(publicKey)) !== name) this.add(`/keys/${n}/key`, "key_misnamed");
      if (this.publics.has(name)) this.add(`/keys/${n}/key`, "key_repeated");
      else this.publics.set(name, publicKey);
    }
  }

  async signature(message, signed, place, code) {
    const name = signed.get("key");
    this.signers.add(name);
    if (!this.publics.has(name)) return this.add(`${place}/key`, "key_missing");
    if (this.trusted.length > 0 && !this.trusted.includes(name)) this.add(`${place}/key`, "key_not_trusted");
    const signature = fromHex(signed.get("signature"));
    const fault = await signatureFault(this.publics.get(name), signature, encode(message), code);
    if (fault) this.add(`${place}/signature`, fault);
    return undefined;
  }

  async head(head, place) {
    if (head.get("log") !== this.content.get("log")) this.add(`${place}/log`, "log_differs");
    const note = new Map([...head].filter(([name]) => name !== "signature"));
    await this.signature(canonical(note), head, place, "head_signature_wrong");
  }

  async earlier() {
    const earlier = this.content.get("earlier");
    if (earlier === undefined) return;
    const [old, now] = [earlier.get("head"), this.content.get("head")];
    await this.head(old, "/earlier/head");
    const sizes = [old.get("size"), now.get("size")];
    if (sizes[0] < 1 || sizes[0] > sizes[1]) {
      this.add("/earlier/head/size", "earlier_not_earlier");
      return;
    }
    const whole = await consistent(...sizes, old.get("root"), now.get("root"), earlier.get("proof"));
    if (!whole) this.add("/earlier/proof", "not_consistent");
  }

  async records() {
    const [size, root] = [this.content.get("head").get("size"), this.content.get("head").get("root")];
    const about = new Set();
    let before = -1;
    for (const [n, each] of this.content.get("records").entries()) {
      const [record, index] = [each.get("record"), each.get("index")];
      if (typeof record.get("about") === "string") about.add(record.get("about"));
      if (index <= before) this.add(`/records/${n}/index`, "records_out_of_order");
      before = index;
      if (index >= size) {
        this.add(`/records/${n}/index`, "index_beyond_head");
        continue;
      }
      const bytes = encode(canonical(each.has("salt") ? [record, each.get("salt")] : record));
      if (bytes.length > RECORD_BYTES_MOST) this.add(`/records/${n}/record`, "record_too_large");
      else if (!(await included(await hashed(0, bytes), index, size, each.get("proof"), root))) {
        this.add(`/records/${n}`, "not_included");
      }
    }
    const named = this.content.get("about");
    const same = named.length === about.size && new Set(named).size === about.size;
    if (!same || !named.every((each) => about.has(each))) this.add("/about", "about_differs");
  }

  async attachments() {
    const said = new Set();
    const todo = this.content.get("records").map((each) => each.get("record"));
    while (todo.length > 0) {
      const value = todo.pop();
      if (typeof value === "string") said.add(value);
      else if (value instanceof Map) for (const each of value.values()) todo.push(each);
      else if (Array.isArray(value)) for (const each of value) todo.push(each);
    }
    for (const [n, each] of this.content.get("attachments").entries()) {
      const place = `/attachments/${n}`;
      const data = fromBase64(each.get("base64"));
      if (data === null) this.add(`${place}/base64`, "base64_wrong");
      else if (toHex(await sha256(data)) !== each.get("sha256")) this.add(`${place}/base64`, "attachment_differs");
      if (!said.has(each.get("sha256"))) this.add(`${place}/sha256`, "attachment_not_named");
    }
  }

  async stamps() {
    const imprint = toHex(await sha256(encode(canonical(this.content.get("head")))));
    for (const [n, each] of (this.content.get("stamps") ?? []).entries()) {
      const [stamp, code] = await stampOf(fromBase64(each.get("token")) ?? new Uint8Array(), imprint);
      if (code) this.add(`/stamps/${n}/token`, code);
      else this.stamped.push(stamp);
    }
  }

  async seal() {
    const seal = this.content.get("seal");
    const rest = new Map([...this.content].filter(([name]) => name !== "seal"));
    const digest = toHex(await sha256(encode(canonical(rest))));
    if (digest !== seal.get("sha256")) this.add("/seal/sha256", "seal_broken");
    if (seal.has("key") !== seal.has("signature")) {
      this.add(`/seal/${seal.has("key") ? "signature" : "key"}`, "field_missing");
    } else if (seal.has("key")) {
      await this.signature(`${this.content.get("format")} seal ${seal.get("sha256")}`, seal, "/seal", "seal_signature_wrong");
    }
  }
}

// atob forgives spaces and missing padding; what it gives must be written the same way again.
function fromBase64(text) {
  try {
    const letters = atob(text);
    if (btoa(letters) !== text) return null;
    return Uint8Array.from(letters, (letter) => letter.charCodeAt(0));
  } catch {
    return null;
  }
}

const count = (number, noun) => `${number} ${noun}${number === 1 ? "" : "s"}`;

function conclusion(check, findings, sealed) {
  if (findings.length > 0) {
    return [`不可信：发现 ${findings.length} 处问题。`, `Not valid: ${count(findings.length, "finding")}.`];
  }
  const [records, size] = [check.content.get("records").length, check.content.get("head").get("size")];
  let zh = `${records} 条记录未被改动，都在所签名的存证树中（共 ${size} 条）。`;
  let en = `${count(records, "record")} unchanged and in the signed tree of ${size}.`;
  if (!sealed) {
    zh += "文件的制作时间和附件名称未经签名。";
    en += " When the file was made and how attachments are named is not signed.";
  }
  for (const { at, authority, certificate } of check.stamped) {
    zh += `树头的时间戳：${at}，签发者：${authority}（证书 ${certificate}）。`;
    en += ` The head is time-stamped ${at} by ${authority} (certificate ${certificate}).`;
  }
  if (check.stamped.length === 0) {
    zh += "没有时间戳。";
    en += " There is no time stamp.";
  }
  if (check.trusted.length > 0) return [`有效：${zh}签名密钥是您信任的密钥。`, `Valid. ${en} Signed by a key you trust.`];
  const keys = [...check.signers].join(", ");
  return [
    `前后一致：${zh}请将签名密钥的指纹与平台公布的指纹比对：${keys}`,
    `Consistent. ${en} Compare the signing key's fingerprint with the published one: ${keys}`,
  ];
}

function plain(value) {
  if (value instanceof Map) return Object.fromEntries([...value].map(([key, each]) => [key, plain(each)]));
  return Array.isArray(value) ? value.map(plain) : value;
}

function fingerprints(key) {
  const list = Array.isArray(key) ? key : String(key ?? "").split(/[,;\n]/);
  return list.map((each) => each.replace(/[\s:-]/g, "").toLowerCase()).filter((each) => each !== "");
}

/**
 * The verdict on a bundle; never rejects because of what the bundle says.
 *
 * `text` is the file as text or, better, as its bytes (ArrayBuffer, Uint8Array). `key` is the
 * fingerprint one trusts, several separated by commas, or a list; without one the verdict is only
 * "consistent with the key inside", and `signedBy` are the fingerprints to compare.
 */
export async function verifyBundle(text, { key = "" } = {}) {
  const check = new Check(fingerprints(key));
  await check.run(typeof text === "string" ? encode(text) : new Uint8Array(text));
  return verdict(check);
}

function verdict(check) {
  const pairs = check.found.slice(0, FINDINGS_MOST);
  if (check.found.length > FINDINGS_MOST) pairs.push(["/", "more_findings"]);
  const findings = pairs.map(([place, code]) => ({ place, code, zh: WORDS[code][0], en: WORDS[code][1] }));
  const content = check.content === null ? null : plain(check.content);
  const sealed = content !== null && "signature" in content.seal;
  const [zh, en] = conclusion(check, findings, sealed);
  return {
    valid: findings.length === 0,
    trusted: check.trusted.length > 0,
    sealed,
    zh,
    en,
    findings,
    signedBy: [...check.signers],
    stamps: check.stamped,
    head: content?.head ?? null,
    records: content?.records ?? [],
    content,
  };
}

// The page ------------------------------------------------------------------------------------------

const LABELS = {
  log: ["存证簿", "Log"],
  size: ["记录总数", "Records in the tree"],
  root: ["树根", "Root"],
  at: ["签名时间", "Signed at"],
  made_at: ["制作时间", "File made at"],
  stamp: { zh: "时间戳", en: "Time stamp" },
  about: ["事项", "About"],
  key: ["签名密钥指纹", "Fingerprint of the signing key"],
  records: ["记录", "Records"],
  act: ["事件", "Act"],
  subject: ["对象", "Subject"],
  when: ["时间", "When"],
  by: ["经办", "By"],
  checking: ["正在核验……", "Checking…"],
};
const ROWS_MOST = 500;

function language() {
  const { lang } = document.documentElement.dataset;
  return (lang || document.documentElement.lang).startsWith("en") ? 1 : 0;
}

function element(name, text = "", className = "") {
  const made = document.createElement(name);
  if (text !== "") made.textContent = text;
  if (className) made.className = className;
  return made;
}

function show(output, said) {
  const lang = language();
  output.dataset.verdict = said.valid ? (said.trusted ? "valid" : "consistent") : "invalid";
  output.replaceChildren(element("p", lang ? said.en : said.zh, "verdict"));
  if (said.findings.length > 0) output.append(findingsList(said.findings, lang));
  if (said.content === null) return;
  output.append(facts(said, lang), recordsTable(said.records, lang));
}

function findingsList(findings, lang) {
  const list = element("ol", "", "findings");
  for (const each of findings) {
    const item = element("li");
    item.append(element("code", each.place, "place"), " ", element("span", lang ? each.en : each.zh));
    item.append(" ", element("small", each.code, "code"));
    list.append(item);
  }
  return list;
}

function facts({ content, signedBy, stamps }, lang) {
  const list = element("dl", "", "head");
  const rows = [
    ["about", content.about.join(", ")],
    ["log", content.log],
    ["size", String(content.head.size)],
    ["root", content.head.root],
    ["at", content.head.at],
    ["made_at", content.made_at],
    ...signedBy.map((each) => ["key", each]),
    ...stamps.map(({ at, authority }) => ["stamp", `${at} · ${authority}`]),
  ];
  for (const [label, value] of rows) list.append(element("dt", LABELS[label][lang]), element("dd", value));
  return list;
}

function recordsTable(records, lang) {
  const table = element("table", "", "records");
  table.append(element("caption", `${LABELS.records[lang]} (${records.length})`));
  const top = table.createTHead().insertRow();
  for (const label of ["when", "act", "subject", "by"]) {
    const cell = element("th", LABELS[label][lang]);
    cell.scope = "col";
    top.append(cell);
  }
  const body = table.createTBody();
  for (const { record } of records.slice(0, ROWS_MOST)) {
    const row = body.insertRow();
    for (const name of ["at", "act", "subject", "by"]) {
      row.insertCell().textContent = typeof record[name] === "string" ? record[name] : "";
    }
  }
  if (records.length > ROWS_MOST) body.insertRow().insertCell().textContent = "…";
  return table;
}

function fault(place, code) {
  const check = new Check([]);
  check.add(place, code);
  return verdict(check);
}

// Only from this site: a link must not make the page vouch for what lies elsewhere.
async function fetched(address) {
  const url = new URL(address, document.baseURI);
  if (url.origin !== location.origin) return fault(url.origin, "other_origin");
  try {
    const answer = await fetch(url, { credentials: "same-origin", redirect: "error" });
    return answer.ok ? await answer.arrayBuffer() : fault(`HTTP ${answer.status}`, "not_fetched");
  } catch {
    return fault(url.pathname, "not_fetched");
  }
}

async function opened(file) {
  if (file.size > FILE_BYTES_MOST) return fault("/", "too_large");
  try {
    return await file.arrayBuffer();
  } catch {
    return fault(file.name, "not_read");
  }
}

function wire(output) {
  const file = document.querySelector("#bundle-file");
  const key = document.querySelector("#bundle-key");
  let source = null;
  let turn = 0;
  // Whoever asks last is answered; what an earlier file gave is dropped.
  const check = async (pending) => {
    const mine = ++turn;
    output.dataset.verdict = "checking";
    output.replaceChildren(element("p", LABELS.checking[language()]));
    const got = await pending;
    if (mine !== turn) return;
    source = got;
    const said = got instanceof ArrayBuffer ? await verifyBundle(got, { key: key?.value ?? "" }) : got;
    if (mine === turn) show(output, said);
  };
  // Without this a browser stays silent when the same file is chosen again after it changed.
  file?.addEventListener("click", () => { file.value = ""; });
  file?.addEventListener("change", () => file.files.length > 0 && check(opened(file.files[0])));
  key?.addEventListener("change", () => source !== null && check(source));
  const named = document.querySelector("[data-bundle-url]")?.dataset.bundleUrl;
  const address = new URLSearchParams(location.search).get("bundle") || named;
  if (address) check(fetched(address));
}

if (typeof document !== "undefined") {
  const output = document.querySelector("#bundle-verdict");
  if (output) wire(output);
}
