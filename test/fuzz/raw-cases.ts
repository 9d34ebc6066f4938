import { type Dice, HOSTILE_JSON, nested } from "./hostile-values.ts";

const MAX_DEPTH = 100_000;

/** Bodies that are no whole JSON, or hardly. */
export function brokenBody(activity: string, dice: Dice): Buffer {
  const bytes = Buffer.from(activity);
  switch (dice.below(9)) {
    case 0:
      return bytes.subarray(0, dice.below(bytes.length));
    case 1: {
      const flipped = Buffer.from(bytes);
      flipped[dice.below(flipped.length)] = dice.below(256);
      return flipped;
    }
    case 2:
      return Buffer.concat([bytes, bytes]);
    case 3:
      return Buffer.from(`{"type":"message","value":${nested(1 + dice.below(MAX_DEPTH))}}`);
    case 4:
      return Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), bytes]);
    case 5:
      return Buffer.from(activity, "utf16le");
    case 6:
      return Buffer.from(`{"type":"message","text":"${"x".repeat(dice.below(400_000))}"}`);
    case 7:
      return Buffer.from(dice.of(HOSTILE_JSON));
    default:
      return Buffer.from(Array.from({ length: dice.below(300) }, () => dice.below(256)));
  }
}

export const CONTENT_TYPES = [
  "application/json",
  "application/json; charset=utf-16",
  'application/json; charset="',
  "APPLICATION/JSON",
  "application/vnd.api+json",
  "text/json",
  "text/plain",
  "text/csv",
  "multipart/form-data",
  "multipart/form-data; boundary=x",
  "application/x-www-form-urlencoded",
  "application/octet-stream",
  "*/*",
  ";;;",
  "",
] as const;

/** Whole requests as bytes, which no client library would send. */
export function rawRequest(body: string, authorization: string, dice: Dice): Buffer {
  const length = Buffer.byteLength(body);
  const method = dice.of([
    "POST",
    "GET",
    "PUT",
    "OPTIONS",
    "TRACE",
    "PATCH",
    "BREW",
    "post",
    "HEAD",
  ]);
  const path = dice.of([
    "/api/messages",
    "/api/messages/",
    "/api//messages",
    "/api/messages?x=%zz",
    "/api/messages%00",
    "//api/messages",
    "/api/../api/messages",
    "*",
    "http://elsewhere.example/api/messages",
    "/%",
    "/healthz?%ff",
    "/readyz",
    `/${"a".repeat(dice.below(20_000))}`,
  ]);
  const headers = ["Host: x", `Authorization: ${authorization}`, "Content-Type: application/json"];
  const odd = dice.of<() => readonly string[]>([
    () => [`Content-Length: ${length + 1 + dice.below(50)}`],
    () => [`Content-Length: ${dice.below(length)}`],
    () => [`Content-Length: ${length}`, `Content-Length: ${length + 1}`],
    () => [`Content-Length: ${length}`, "Transfer-Encoding: chunked"],
    () => ["Transfer-Encoding: chunked"],
    () => ["Transfer-Encoding: chunked, gzip"],
    () => ["Transfer-Encoding: identity"],
    () => ["Content-Length: -1"],
    () => ["Content-Length: 1e9"],
    () => ["Content-Length: 99999999999999999999"],
    () => [`Content-Length: ${length}`, "Content-Encoding: gzip"],
    () => [`Content-Length: ${length}`, "Content-Encoding: br, deflate"],
    () => [`Content-Length: ${length}`, "Expect: 100-continue"],
    () => [`Content-Length: ${length}`, "Upgrade: websocket", "Connection: upgrade"],
    () => [`Content-Length: ${length}`, `X-Long: ${"y".repeat(dice.below(40_000))}`],
    () => [`Content-Length: ${length}`, ...Array.from({ length: 500 }, (_, n) => `X-${n}: 1`)],
    () => [`Content-Length: ${length}`, "Authorization: Bearer a.b.c", "Authorization: Basic eA=="],
    () => [`Content-Length: ${length}`, "X-Ö: \u0000\u0001", "Accept-Version: 99.x"],
    () => [`Content-Length: ${length}`, "Accept: application/x-nothing;q=NaN"],
    () => [`Content-Length: ${length}`, "Accept-Language: ;;;,,,", "Cookie: =;=;__proto__=1"],
    () => [" folded: header", ":", "no colon"],
  ])();
  const head = [`${method} ${path} HTTP/1.1`, ...headers, ...odd, "", ""].join("\r\n");
  const chunks = dice.of([
    body,
    `5\r\nhello\r\n0\r\n\r\n`,
    `zz\r\n${body}`,
    `ffffffffff\r\n${body}`,
    "",
  ]);
  return Buffer.from(head + chunks, "latin1");
}
