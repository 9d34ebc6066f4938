import assert from "node:assert/strict";
import fc from "fast-check";
import { createLogger, type Logger, redactId, scrub } from "../../src/telemetry/logger.ts";

const JWT = `eyJhbGciOiJSUzI1NiJ9.${Buffer.from('{"oid":"anna"}').toString("base64url")}.c2lnbmF0dXJl`;

const SECRETS: readonly (readonly [name: string, text: string, secret: string])[] = [
  ["a token", `got ${JWT} from it`, JWT],
  ["a token of five parts", "eyJhbGci.key1.iv22.text3.tag4 end", "text3"],
  ["a bearer value", "Authorization: Bearer EwBwA8l6BAAU/+==", "EwBwA8l6BAAU"],
  ["a bearer value in lower case", "authorization=bearer EwBwA8l6BAAU", "EwBwA8l6BAAU"],
  ["a connection string", "cannot reach postgres://bot:pa55@db:5432/x now", "pa55"],
  ["a mail address", "mail anna.k+x@contoso.co.uk failed", "anna.k"],
  ["a guest's name", "anna_example.org#EXT#@contoso.onmicrosoft.com", "anna_example"],
  ["an address in a link", "https://login?login_hint=anna%40contoso.com&x=1", "anna"],
  ["a phone number", "call +1 (206) 555-0100 now", "(206)"],
  ["a phone number of one piece", "+12065550100", "2065550100"],
  ["a sign-in code in an address", "/api/usertoken/GetToken?code=123456&userId=1", "123456"],
];

describe("scrub", () => {
  for (const [name, text, secret] of SECRETS) {
    it(`takes ${name} out`, () => {
      const scrubbed = scrub(text);

      assert.ok(!scrubbed.includes(secret), scrubbed);
      assert.match(scrubbed, /\[redacted\]/);
    });
  }

  for (const text of [
    "turn failed",
    "K7QM-2XWB",
    "at Object.<anonymous> (node_modules/@microsoft/teams-ai/lib/TurnState.js:280:15)",
    "2026-11-24T12:00:00.000Z",
    "b31c83fd-944c-4663-aa50-5d9ceb367e19",
    "Retry-After: 120",
  ]) {
    it(`leaves "${text}" alone`, () => {
      assert.equal(scrub(text), text);
    });
  }

  it("keeps finished JSON whole, whatever is in it", () => {
    const withSecrets = fc
      .tuple(fc.jsonValue(), fc.constantFrom(...SECRETS.map(([, text]) => text)), fc.string())
      .map(([value, secret, text]) => ({ value, text: `${text}${secret}`, [secret]: text }));

    fc.assert(
      fc.property(withSecrets, (value) => {
        assert.doesNotThrow(() => void JSON.parse(scrub(JSON.stringify(value))));
      }),
    );
  });
});

describe("redactId", () => {
  it("gives the same id the same tag, and another id another one", () => {
    assert.equal(redactId("anna"), redactId("anna"));
    assert.notEqual(redactId("anna"), redactId("bela"));
  });

  it("gives ten letters that do not hold the id", () => {
    assert.match(redactId("8c6df0a1-0000-4000-8000-00000000000a"), /^[0-9a-f]{10}$/);
    assert.ok(!redactId("8c6df0a1").includes("8c6d"));
  });
});

describe("createLogger", () => {
  let lines: string[];
  let log: Logger;
  const line = (): Readonly<Record<string, unknown>> => {
    assert.equal(lines.length, 1);
    return { ...(JSON.parse(lines[0] ?? "") as object) };
  };

  beforeEach(() => {
    lines = [];
    log = createLogger("trace", { write: (text) => lines.push(text) });
  });

  it("writes one line of JSON with level, time and text", () => {
    log.info({ port: 3978 }, "ready");

    const { level, time, port, msg } = line();
    assert.deepEqual({ level, port, msg }, { level: "info", port: 3978, msg: "ready" });
    assert.match(String(time), /^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
  });

  it("leaves out what is below its level", () => {
    const quiet = createLogger("warn", { write: (text) => lines.push(text) });

    quiet.info("not this");
    quiet.warn("this");

    assert.equal(line()["msg"], "this");
  });

  for (const [name, text, secret] of SECRETS) {
    it(`writes ${name} nowhere`, () => {
      log.warn({ text, deep: { er: [text] } }, text);
      log.error(new Error(text), text);
      log.error(new Error(text));
      log.error({ err: new Error("outer", { cause: new Error(text) }) }, "failed");
      log.error({ error: { request: { headers: { authorization: text } } } }, "failed");

      for (const written of lines) {
        assert.ok(!written.includes(secret), written);
        assert.doesNotThrow(() => void JSON.parse(written));
      }
    });
  }

  it("writes no private field, at three depths", () => {
    const fields = {
      token: "secret-1",
      authorization: "secret-2",
      phoneNumber: "secret-3",
      displayName: "Anna Kovács",
    };

    log.info({ ...fields, one: fields, two: { three: fields } }, "oops");

    assert.ok(!/secret|Anna/.test(lines.join()), lines.join());
  });

  it("writes name, code, status, text and stack of an error, and of its causes", () => {
    const cause = Object.assign(new Error("inner"), { code: "ECONNRESET" });
    const error = Object.assign(new TypeError("outer", { cause }), { statusCode: 503 });

    log.error({ err: error }, "failed");

    const err = line()["err"] as Record<string, unknown>;
    const inner = err["cause"] as Record<string, unknown>;
    assert.deepEqual([err["name"], err["message"], err["statusCode"]], ["TypeError", "outer", 503]);
    assert.deepEqual(
      [inner["code"], inner["message"], inner["cause"]],
      ["ECONNRESET", "inner", null],
    );
    assert.match(String(err["stack"]), /TypeError: outer\n\s+at /);
  });

  it("writes nothing else that an error of the SDK carries", () => {
    const request = { url: "https://smba.example", headers: { authorization: "opaque-secret" } };
    const error = Object.assign(new Error("refused"), {
      name: "RestError",
      statusCode: 401,
      request,
      response: { request, bodyAsText: "opaque-secret" },
      details: { name: "Anna Kovács" },
    });

    log.error({ err: error }, "failed");

    assert.ok(!/opaque-secret|Anna|smba/.test(lines.join()), lines.join());
  });

  for (const [name, thrown] of [
    ["a text", "oops"],
    ["null", null],
    ["an object that cannot be shown", Object.create(null)],
    ["a symbol", Symbol("oops")],
  ] as const) {
    it(`writes an error that is ${name}`, () => {
      log.error({ err: new Error("outer", { cause: thrown }) }, "failed");

      assert.equal(lines.length, 1);
    });
  }

  it("ends with errors that cause each other", () => {
    const first = new Error("first");
    const second = new Error("second", { cause: first });
    first.cause = second;

    log.error({ err: first }, "failed");

    assert.equal(lines.length, 1);
  });
});
