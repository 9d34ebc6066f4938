/** Picks, seeded: the same seed gives the same cases. */
export class Dice {
  readonly #random: () => number;

  constructor(random: () => number) {
    this.#random = random;
  }

  /** A whole number from 0 up to, and without, `end`. */
  below(end: number): number {
    return Math.floor(this.#random() * end);
  }

  chance(share: number): boolean {
    return this.#random() < share;
  }

  of<Thing>(things: readonly [Thing, ...(readonly Thing[])]): Thing {
    return things[this.below(things.length)] ?? things[0];
  }
}

/** JSON text of so many lists within each other. */
export const nested = (depth: number): string => "[".repeat(depth) + "]".repeat(depth);

/** Values that break programs, as JSON text, so that also what no JavaScript value can say is among them. */
export const HOSTILE_JSON = [
  "null",
  "true",
  "0",
  "-0",
  "-1",
  "1e999",
  "-1e308",
  "9007199254740993",
  "12345678901234567890123456789012345678901234567890",
  "0.1e-400",
  '""',
  '" "',
  "[]",
  "{}",
  "[[]]",
  "[null]",
  '[{"id":null}]',
  '"\\u0000"',
  '"\\ud800"',
  '"\\udc00\\ud800"',
  '"\\u202e\\u200b\\ufeff"',
  '"../../etc/passwd"',
  '"http://[::1"',
  '"https://smba.trafficmanager.net.evil.example/"',
  '"https://user:password@smba.trafficmanager.net/"',
  '"javascript:alert(1)"',
  '"<script>alert(1)</script>"',
  '"${title} {{1+1}} %s %n"',
  '"\'; drop table people; --"',
  '"$1$2\\\\"',
  '"__proto__"',
  '"constructor"',
  '{"__proto__":{"polluted":1}}',
  '{"constructor":{"prototype":{"polluted":1}}}',
  '{"toString":1,"valueOf":2,"then":3,"toJSON":4,"length":-1}',
  '{"then":{"then":{}},"hasOwnProperty":null}',
  '{"type":"Buffer","data":[1,2,3]}',
  '"0000-00-00T99:99:99Z"',
  '"P999999999D"',
  '"8c6df0a1-0000-4000-8000-0000000000ff"',
  '"00000000-0000-0000-0000-000000000000"',
  nested(50),
  nested(5_000),
  `"${"a".repeat(5_000)}"`,
  `"${"\\u0000".repeat(500)}"`,
  `[${Array.from({ length: 500 }, (_, index) => String(index)).join(",")}]`,
  `{${Array.from({ length: 300 }, (_, index) => `"k${index}":${index}`).join(",")}}`,
] as const;

export const HOSTILE_KEYS = [
  "__proto__",
  "constructor",
  "prototype",
  "toString",
  "then",
  "toJSON",
  "length",
  "",
  " ",
  "\u0000",
  "ïd",
] as const;
