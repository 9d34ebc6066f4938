import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { Seal } from "../../src/storage/seal.ts";

const KEY = randomBytes(32);
const PLACE = ["sign-in", "tenant", "user", "token"];

describe("Seal", () => {
  const seal = new Seal([KEY]);

  it("opens every text in its own place", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.array(fc.string()), (text, place) => {
        assert.equal(seal.open(seal.close(text, place), place), text);
      }),
    );
  });

  it("opens in no other place", () => {
    fc.assert(
      fc.property(fc.array(fc.string()), fc.array(fc.string()), (place, other) => {
        fc.pre(JSON.stringify(place) !== JSON.stringify(other));
        assert.throws(() => seal.open(seal.close("text", place), other), {
          code: "storage.seal-broken",
        });
      }),
    );
  });

  it("opens nothing of which one bit was changed", () => {
    const sealed = seal.close("text", PLACE);
    const [version, id, content = ""] = sealed.split(".");
    const bytes = Buffer.from(content, "base64url");

    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const changed = Buffer.from(bytes);
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      const forged = `${version}.${id}.${changed.toString("base64url")}`;
      assert.throws(() => seal.open(forged, PLACE), { code: "storage.seal-broken" });
    }
  });

  it("opens nothing that it did not make", () => {
    const [, id] = seal.close("text", PLACE).split(".");
    for (const forged of ["", ".", "..", `2.${id}.AAAA`, `1.${id}`, `1.${id}.AAAA`, "text"]) {
      assert.throws(() => seal.open(forged, PLACE), { code: "storage.seal-broken" });
    }
  });

  it("never seals the same text twice alike", () => {
    const sealed = Array.from({ length: 100 }, () => seal.close("text", PLACE));

    assert.equal(new Set(sealed).size, 100);
  });

  it("shows neither the text nor the key", () => {
    const sealed = seal.close("eyJhbGciOi.secret", PLACE);

    for (const form of ["hex", "base64url"] as const) {
      assert.ok(!sealed.includes(KEY.toString(form)));
      assert.ok(!sealed.includes(Buffer.from("eyJhbGciOi.secret").toString(form)));
    }
    assert.doesNotMatch(sealed, /eyJ|secret/);
  });

  it("opens what an older key sealed, and seals with the newest", () => {
    const rotated = new Seal([randomBytes(32), KEY]);

    assert.equal(rotated.open(seal.close("old", PLACE), PLACE), "old");
    assert.equal(seal.open(rotated.close("new", PLACE), PLACE), null);
  });

  it("gives nothing out when the key is gone", () => {
    assert.equal(new Seal([randomBytes(32)]).open(seal.close("text", PLACE), PLACE), null);
  });

  it("keeps its keys when the caller wipes them", () => {
    const key = Buffer.from(KEY);
    const own = new Seal([key]);
    key.fill(0);

    assert.equal(own.open(seal.close("text", PLACE), PLACE), "text");
  });

  it("takes keys of 32 bytes only, and at least one", () => {
    for (const keys of [[], [randomBytes(16)], [KEY, randomBytes(31)], [randomBytes(33)]]) {
      assert.throws(() => new Seal(keys), RangeError);
    }
  });
});
