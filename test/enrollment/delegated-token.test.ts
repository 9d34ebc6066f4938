import assert from "node:assert/strict";
import fc from "fast-check";
import { delegatedToken } from "../../src/enrollment/delegated-token.ts";

const OID = "8c6df0a1-0000-4000-8000-00000000000a";
const TID = "5a4db0c5-7e4a-4e0f-9d7c-0b0b0b0b0b0b";

const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");
const jwt = (claims: unknown): string => `${part({ alg: "RS256" })}.${part(claims)}.signature`;

describe("delegatedToken", () => {
  it("keeps the value as it is", () => {
    assert.equal(delegatedToken("opaque").value, "opaque");
  });

  it("tells whose token it is", () => {
    assert.deepEqual(delegatedToken(jwt({ oid: OID, tid: TID })).owner, {
      userId: OID,
      tenantId: TID,
      isGuest: false,
    });
  });

  it("writes ids in lower case, as they are compared", () => {
    const { owner } = delegatedToken(jwt({ oid: OID.toUpperCase(), tid: TID.toUpperCase() }));

    assert.deepEqual([owner?.userId, owner?.tenantId], [OID, TID]);
  });

  const guests: readonly (readonly [string, object])[] = [
    ["by acct", { acct: 1 }],
    ["by upn", { upn: "anna_example.org#EXT#@contoso.onmicrosoft.com" }],
    ["by unique_name", { unique_name: "anna_example.org#ext#@contoso.onmicrosoft.com" }],
    ["by preferred_username", { preferred_username: "anna_example.org#EXT#@contoso.com" }],
  ];
  for (const [name, claims] of guests) {
    it(`knows a guest ${name}`, () => {
      assert.equal(delegatedToken(jwt({ oid: OID, tid: TID, ...claims })).owner?.isGuest, true);
    });
  }

  const members: readonly (readonly [string, object])[] = [
    ["acct 0", { acct: 0 }],
    ["a usual name", { upn: "anna@contoso.com" }],
    ["names that are no text", { upn: 5, unique_name: null, preferred_username: ["#EXT#"] }],
  ];
  for (const [name, claims] of members) {
    it(`knows a member by ${name}`, () => {
      assert.equal(delegatedToken(jwt({ oid: OID, tid: TID, ...claims })).owner?.isGuest, false);
    });
  }

  const ownerless: readonly (readonly [string, string])[] = [
    ["an opaque token", "EwBwA8l6BAAU"],
    ["an encrypted token of five parts", `${part({ alg: "RSA-OAEP" })}.key.iv.text.tag`],
    ["a token without oid", jwt({ tid: TID })],
    ["a token without tid", jwt({ oid: OID })],
    ["a token whose oid is no text", jwt({ oid: 5, tid: TID })],
    ["claims that are a list", jwt([OID, TID])],
    ["claims that are null", jwt(null)],
    ["claims that are no JSON", "a.!!!.c"],
    ["an empty text", ""],
  ];
  for (const [name, token] of ownerless) {
    it(`finds no owner in ${name}`, () => {
      assert.equal(delegatedToken(token).owner, null);
    });
  }

  it("reads any text without an error", () => {
    const anyBytes = fc.uint8Array({ maxLength: 200 });
    const anyText = fc.oneof(
      fc.string(),
      anyBytes.map((bytes) => Buffer.from(bytes).toString("latin1")),
      anyBytes.map((bytes) => `head.${Buffer.from(bytes).toString("base64url")}.end`),
    );

    fc.assert(
      fc.property(anyText, (token) => {
        assert.equal(delegatedToken(token).value, token);
      }),
    );
  });

  it("finds an owner exactly where both ids are there", () => {
    const anyClaims = fc.record(
      {
        oid: fc.oneof(fc.string(), fc.jsonValue()),
        tid: fc.oneof(fc.string(), fc.jsonValue()),
        acct: fc.jsonValue(),
        upn: fc.jsonValue(),
        ["__proto__"]: fc.constant({ oid: OID, tid: TID }),
      },
      { requiredKeys: [] },
    );

    fc.assert(
      fc.property(anyClaims, (claims) => {
        const { owner } = delegatedToken(jwt(claims));

        const { oid, tid } = { oid: null, tid: null, ...claims };
        const isOwned = typeof oid === "string" && typeof tid === "string";
        assert.equal(owner !== null, isOwned);
        if (isOwned) assert.equal(owner?.userId, oid.toLowerCase());
      }),
    );
  });
});
