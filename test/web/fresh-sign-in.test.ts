import assert from "node:assert/strict";
import sinon from "sinon";
import type { PersonKey } from "../../src/enrollment/person.ts";
import { minutes } from "../sandbox/support/sandbox.ts";
import type { TestBrowser } from "./support/test-browser.ts";
import { REFERENCE, World } from "./support/world.ts";

describe("The fresh sign-in", () => {
  let world: World;
  let person: PersonKey;
  let browser: TestBrowser;

  before(async () => {
    world = await World.start();
  });
  after(() => world.close());
  beforeEach(() => {
    person = world.aPerson();
    browser = world.browser();
  });
  afterEach(() => {
    world.checkAndReset();
  });

  describe("the page behind the link", () => {
    it("says what is asked and offers one button, as often as it is opened", async () => {
      const link = await world.link(person);

      const pages = [await browser.open(link), await browser.open(link), await browser.open(link)];

      for (const { status, body, headers } of pages) {
        assert.equal(status, 200);
        assert.equal(headers.get("content-type"), "text/html; charset=utf-8");
        assert.match(body, /<html lang="en">/);
        assert.match(body, /<h1>Sign in once more<\/h1>/);
        assert.match(body, /to see that your phone gets the number/);
        assert.match(body, /<form method="post">\n<button>Continue to Microsoft<\/button>/);
        assert.equal(headers.get("set-cookie"), null);
      }
      await world.assertNothingStored(person);
    });

    it("says why a removal asks for it", async () => {
      const page = await browser.open(await world.link(person, "remove"));

      assert.match(page.body, /removing a device needs a sign-in of the last ten minutes/);
    });

    it("answers HEAD without a body and without using the link up", async () => {
      const link = await world.link(person);

      const head = await browser.send("HEAD", link);

      assert.deepEqual([head.status, head.body], [200, ""]);
      assert.equal((await browser.open(link)).status, 200);
    });
  });

  describe("the button", () => {
    it("leads to the tenant's own sign-in, with PKCE, state, nonce and the demand for fresh MFA", async () => {
      const location = new URL(await world.begin(person, browser, "remove"));

      const asked = Object.fromEntries(location.searchParams);
      const {
        state = "",
        nonce = "",
        code_challenge: challenge = "",
        claims = "",
        ...rest
      } = asked;
      assert.equal(location.origin + location.pathname, `${world.authority.issuer}/auth`);
      for (const random of [state, nonce, challenge]) assert.match(random, /^[\w-]{43}$/);
      assert.deepEqual(JSON.parse(claims), {
        access_token: { amr: { essential: true, values: ["ngcmfa"] } },
      });
      assert.deepEqual(rest, {
        client_id: world.config.freshSignIn.client.id,
        response_type: "code",
        redirect_uri: `${world.url}/sign-in/callback`,
        scope:
          "openid profile https://graph.microsoft.com/UserAuthMethod-MicrosoftAuthApp.ReadWrite",
        code_challenge_method: "S256",
        prompt: "select_account",
      });
    });

    it("asks for the same to prove a push, so that nobody signs in twice within ten minutes", async () => {
      const scopes = await Promise.all(
        (["prove", "remove"] as const).map(async (purpose) =>
          new URL(await world.begin(person, browser, purpose)).searchParams.get("scope"),
        ),
      );

      assert.equal(scopes[0], scopes[1]);
    });

    it("asks differently each time", async () => {
      const [one, other] = [
        new URL(await world.begin(person, browser)),
        new URL(await world.begin(person, browser)),
      ];

      for (const name of ["state", "nonce", "code_challenge"]) {
        assert.notEqual(one.searchParams.get(name), other.searchParams.get(name));
      }
    });

    it("ties the sign-in to the browser with a cookie that scripts cannot read, for ten minutes", async () => {
      const { headers, status } = await browser.press(await world.link(person));

      assert.equal(status, 303);
      assert.match(
        headers.get("set-cookie") ?? "",
        /^pushready-sign-in=[\w-]{43}; Max-Age=600; Path=\/; HttpOnly; SameSite=Lax$/,
      );
    });
  });

  describe("the way back", () => {
    it("keeps the token, tells the chat, and sends the person back to Teams", async () => {
      const location = await world.begin(person, browser, "remove");

      const page = await world.comeBack(browser, location, person);

      assert.equal(page.status, 200);
      assert.match(page.body, /<h1>You&#39;re signed in<\/h1>/);
      assert.match(page.body, /You can go back to Teams/);
      assert.deepEqual(world.outcomes, [{ key: person, purpose: "remove", outcome: "completed" }]);
      const signedInAt = world.clock.now();
      assert.deepEqual(await world.store.findResult(person, "remove", signedInAt), {
        kind: "completed",
        contexts: [],
        signedInAt,
      });
      const taken = await world.store.takeToken(person, signedInAt);
      assert.match(taken?.token ?? "", /^access-/);
      assert.equal(browser.cookies.size, 0, "the cookie is taken back");
    });

    it("keeps the authentication contexts that the id token names", async () => {
      world.authority.script = { claims: (good) => ({ ...good, acrs: ["c1", "c7"] }) };
      const location = await world.begin(person, browser);

      await world.comeBack(browser, location, person);

      const result = await world.store.findResult(person, "prove", world.clock.now());
      assert.deepEqual(result?.kind === "completed" && result.contexts, ["c1", "c7"]);
    });

    it("takes ids of the token in any case", async () => {
      world.authority.script = {
        claims: (good) => ({ ...good, oid: person.userId.toUpperCase() }),
      };
      const location = await world.begin(person, browser);

      assert.equal((await world.comeBack(browser, location, person)).status, 200);
    });

    it("ends well when the person cancels or denies", async () => {
      const location = await world.begin(person, browser);

      const page = await browser.open(
        world.authority.sendBack(location, {
          error: "access_denied",
          error_description: "AADSTS65004: Sam Secret-Name declined",
          error_subcode: "cancel",
        }),
      );

      assert.equal(page.status, 403);
      assert.match(page.body, /The sign-in was cancelled, or the notification was denied/);
      assert.deepEqual(world.outcomes, [{ key: person, purpose: "prove", outcome: "denied" }]);
      assert.deepEqual(await world.store.findResult(person, "prove", world.clock.now()), {
        kind: "failed",
        why: "denied",
      });
    });

    it("ends with a reference when the tenant's sign-in fails, and logs its code", async () => {
      const location = await world.begin(person, browser);

      const page = await browser.open(
        world.authority.sendBack(location, { error: "temporarily_unavailable" }),
      );

      assert.equal(page.status, 502);
      assert.match(page.body, new RegExp(`Reference: ${REFERENCE}`));
      assert.deepEqual(world.outcomes, [{ key: person, purpose: "prove", outcome: "failed" }]);
      const line = world.lines.find((text) => text.includes("temporarily_unavailable"));
      assert.match(line ?? "", new RegExp(REFERENCE));
    });

    it("logs Entra's number when it does not take the code, and nothing else of its answer", async () => {
      world.authority.script = {
        refusal: {
          status: 401,
          body: {
            error: "invalid_client",
            error_description: "AADSTS7000215: Invalid client secret of Sam Secret-Name",
          },
        },
      };
      const location = await world.begin(person, browser);

      const page = await world.comeBack(browser, location, person);

      assert.equal(page.status, 502);
      assert.match(world.lines.join(""), /invalid_client, AADSTS7000215/);
      await world.assertNoToken(person);
    });

    it("shows the page although the chat cannot be told", async () => {
      world.onOutcome = () => Promise.reject(new Error("no chat"));
      const location = await world.begin(person, browser);

      const page = await world.comeBack(browser, location, person);

      assert.equal(page.status, 200);
      assert.match(world.lines.join(""), /the chat was not told/);
    });

    it("shows the page although the chat takes too long", async () => {
      const told = Promise.withResolvers<undefined>();
      world.onOutcome = () => {
        told.resolve(undefined);
        return new Promise(() => undefined);
      };
      const location = await world.begin(person, browser);
      const timers = sinon.useFakeTimers({
        toFake: ["setTimeout", "clearTimeout"],
        shouldClearNativeTimers: true,
      });
      try {
        const coming = world.comeBack(browser, location, person);
        await told.promise;
        timers.tick(5_000);

        assert.equal((await coming).status, 200);
      } finally {
        timers.restore();
      }
    });

    it("can be begun again after it failed", async () => {
      const first = await world.begin(person, browser);
      await browser.open(world.authority.sendBack(first, { error: "access_denied" }));
      world.clock.advance(1);

      const second = await world.begin(person, browser);
      const page = await world.comeBack(browser, second, person);

      assert.equal(page.status, 200);
      assert.equal(
        (await world.store.findResult(person, "prove", world.clock.now()))?.kind,
        "completed",
      );
    });

    it("takes ten minutes at most, from the button on", async () => {
      const link = await world.link(person);
      world.clock.advance(minutes(9));
      const { location } = await browser.press(link);
      world.clock.advance(minutes(9));

      const page = await world.comeBack(browser, location ?? "", person);

      assert.equal(page.status, 200);
    });
  });

  describe("when the authorization server is not there", () => {
    let lonely: World;

    beforeEach(async () => {
      lonely = await World.start();
    });
    afterEach(async () => {
      lonely.checkAndReset();
      await lonely.close();
    });

    it("says so with a reference, keeps the link good, and works once it is back", async () => {
      const link = await lonely.link(person);
      const visitor = lonely.browser();
      lonely.authority.isUp = false;

      const down = await visitor.press(link);
      lonely.authority.isUp = true;
      const up = await visitor.press(link);

      assert.equal(down.status, 503);
      assert.match(down.body, new RegExp(`isn&#39;t answering[\\s\\S]*Reference: ${REFERENCE}`));
      assert.equal(up.status, 303);
      await lonely.assertNothingStored(person);
    });

    it("still shows the page behind the link", async () => {
      lonely.authority.isUp = false;

      assert.equal((await lonely.browser().open(await lonely.link(person))).status, 200);
      assert.equal(lonely.authority.discoveries, 0);
    });

    it("ends the sign-in when the code cannot be traded any more", async () => {
      const visitor = lonely.browser();
      const location = await lonely.begin(person, visitor);
      const back = lonely.authority.signIn(location, { oid: person.userId, tid: person.tenantId });
      lonely.authority.isUp = false;

      const page = await visitor.open(back);

      assert.equal(page.status, 502);
      assert.deepEqual(lonely.outcomes, [{ key: person, purpose: "prove", outcome: "failed" }]);
    });

    it("asks for the metadata once for all who wait, and again after a day", async () => {
      const people = [lonely.aPerson(), lonely.aPerson(), lonely.aPerson()];
      const links = await Promise.all(people.map((key) => lonely.link(key)));

      await Promise.all(links.map((link) => lonely.browser().press(link)));
      const atFirst = lonely.authority.discoveries;
      lonely.clock.advance(minutes(24 * 60 + 1));
      await lonely.begin(person, lonely.browser());

      assert.deepEqual([atFirst, lonely.authority.discoveries], [1, 2]);
    });

    for (const [name, metadata] of [
      ["another issuer", { issuer: "https://login.microsoftonline.com/{tenantid}/v2.0" }],
      ["sign-in pages elsewhere", { authorization_endpoint: "https://evil.example/auth" }],
      ["no sign-in page", { authorization_endpoint: undefined }],
    ] as const) {
      it(`refuses metadata that name ${name}, and redirects nowhere`, async () => {
        lonely.authority.metadata = metadata;

        const page = await lonely.browser().press(await lonely.link(person));

        assert.deepEqual([page.status, page.location], [503, null]);
      });
    }
  });

  describe("when the store is in trouble", () => {
    afterEach(() => {
      sinon.restore();
    });

    it("shows a page with a reference and no word of the trouble", async () => {
      const link = await world.link(person);
      sinon.stub(world.store, "look").rejects(new Error("database gone"));

      const page = await browser.open(link);

      assert.equal(page.status, 500);
      assert.match(page.body, new RegExp(`on my side[\\s\\S]*Reference: ${REFERENCE}`));
      assert.doesNotMatch(page.body, /database/);
      assert.match(world.lines.join(""), /database gone/);
    });
  });

  describe("with an authentication context", () => {
    let strict: World;

    before(async () => {
      strict = await World.start({}, { AUTH_CONTEXT_ID: "c7" });
    });
    after(() => strict.close());

    it("asks for it in the id token", async () => {
      const { searchParams } = new URL(await strict.begin(person, strict.browser()));

      assert.deepEqual(JSON.parse(searchParams.get("claims") ?? ""), {
        access_token: { amr: { essential: true, values: ["ngcmfa"] } },
        id_token: { acrs: { essential: true, value: "c7" } },
      });
    });
  });
});
