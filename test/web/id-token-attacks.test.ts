import assert from "node:assert/strict";
import type { PersonKey } from "../../src/enrollment/person.ts";
import type { Script } from "./support/scripted-authority.ts";
import { World } from "./support/world.ts";

const HOUR_SECONDS = 3600;

const without =
  (name: string): NonNullable<Script["claims"]> =>
  (good) =>
    Object.fromEntries(Object.entries(good).filter(([claim]) => claim !== name));

describe("An answer of the authority that is not good", () => {
  let world: World;
  let person: PersonKey;

  before(async () => {
    world = await World.start();
  });
  after(() => world.close());
  beforeEach(() => {
    person = world.aPerson();
  });
  afterEach(() => {
    world.checkAndReset();
  });

  const nowSeconds = (): number => Math.floor(Date.now() / 1000);
  const refused: readonly (readonly [name: string, script: Script])[] = [
    ["another issuer", { claims: (good) => ({ ...good, iss: "https://evil.example/oidc" }) }],
    ["the issuer of all tenants", { claims: (good) => ({ ...good, iss: `${String(good.iss)}/` }) }],
    ["another audience", { claims: (good) => ({ ...good, aud: "another-app" }) }],
    [
      "two audiences and no azp",
      { claims: (good) => ({ ...good, aud: ["another-app", String(good.aud)] }) },
    ],
    ["the nonce of another sign-in", { claims: (good) => ({ ...good, nonce: "x".repeat(43) }) }],
    ["no nonce", { claims: without("nonce") }],
    ["a time that is over", { claims: (good) => ({ ...good, exp: nowSeconds() - HOUR_SECONDS }) }],
    ["no end", { claims: without("exp") }],
    ["a time to come", { claims: (good) => ({ ...good, nbf: nowSeconds() + HOUR_SECONDS }) }],
    ["no subject", { claims: without("sub") }],
    ["the signature of a strange key", { signature: "strange key" }],
    ["changed claims under a good signature", { signature: "broken" }],
    ["no signature", { signature: "none" }],
    ["a signature made with the client secret", { signature: "shared secret" }],
    ["no oid", { claims: without("oid") }],
    ["no tid", { claims: without("tid") }],
    ["an oid that is no text", { claims: (good) => ({ ...good, oid: [good["oid"]] }) }],
    ["no id token", { withoutIdToken: true }],
    ["tokens that are no JSON object", { refusal: { status: 200, body: "tokens" } }],
    ["no tokens", { refusal: { status: 200, body: {} } }],
    ["an error", { refusal: { status: 400, body: { error: "invalid_grant" } } }],
    ["a broken server", { refusal: { status: 500, body: { error: "server_error" } } }],
    ["a redirect", { refusal: { status: 302, body: {} } }],
  ];
  for (const [name, script] of refused) {
    it(`with ${name} stores nothing, says so, and tells the chat`, async () => {
      world.authority.script = script;
      const browser = world.browser();
      const location = await world.begin(person, browser, "remove");

      const page = await world.comeBack(browser, location, person);

      assert.equal(page.status, 502);
      assert.match(page.body, /The sign-in didn&#39;t work/);
      assert.deepEqual(world.outcomes, [{ key: person, purpose: "remove", outcome: "failed" }]);
      await world.assertNoToken(person);
      assert.equal(browser.cookies.size, 0);
    });
  }

  const wrong = [
    ["another person", { oid: "99999999-1111-4000-8000-000000000000" }, "wrongAccount"],
    ["another tenant", { tid: "99999999-1111-4000-8000-000000000000" }, "wrongTenant"],
    ["the right person in `sub` only", { sub: "person", oid: "stranger" }, "wrongAccount"],
    ["an empty oid", { oid: "" }, "wrongAccount"],
  ] as const;
  for (const [name, claims, outcome] of wrong) {
    it(`of ${name} stores no token`, async () => {
      world.authority.script = {
        claims: (good) => ({
          ...good,
          ...claims,
          ...("sub" in claims ? { sub: person.userId } : {}),
        }),
      };
      const browser = world.browser();
      const location = await world.begin(person, browser, "remove");

      const page = await world.comeBack(browser, location, person);

      assert.equal(page.status, 403);
      assert.deepEqual(world.outcomes, [{ key: person, purpose: "remove", outcome }]);
      await world.assertNoToken(person);
    });
  }

  it("with contexts that are no list of texts proves no context", async () => {
    for (const acrs of ["c1", [1], { c1: true }, null]) {
      world.authority.script = { claims: (good) => ({ ...good, acrs }) };
      const browser = world.browser();
      const location = await world.begin(person, browser);

      await world.comeBack(browser, location, person);

      const result = await world.store.findResult(person, "prove", world.clock.now());
      assert.deepEqual(result?.kind === "completed" && result.contexts, []);
    }
  });
});
