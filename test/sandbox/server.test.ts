import assert from "node:assert/strict";
import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import { html } from "../../src/sandbox/pages/html.ts";
import { start, type TestSandbox } from "./support/sandbox.ts";

describe("the sandbox server", () => {
  let tenant: TestSandbox;
  before(async () => {
    tenant = await start({ person: "Oscar", playgroundUrl: "http://127.0.0.1:56150" });
  });
  after(() => tenant.close());

  it("listens on loopback", () => {
    assert.match(tenant.url, /^http:\/\/127\.0\.0\.1:\d+$/);
  });

  it("lists who can be played and who is", async () => {
    const response = await fetch(`${tenant.url}/people`);

    const people: unknown = await response.json();
    assert.ok(Array.isArray(people));
    assert.equal(people.length, 11);
    assert.deepEqual(people[3], {
      name: "oscar",
      situation: "push, and two old phones that nobody removed",
      displayName: "Oscar Brandt",
      userPrincipalName: "oscar@vipdesk.example",
      id: "11111111-5a4d-4004-8000-000000000004",
      userType: "member",
      isPlaying: true,
    });
  });

  it("shows people, switches, links and what is on on its first page", async () => {
    tenant.sandbox.faults.on(tenant.person("oscar"), {
      fault: "throttle",
      retryAfterSeconds: 4,
      requests: null,
    });

    const page = await (await fetch(`${tenant.url}/`)).text();

    tenant.sandbox.faults.reset();
    assert.match(page, /You are <strong>Oscar Brandt<\/strong>/);
    assert.match(page, /a method type that nobody has heard of/);
    assert.match(page, /<a href="http:\/\/127\.0\.0\.1:56150">Chat with the bot<\/a>/);
    for (const path of ["/security-info", "/phones", "/help-desk"]) {
      assert.ok(page.includes(`<a href="${path}">`), path);
    }
    assert.match(page, /<td>retryAfterSeconds 4, requests until off<\/td>/);
    assert.equal(page.match(/name="on" value="true"/g)?.length, 25);
  });

  it("shows what the app itself may do, with the button that changes it", async () => {
    tenant.sandbox.tenant.appConsents.withhold("MailboxSettings.Read");

    const page = await (await fetch(`${tenant.url}/`)).text();

    tenant.sandbox.reset();
    assert.match(page, /<button aria-label="Consent: MailboxSettings\.Read">/);
    assert.match(page, /<button aria-label="Withhold: AuditLog\.Read\.All">/);
    assert.equal(page.match(/action="\/app-permissions"/g)?.length, 8);
  });

  it("shows recent requests without their queries", async () => {
    await fetch(`${tenant.url}/token-service/api/usertoken/GetToken?code=123456`);

    const page = await (await fetch(`${tenant.url}/`)).text();

    assert.match(
      page,
      /<td>GET<\/td><td>\/token-service\/api\/usertoken\/GetToken<\/td><td>401<\/td>/,
    );
    assert.doesNotMatch(page, /123456/);
  });

  it("shows the help desk what the link brought along", async () => {
    const summary = "I tried:\n- <scanning>";

    const response = await fetch(`${tenant.url}/help-desk?summary=${encodeURIComponent(summary)}`);

    assert.match(await response.text(), /I tried:\n- &lt;scanning&gt;<\/textarea>/);
  });

  it("leaves out of its list what pages ask again and again", async () => {
    await fetch(`${tenant.url}/phones/oscar-new-pixel/state`);

    assert.doesNotMatch(await (await fetch(`${tenant.url}/`)).text(), /\/state<\/td>/);
  });

  it("undoes everything on reset", () => {
    const { people, tenant: all } = tenant.sandbox;
    const oscar = tenant.person("oscar");
    all.consents.grant(oscar, ["a"]);
    people.setDefaultMethod(oscar, null);
    all.registrations.begin(oscar);
    all.graphLag.hide("x", new Date("2100-01-01"));
    const push = all.pushRequests.send(oscar, [], "x", new Date());
    all.textMessages.send(oscar, "x", new Date());
    const [phone] = all.phones.of(oscar);
    assert.ok(phone);
    all.phones.save(phone, { ...all.phones.state(phone), isOn: true });

    tenant.sandbox.reset();

    assert.equal(all.consents.granted(oscar).size, 0);
    assert.equal(people.securityInfo(oscar).defaultMethod, "push");
    assert.equal(all.graphLag.isShown("x", new Date()), true);
    assert.equal(all.pushRequests.find(push.id), null);
    assert.deepEqual(all.textMessages.of(oscar), []);
    assert.deepEqual(all.phones.of(oscar)[0], phone);
    assert.equal(all.phones.state(phone).isOn, false);
  });

  it("serves the one stylesheet of its pages", async () => {
    const response = await fetch(`${tenant.url}/assets/sandbox.css`);

    assert.equal(response.headers.get("content-type"), "text/css; charset=utf-8");
  });

  it("answers JSON without a stack to unknown paths", async () => {
    const response = await fetch(`${tenant.url}/nowhere`);

    assert.equal(response.status, 404);
    assert.deepEqual(await response.json(), {
      error: { code: "sandbox.http", message: "/nowhere does not exist" },
    });
  });

  it("answers 500 without details when a part fails, and reports the error", async () => {
    const failing = await start({
      parts: [
        {
          routes: (server) => {
            server.get("/boom", async () => {
              await Promise.reject(new Error("secret detail"));
            });
          },
        },
      ],
    });

    const response = await fetch(`${failing.url}/boom`);

    assert.equal(response.status, 500);
    assert.doesNotMatch(await response.text(), /secret detail/);
    assert.match(String(failing.errors.pop()), /secret detail/);
    await failing.close();
  });

  it("turns away requests that name another host", async () => {
    const status = await new Promise<number | undefined>((resolve, reject) => {
      request(`${tenant.url}/people`, { headers: { host: "rebound.example" } }, (response) => {
        response.resume();
        resolve(response.statusCode);
      })
        .once("error", reject)
        .end();
    });

    assert.equal(status, 403);
  });

  it("mounts the routes of further parts", async () => {
    const other = await start({
      parts: [
        {
          routes: (server, { url, playing }) => {
            server.get("/mine", async (_req: unknown, res: { send(body: unknown): void }) => {
              await Promise.resolve();
              res.send({ url, person: playing.name });
            });
          },
        },
      ],
    });

    const response = await fetch(`${other.url}/mine`);

    assert.deepEqual(await response.json(), { url: other.url, person: "sam" });
    await other.close();
  });

  it("closes its parts and its port", async () => {
    let closed = false;
    const other = await start({
      parts: [
        {
          routes: () => undefined,
          close: () => {
            closed = true;
            return Promise.resolve();
          },
        },
      ],
    });

    await other.close();

    assert.equal(closed, true);
    await assert.rejects(fetch(other.url));
  });

  it("says what to do when the port is taken", async () => {
    const squatter = createServer();
    await new Promise<void>((resolve) => squatter.listen(0, "127.0.0.1", resolve));
    const { port } = addressOf(squatter.address());

    await assert.rejects(start({ port }), {
      code: "sandbox.port-in-use",
      message: `Port ${port} is taken: stop what listens there, or choose another port.`,
    });

    await new Promise((resolve) => squatter.close(resolve));
  });

  it("names the people when asked to play somebody unknown", async () => {
    await assert.rejects(start({ person: "bob" }), {
      code: "sandbox.unknown-person",
      message: /^Nobody is called 'bob'\. Choose: sam, olivia, priya/,
    });
  });
});

describe("html", () => {
  it("escapes every plain value", () => {
    const page = html`<p title="${`"'`}">${"<b>&"}</p>`;

    assert.equal(page.text, '<p title="&quot;&#39;">&lt;b&gt;&amp;</p>');
  });

  it("keeps what it made itself, joins lists and leaves null out", () => {
    const page = html`<ul>${[1, 2].map((n) => html`<li>${n}</li>`)}</ul>${null}`;

    assert.equal(page.text, "<ul><li>1</li><li>2</li></ul>");
  });
});

function addressOf(address: AddressInfo | string | null): AddressInfo {
  assert.ok(typeof address === "object" && address !== null);
  return address;
}
