import assert from "node:assert/strict";
import { clientAddress } from "../../src/web/sign-in-limits.ts";
import { World } from "./support/world.ts";

describe("clientAddress", () => {
  const cases: readonly (readonly [string, string | undefined, number, string])[] = [
    ["the socket's without a proxy, whatever a header says", "1.2.3.4", 0, "10.0.0.1"],
    ["the socket's where no proxy told one", undefined, 1, "10.0.0.1"],
    ["the socket's where the proxy told nothing", "", 1, "10.0.0.1"],
    ["what the one proxy saw", "1.2.3.4", 1, "1.2.3.4"],
    ["not what the client wrote in front of it", "6.6.6.6, 1.2.3.4", 1, "1.2.3.4"],
    ["what the first of two proxies saw", "6.6.6.6, 1.2.3.4, 10.0.0.9", 2, "1.2.3.4"],
    ["without the port of App Service", "1.2.3.4:5678", 1, "1.2.3.4"],
    ["without the port of IPv6", "[2001:db8::1]:5678", 1, "2001:db8::1"],
  ];
  for (const [name, header, proxies, address] of cases) {
    it(`is ${name}`, () => {
      assert.equal(clientAddress(header, "10.0.0.1", proxies), address);
    });
  }
});

describe("Limits of the fresh sign-in", () => {
  let world: World;
  afterEach(async () => {
    world.checkAndReset();
    await world.close();
  });

  it("hold back a link that is opened too often, with when to come back, and no other", async () => {
    world = await World.start({ perMinute: { address: 1_000, link: 2 } });
    const browser = world.browser();
    const [link, other] = [await world.link(world.aPerson()), await world.link(world.aPerson())];

    const opened = [await browser.open(link), await browser.open(link), await browser.open(link)];

    assert.deepEqual(
      opened.map(({ status }) => status),
      [200, 200, 429],
    );
    const { headers, body } = opened[2] ?? assert.fail();
    assert.match(headers.get("retry-after") ?? "", /^[1-9]\d?$/);
    assert.match(body, /Wait a minute, then open it again/);
    assert.equal(headers.get("x-frame-options"), "DENY");
    assert.equal((await browser.open(other)).status, 200);
  });

  it("hold back an address, whatever it asks for", async () => {
    world = await World.start({ perMinute: { address: 3, link: 1_000 } });
    const browser = world.browser();

    const statuses = [];
    for (const path of ["/sign-in/a", "/sign-in/callback", "/sign-in/b", "/sign-in/c"]) {
      statuses.push((await browser.open(`${world.url}${path}`)).status);
    }

    assert.deepEqual(statuses, [410, 400, 410, 429]);
  });
});
