import assert from "node:assert/strict";
import type { CardPayload } from "../../src/cards/card.ts";
import { guideCard } from "../../src/cards/guide/guide.card.ts";
import type { GuideCardData } from "../../src/cards/guide/guide-card-data.ts";
import {
  GUIDE_STEPS,
  type GuideStep,
  type GuideView,
  HELP_REASONS,
  TROUBLES,
  TROUBLES_OF,
} from "../../src/cards/guide/guide-view.ts";
import { en } from "../../src/copy/en.ts";
import { type CardNode, nodesOf, nodesOfType, wordsOf } from "./card-reading.ts";

const guideId = "0b6f1f0e-6f0b-4a35-9a43-2f6f3c1d7a11";
const links = {
  organisationName: "VIPdesk",
  helpDeskUrl: "https://vipdesk.example/new?text={summary}",
  securityInfoUrl: "https://mysignins.microsoft.com/security-info",
};
const hinted = "https://mysignins.microsoft.com/security-info?login_hint=ada%40vipdesk.example";
const signInLink = "https://pushready.example/sign-in/ticket";

describe("guideCard, a step", () => {
  const names: Readonly<Record<GuideStep, string>> = {
    openSecurityInfo: "Open Security info",
    chooseAuthenticator: "Choose Microsoft Authenticator",
    prepareApp: "Get the app ready",
    scanAndApprove: "Scan and approve",
  };
  const buttons: Readonly<Record<GuideStep, readonly string[]>> = {
    openSecurityInfo: [`! ${hinted}`, "guide.next", "guide.stuck"],
    chooseAuthenticator: ["! guide.next", "guide.back", "guide.checkNow", "guide.stuck"],
    prepareApp: ["! guide.next", "guide.back", "guide.checkNow", "guide.stuck"],
    scanAndApprove: ["! guide.checkNow", "guide.back", "guide.stuck"],
  };
  const labels: Readonly<Record<GuideStep, readonly string[]>> = {
    openSecurityInfo: ["**Open Security info**"],
    chooseAuthenticator: [
      "**Add sign-in method** (older: **Add method**)",
      "**Microsoft Authenticator** (older: **Authenticator app**)",
      "**I want to use a different authenticator app**",
    ],
    prepareApp: ["notifications", "**Add account**", "**Work or school account**"],
    scanAndApprove: ["QR code", "**Next**", "**Yes** (older: **Approve**)", "**Done**"],
  };
  for (const [index, step] of GUIDE_STEPS.entries()) {
    const card = cardFor({ kind: "step", step, notSeenYet: false });
    const words = wordsOf(card);

    it(`says where the person is: ${step}`, () => {
      assert.equal(words[0], names[step]);
      assert.equal(words[1], `Step ${index + 1} of 4`);
      const trail = words[2] ?? "";
      assert.deepEqual(
        trail.split(" › "),
        GUIDE_STEPS.map((each) =>
          each === step ? `**${names[each]} (you're here)**` : names[each],
        ),
      );
    });

    it(`gives one instruction of two to four lines, with the labels of the page: ${step}`, () => {
      const lines = en[`step.${step}.lines`];

      assert.ok(lines.length >= 2 && lines.length <= 4);
      for (const line of lines) assert.ok(words.includes(line));
      for (const label of labels[step]) assert.ok(lines.join(" ").includes(label), label);
    });

    it(`says that it moves on by itself: ${step}`, () => {
      assert.ok(
        words.some((word) =>
          word.startsWith("I'm watching for your phone. When it appears, I move on by myself."),
        ),
      );
    });

    it(`offers its buttons and no other: ${step}`, () => {
      assert.deepEqual(buttonsOf(card), buttons[step]);
    });

    it(`describes its picture: ${step}`, () => {
      const [picture] = nodesOfType(card, "Image");

      assert.match(String(picture?.["altText"]), /^Drawing of /);
    });

    it(`says after a look without success that it can take a minute: ${step}`, () => {
      const news = "Not there yet. It can take a minute.";
      const looked = cardFor({ kind: "step", step, notSeenYet: true });

      assert.ok(wordsOf(looked).includes(news));
      assert.ok(String(looked["speak"]).includes(news));
      assert.ok(!words.includes(news));
    });
  }

  it("asks for no account where none is known", () => {
    const view = { kind: "step", step: "openSecurityInfo", notSeenYet: false } as const;

    const [first] = buttonsOf(cardFor(view, { accountHint: null }));

    assert.equal(first, `! ${links.securityInfoUrl}`);
  });

  it("shows both stores as links and as QR codes on the page of the app, and nowhere else", () => {
    const pages = GUIDE_STEPS.map((step) => cardFor({ kind: "step", step, notSeenYet: false }));
    const stores = pages.map((card) =>
      wordsOf(card).filter((word) => /^\[(App Store|Google Play)\]\(https:/.test(word)),
    );
    const codes = pages.map((card) =>
      nodesOfType(card, "Image").filter(({ altText }) => String(altText).startsWith("QR code")),
    );

    assert.deepEqual(
      stores.map(({ length }) => length),
      [0, 0, 2, 0],
    );
    assert.deepEqual(
      codes.map(({ length }) => length),
      [0, 0, 2, 0],
    );
  });
});

describe("guideCard, stuck", () => {
  for (const step of GUIDE_STEPS) {
    it(`offers each trouble of ${step} as a button in a row of its own`, () => {
      const troubles = TROUBLES_OF[step];

      const card = cardFor({ kind: "troubles", step, troubles });

      const rows = nodesOfType(card, "ActionSet").map((row) => nodesOfType(row, "Action.Execute"));
      assert.deepEqual(
        rows.slice(0, -1).map((row) => row.map(({ data }) => data)),
        troubles.map((trouble) => [{ card: "troubles", v: 1, guideId, step, trouble }]),
      );
      assert.deepEqual(
        rows.at(-1)?.map(({ verb }) => verb),
        ["guide.unstuck"],
      );
    });
  }

  it("gives no two troubles the same name", () => {
    const titles = new Set(TROUBLES.map((trouble) => en[`trouble.${trouble}.title`]));

    assert.equal(titles.size, TROUBLES.length);
  });

  const toHelpDesk = new Set([
    "noAuthenticatorChoice",
    "restrictedLocation",
    "jailbrokenPhone",
    "phoneLost",
    "noSmartphone",
  ]);
  for (const trouble of TROUBLES) {
    it(`says what ${trouble} looks like, what to do, and leads back`, () => {
      const card = cardFor({ kind: "trouble", step: "scanAndApprove", trouble });

      const words = wordsOf(card);
      const lines = en[`trouble.${trouble}.lines`];
      assert.equal(words[0], en[`trouble.${trouble}.title`]);
      assert.ok(words.includes(en[`trouble.${trouble}.looks`]));
      assert.ok(lines.length >= 2 && lines.length <= 4);
      for (const line of lines) assert.ok(words.includes(line));
      const [back, other, help, ...rest] = buttonsOf(card);
      assert.deepEqual([back, other, rest], ["! guide.unstuck", "guide.stuck", []]);
      assert.equal(help !== undefined, toHelpDesk.has(trouble));
    });
  }

  it("fills in the request of a trouble that the help desk can solve", () => {
    const trouble = "noAuthenticatorChoice";

    const [, , help = ""] = buttonsOf(
      cardFor({ kind: "trouble", step: "chooseAuthenticator", trouble }),
    );

    const text = new URL(help).searchParams.get("text") ?? "";
    assert.match(text, /got to step 2 of 4 \(Choose Microsoft Authenticator\)/);
    assert.match(text, /doesn't offer Microsoft Authenticator to me/);
  });
});

describe("guideCard, moved on", () => {
  it("says that nothing has changed, and shows in one press where the guide is", () => {
    const card = cardFor({ kind: "movedOn" });

    const [heading, text] = wordsOf(card);
    assert.equal(heading, "Your set-up has moved on");
    assert.match(text ?? "", /Nothing has changed/);
    assert.deepEqual(buttonsOf(card), ["! guide.checkNow"]);
    const [show] = nodesOfType(card, "Action.Execute");
    assert.deepEqual(show?.["data"], { card: "guide", v: 1, guideId });
  });
});

describe("guideCard, make room", () => {
  const card = cardFor({ kind: "makeRoom", used: 5 });

  it("says first that every place is taken", () => {
    const [heading, why] = wordsOf(card);

    assert.equal(heading, "Make room first");
    assert.match(why ?? "", /^You have 5 authenticator entries\. Microsoft allows 5/);
  });

  it("warns of deleting the only one that works, and leads to where one can go, and back", () => {
    assert.ok(wordsOf(card).some((word) => word.startsWith("Never delete the only one")));
    assert.deepEqual(buttonsOf(card), [
      `! ${hinted}`,
      "cleanup.start",
      "guide.resume",
      "https://vipdesk.example/new?text=",
    ]);
  });
});

describe("guideCard, help desk", () => {
  for (const why of HELP_REASONS) {
    const card = cardFor({ kind: "helpDesk", why, step: "prepareApp" });

    it(`gives words to copy that say what was tried, and the same in the address: ${why}`, () => {
      const words = wordsOf(card);
      const request = words[words.indexOf("What to tell the help desk (you can copy this)") + 1];
      const [first = ""] = buttonsOf(card);

      assert.match(request ?? "", /got to step 3 of 4 \(Get the app ready\)/);
      assert.ok(request?.endsWith(en[`helpDesk.${why}.request`]));
      assert.equal(first.slice(0, 2), "! ");
      assert.equal(new URL(first.slice(2)).searchParams.get("text"), request);
    });
  }

  for (const why of ["noOtherMethod", "phoneLost", "restrictedLocation"] as const) {
    it(`asks for a Temporary Access Pass: ${why}`, () => {
      const request = en[`helpDesk.${why}.request`];

      assert.match(request, /Temporary Access Pass/);
    });
  }

  it("lets the person go on afterwards", () => {
    const card = cardFor({ kind: "helpDesk", why: "noOtherMethod", step: "openSecurityInfo" });

    assert.equal(buttonsOf(card)[1], "guide.unstuck");
  });

  it("tells who sees a foreign entry to change nothing, and looks anew if it was theirs", () => {
    const card = cardFor({ kind: "helpDesk", why: "notMyDevice", step: "scanAndApprove" });

    const words = wordsOf(card).join("\n");
    assert.match(words, /Contact the help desk now/);
    assert.match(words, /Change nothing until they have answered/);
    assert.match(words, /Deny every sign-in request that you didn't start yourself/);
    assert.equal(buttonsOf(card)[1], "guide.start");
  });
});

describe("guideCard, proof", () => {
  it("opens the fresh sign-in and says that it goes on by itself", () => {
    const card = cardFor({ kind: "proof", failed: null });

    assert.equal(wordsOf(card)[0], "Show that push works");
    assert.ok(wordsOf(card).includes("When you're done, I go on here by myself."));
    assert.deepEqual(buttonsOf(card), [`! ${signInLink}`, "guide.prove", "checklist.show"]);
  });

  it("asks for a link where there is none", () => {
    const card = cardFor({ kind: "proof", failed: null }, { signInLink: null });

    assert.deepEqual(buttonsOf(card), ["! guide.prove", "checklist.show"]);
  });

  const failures = {
    denied: "That sign-in was stopped",
    wrongAccount: "That was another account",
    wrongTenant: "That was another organisation",
    expired: "That sign-in is too old",
    failed: "The sign-in didn't finish",
    noNumber: "No number came",
  } as const;
  for (const failed of ["denied", "wrongAccount", "wrongTenant", "expired", "failed"] as const) {
    it(`says what went wrong and offers a new link: ${failed}`, () => {
      const card = cardFor({ kind: "proof", failed });

      assert.equal(wordsOf(card)[0], failures[failed]);
      assert.deepEqual(buttonsOf(card), [`! ${signInLink}`, "guide.prove", "checklist.show"]);
    });
  }

  it("leads to the set-up as well where no number came", () => {
    const card = cardFor({ kind: "proof", failed: "noNumber" });

    assert.equal(wordsOf(card)[0], failures.noNumber);
    assert.deepEqual(buttonsOf(card), [
      `! ${signInLink}`,
      "guide.prove",
      "guide.start",
      "checklist.show",
    ]);
  });
});

function cardFor(view: GuideView, changed: Partial<GuideCardData> = {}): CardPayload {
  return guideCard(en, {
    view,
    guideId,
    links,
    accountHint: "ada@vipdesk.example",
    signInLink,
    now: new Date("2026-11-24T10:00:00Z"),
    locale: "en-GB",
    ...changed,
  });
}

/** Each button as what it does, the primary one marked. */
const buttonsOf = (card: object): readonly string[] =>
  nodesOf(card)
    .filter(({ type }) => type.startsWith("Action."))
    .map((action) => `${action["style"] === "positive" ? "! " : ""}${doneBy(action)}`);

const doneBy = (action: CardNode): string => String(action["verb"] ?? action["url"]);
