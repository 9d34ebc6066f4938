import assert from "node:assert/strict";
import fc from "fast-check";
import { freshSignInLink, routeOf } from "../../src/web/paths.ts";

const TICKET = "aA0_-".repeat(8) + "xyz";

describe("freshSignInLink", () => {
  it("leads to the ticket's page", () => {
    const link = freshSignInLink("https://pushready.example.com", TICKET);

    assert.equal(link, `https://pushready.example.com/sign-in/${TICKET}`);
    assert.deepEqual(routeOf(new URL(link).pathname), { kind: "ticket", ticket: TICKET });
  });
});

describe("routeOf", () => {
  const cases = [
    ["/sign-in/callback", { kind: "callback" }],
    ["/sign-in", { kind: "nothing" }],
    ["/sign-in/", { kind: "nothing" }],
    [`/sign-in/${TICKET}/`, { kind: "nothing" }],
    [`/sign-in/${TICKET.slice(1)}`, { kind: "nothing" }],
    [`/sign-in/${TICKET}x`, { kind: "nothing" }],
    [`/sign-in/${TICKET.slice(1)}%41`, { kind: "nothing" }],
    ["/sign-in-elsewhere", null],
    ["/signin/x", null],
    ["/api/messages", null],
    ["//sign-in/callback", null],
    ["", null],
    ["*", null],
  ] as const;
  for (const [path, route] of cases) {
    it(`takes ${path === "" ? "nothing" : path} for ${route?.kind ?? "somebody else's"}`, () => {
      assert.deepEqual(routeOf(path), route);
    });
  }

  it("answers any path, and calls only 43 letters of base64url a ticket", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (rest) => {
        const route = routeOf(`/sign-in/${rest}`);

        assert.notEqual(route, null);
        if (route?.kind === "ticket") assert.match(route.ticket, /^[A-Za-z0-9_-]{43}$/);
      }),
    );
  });
});
