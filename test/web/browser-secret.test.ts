import assert from "node:assert/strict";
import fc from "fast-check";
import { BrowserSecret } from "../../src/web/browser-secret.ts";

const SECRET = "s".repeat(43);
const secure = new BrowserSecret("https://pushready.example.com");
const local = new BrowserSecret("http://127.0.0.1:3978");

describe("BrowserSecret", () => {
  it("is a host-only, secure cookie over https", () => {
    assert.equal(
      secure.give(SECRET),
      `__Host-pushready-sign-in=${SECRET}; Max-Age=600; Path=/; HttpOnly; SameSite=Lax; Secure`,
    );
  });

  it("works without TLS on the own machine", () => {
    assert.equal(
      local.give(SECRET),
      `pushready-sign-in=${SECRET}; Max-Age=600; Path=/; HttpOnly; SameSite=Lax`,
    );
  });

  it("is taken back under the attributes that it was given with", () => {
    for (const cookie of [secure, local]) {
      const attributesOf = (set: string): readonly string[] => set.split("; ").slice(2);

      assert.match(cookie.takeBack(), /^[\w-]+=; Max-Age=0; /);
      assert.deepEqual(attributesOf(cookie.takeBack()), attributesOf(cookie.give(SECRET)));
    }
  });

  it("is found among other cookies", () => {
    const header = `a=b; __Host-pushready-sign-in=${SECRET}; pushready-sign-in=x`;

    assert.equal(secure.read(header), SECRET);
  });

  it("is not found over https under the name that a neighbour can set", () => {
    assert.equal(secure.read(`pushready-sign-in=${SECRET}`), null);
  });

  it("reads any header, and only 43 letters of base64url", () => {
    fc.assert(
      fc.property(fc.option(fc.string(), { nil: undefined }), fc.string(), (before, value) => {
        const header = before === undefined ? undefined : `${before}; pushready-sign-in=${value}`;

        const read = local.read(header);

        if (read !== null) assert.match(read, /^[A-Za-z0-9_-]{43}$/);
      }),
    );
  });
});
