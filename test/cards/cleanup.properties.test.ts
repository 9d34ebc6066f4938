import assert from "node:assert/strict";
import fc from "fast-check";
import { cleanupCard } from "../../src/cards/cleanup/cleanup.card.ts";
import { type CleanupView, NOTICES, type SignInWhy } from "../../src/cards/cleanup/cleanup-view.ts";
import { tickedIds } from "../../src/cards/cleanup/picked.ts";
import { parseAction } from "../../src/cards/verbs.ts";
import { en } from "../../src/copy/en.ts";
import type { RemovalOutcome } from "../../src/enrollment/remove.ts";
import { methodId } from "../../src/methods/ids.ts";
import type { AuthenticatorMethod } from "../../src/methods/method.ts";
import { REMOVAL_REFUSALS } from "../../src/methods/removal.ts";
import { anyMethods } from "../builders/any-method.ts";
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
      "1. %",
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
const anyId = fc
  .oneof(
    fc.uuid(),
    fc.string({ minLength: 1, maxLength: 100 }),
    fc.constantFrom("${a}", "a,b", "%"),
  )
  .map(methodId);
const anyDevice: fc.Arbitrary<AuthenticatorMethod> = fc.record({
  kind: fc.constant("microsoftAuthenticator" as const),
  id: anyId,
  displayName: fc.option(hostileText),
  deviceTag: fc.option(hostileText),
  phoneAppVersion: fc.option(hostileText),
  clientApp: fc.constantFrom(null, "outlookMobile", "microsoftAuthenticator"),
  createdAt: fc.option(anyDate),
  lastUsedAt: fc.option(anyDate),
});
const anyDevices = fc.uniqueArray(anyDevice, { maxLength: 20, selector: ({ id }) => id });
const notice = fc.option(fc.constantFrom(...NOTICES));
const anyRefusal = fc.constantFrom(...REMOVAL_REFUSALS);
const anyOutcome: fc.Arbitrary<RemovalOutcome> = fc.oneof(
  fc.record({
    kind: fc.constantFrom("removed", "alreadyGone", "isDefaultMethod", "stepUpNeeded", "notTried"),
  }),
  fc.record({ kind: fc.constant("refused" as const), why: anyRefusal }),
  fc.record({
    kind: fc.constant("throttled" as const),
    retryAfterSeconds: fc.option(fc.nat({ max: 4_000 })),
  }),
  fc.record({
    kind: fc.constant("notSureYet" as const),
    settlesAt: anyDate,
    requestId: fc.constant(null),
  }),
);

const anyView: fc.Arbitrary<CleanupView> = fc.oneof(
  fc.record({
    kind: fc.constant("nothingToRemove" as const),
    why: fc.constantFrom("onlyInHand", "noEntries"),
    retired: anyMethods,
    notice,
  }),
  fc.record({
    kind: fc.constant("whichIsMine" as const),
    devices: anyDevices,
    showedOn: fc.option(anyId),
    notice,
  }),
  fc.record({ kind: fc.constant("noneWorks" as const), notice }),
  fc.record({
    kind: fc.constant("choose" as const),
    inHand: anyDevice,
    others: anyDevices,
    kept: fc.array(anyId),
    picked: fc.array(anyId, { maxLength: 20 }),
    notice,
    retired: anyMethods,
  }),
  anyDevices.chain((devices) =>
    fc.record({
      kind: fc.constant("confirm" as const),
      inHand: anyDevice,
      picked: fc.constant(devices.slice(0, 10)),
      stays: fc.tuple(
        ...devices
          .slice(10)
          .map((device) => fc.record({ device: fc.constant(device), why: anyRefusal })),
      ),
      needsSignIn: fc.boolean(),
    }),
  ),
  fc.record({
    kind: fc.constant("signIn" as const),
    why: fc.constantFrom<(SignInWhy | null)[]>(null, "denied", "noNumber", "stepUp", "notYet"),
    removedBefore: fc.nat({ max: 9 }),
  }),
  fc.record({ kind: fc.constant("whereNumberShowed" as const), devices: anyDevices }),
  fc.record({ kind: fc.constant("removing" as const), devices: anyDevices }),
  fc.record({
    kind: fc.constant("stopped" as const),
    stop: fc.oneof(
      fc.record({ kind: fc.constantFrom("busy", "wrongAccount", "broken") }),
      fc.record({ kind: fc.constant("earlierOpen" as const), settlesAt: anyDate }),
    ),
  }),
  anyDevices.chain((devices) =>
    fc.record({
      kind: fc.constant("done" as const),
      rows: fc.tuple(
        ...devices.map((device) =>
          fc.record({
            methodId: fc.constant(device.id),
            device: fc.option(fc.constant(device)),
            outcome: anyOutcome,
            referenceId: fc.option(hostileText),
          }),
        ),
      ),
      removedBefore: fc.nat({ max: 9 }),
      isSecond: fc.boolean(),
      left: fc.option(anyDevices),
      inHand: fc.option(anyId),
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
  .map((data) => ({ data, card: cleanupCard(en, data) }));

const holds = (
  property: (shown: {
    readonly data: { readonly view: CleanupView; readonly guideId: string };
    readonly card: ReturnType<typeof cleanupCard>;
  }) => void,
): void => {
  fc.assert(fc.property(anyCard, property), { numRuns: 400 });
};

describe("cleanupCard, whatever it shows", function () {
  this.timeout(20_000);

  it("makes a card that the Adaptive Cards library takes, below 28 KB", () => {
    holds(({ card }) => {
      assert.deepEqual(complaintsAbout(card), []);
      assert.ok(Buffer.byteLength(JSON.stringify(card)) < MAX_BYTES);
    });
  });

  it("sends with each button what parseAction reads, and the clean-up that it belongs to", () => {
    holds(({ card, data }) => {
      for (const { verb, data: sent } of nodesOfType(card, "Action.Execute")) {
        const read = parseAction(verb, sent);
        assert.ok(read !== null && "guideId" in read);
        assert.equal(read.guideId, data.guideId);
      }
    });
  });

  it("has at most six actions in a row, one that is primary, and one that cannot be undone", () => {
    holds(({ card }) => {
      const rows = nodesOfType(card, "ActionSet").map((row) =>
        nodesOf(row).filter(({ type }) => type.startsWith("Action.")),
      );
      for (const row of rows) assert.ok(row.length <= 6);
      const styles = rows.flat().map(({ style }) => style);
      assert.ok(styles.filter((style) => style === "positive").length <= 1);
      assert.ok(styles.filter((style) => style === "destructive").length <= 1);
      assert.ok(styles.length > 0);
    });
  });

  it("puts what others named into text runs, and into choices only what nothing interprets", () => {
    holds(({ card }) => {
      for (const place of placesOf(card, MARK)) {
        // A reference is ours; here it is made of anything to see that it could do no harm either.
        assert.match(place, /\.inlines\.0\.text$|\.choices\.\d+\.title$|\.items\.\d+\.text$/);
      }
      for (const input of nodesOfType(card, "Input.ChoiceSet")) {
        for (const { title } of choicesIn(input))
          assert.match(title, /^[\p{L}\p{M}\p{N} '’.,:-]+$/u);
      }
    });
  });

  it("offers each phone but the one in the hand once, up to eleven, and nothing else", () => {
    holds(({ card, data }) => {
      const [input] = nodesOfType(card, "Input.ChoiceSet");
      if (data.view.kind !== "choose" || data.view.others.length === 0) {
        assert.equal(input, undefined);
        return;
      }
      const offered = choicesIn(input).flatMap(({ value }) => tickedIds(value));
      assert.deepEqual(
        offered,
        data.view.others.slice(0, 11).map(({ id }) => id.toWellFormed()),
      );
    });
  });

  it("confirms exactly what it shows to be removed", () => {
    holds(({ card, data }) => {
      const confirms = nodesOfType(card, "Action.Execute").filter(
        ({ verb }) => verb === "cleanup.confirm",
      );
      if (data.view.kind !== "confirm" || data.view.picked.length === 0) {
        assert.deepEqual(confirms, []);
        return;
      }
      const read = parseAction("cleanup.confirm", confirms[0]?.["data"]);
      assert.ok(read?.verb === "cleanup.confirm");
      assert.deepEqual(
        read.picked,
        data.view.picked.map(({ id }) => id),
      );
    });
  });

  it("says that all is removed only when each phone is", () => {
    holds(({ card, data }) => {
      const { view } = data;
      if (view.kind !== "done" || view.rows.length === 0) return;
      const isAll = view.rows.every(
        ({ outcome }) =>
          outcome.kind === "removed" ||
          outcome.kind === "alreadyGone" ||
          (outcome.kind === "refused" && outcome.why === "notListed"),
      );
      assert.equal(
        /removed\.$/.test(String(card["speak"])) && !/Nothing/.test(String(card["speak"])),
        isAll,
      );
    });
  });
});

function choicesIn(
  input: object | undefined,
): readonly { readonly title: string; readonly value: string }[] {
  assert.ok(input !== undefined && "choices" in input && Array.isArray(input.choices));
  return input.choices.map((choice: { title: unknown; value: unknown }) => ({
    title: String(choice.title),
    value: String(choice.value),
  }));
}
