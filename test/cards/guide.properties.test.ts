import assert from "node:assert/strict";
import fc from "fast-check";
import { guideCard } from "../../src/cards/guide/guide.card.ts";
import {
  GUIDE_STEPS,
  type GuideView,
  HELP_REASONS,
  TROUBLES,
} from "../../src/cards/guide/guide-view.ts";
import { parseAction } from "../../src/cards/verbs.ts";
import { en } from "../../src/copy/en.ts";
import { CHECKLIST_ITEMS, type Checklist } from "../../src/methods/checklist.ts";
import { type MethodId, methodId } from "../../src/methods/ids.ts";
import type { AuthenticatorMethod } from "../../src/methods/method.ts";
import { complaintsAbout } from "./card-parsing.ts";
import { nodesOf, nodesOfType, placesOf } from "./card-reading.ts";

const MAX_BYTES = 28 * 1024;
const links = {
  organisationName: "VIPdesk",
  helpDeskUrl: "https://vipdesk.example/new?text={summary}",
  securityInfoUrl: "https://mysignins.microsoft.com/security-info",
};

// Texts that would do something if anything interpreted them; the mark tells where they end up.
const MARK = "mArK";
const hostileText = fc.oneof(
  fc
    .constantFrom(
      "${%}",
      "[%](http://evil.example)",
      "**%**",
      "{{DATE(%)}}",
      "<b>%</b>",
      "\n- %",
      "${$root.foot.%}",
      "%\u202E",
      "`%`",
    )
    .map((text) => text.replace("%", MARK)),
  fc.string({ unit: "binary", maxLength: 200 }),
  fc.constant("\u{1F4F1}".repeat(200)),
);
const anyDate = fc.date({
  min: new Date("2016-01-01T00:00:00Z"),
  max: new Date("2030-01-01T00:00:00Z"),
  noInvalidDate: true,
});
const anyId = fc.oneof(fc.uuid(), fc.constantFrom("${a}", "__proto__")).map(methodId);

const anyDevice: fc.Arbitrary<AuthenticatorMethod> = fc.record({
  kind: fc.constant("microsoftAuthenticator" as const),
  id: anyId,
  displayName: fc.option(hostileText),
  deviceTag: fc.constant(null),
  phoneAppVersion: fc.option(hostileText),
  clientApp: fc.constant(null),
  createdAt: fc.option(anyDate),
  lastUsedAt: fc.option(anyDate),
});
const anyDevices = fc.uniqueArray(anyDevice, { maxLength: 20, selector: ({ id }) => id });

const anyStep = fc.constantFrom(...GUIDE_STEPS);
const anyState = fc.constantFrom("done", "open", "unknown");
const anyItems: fc.Arbitrary<Checklist> = fc.record({
  pushListed: anyState,
  currentDeviceListed: anyState,
  pushApproved: anyState,
  oldDevicesRemoved: anyState,
});

function factsAbout(
  id: MethodId,
): fc.Arbitrary<Extract<GuideView, { kind: "checklist" }>["facts"]> {
  return fc.record({
    currentDevice: fc.option(
      fc.record({
        methodId: fc.constant(id),
        evidence: fc.constantFrom("appeared" as const, "said" as const),
        at: anyDate,
      }),
    ),
    keptDevices: fc.constant([]),
    proof: fc.option(
      fc.record({
        methodId: fc.constant(id),
        strength: fc.constantFrom("registered", "signedIn", "logged", "enforced"),
        at: anyDate,
      }),
    ),
    finishedAt: fc.option(anyDate),
  });
}

const anyView: fc.Arbitrary<GuideView> = fc.oneof(
  fc.record({ kind: fc.constant("step" as const), step: anyStep, notSeenYet: fc.boolean() }),
  fc.record({
    kind: fc.constant("troubles" as const),
    step: anyStep,
    troubles: fc.subarray([...TROUBLES]),
  }),
  fc.record({
    kind: fc.constant("trouble" as const),
    step: anyStep,
    trouble: fc.constantFrom(...TROUBLES),
  }),
  fc.constant({ kind: "movedOn" as const }),
  fc.record({ kind: fc.constant("makeRoom" as const), used: fc.nat() }),
  fc.record({
    kind: fc.constant("helpDesk" as const),
    why: fc.constantFrom(...HELP_REASONS),
    step: anyStep,
  }),
  fc.record({
    kind: fc.constant("chooseDevice" as const),
    isNew: fc.boolean(),
    devices: anyDevices,
  }),
  fc.record({
    kind: fc.constant("proof" as const),
    failed: fc.constantFrom(
      ...([
        null,
        "denied",
        "wrongAccount",
        "wrongTenant",
        "expired",
        "failed",
        "noNumber",
      ] as const),
    ),
  }),
  fc.record({ kind: fc.constant("whereNumberShowed" as const), devices: anyDevices }),
  anyDevices.chain((devices) =>
    fc.record({
      kind: fc.constant("checklist" as const),
      items: anyItems,
      facts: factsAbout(devices[0]?.id ?? methodId("none")),
      devices: fc.constant(devices),
    }),
  ),
);

const anyCard = fc
  .record({
    view: anyView,
    guideId: fc.uuid(),
    links: fc.constant(links),
    accountHint: fc.option(fc.emailAddress()),
    signInLink: fc.option(fc.constant("https://pushready.example/sign-in/ticket")),
    now: anyDate,
    locale: fc.constantFrom(null, "en-GB", "de", "ar-EG", "x", "\u0000"),
  })
  .map((data) => ({ data, card: guideCard(en, data) }));

describe("guideCard, whatever it shows", () => {
  it("makes a card that the Adaptive Cards library takes, below 28 KB", () => {
    fc.assert(
      fc.property(anyCard, ({ card }) => {
        assert.deepEqual(complaintsAbout(card), []);
        assert.ok(Buffer.byteLength(JSON.stringify(card)) < MAX_BYTES);
      }),
    );
  });

  it("sends with each button what parseAction reads, and the guide that it belongs to", () => {
    fc.assert(
      fc.property(anyCard, ({ card, data }) => {
        for (const { verb, data: sent } of nodesOfType(card, "Action.Execute")) {
          const read = parseAction(verb, sent);
          assert.ok(read !== null && "guideId" in read);
          assert.equal(read.guideId, data.guideId);
        }
      }),
    );
  });

  it("sends with each button of a page the page that it stands on", () => {
    fc.assert(
      fc.property(anyCard, ({ card, data }) => {
        const page = "step" in data.view ? data.view.step : null;
        for (const { verb, data: sent } of nodesOfType(card, "Action.Execute")) {
          const read = parseAction(verb, sent);
          if (read !== null && "step" in read) assert.equal(read.step, page);
        }
      }),
    );
  });

  it("has at most six actions in a row, and at most one that is primary", () => {
    fc.assert(
      fc.property(anyCard, ({ card }) => {
        const rows = nodesOfType(card, "ActionSet").map((row) =>
          nodesOf(row).filter(({ type }) => type.startsWith("Action.")),
        );
        for (const row of rows) assert.ok(row.length <= 6);
        assert.ok(rows.flat().filter(({ style }) => style === "positive").length <= 1);
        assert.ok(rows.flat().length > 0);
      }),
    );
  });

  it("puts what others named into text runs only, where nothing is interpreted", () => {
    fc.assert(
      fc.property(anyCard, ({ card }) => {
        for (const place of placesOf(card, MARK)) assert.match(place, /\.inlines\.0\.text$/);
      }),
    );
  });

  it("offers each listed phone once, up to twelve", () => {
    fc.assert(
      fc.property(anyCard, ({ card, data }) => {
        const { view } = data;
        if (view.kind !== "chooseDevice" && view.kind !== "whereNumberShowed") return;

        const offered = nodesOfType(card, "Action.Execute").flatMap(({ verb, data: sent }) => {
          const read = parseAction(verb, sent);
          return read !== null && "methodId" in read ? [read.methodId] : [];
        });
        assert.deepEqual(
          offered,
          view.devices.slice(0, 12).map(({ id }) => id),
        );
      }),
    );
  });

  it("says of the checklist that it is done when each item is, and only then", () => {
    fc.assert(
      fc.property(anyCard, ({ card, data }) => {
        const { view } = data;
        if (view.kind !== "checklist") return;

        const isDone = CHECKLIST_ITEMS.every((item) => view.items[item] === "done");
        assert.equal(String(card["speak"]).startsWith("You're done"), isDone);
      }),
    );
  });

  it("never puts a name, a phone's id or the account into the help desk's address", () => {
    fc.assert(
      fc.property(anyCard, ({ card, data }) => {
        for (const { url } of nodesOfType(card, "Action.OpenUrl")) {
          if (!String(url).startsWith("https://vipdesk.example/")) continue;
          assert.ok(!String(url).includes(MARK));
          if (data.accountHint !== null) {
            assert.ok(!decodeURIComponent(String(url)).includes(data.accountHint));
          }
        }
      }),
    );
  });
});
