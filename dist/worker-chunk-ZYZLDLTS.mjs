import { createRequire as requireFor } from 'node:module'; const require = requireFor(import.meta.url);
var __create = Object.create;
var __defProp = Object.defineProperty;
var __getOwnPropDesc = Object.getOwnPropertyDescriptor;
var __getOwnPropNames = Object.getOwnPropertyNames;
var __getProtoOf = Object.getPrototypeOf;
var __hasOwnProp = Object.prototype.hasOwnProperty;
var __require = /* @__PURE__ */ ((x2) => typeof require !== "undefined" ? require : typeof Proxy !== "undefined" ? new Proxy(x2, {
  get: (a, b) => (typeof require !== "undefined" ? require : a)[b]
}) : x2)(function(x2) {
  if (typeof require !== "undefined") return require.apply(this, arguments);
  throw Error('Dynamic require of "' + x2 + '" is not supported');
});
var __commonJS = (cb, mod) => function __require2() {
  try {
    return mod || (0, cb[__getOwnPropNames(cb)[0]])((mod = { exports: {} }).exports, mod), mod.exports;
  } catch (e) {
    throw mod = 0, e;
  }
};
var __copyProps = (to, from, except, desc) => {
  if (from && typeof from === "object" || typeof from === "function") {
    for (let key of __getOwnPropNames(from))
      if (!__hasOwnProp.call(to, key) && key !== except)
        __defProp(to, key, { get: () => from[key], enumerable: !(desc = __getOwnPropDesc(from, key)) || desc.enumerable });
  }
  return to;
};
var __toESM = (mod, isNodeMode, target) => (target = mod != null ? __create(__getProtoOf(mod)) : {}, __copyProps(
  // If the importer is in node compatibility mode or this is not an ESM
  // file that has been converted to a CommonJS file using a Babel-
  // compatible transform (i.e. "__esModule" has not been set), then set
  // "default" to the CommonJS "module.exports" for node compatibility.
  isNodeMode || !mod || !mod.__esModule ? __defProp(target, "default", { value: mod, enumerable: true }) : target,
  mod
));

// node_modules/@noble/hashes/utils.js
function isBytes(a) {
  return a instanceof Uint8Array || ArrayBuffer.isView(a) && a.constructor.name === "Uint8Array" && "BYTES_PER_ELEMENT" in a && a.BYTES_PER_ELEMENT === 1;
}
var atitle = (title) => title ? `"${title}" ` : "";
function anumber(n, title = "") {
  if (typeof n !== "number")
    throw new TypeError(atitle(title) + "expected number, got " + typeof n);
  if (!Number.isSafeInteger(n) || n < 0)
    throw new RangeError(atitle(title) + "expected integer >= 0, got " + n);
  return n;
}
function abytes(value, length, title = "") {
  if (isBytes(value) && (length === void 0 || value.length === length))
    return value;
  if (length !== void 0)
    anumber(length, "length");
  const bytes = isBytes(value);
  const ofLen = length !== void 0 ? ` of length ${length}` : "";
  const got = bytes ? `length=${value.length}` : `type=${typeof value}`;
  const message = atitle(title) + "expected Uint8Array" + ofLen + ", got " + got;
  if (!bytes)
    throw new TypeError(message);
  throw new RangeError(message);
}
function clean(...arrays) {
  for (let i2 = 0; i2 < arrays.length; i2++) {
    arrays[i2].fill(0);
  }
}
var hasHexBuiltin = /* @__PURE__ */ (() => (
  // @ts-ignore
  typeof Uint8Array.from([]).toHex === "function" && typeof Uint8Array.fromHex === "function"
))();
var hexes = /* @__PURE__ */ Array.from({ length: 256 }, (_, i2) => i2.toString(16).padStart(2, "0"));
function bytesToHex(bytes) {
  abytes(bytes);
  if (hasHexBuiltin)
    return bytes.toHex();
  let hex = "";
  for (let i2 = 0; i2 < bytes.length; i2++) {
    hex += hexes[bytes[i2]];
  }
  return hex;
}
function utf8ToBytes(str) {
  if (typeof str !== "string")
    throw new TypeError("string expected");
  const encoded2 = new TextEncoder().encode(str);
  try {
    return new Uint8Array(encoded2);
  } finally {
    clean(encoded2);
  }
}

// node_modules/fflate/esm/index.mjs
import { createRequire } from "module";
var require2 = createRequire("/");
var _a;
var Worker;
var isMarkedAsUntransferable;
try {
  _a = require2("worker_threads"), Worker = _a.Worker, isMarkedAsUntransferable = _a.isMarkedAsUntransferable;
} catch (e) {
}
var u8 = Uint8Array;
var u16 = Uint16Array;
var i32 = Int32Array;
var fleb = new u8([
  0,
  0,
  0,
  0,
  0,
  0,
  0,
  0,
  1,
  1,
  1,
  1,
  2,
  2,
  2,
  2,
  3,
  3,
  3,
  3,
  4,
  4,
  4,
  4,
  5,
  5,
  5,
  5,
  0,
  /* unused */
  0,
  0,
  /* impossible */
  0
]);
var fdeb = new u8([
  0,
  0,
  0,
  0,
  1,
  1,
  2,
  2,
  3,
  3,
  4,
  4,
  5,
  5,
  6,
  6,
  7,
  7,
  8,
  8,
  9,
  9,
  10,
  10,
  11,
  11,
  12,
  12,
  13,
  13,
  /* unused */
  0,
  0
]);
var clim = new u8([16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]);
var freb = function(eb, start) {
  var b = new u16(31);
  for (var i2 = 0; i2 < 31; ++i2) {
    b[i2] = start += 1 << eb[i2 - 1];
  }
  var r = new i32(b[30]);
  for (var i2 = 1; i2 < 30; ++i2) {
    for (var j = b[i2]; j < b[i2 + 1]; ++j) {
      r[j] = j - b[i2] << 5 | i2;
    }
  }
  return { b, r };
};
var _a = freb(fleb, 2);
var fl = _a.b;
var revfl = _a.r;
fl[28] = 258, revfl[258] = 28;
var _b = freb(fdeb, 0);
var fd = _b.b;
var revfd = _b.r;
var rev = new u16(32768);
for (i = 0; i < 32768; ++i) {
  x = (i & 43690) >> 1 | (i & 21845) << 1;
  x = (x & 52428) >> 2 | (x & 13107) << 2;
  x = (x & 61680) >> 4 | (x & 3855) << 4;
  rev[i] = ((x & 65280) >> 8 | (x & 255) << 8) >> 1;
}
var x;
var i;
var flt = new u8(288);
for (i = 0; i < 144; ++i)
  flt[i] = 8;
var i;
for (i = 144; i < 256; ++i)
  flt[i] = 9;
var i;
for (i = 256; i < 280; ++i)
  flt[i] = 7;
var i;
for (i = 280; i < 288; ++i)
  flt[i] = 8;
var i;
var fdt = new u8(32);
for (i = 0; i < 32; ++i)
  fdt[i] = 5;
var i;
var slc = function(v, s, e) {
  if (s == null || s < 0)
    s = 0;
  if (e == null || e > v.length)
    e = v.length;
  return new u8(v.subarray(s, e));
};
var ec = [
  "unexpected EOF",
  "invalid block type",
  "invalid length/literal",
  "invalid distance",
  "stream finished",
  "no stream handler",
  ,
  // determined by compression function
  "no callback",
  "invalid UTF-8 data",
  "extra field too long",
  "date not in range 1980-2099",
  "filename too long",
  "stream finishing",
  "invalid zip data"
  // determined by unknown compression method
];
var err = function(ind, msg, nt) {
  var e = new Error(msg || ec[ind]);
  e.code = ind;
  if (Error.captureStackTrace)
    Error.captureStackTrace(e, err);
  if (!nt)
    throw e;
  return e;
};
var et = /* @__PURE__ */ new u8(0);
var td = typeof TextDecoder != "undefined" && /* @__PURE__ */ new TextDecoder();
var tds = 0;
try {
  td.decode(et, { stream: true });
  tds = 1;
} catch (e) {
}
var dutf8 = function(d) {
  for (var r = "", i2 = 0; ; ) {
    var c = d[i2++];
    var eb = (c > 127) + (c > 223) + (c > 239);
    if (i2 + eb > d.length)
      return { s: r, r: slc(d, i2 - 1) };
    if (!eb)
      r += String.fromCharCode(c);
    else if (eb == 3) {
      c = ((c & 15) << 18 | (d[i2++] & 63) << 12 | (d[i2++] & 63) << 6 | d[i2++] & 63) - 65536, r += String.fromCharCode(55296 | c >> 10, 56320 | c & 1023);
    } else if (eb & 1)
      r += String.fromCharCode((c & 31) << 6 | d[i2++] & 63);
    else
      r += String.fromCharCode((c & 15) << 12 | (d[i2++] & 63) << 6 | d[i2++] & 63);
  }
};
function strFromU8(dat, latin1) {
  if (latin1) {
    var r = "";
    for (var i2 = 0; i2 < dat.length; i2 += 16384)
      r += String.fromCharCode.apply(null, dat.subarray(i2, i2 + 16384));
    return r;
  } else if (td) {
    return td.decode(dat);
  } else {
    var _a2 = dutf8(dat), s = _a2.s, r = _a2.r;
    if (r.length)
      err(8);
    return s;
  }
}

// src/text/safety/secret-variants.ts
var shortest = 4;
var shortestLine = 8;
var shortestEncoded = 6;
function secretVariants(secret) {
  const trimmed = secret.trim();
  const lines = trimmed.split(/[\r\n]+/).map((line) => line.trim());
  const wholes = [secret, trimmed].filter((text) => text.trim().length >= shortest);
  const plain = [
    ...wholes,
    ...lines.length > 1 ? lines.filter((line) => line.length >= shortestLine) : []
  ];
  const variants = /* @__PURE__ */ new Set();
  for (const text of new Set(plain)) {
    variants.add(text);
    for (const form of written(text)) variants.add(form);
    for (const form of encoded(text)) if (form.length >= shortestEncoded) variants.add(form);
  }
  return [...variants];
}
function written(text) {
  const json = JSON.stringify(text).slice(1, -1);
  const url = encodeURIComponent(text.replace(new RegExp("\\p{Surrogate}", "gu"), "\uFFFD"));
  const strictUrl = url.replace(
    /[!'()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`
  );
  const urls = [url, strictUrl, strictUrl.replaceAll("%20", "+"), url.replaceAll("%20", "+")];
  return [
    json,
    JSON.stringify(json).slice(1, -1),
    json.replaceAll("/", "\\/"),
    json.replace(/[<>&'\u007f-\uffff]/g, unicodeEscape),
    ...urls,
    ...urls.map((form) => form.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase())),
    text.replace(/[&<>"']/g, (char) => htmlEscapes[char] ?? char)
  ];
}
function unicodeEscape(char) {
  return `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
var htmlEscapes = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;"
};
function encoded(text) {
  const bytes = utf8ToBytes(text);
  const faces = [0, 1, 2].map((shift) => {
    const padded = new Uint8Array(shift + bytes.length);
    padded.set(bytes, shift);
    const base64 = btoa(strFromU8(padded, true)).replace(/=+$/, "");
    const first = Math.ceil(shift * 8 / 6);
    const last = Math.floor(padded.length * 8 / 6);
    return base64.slice(first, last);
  });
  const hex = bytesToHex(bytes);
  const forUrls = faces.map((face) => face.replaceAll("+", "-").replaceAll("/", "_"));
  return [...faces, ...forUrls, hex, hex.toUpperCase()];
}

// src/text/safety/token-shapes.ts
var hidden = "***";
var tokens = [
  // GitHub, GitLab, npm, PyPI, Docker
  "gh[pousr]_[A-Za-z0-9_.-]{20,}",
  "github_pat_[A-Za-z0-9_]{20,}",
  "gl(?:pat|cbt|dt|ft|rt|ptt|soat)-[A-Za-z0-9_.-]{20,}",
  "npm_[A-Za-z0-9]{30,}",
  "pypi-[A-Za-z0-9_-]{30,}",
  "dckr_pat_[A-Za-z0-9_-]{20,}",
  // Clouds
  "A(?:KIA|SIA|GPA|IDA|ROA)[0-9A-Z]{16}",
  "AIza[0-9A-Za-z_-]{35}",
  "ya29\\.[0-9A-Za-z_-]{20,}",
  "do[opr]_v1_[0-9a-f]{40,}",
  "dapi[0-9a-f]{32}",
  // Slack, Stripe, SendGrid, models
  "xox[a-z]-[A-Za-z0-9-]{10,}",
  "xapp-[A-Za-z0-9-]{10,}",
  "hooks\\.slack\\.com/services/[A-Za-z0-9/_-]{20,}",
  "(?:sk|rk)_(?:live|test)_[A-Za-z0-9]{16,}",
  "SG\\.[A-Za-z0-9_-]{16,}\\.[A-Za-z0-9_-]{16,}",
  // Not within a word as in `disk-...`; a colour's escape sequence before it is none.
  "(?:(?<![A-Za-z0-9_-])|(?<=\\u001b\\[[0-9;]{0,12}m))sk-[A-Za-z0-9_-]{20,}",
  "hf_[A-Za-z0-9]{30,}"
].join("|");
var token = new RegExp(tokens, "g");
var webToken = /eyJ[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]+){0,4}/g;
var authorization = /\b(bearer|basic|token)(\s{1,3})[A-Za-z0-9._~+/-]{16,}={0,2}/gi;
var userInfo = /(:\/\/[^\s:/?#@"'<>]{0,256}:)(?!\d{1,5}(?:[/?#\s]|$))[^\s"'<>]{1,512}@/g;
var tokenAsUser = /(:\/\/)[^\s:/?#@"'<>]{20,256}@/g;
var named = /((?:pass(?:word|wd|phrase)|pwd|secret|token|api[_-]?key|access[_-]?key|account[_-]?key|private[_-]?key|credential)[\w.-]{0,40}\\?["']?\s{0,3}(?:=>|:=|[:=])\s{0,3})(\\?"[^"\n\\]{1,512}|'[^'\n]{1,512}|[^\s"',;&)}\]\\]{3,512})/gi;
var harmless = /^["'\\]*(?:\*{3}|true|false|null|none|undefined|\d{1,9}|\$.*|%.*%|<.*>|)["'\\]*$/i;
var workingFolder = /pwd=$/i;
function hideTokens(text) {
  return hidePrivateKeys(text).replace(token, hidden).replace(webToken, (found) => found.includes(".") ? hidden : found).replace(userInfo, `$1${hidden}@`).replace(tokenAsUser, `$1${hidden}@`).replace(authorization, `$1$2${hidden}`).replace(named, (all, name2, value) => {
    if (harmless.test(value) || workingFolder.test(name2) && value.startsWith("/")) return all;
    const quote = /^\\?["']/.exec(value)?.[0] ?? "";
    return `${name2}${quote}${hidden}`;
  });
}
var keyBegin = /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/g;
var keyEnd = /-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/;
var keyLines = /(?:(?:\s|\\n|\\r|["',|>])*[A-Za-z0-9+/=]{16,})*/y;
var longestKey = 2e4;
function hidePrivateKeys(text) {
  let out = "";
  let at = 0;
  for (const begin of text.matchAll(keyBegin)) {
    if (begin.index < at) continue;
    const from = begin.index + begin[0].length;
    const end = keyEnd.exec(text.slice(from, from + longestKey));
    out += text.slice(at, begin.index) + hidden;
    keyLines.lastIndex = from;
    at = end ? from + end.index + end[0].length : from + (keyLines.exec(text)?.[0].length ?? 0);
  }
  return out + text.slice(at);
}

// src/text/safety/redact.ts
var indices = /* @__PURE__ */ new WeakMap();
function redact(text, secrets) {
  let index = indices.get(secrets);
  if (!index) {
    index = indexOf(secrets);
    indices.set(secrets, index);
  }
  return hideTokens(hideValues(text, index));
}
function indexOf(secrets) {
  const index = /* @__PURE__ */ new Map();
  for (const variant of new Set(secrets.flatMap(secretVariants))) {
    const start = startAt(variant, 0);
    index.set(start, [...index.get(start) ?? [], variant]);
  }
  for (const list of index.values()) list.sort((one, other) => other.length - one.length);
  return index;
}
function startAt(text, at) {
  return text.charCodeAt(at) * 65536 + text.charCodeAt(at + 1);
}
function hideValues(text, index) {
  if (index.size === 0) return text;
  let out = "";
  let shown = 0;
  let hiddenUntil = 0;
  for (let at = 0; at < text.length - 1; at++) {
    const found = index.get(startAt(text, at))?.find((variant) => text.startsWith(variant, at));
    if (found === void 0) continue;
    if (at >= hiddenUntil) {
      out += text.slice(shown, at) + hidden;
    }
    hiddenUntil = Math.max(hiddenUntil, at + found.length);
    shown = hiddenUntil;
  }
  return out + text.slice(shown);
}

// src/runner/fleet-diary.ts
import {
  closeSync,
  existsSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
  writeSync
} from "node:fs";
function attemptId(ref) {
  return `${ref.run}/${ref.task}.${ref.attempt}`;
}
function openFleetDiary(path) {
  const fd2 = openSync(path, "a", 384);
  writeSync(fd2, "\n");
  return {
    append: (record) => void writeSync(fd2, `${JSON.stringify(record)}
`),
    close: () => closeSync(fd2)
  };
}

// src/runner/process-group.ts
import { readFileSync as readFileSync2 } from "node:fs";
function signalGroup(leader, signal) {
  try {
    return process.kill(-leader, signal);
  } catch {
    return false;
  }
}
function processStart(pid) {
  try {
    const stat = readFileSync2(`/proc/${pid}/stat`, "latin1");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return fields[0] === "Z" ? null : fields[19] ?? null;
  } catch {
    return null;
  }
}
function isAlive(pid, start) {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (error.code !== "EPERM") return false;
  }
  const now = processStart(pid);
  return start === null || now === null ? now !== null || !hasProc() : now === start;
}
function hasProc() {
  return processStart(process.pid) !== null;
}

// src/runner/launch-directly.ts
var pipeLinger = 2e3;
function launchDirectly(spawn) {
  return (order, events) => {
    let child;
    try {
      child = spawnOf(spawn, order);
    } catch (error) {
      events.onNoStart(error);
      return atOnce;
    }
    const { pid } = child;
    if (pid === void 0) {
      child.once("error", events.onNoStart);
      return atOnce;
    }
    child.on("error", () => {
    });
    if (typeof order.output === "function") listen(child, order.output);
    follow(child, pid, events);
    events.onStart(pid);
    return atOnce;
  };
}
function atOnce() {
}
function spawnOf(spawn, { command, directory, environment, output }) {
  const sink = typeof output === "function" ? "pipe" : output.fd;
  return spawn(command.file, command.args, {
    cwd: directory,
    env: environment,
    detached: true,
    stdio: ["ignore", sink, sink]
  });
}
function follow(child, pid, { onExit, onOver }) {
  let over = false;
  let exited = false;
  const end = () => {
    if (over || !exited) return;
    over = true;
    onOver();
  };
  child.once("exit", (exitCode, signal) => {
    signalGroup(pid, "SIGKILL");
    exited = true;
    onExit(exitCode, signal);
    if (!child.stdout && !child.stderr) return end();
    setTimeout(() => {
      child.stdout?.destroy();
      child.stderr?.destroy();
      end();
    }, pipeLinger).unref();
  });
  child.once("close", end);
}
function listen(child, onPiece) {
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8");
    stream?.on("data", onPiece);
    stream?.on("error", () => {
    });
  }
}

// src/runner/log-files.ts
import { closeSync as closeSync2, openSync as openSync2, renameSync as renameSync2, rmSync } from "node:fs";
import { join } from "node:path";
function logFiles(folder, prefix) {
  const spares = [];
  let made = 0;
  function open() {
    const path = join(folder, `${prefix}-${made++}`);
    return { fd: openSync2(path, "a+", 384), path };
  }
  return {
    take(path) {
      const file = spares.pop() ?? open();
      let named2 = false;
      return {
        fd: file.fd,
        path: () => named2 ? path : file.path,
        name() {
          if (!named2) renameSync2(file.path, path);
          named2 = true;
        },
        release() {
          if (!named2) spares.push(file);
          else {
            closeSync2(file.fd);
            rmSync(path, { force: true });
          }
        }
      };
    },
    close() {
      for (const { fd: fd2, path } of spares.splice(0)) {
        closeSync2(fd2);
        rmSync(path, { force: true });
      }
    }
  };
}
function newLogFile(path) {
  const fd2 = openSync2(path, "a+", 384);
  return {
    fd: fd2,
    path: () => path,
    name() {
    },
    release() {
      closeSync2(fd2);
      rmSync(path, { force: true });
    }
  };
}

// src/text/safety/strip-control.ts
var ansi = new RegExp(
  [
    "(?:\\u001b\\[|\\u009b)[0-?]*[ -/]*[@-~]?",
    "\\u001b[\\]PX^_][^\\u0007\\u001b\\u009c]*(?:\\u0007|\\u001b\\\\|\\u009c)?",
    "\\u001b[ -/]*[0-~]?"
  ].join("|"),
  "g"
);
var control = /[^\P{Cc}\t\n]/gu;
var invisible = /[\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]/gu;
function stripControl(text) {
  return text.replace(ansi, "").replace(/\r+\n|\r/g, "\n").replace(control, "").replace(invisible, "").replace(new RegExp("\\p{Surrogate}", "gu"), "\uFFFD");
}

// src/text/safety/one-line.ts
function oneLine(text, max = 300) {
  const line = stripControl(text.slice(0, 20 * max + 1e3)).replace(/\s+/g, " ").trim();
  if (line.length <= max) return line;
  const cut = line.slice(0, max - 1);
  return `${/[\ud800-\udbff]$/.test(cut) ? cut.slice(0, -1) : cut}\u2026`;
}

// src/runner/attempt-command.ts
var plainWords = /^[\w./:,@%+-][\w./:,@%+=-]*(?: +[\w./:,@%+=-]+)*$/;
var shellWords = new Set(
  ". : alias bg bind break builtin caller case cd command compgen complete compopt continue coproc declare dirs disown do done echo elif else enable esac eval exec exit export fc fg fi for function getopts hash help history if in jobs kill let local logout mapfile popd printf pushd pwd read readarray readonly return select set shift shopt source suspend test then time times trap type typeset ulimit umask unalias unset until wait while".split(" ")
);
function attemptCommand(run, bash) {
  const script = run.trimEnd();
  const words = script.trim();
  if (plainWords.test(words)) {
    const [file = "", ...args] = words.split(/ +/);
    const assignment = file.includes("=");
    if (!assignment && !shellWords.has(file)) return { file, args, shell: false };
  }
  return bash ? {
    file: "bash",
    args: ["--noprofile", "--norc", "-eo", "pipefail", "-c", script],
    shell: true
  } : { file: "sh", args: ["-e", "-c", script], shell: true };
}

// src/runner/produced-files.ts
import { readdirSync, statSync } from "node:fs";
import { join as join2 } from "node:path";
var wildcard = /[*?[]/;
function producedFiles(root, patterns) {
  const found = /* @__PURE__ */ new Set();
  const missing = [];
  for (const pattern of patterns) {
    const hits = wildcard.test(pattern) ? matches(root, pattern) : existing(root, pattern);
    if (hits.length === 0) missing.push(pattern);
    for (const hit of hits) found.add(hit);
  }
  return { found: [...found].sort(), missing };
}
function segmentsOf(path) {
  return path.split("/").filter((segment) => segment !== "" && segment !== ".");
}
function existing(root, path) {
  return statSync(join2(root, path), { throwIfNoEntry: false }) ? [path] : [];
}
function matches(root, pattern) {
  const segments = segmentsOf(pattern);
  const fixed = segments.findIndex((segment) => wildcard.test(segment));
  const wanted = globToRegExp(segments);
  const most = segments.includes("**") ? Number.POSITIVE_INFINITY : segments.length;
  const start = segments.slice(0, fixed).join("/");
  return walk(root, start, most).filter((path) => wanted.test(path));
}
function walk(root, start, most) {
  const files = [];
  const open = [start];
  for (let folder = open.pop(); folder !== void 0; folder = open.pop()) {
    for (const entry of entries(join2(root, folder))) {
      const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
      if (!entry.isDirectory()) files.push(path);
      else if (path.split("/").length < most) open.push(path);
    }
  }
  return files;
}
function entries(folder) {
  try {
    return readdirSync(folder, { withFileTypes: true }).filter(
      (entry) => entry.name !== ".git" && entry.name !== ".yardmaster"
    );
  } catch {
    return [];
  }
}
function globToRegExp(segments) {
  const parts = segments.map((segment, index) => {
    const last = index === segments.length - 1;
    if (segment === "**") return last ? ".+" : "(?:[^/]+/)*";
    const text = segment.replace(/[.+^${}()|\\]/g, "\\$&").replace(/\*/g, "[^/]*").replace(/\?/g, "[^/]").replace(/\[!/g, "[^");
    return last ? text : `${text}/`;
  });
  return new RegExp(`^${parts.join("")}$`);
}

// src/runner/judge-attempt.ts
import { lstatSync, readFileSync as readFileSync3 } from "node:fs";

// src/core/classify-failure.ts
function classifyFailure(facts) {
  if (facts.timedOut) return "timeout";
  if (facts.oom || facts.diskFull) return "resources";
  if (facts.missingProduce && facts.exitCode === 0) return "validation";
  return "crash";
}

// src/runner/failure-message.ts
var maximum = 200;
var noise = /^\s*(?:at .+|\^+~*|File ".+", line \d+.*|Node\.js v\d.*|Traceback \(most recent call last\):|\.{3}.*|[-=*_#\s{}()[\];]+|npm (?:ERR!|error) (?:A complete log|code|path|errno).*)$/;
var telling = /\b(?:error|errors|exception|fail|failed|failure|fatal|panic|denied|not found|no such file|cannot|unable|invalid|refused|killed|missing|out of memory|no space left)\b|(?:Error|Exception):/i;
function failureMessage(tail) {
  const lines = tail.split(/\r\n|[\r\n]/).slice(-60).map((line2) => line2.trim()).filter((line2) => line2 !== "" && !noise.test(line2));
  const line = lines.findLast((each) => telling.test(each)) ?? lines.at(-1) ?? "";
  return line.length > maximum ? `${line.slice(0, maximum - 1)}\u2026` : line;
}

// src/runner/output-file.ts
var name = /^[A-Za-z_][\w-]*$/;
var maximum2 = 64 * 1024;
function parseOutputFile(text, declared) {
  const wanted = new Set(declared);
  const outputs = {};
  const lines = text.split(/\r?\n/);
  let next = 0;
  while (next < lines.length) {
    const entry = readEntry(lines, next);
    if (typeof entry === "string") return { ok: false, line: next + 1, why: entry };
    next = entry.next;
    if (wanted.has(entry.key)) outputs[entry.key] = entry.value;
  }
  const size = Object.entries(outputs).reduce((sum, each) => sum + each.join("").length, 0);
  if (size <= maximum2) return { ok: true, outputs };
  const why = `all outputs take ${size} characters, ${maximum2} are allowed`;
  return { ok: false, line: lines.length, why };
}
function readEntry(lines, at) {
  const line = lines[at] ?? "";
  if (line === "") return { key: "", value: "", next: at + 1 };
  const entry = /^([^=<]+?)(=|<<)(.*)$/s.exec(line);
  if (!entry) return `expected name=value, found \`${line}\``;
  const [, key = "", sign, rest = ""] = entry;
  if (!name.test(key)) return `\`${key}\` is no name of an output`;
  if (sign === "=") return { key, value: rest, next: at + 1 };
  const end = rest === "" ? -1 : lines.indexOf(rest, at + 1);
  if (end < 0) return `the delimiter \`${rest}\` never comes`;
  return { key, value: lines.slice(at + 1, end).join("\n"), next: end + 1 };
}

// src/runner/judge-attempt.ts
function judgeAttempt(job, end, tail, outputFile) {
  const bare = { exitCode: end.exitCode, outputs: {}, produced: [] };
  if (end.cause === "stop")
    return { ...bare, outcome: "stopped", failure: null, message: "it was asked to end" };
  if (end.cause === "itself" && end.exitCode === 0) return judgeWork(job, outputFile);
  const failure = classifyFailure({
    exitCode: end.exitCode,
    signal: end.signal,
    timedOut: end.cause === "timeout",
    oom: end.exitCode === 137 || end.signal === "SIGKILL" || outOfMemory.test(tail),
    diskFull: end.error?.code === "ENOSPC" || diskFull.test(tail),
    missingProduce: false
  });
  return { ...bare, ...failureWords(job, end, tail), outcome: "failure", failure };
}
var outOfMemory = /JavaScript heap out of memory|MemoryError|Cannot allocate memory|java\.lang\.OutOfMemoryError|std::bad_alloc|\bOOMKilled\b/;
var mostOutputBytes = 4 << 20;
var diskFull = /No space left on device|\bENOSPC\b|Disk quota exceeded/;
function failureWords(job, end, tail) {
  const { exitCode, error } = end;
  if (end.cause === "timeout")
    return { exitCode, message: `it ran longer than ${duration(job.timeout)} and was ended` };
  if (error?.code === "ENOENT")
    return { exitCode: 127, message: `${job.run.trim().split(" ")[0]}: command not found` };
  if (error?.code === "EACCES")
    return { exitCode: 126, message: `${job.run.trim().split(" ")[0]}: permission denied` };
  if (error) return { exitCode, message: error.message };
  const how = end.signal ? `it was ended by ${end.signal}` : `it ended with exit code ${exitCode}`;
  return { exitCode, message: failureMessage(tail) || how };
}
function judgeWork(job, outputFile) {
  const bare = { exitCode: 0, outputs: {}, produced: [] };
  const fault = (message) => ({
    ...bare,
    outcome: "failure",
    failure: classifyFailure({
      exitCode: 0,
      signal: null,
      timedOut: false,
      oom: false,
      diskFull: false,
      missingProduce: true
    }),
    message
  });
  const { found, missing } = producedFiles(job.root, job.produces);
  if (missing.length > 0) return fault(`it did not produce ${missing.join(", ")}`);
  if (job.outputs.length === 0)
    return { ...bare, outcome: "success", failure: null, message: "", produced: found };
  const read = readOutputs(outputFile, job.outputs);
  if (!read.ok) return fault(`line ${read.line} of its outputs: ${read.why}`);
  const open = telltale(read.outputs, job.secrets);
  if (open !== void 0)
    return fault(
      `its output ${open} holds a secret; whoever reads the repository can read outputs`
    );
  return { ...bare, outcome: "success", failure: null, message: "", produced: found, ...read };
}
function readOutputs(file, declared) {
  const found = lstatSync(file, { throwIfNoEntry: false });
  const readable = found?.isFile() && found.size <= mostOutputBytes;
  return parseOutputFile(readable ? readFileSync3(file, "utf8") : "", declared);
}
function telltale(outputs, secrets) {
  const forms = secrets.flatMap(secretVariants);
  return Object.keys(outputs).find((name2) => forms.some((form) => outputs[name2]?.includes(form)));
}
function duration(time) {
  const seconds = Math.round(time / 1e3);
  if (seconds < 120) return `${time < 1e3 ? time / 1e3 : seconds} s`;
  return seconds < 7200 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3600)} h`;
}

// src/runner/output-log.ts
import { closeSync as closeSync3, fstatSync, ftruncateSync, readSync, writeSync as writeSync2 } from "node:fs";
var usualLogLimits = { head: 1 << 20, end: 3 << 20, tail: 8192 };
function outputLog(file, limits = usualLogLimits) {
  const { fd: fd2 } = file;
  let dropped = 0;
  let kept = Buffer.alloc(0);
  function trim() {
    file.name();
    const size = fstatSync(fd2).size;
    if (size <= limits.head + limits.end) return;
    kept = readRange(fd2, Math.max(limits.head, size - limits.end), size);
    dropped += size - limits.head;
    ftruncateSync(fd2, limits.head);
  }
  function finish(clean2) {
    const size = fstatSync(fd2).size;
    if (size === 0 && dropped === 0) {
      file.release();
      return "";
    }
    try {
      file.name();
      const whole = readWhole(size);
      const text = clean2(whole.text);
      if (whole.changed || text !== whole.text) {
        ftruncateSync(fd2, 0);
        writeSync2(fd2, text);
      }
      return text.slice(-limits.tail);
    } finally {
      closeSync3(fd2);
    }
  }
  function readWhole(size) {
    if (dropped === 0 && size <= limits.head + limits.end)
      return { text: readRange(fd2, 0, size).toString(), changed: false };
    const head = readRange(fd2, 0, Math.min(limits.head, size));
    const recent = readRange(fd2, Math.max(limits.head, size - limits.end), size);
    const end = Buffer.concat([kept, recent]).subarray(-limits.end);
    const left = dropped + Math.max(0, size - limits.head) - end.length;
    const gap = `
[${left} bytes left out here: this log is capped]
`;
    return { text: `${head.toString()}${left > 0 ? gap : ""}${end.toString()}`, changed: true };
  }
  return {
    file: () => ({ fd: fd2, path: file.path() }),
    write: (text) => void writeSync2(fd2, text),
    trim,
    finish
  };
}
function readRange(fd2, start, end) {
  const buffer = Buffer.alloc(end - start);
  let done = 0;
  while (done < buffer.length) {
    const count = readSync(fd2, buffer, done, buffer.length - done, start + done);
    if (count === 0) break;
    done += count;
  }
  return buffer.subarray(0, done);
}

// src/runner/redacting-stream.ts
var maximum3 = 64 * 1024;
function redactingStream(secrets, redact2, out) {
  const longest = secrets.reduce((length, secret) => Math.max(length, secret.length), 0);
  let held = "";
  function safeCut() {
    const room = held.length - longest;
    let cut = held.lastIndexOf("\n", room - 1) + 1;
    if (cut === 0 && held.length > maximum3 + longest) cut = room;
    for (let moved = true; moved && cut > 0; ) {
      moved = false;
      for (const secret of secrets) {
        const at = held.indexOf(secret, Math.max(0, cut - secret.length + 1));
        if (at >= 0 && at < cut) {
          cut = at;
          moved = true;
        }
      }
    }
    return cut;
  }
  return {
    push(piece) {
      held += piece;
      const cut = safeCut();
      if (cut <= 0) return;
      out(redact2(held.slice(0, cut)));
      held = held.slice(cut);
    },
    end() {
      if (held !== "") out(redact2(held));
      held = "";
    }
  };
}

// src/runner/run-process.ts
function runProcess(order, launch, stop) {
  return new Promise((resolve) => {
    const ending = endInSteps(order.grace);
    let timer;
    let over = false;
    const onStop = () => {
      ending.begin("stop");
      withdraw();
    };
    const quiet = () => {
      over = true;
      clearTimeout(timer);
      stop.removeEventListener("abort", onStop);
      ending.over();
    };
    let end = null;
    const withdraw = launch(order, {
      onStart(pid) {
        timer = setTimeout(() => ending.begin("timeout"), order.timeout);
        ending.leads(pid);
        order.onPid(pid);
      },
      onNoStart(error) {
        quiet();
        const cause = ending.cause() === "stop" ? "stop" : "no-start";
        resolve({ cause, exitCode: null, signal: null, error });
      },
      onExit(exitCode, signal) {
        quiet();
        end = { cause: ending.cause(), exitCode, signal, error: null };
      },
      onOver() {
        if (end) resolve(end);
      }
    });
    if (over) return;
    if (stop.aborted) onStop();
    else stop.addEventListener("abort", onStop, { once: true });
  });
}
function endInSteps(grace) {
  let cause = "itself";
  let leader = null;
  let timer;
  function signalAll(group) {
    signalGroup(group, "SIGTERM");
    signalGroup(group, "SIGCONT");
    timer = setTimeout(() => signalGroup(group, "SIGKILL"), grace);
  }
  return {
    cause: () => cause,
    leads(pid) {
      leader = pid;
      if (cause !== "itself") signalAll(pid);
    },
    begin(why) {
      if (cause !== "itself") return;
      cause = why;
      if (leader !== null) signalAll(leader);
    },
    over: () => clearTimeout(timer)
  };
}

export {
  __require,
  __commonJS,
  __toESM,
  redact,
  attemptId,
  openFleetDiary,
  signalGroup,
  processStart,
  isAlive,
  launchDirectly,
  logFiles,
  newLogFile,
  stripControl,
  oneLine,
  attemptCommand,
  producedFiles,
  judgeAttempt,
  outputLog,
  redactingStream,
  runProcess
};
