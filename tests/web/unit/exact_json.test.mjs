// JSON is read without loss.
import { test } from "node:test";
import assert from "node:assert/strict";
import { ExactNumber, isObject, parseJson, writeJson } from "../page/exact_json.js";

test("what JSON.parse reads is read alike", () => {
  const texts = ["null", "true", " false ", "0", "-1.5", "1e3", '""', '"a\\"b\\\\c\\/\\b\\f\\n\\r\\t\\u00e4\\ud83d\\ude00"', "[]", "{}",
    '[1,[2,[]],{"a":{"b":[null,true]}}]', '{"a":1,"a":2}', '\r\n\t{ "x" : [ 1 , 2 ] }\n', '"ä€😀"', "9007199254740991", "0.1", "123456.789"];
  for (const text of texts) assert.deepEqual(parseJson(text), JSON.parse(text), text);
});

test("what JSON.parse refuses is refused", () => {
  const texts = ["", " ", "nul", "True", "01", "1.", ".5", "+1", "-", "1e", "[1,]", "[1 2]", "{a:1}", '{"a"}', '{"a":}', '{"a":1,}', '"', '"\\x"',
    '"\\u12g4"', '"a\nb"', "[", "{", "1 2", "'a'", "[1]]", "NaN", "Infinity", '"\\'];
  for (const text of texts) {
    assert.throws(() => JSON.parse(text), SyntaxError, text);
    assert.throws(() => parseJson(text), SyntaxError, text);
  }
});

test("a number that a double cannot hold stays as it was written", () => {
  const exact = ["9007199254740993", "-12345678901234567890", "0.1000000000000000055511151231257827", "1e400", "123456789012345678.5"];
  for (const text of exact) {
    const [value] = parseJson(`[${text}]`);
    assert.ok(value instanceof ExactNumber, text);
    assert.equal(`${value}`, text);
    assert.equal(writeJson({ a: [value] }), `{"a":[${text}]}`);
  }
});

test("a number is one however it is written", () => {
  for (const [text, value] of [["2.5E1", 25], ["1.0", 1], ["1E2", 100], ["0.0", 0], ["1e-7", 1e-7], ["0.00000010", 1e-7], ["1e21", 1e21],
    ["1000000000000000000000", 1e21], ["5e-324", 5e-324]]) assert.equal(parseJson(text), value, text);
});

test("random values come back", () => {
  let seed = 7;
  const random = (n) => (seed = (seed * 1103515245 + 12345) % 2147483648) % n;
  const make = (depth) => {
    switch (random(depth > 4 ? 4 : 6)) {
      case 0: return [null, true, false][random(3)];
      case 1: return (random(2000001) - 1000000) / [1, 10, 1e5, 1e-9][random(4)];
      case 2: return String.fromCodePoint(...Array.from({ length: random(6) }, () => [random(128), 0xe4, 0x2028, 0x1f600][random(4)]));
      case 3: return random(1e9);
      case 4: return Array.from({ length: random(5) }, () => make(depth + 1));
      default: return Object.fromEntries(Array.from({ length: random(5) }, (_, i) => [`k${i}"\\`, make(depth + 1)]));
    }
  };
  for (let i = 0; i < 2000; i++) {
    const value = make(0);
    const text = JSON.stringify(value, null, i % 3);
    assert.deepEqual(parseJson(text), JSON.parse(text));
    assert.equal(writeJson(parseJson(text)), JSON.stringify(JSON.parse(text)));
  }
});

test("the key __proto__ is a key like others", () => {
  const value = parseJson('{"__proto__":{"polluted":1},"a":2}');
  assert.equal({}.polluted, undefined);
  assert.equal(value.polluted, undefined);
  assert.deepEqual(Object.keys(value), ["__proto__", "a"]);
  assert.equal(writeJson(value), '{"__proto__":{"polluted":1},"a":2}');
});

test("nesting has an end", () => {
  assert.throws(() => parseJson("[".repeat(100000)), /too deep/);
  assert.doesNotThrow(() => parseJson("[".repeat(400) + "]".repeat(400)));
});

test("an exact number is no object", () => {
  assert.equal(isObject(parseJson("9007199254740993")), false);
  assert.equal(isObject({}), true);
  assert.equal(isObject([]), false);
  assert.equal(isObject(null), false);
});
