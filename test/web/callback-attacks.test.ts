import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import type { PersonKey } from "../../src/enrollment/person.ts";
import { tenantId } from "../../src/methods/ids.ts";
import { minutes } from "../sandbox/support/sandbox.ts";
import type { Answer, TestBrowser } from "./support/test-browser.ts";
import { identityOf, World } from "./support/world.ts";

const COOKIE = "pushready-sign-in";

describe("A callback that is not good", () => {
  let world: World;
  let anna: PersonKey;
  let ben: PersonKey;
  let annasBrowser: TestBrowser;
  let bensBrowser: TestBrowser;

  before(async () => {
    world = await World.start();
  });
  after(() => world.close());
  beforeEach(() => {
    [anna, ben] = [world.aPerson(), world.aPerson()];
    [annasBrowser, bensBrowser] = [world.browser(), world.browser()];
  });
  afterEach(() => {
    world.checkAndReset();
  });

  function assertRefused(page: Answer, status: number): void {
    assert.equal(page.status, status);
    assert.match(page.body, /<h1>This sign-in is over<\/h1>/);
    assert.equal(page.location, null);
    assert.deepEqual(world.authority.tokenRequests, [], "no code was traded");
  }

  /** Whoever tried what, Anna's own browser can still finish what it began. */
  async function assertStillGood(location: string): Promise<void> {
    assert.equal((await world.comeBack(annasBrowser, location, anna)).status, 200);
  }

  describe("replayed", () => {
    it("does nothing a second time, not even in the same browser with the same cookie", async () => {
      const location = await world.begin(anna, annasBrowser);
      const cookies = new Map(annasBrowser.cookies);
      const back = world.authority.signIn(location, identityOf(anna));
      await annasBrowser.open(back);
      await world.store.takeToken(anna, world.clock.now());

      for (const [name, value] of cookies) annasBrowser.cookies.set(name, value);
      const replayed = await annasBrowser.open(back);

      assert.equal(replayed.status, 410);
      assert.equal(world.authority.tokenRequests.length, 1);
      assert.equal(world.outcomes.length, 1);
      await world.assertNoToken(anna);
    });

    it("gives one result when it comes twenty times at once", async () => {
      const location = await world.begin(anna, annasBrowser);
      const cookie = `${COOKIE}=${annasBrowser.cookies.get(COOKIE) ?? ""}`;
      const back = world.authority.signIn(location, identityOf(anna));

      const pages = await Promise.all(
        Array.from({ length: 20 }, () => world.browser().open(back, { cookie })),
      );

      assert.deepEqual(
        pages.map(({ status }) => status).toSorted((a, b) => a - b),
        [200, ...Array.from({ length: 19 }, () => 410)],
      );
      assert.equal(world.authority.tokenRequests.length, 1);
      assert.equal(world.outcomes.length, 1);
    });

    it("gives no token when an error is sent after a success, and no success after an error", async () => {
      const location = await world.begin(anna, annasBrowser);
      const cookie = `${COOKIE}=${annasBrowser.cookies.get(COOKIE) ?? ""}`;
      await annasBrowser.open(world.authority.sendBack(location, { error: "access_denied" }));

      const late = await annasBrowser.open(world.authority.signIn(location, identityOf(anna)), {
        cookie,
      });

      assertRefused(late, 410);
      assert.deepEqual(
        world.outcomes.map(({ outcome }) => outcome),
        ["denied"],
      );
      await world.assertNoToken(anna);
    });
  });

  describe("swapped", () => {
    it("is refused without a cookie", async () => {
      const location = await world.begin(anna, annasBrowser);

      const page = await world.comeBack(world.browser(), location, anna);

      assertRefused(page, 400);
      await world.assertNothingStored(anna);
      await assertStillGood(location);
    });

    it("is refused in another browser that has a sign-in of its own: Anna's callback in Ben's", async () => {
      const location = await world.begin(anna, annasBrowser);
      await world.begin(ben, bensBrowser);

      const page = await world.comeBack(bensBrowser, location, anna);

      assertRefused(page, 410);
      await world.assertNothingStored(anna, ben);
      await assertStillGood(location);
    });

    it("is refused when Anna's state comes with Ben's code", async () => {
      const location = await world.begin(anna, annasBrowser);
      const bens = await world.begin(ben, bensBrowser);
      const code = new URL(world.authority.signIn(bens, identityOf(ben))).searchParams.get("code");

      const page = await annasBrowser.open(
        world.authority.sendBack(location, { code: code ?? "" }),
      );

      assert.equal(page.status, 502, "PKCE: the code is another verifier's");
      await world.assertNoToken(anna, ben);
    });

    it("is refused when Ben's state comes with Anna's code", async () => {
      const location = await world.begin(anna, annasBrowser);
      const bens = await world.begin(ben, bensBrowser);
      const code = new URL(world.authority.signIn(location, identityOf(anna))).searchParams.get(
        "code",
      );

      const page = await annasBrowser.open(world.authority.sendBack(bens, { code: code ?? "" }));

      assertRefused(page, 410);
      await world.assertNothingStored(anna, ben);
    });

    it("binds Anna's link to Anna whoever opens it: Ben signs in as himself and nothing is kept", async () => {
      const location = await world.begin(anna, bensBrowser, "remove");

      const page = await world.comeBack(bensBrowser, location, ben);

      assert.equal(page.status, 403);
      assert.match(page.body, /That was another account/);
      assert.deepEqual(world.outcomes, [{ key: anna, purpose: "remove", outcome: "wrongAccount" }]);
      await world.assertNoToken(anna, ben);
      assert.equal(await world.store.findResult(ben, "remove", world.clock.now()), null);
    });

    it("keeps nothing of an account of another tenant, even with the same object id", async () => {
      const elsewhere = { ...anna, tenantId: tenantId("99999999-0000-4000-8000-000000000000") };
      const location = await world.begin(anna, annasBrowser);

      const page = await world.comeBack(annasBrowser, location, elsewhere);

      assert.equal(page.status, 403);
      assert.match(page.body, /belongs to another organisation/);
      assert.deepEqual(world.outcomes, [{ key: anna, purpose: "prove", outcome: "wrongTenant" }]);
      await world.assertNoToken(anna, elsewhere);
    });

    it("serves the purpose of its link and no other", async () => {
      const location = await world.begin(anna, annasBrowser, "prove");

      await world.comeBack(annasBrowser, location, anna);

      assert.equal(await world.store.findResult(anna, "remove", world.clock.now()), null);
    });

    it("belongs to the sign-in that was begun last in a browser", async () => {
      const first = await world.begin(anna, annasBrowser);
      const second = await world.begin(anna, annasBrowser, "remove");

      const page = await world.comeBack(annasBrowser, first, anna);

      assertRefused(page, 410);
      assert.equal((await world.comeBack(annasBrowser, second, anna)).status, 200);
    });
  });

  describe("expired", () => {
    it("is refused from the tenth minute on", async () => {
      const location = await world.begin(anna, annasBrowser);
      world.clock.advance(minutes(10));

      const page = await world.comeBack(annasBrowser, location, anna);

      assertRefused(page, 410);
      await world.assertNothingStored(anna);
    });
  });

  describe("forged", () => {
    const stranger = randomBytes(32).toString("base64url");

    it("is refused with an invented state", async () => {
      await world.begin(anna, annasBrowser);

      const page = await annasBrowser.open(
        `${world.url}/sign-in/callback?code=x&state=${stranger}`,
      );

      assertRefused(page, 410);
      await world.assertNothingStored(anna);
    });

    it("is refused with an invented cookie", async () => {
      const location = await world.begin(anna, annasBrowser);
      const back = world.authority.signIn(location, identityOf(anna));

      const page = await world.browser().open(back, { cookie: `${COOKIE}=${stranger}` });

      assertRefused(page, 410);
      await assertStillGood(location);
    });

    const cookies = (own: string): readonly (readonly [string, string])[] => [
      ["two cookies of that name", `${COOKIE}=${stranger}; ${COOKIE}=${own}`],
      ["two cookies of that name, the own one first", `${COOKIE}=${own}; ${COOKIE}=${stranger}`],
      ["a longer cookie", `${COOKIE}=${own}x`],
      ["a quoted cookie", `${COOKIE}="${own}"`],
      ["an empty cookie", `${COOKIE}=`],
      ["a cookie of another name", `x${COOKIE}=${own}`],
      ["the name that only https gives", `__Host-${COOKIE}=${own}`],
    ];
    for (const [index, [name]] of cookies("").entries()) {
      it(`is refused with ${name}`, async () => {
        const location = await world.begin(anna, annasBrowser);
        const own = annasBrowser.cookies.get(COOKIE) ?? "";
        const back = world.authority.signIn(location, identityOf(anna));

        const cookie = cookies(own)[index]?.[1] ?? "";
        const page = await world.browser().open(back, { cookie });

        assertRefused(page, 400);
        await assertStillGood(location);
      });
    }

    const queries = (state: string, code: string): readonly (readonly [string, string])[] => [
      ["nothing", ""],
      ["a state alone", `state=${state}`],
      ["a code alone", `code=${code}`],
      ["an empty code", `state=${state}&code=`],
      ["an error alone", "error=access_denied"],
      ["two states", `state=${state}&state=${state}&code=${code}`],
      ["two codes", `state=${state}&code=${code}&code=evil`],
      ["two errors", `state=${state}&error=a&error=b`],
      ["two issuers", `state=${state}&code=${code}&iss=a&iss=b`],
      ["a state that needs decoding", `state=${state.slice(0, -1)}%0d%0aSet-Cookie:a&code=${code}`],
      ["a longer state", `state=${state}x&code=${code}`],
      ["a shorter state", `state=${state.slice(1)}&code=${code}`],
      ["a code of 5,000 letters", `state=${state}&code=${"x".repeat(5_000)}`],
      ["a list instead of a state", `state[]=${state}&code=${code}`],
      ["markup for a state", `state=<script>alert(1)</script>&code=${code}`],
    ];
    for (const [index, [name]] of queries("", "").entries()) {
      it(`is refused with ${name}, and the sign-in stays good`, async () => {
        const location = await world.begin(anna, annasBrowser);
        const { searchParams } = new URL(world.authority.signIn(location, identityOf(anna)));
        const [state, code] = [searchParams.get("state") ?? "", searchParams.get("code") ?? ""];

        const query = queries(state, code)[index]?.[1] ?? "";
        const page = await annasBrowser.open(`${world.url}/sign-in/callback?${query}`);

        assertRefused(page, 400);
        assert.doesNotMatch(page.body, /script|alert/);
        await world.assertNothingStored(anna);
        await assertStillGood(location);
      });
    }

    it("is refused when it names another issuer (mix-up)", async () => {
      const location = await world.begin(anna, annasBrowser);
      const back = `${world.authority.signIn(location, identityOf(anna))}&iss=https://evil.example`;

      const page = await annasBrowser.open(back);

      assert.equal(page.status, 502);
      assert.deepEqual(world.authority.tokenRequests, [], "no code was traded");
      await world.assertNoToken(anna);
    });

    it("shows and logs nothing of what it brings along", async () => {
      const location = await world.begin(anna, annasBrowser);

      const page = await annasBrowser.open(
        world.authority.sendBack(location, {
          error: '"><script>alert(1)</script>\r\nSet-Cookie: a=b',
          error_description: "evil-description",
          error_uri: "https://evil.example",
          redirect_uri: "https://evil.example",
          next: "//evil.example",
        }),
      );

      assert.equal(page.status, 502);
      assert.equal(page.location, null);
      for (const text of [page.body, ...world.lines, JSON.stringify([...page.headers])]) {
        assert.doesNotMatch(text, /script>|alert|evil|a=b/);
      }
      assert.match(world.lines.join(""), /"error":"unreadable"/);
    });
  });

  describe("asked for by other methods", () => {
    for (const method of ["HEAD", "POST", "PUT", "OPTIONS", "DELETE"]) {
      it(`${method} is refused, and the sign-in stays good`, async () => {
        const location = await world.begin(anna, annasBrowser);
        const back = world.authority.signIn(location, identityOf(anna));

        const answer = await annasBrowser.send(method, back, { "sec-fetch-site": "same-origin" });

        assert.deepEqual([answer.status, answer.headers.get("allow")], [405, "GET"]);
        await world.assertNothingStored(anna);
        assert.equal((await annasBrowser.open(back)).status, 200);
      });
    }
  });
});
