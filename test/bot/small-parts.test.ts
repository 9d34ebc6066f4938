import assert from "node:assert/strict";
import fc from "fast-check";
import sinon from "sinon";
import { couldBeChannelToken } from "../../src/bot/channel-token.ts";
import { newReference } from "../../src/bot/reference-id.ts";
import { within } from "../../src/bot/within.ts";
import { TENANT_ID } from "./fake-cloud.ts";

describe("newReference", () => {
  it("gives eight letters that can be read out on the phone", () => {
    for (let count = 0; count < 200; count += 1) {
      assert.match(newReference(), /^[2-9A-HJKMNP-Z]{4}-[2-9A-HJKMNP-Z]{4}$/);
    }
  });

  it("gives each another one", () => {
    const references = Array.from({ length: 1_000 }, newReference);

    assert.equal(new Set(references).size, 1_000);
  });
});

describe("within", () => {
  let clock: sinon.SinonFakeTimers;

  beforeEach(() => {
    clock = sinon.useFakeTimers();
  });

  afterEach(() => {
    sinon.restore();
  });

  it("gives what the work gives", async () => {
    assert.equal(await within(1_000, "Work", Promise.resolve(5)), 5);
    assert.equal(clock.countTimers(), 0);
  });

  it("fails as the work fails", async () => {
    await assert.rejects(within(1_000, "Work", Promise.reject(new Error("broken"))), /broken/);
    assert.equal(clock.countTimers(), 0);
  });

  it("stops waiting when the time is over", async () => {
    const hanging = within(1_000, "Work", Promise.withResolvers().promise);
    const failed = assert.rejects(hanging, /Work took longer than 1000 ms/);

    await clock.tickAsync(1_000);

    await failed;
  });

  it("says nothing more when the work fails later", async () => {
    const work = Promise.withResolvers<never>();
    const failed = assert.rejects(within(1_000, "Work", work.promise), /took longer/);
    await clock.tickAsync(1_000);
    await failed;

    work.reject(new Error("too late"));

    await clock.tickAsync(0);
  });
});

describe("couldBeChannelToken", () => {
  const expected = { issuer: "https://api.botframework.com", tenantId: TENANT_ID };
  const bearer = (claims: unknown): string =>
    `Bearer e30.${Buffer.from(JSON.stringify(claims)).toString("base64url")}.c2ln`;

  const cases: readonly (readonly [name: string, header: string, could: boolean])[] = [
    ["the channel's issuer", bearer({ iss: expected.issuer }), true],
    ["our tenant as well", bearer({ iss: expected.issuer, tid: TENANT_ID.toUpperCase() }), true],
    ["another tenant", bearer({ iss: expected.issuer, tid: "other" }), false],
    ["a tenant that is a list", bearer({ iss: expected.issuer, tid: [TENANT_ID] }), false],
    ["another issuer", bearer({ iss: "https://sts.windows.net/x/" }), false],
    ["the issuer with a slash", bearer({ iss: `${expected.issuer}/` }), false],
    ["a list of issuers", bearer({ iss: [expected.issuer] }), false],
    ["no signature", bearer({ iss: expected.issuer }).replace("c2ln", ""), false],
    ["a second token", `${bearer({ iss: expected.issuer })} x`, false],
    ["another scheme", bearer({ iss: expected.issuer }).replace("Bearer", "bearer"), false],
    ["nothing", "", false],
  ];
  for (const [name, header, could] of cases) {
    it(`${could ? "takes" : "refuses"} ${name}`, () => {
      assert.equal(couldBeChannelToken(header, expected), could);
    });
  }

  it("reads any header without an error", () => {
    const headers = fc.oneof(
      fc.string(),
      fc.string().map((text) => `Bearer a.${Buffer.from(text).toString("base64url")}.b`),
      fc.jsonValue().map(bearer),
    );

    fc.assert(
      fc.property(headers, (header) => {
        assert.equal(couldBeChannelToken(header, expected), false);
      }),
    );
  });
});
