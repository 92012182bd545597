// JSON without loss: a number that a double cannot hold comes as the text that it was written in.

const deepest = 500;
const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const plain = /[^"\\\u0000-\u001f]*/y;
const space = /[ \t\n\r]*/y;
const escapes = { '"': '"', "\\": "\\", "/": "/", b: "\b", f: "\f", n: "\n", r: "\r", t: "\t" };

/** A number of JSON as it was written, of which a double would be another. */
export class ExactNumber {
  constructor(text) {
    this.text = text;
  }
  toString() {
    return this.text;
  }
}

/** Whether two texts are one number, however they are written: `2.5E1` is `25`. */
function isSame(a, b) {
  return a === b || canonical(a) === canonical(b);
}

function canonical(text) {
  const [, sign, whole, part = "", power = "0"] = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text) ?? [, text, ""];
  const digits = (whole + part).replace(/^0+/, "");
  const kept = digits.replace(/0+$/, "");
  return kept === "" ? `${sign}0` : `${sign}${kept}e${Number(power) - part.length + digits.length - kept.length}`;
}

class Reader {
  constructor(text) {
    this.text = text;
    this.at = 0;
  }
  fail(what) {
    throw new SyntaxError(`${what} at character ${this.at} of the JSON`);
  }
  take(pattern) {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text);
    if (found === null) return null;
    this.at = pattern.lastIndex;
    return found[0];
  }
  /** The next character that is no space; it is not taken. */
  next() {
    this.take(space);
    return this.text[this.at];
  }
  expect(character) {
    if (this.next() !== character) this.fail(`no ${character}`);
    this.at++;
  }
  word(text, value) {
    if (!this.text.startsWith(text, this.at)) this.fail("no value");
    this.at += text.length;
    return value;
  }
  number() {
    const text = this.take(number);
    if (text === null) this.fail("no value");
    const value = Number(text);
    return isSame(text, String(value)) ? value : new ExactNumber(text);
  }
  string() {
    this.at++;
    let out = this.take(plain);
    while (this.text[this.at] === "\\") {
      out += this.escaped();
      out += this.take(plain);
    }
    if (this.text[this.at] !== '"') this.fail("a string without an end");
    this.at++;
    return out;
  }
  escaped() {
    const kind = this.text[this.at + 1];
    if (kind !== "u") {
      if (!Object.hasOwn(escapes, kind)) this.fail("an unknown escape");
      this.at += 2;
      return escapes[kind];
    }
    const digits = this.text.slice(this.at + 2, this.at + 6);
    if (!/^[0-9a-fA-F]{4}$/.test(digits)) this.fail("an unknown escape");
    this.at += 6;
    return String.fromCharCode(parseInt(digits, 16));
  }
  value(depth) {
    if (depth > deepest) this.fail("too deep a nesting");
    const first = this.next();
    if (first === '"') return this.string();
    if (first === "{") return this.object(depth);
    if (first === "[") return this.array(depth);
    if (first === "t") return this.word("true", true);
    if (first === "f") return this.word("false", false);
    if (first === "n") return this.word("null", null);
    return this.number();
  }
  array(depth) {
    const all = [];
    this.at++;
    if (this.next() !== "]") {
      do all.push(this.value(depth + 1));
      while (this.comma());
    }
    this.expect("]");
    return all;
  }
  object(depth) {
    const all = {};
    this.at++;
    if (this.next() !== "}") {
      do {
        if (this.next() !== '"') this.fail("no key");
        const key = this.string();
        this.expect(":");
        put(all, key, this.value(depth + 1));
      } while (this.comma());
    }
    this.expect("}");
    return all;
  }
  comma() {
    if (this.next() !== ",") return false;
    this.at++;
    return true;
  }
}

/** Sets what the object holds itself: the key `__proto__` is a key like others. */
function put(object, key, value) {
  if (key !== "__proto__") object[key] = value;
  else Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
}

/** Reads a JSON text. Numbers are numbers, or ExactNumber. Throws SyntaxError. */
export function parseJson(text) {
  const reader = new Reader(text);
  const value = reader.value(0);
  if (reader.next() !== undefined) reader.fail("something behind the end");
  return value;
}

/** The value as JSON again, in one line. */
export function writeJson(value) {
  if (value instanceof ExactNumber) return value.text;
  if (Array.isArray(value)) return `[${value.map(writeJson).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  return `{${Object.entries(value).map(([key, v]) => `${JSON.stringify(key)}:${writeJson(v)}`).join(",")}}`;
}

/** Whether it is an object of JSON: no list, and no number. */
export function isObject(value) {
  return value !== null && typeof value === "object" && !Array.isArray(value) && !(value instanceof ExactNumber);
}
