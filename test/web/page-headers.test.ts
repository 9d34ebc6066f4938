import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { securityHeaders } from "../../src/web/page-headers.ts";
import { World } from "./support/world.ts";

describe("Headers of the fresh sign-in", () => {
  let world: World;

  before(async () => {
    world = await World.start({ publicUrl: "https://pushready.example.com" });
  });
  after(() => world.close());
  afterEach(() => {
    world.checkAndReset();
  });

  /** The server knows itself by its public address only; here it is reached on loopback. */
  const answers = async () => {
    const person = world.aPerson();
    const browser = world.browser();
    const link = await world.link(person);
    const page = await browser.open(link);
    const redirect = await browser.press(link);
    const back = new URL(
      world.authority.signIn(redirect.location, { oid: person.userId, tid: person.tenantId }),
    );
    const done = await browser.open(`${world.url}${back.pathname}${back.search}`);
    const refused = await browser.open(`${world.url}/sign-in/callback`);
    const unknown = await browser.open(`${world.url}/sign-in/x`);
    const wrongMethod = await browser.send("DELETE", link);
    return { page, redirect, done, refused, unknown, wrongMethod };
  };

  it("are the same strict ones on every answer", async () => {
    const all = await answers();

    assert.equal(all.done.status, 200);
    for (const [name, { headers }] of Object.entries(all)) {
      const expected = {
        "referrer-policy": "no-referrer",
        "x-frame-options": "DENY",
        "x-content-type-options": "nosniff",
        "cache-control": "no-store",
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
        "strict-transport-security": "max-age=31536000",
        "x-robots-tag": "noindex",
      };
      for (const [header, value] of Object.entries(expected)) {
        assert.equal(headers.get(header), value, `${name}: ${header}`);
      }
      assert.match(headers.get("permissions-policy") ?? "", /camera=\(\), microphone=\(\)/);
      const policy = headers.get("content-security-policy") ?? "";
      assert.match(policy, /^default-src 'none'; style-src 'sha256-[\w+/]{43}='; form-action /);
      assert.match(policy, /; base-uri 'none'; frame-ancestors 'none'$/);
      assert.doesNotMatch(policy, /script|unsafe|\*|data:/);
    }
  });

  it("let forms lead to the tenant's sign-in from the one page that has a form", async () => {
    const { page, redirect, done, unknown } = await answers();

    assert.match(
      page.headers.get("content-security-policy") ?? "",
      new RegExp(`form-action 'self' ${world.authority.url};`),
    );
    for (const { headers } of [redirect, done, unknown]) {
      assert.match(headers.get("content-security-policy") ?? "", /form-action 'none';/);
    }
  });

  it("name the one stylesheet that the page holds, and the page holds no script", async () => {
    for (const { body, headers } of Object.values(await answers())) {
      if (body === "") continue;
      const style = /<style>([\s\S]*)<\/style>/.exec(body)?.[1] ?? "";
      const hash = createHash("sha256").update(style).digest("base64");
      assert.ok(headers.get("content-security-policy")?.includes(`'sha256-${hash}'`));
      assert.doesNotMatch(body, /<script|\son\w+=|style=|src=|href=|https?:/i);
    }
  });

  it("give the browser its secret for this host alone, over TLS alone", async () => {
    const { redirect, done } = await answers();

    assert.match(
      redirect.headers.get("set-cookie") ?? "",
      /^__Host-pushready-sign-in=[\w-]{43}; Max-Age=600; Path=\/; HttpOnly; SameSite=Lax; Secure$/,
    );
    assert.match(done.headers.get("set-cookie") ?? "", /^__Host-pushready-sign-in=; Max-Age=0; /);
  });

  it("promise no TLS where there is none", () => {
    const headers = securityHeaders("http://127.0.0.1:3978", "none");

    assert.equal(headers["strict-transport-security"], undefined);
  });
});
