import assert from "node:assert/strict";
import { type ReadinessCardData, readinessCard } from "../../src/cards/readiness/readiness.card.ts";
import { en } from "../../src/copy/en.ts";
import type { NumberPromptAnswer } from "../../src/enrollment/person.ts";
import { methodId } from "../../src/methods/ids.ts";
import type { Method } from "../../src/methods/method.ts";
import { DEFAULT_POLICY, type MethodPolicy, policyWith } from "../../src/methods/policy.ts";
import { assess, type MethodsRead, type UnavailableReason } from "../../src/methods/readiness.ts";
import { aDevice, aMethod } from "../builders/methods.ts";
import { type CardNode, nodesOfType, wordsOf } from "./card-reading.ts";

const links = {
  organisationName: "VIPdesk",
  helpDeskUrl: "https://vipdesk.example/help",
  securityInfoUrl: "https://mysignins.microsoft.com/security-info",
};
const now = new Date("2026-11-24T10:00:00.123Z");
const password = aMethod({ kind: "password" });
const sms = aMethod({ kind: "phone", phoneNumber: "+1 2065550155" });
const codes = aMethod({ kind: "softwareOath" });
const fiveCodes = ["1", "2", "3", "4", "5"].map((id) =>
  aMethod({ kind: "softwareOath", id: methodId(id) }),
);
const lite = aDevice("lite", { clientApp: "outlookMobile", displayName: "Outlook" });

describe("readinessCard", () => {
  const people: readonly {
    readonly name: string;
    readonly methods: readonly Method[];
    readonly isGuest?: boolean;
    readonly policy?: MethodPolicy;
    readonly heading: string;
    readonly says: readonly string[];
    readonly never?: readonly string[];
  }[] = [
    {
      name: "text messages only",
      methods: [password, sms],
      heading: "Not set up yet",
      says: [
        "What you have now is no longer supported for routine sign-ins. Microsoft Authenticator push isn't registered yet.",
        "No longer supported",
        "Mobile phone (text message or call)",
        "•••• 55",
        "Fine to keep",
        "Next: add Microsoft Authenticator",
        "Open Security info",
      ],
      never: ["2065550155", "Temporary Access Pass"],
    },
    {
      name: "typed codes only",
      methods: [password, codes],
      heading: "Not set up yet",
      says: [
        "You confirm sign-ins with codes that you type. Microsoft Authenticator push isn't registered yet.",
        "Typed codes from an authenticator app",
      ],
    },
    {
      name: "push and nothing else",
      methods: [password, aDevice("a")],
      heading: "You're set up",
      says: [
        "Microsoft Authenticator push is registered for your account.",
        "Supported",
        "iPhone 15 · App version 6.8.53",
        "Nothing to do",
        "Check again",
      ],
      never: ["Open Security info", "No longer supported", "Hint"],
    },
    {
      name: "push and a phone number",
      methods: [aDevice("a"), sms],
      heading: "You're set up, with things to tidy up",
      says: [
        "Microsoft Authenticator push is registered. One other method is no longer supported.",
        "In Security info, choose **Delete** beside what is listed above as no longer supported.",
        "Remove an old device only once you know that the current one works. Never remove the only one.",
      ],
      never: ["beside each device"],
    },
    {
      name: "two phones of one model",
      methods: [aDevice("a"), aDevice("b")],
      heading: "You're set up, with things to tidy up",
      says: [
        "Microsoft Authenticator is registered on 2 devices. Check that each is still yours.",
        "Hint: same name as another entry",
        "Hints can be wrong",
        "Choose **Remove old phones** below",
      ],
      never: ["listed above as no longer supported"],
    },
    {
      name: "an old phone beside a new one",
      methods: [
        aDevice("a", { displayName: "Pixel 10", phoneAppVersion: "6.2610.7001" }),
        aDevice("b", { displayName: "Pixel 3", phoneAppVersion: "6.2304.2424" }),
      ],
      heading: "You're set up, with things to tidy up",
      says: ["Hints: another entry has a newer app (6.2610.7001) · the app is from April 2023"],
    },
    {
      name: "a device not used lately",
      methods: [aDevice("a", { lastUsedAt: new Date("2026-02-11T07:00:00Z") })],
      heading: "You're set up",
      says: ["Last used 11 Feb 2026", "Hint: not used since 11 Feb 2026"],
    },
    {
      name: "five devices",
      methods: ["a", "b", "c", "d", "e"].map((id) => aDevice(id, { displayName: id })),
      heading: "You're set up, with things to tidy up",
      says: ["You have 5 authenticator entries. Microsoft allows 5"],
    },
    {
      name: "five entries, none of them push",
      methods: [
        lite,
        ...["a", "b", "c", "d"].map((id) => aMethod({ ...codes, id: aDevice(id).id })),
      ],
      heading: "Not set up yet",
      says: [
        "Next: make room",
        "Never remove the only method that works for you.",
        "Microsoft allows 5",
      ],
      never: ["Next: add Microsoft Authenticator"],
    },
    {
      name: "Authenticator Lite",
      methods: [password, lite],
      heading: "Not set up yet",
      says: [
        "You confirm sign-ins with Authenticator Lite in Outlook. The Microsoft Authenticator app itself isn't registered yet.",
        "Authenticator Lite in Outlook",
      ],
      never: ["No longer supported", "Temporary Access Pass"],
    },
    {
      name: "passkey and Windows Hello",
      methods: [password, aMethod({ kind: "fido2" }), aMethod({ kind: "windowsHelloForBusiness" })],
      heading: "Not set up yet",
      says: [
        "You can sign in without a password, and that is fine to keep. Microsoft Authenticator push isn't registered yet.",
        "Passkey",
        "Red key · NFC key",
        "Windows Hello",
      ],
    },
    {
      name: "a passkey in the Authenticator app",
      methods: [aMethod({ kind: "fido2", inAuthenticator: true, model: "Red key" })],
      heading: "Not set up yet",
      says: ["Passkey in Microsoft Authenticator", "Red key · Not the same as push"],
    },
    {
      name: "a passkey where passkeys are supported",
      methods: [aMethod({ kind: "fido2" })],
      policy: policyWith({ supported: ["fido2"], retired: [] }),
      heading: "You're set up",
      says: ["A sign-in method that your organisation supports is registered."],
    },
    {
      name: "a passkey and a phone number where passkeys are supported",
      methods: [aMethod({ kind: "fido2" }), sms, codes],
      policy: policyWith({ supported: ["fido2"], retired: [] }),
      heading: "You're set up, with things to tidy up",
      says: ["A supported sign-in method is registered. 2 others are no longer supported."],
    },
    {
      name: "a passkey where passkeys are retired",
      methods: [password, aMethod({ kind: "fido2" })],
      policy: policyWith({ supported: [], retired: ["fido2"] }),
      heading: "Not set up yet",
      says: ["What you have now is no longer supported for routine sign-ins."],
      never: ["fine to keep"],
    },
    {
      name: "a text message and a passkey",
      methods: [sms, aMethod({ kind: "platformCredential" })],
      heading: "Not set up yet",
      says: ["You can sign in without a password", "Platform credential for macOS"],
    },
    {
      name: "a password only",
      methods: [password],
      heading: "Not set up yet",
      says: [
        "Only a password is registered. Microsoft Authenticator push isn't there yet.",
        "you may need a Temporary Access Pass from the help desk",
      ],
    },
    {
      name: "a Temporary Access Pass that works",
      methods: [aMethod({ kind: "temporaryAccessPass" })],
      heading: "Not set up yet",
      says: ["Can be used now", "Microsoft Authenticator push isn't registered for your account."],
      never: ["a Temporary Access Pass from the help desk"],
    },
    {
      name: "a Temporary Access Pass that has ended",
      methods: [aMethod({ kind: "temporaryAccessPass", isUsable: false })],
      heading: "Not set up yet",
      says: ["Can't be used now", "a Temporary Access Pass from the help desk"],
    },
    {
      name: "a guest",
      methods: [],
      isGuest: true,
      heading: "I can't tell right now",
      says: [
        "You're a guest here. Your sign-in methods are kept by your own organisation, where I can't see them.",
        "Ask the IT team of your own organisation",
        "Submit a request",
      ],
    },
    {
      name: "an unknown type",
      methods: [password, aMethod({ kind: "unknown" })],
      heading: "Not set up yet",
      says: [
        "Not known to me",
        "These count neither for you nor against you.",
        "A kind of method that I don't know yet",
        "Microsoft calls it “palmVeinAuthenticationMethod”",
        "Microsoft Authenticator push isn't registered for your account.",
      ],
    },
    {
      name: "an entry that could not be read",
      methods: [password, aMethod({ kind: "unknown", why: "unreadable", graphType: null })],
      heading: "I can't tell right now",
      says: [
        "I couldn't read one of your entries, so I'd rather not guess.",
        "An entry that I couldn't read",
        "Next: try again",
      ],
    },
    {
      name: "nothing at all",
      methods: [],
      heading: "I can't tell right now",
      says: ["Microsoft listed no sign-in method for you at all", "Next: try again"],
    },
  ];
  for (const { name, methods, isGuest = false, policy, heading, says, never = [] } of people) {
    it(`reads right for ${name}`, () => {
      const card = cardFor({ kind: "read", methods, isGuest }, { policy });

      const words = wordsOf(card);
      assert.equal(words[0], heading);
      for (const said of says) assert.ok(hasWords(words, said), `says "${said}"`);
      for (const unsaid of never) assert.ok(!hasWords(words, unsaid), `never says "${unsaid}"`);
    });
  }

  const answers: readonly {
    readonly name: string;
    readonly answer: NumberPromptAnswer;
    readonly methods: readonly Method[];
    readonly says: string;
  }[] = [
    { name: "yes, and push", answer: "yes", methods: [aDevice("a")], says: "That fits" },
    {
      name: "yes, and nothing that asks",
      answer: "yes",
      methods: [sms],
      says: "that prompt probably belongs to another account",
    },
    {
      name: "yes, and Lite",
      answer: "yes",
      methods: [lite],
      says: "so that may be the prompt you see",
    },
    {
      name: "yes, and phone sign-in",
      answer: "yes",
      methods: [aMethod({ kind: "passwordlessMicrosoftAuthenticator" })],
      says: "Phone sign-in asks for one too",
    },
    {
      name: "no, yet push",
      answer: "no",
      methods: [aDevice("a")],
      says: "a phone that you no longer use",
    },
    {
      name: "no, and nothing",
      answer: "no",
      methods: [sms],
      says: "That fits: no Authenticator push",
    },
    {
      name: "unsure, and push",
      answer: "unsure",
      methods: [aDevice("a")],
      says: "can ask you to type",
    },
    { name: "unsure, and nothing", answer: "unsure", methods: [sms], says: "it won't ask you" },
    { name: "yes, nothing known", answer: "yes", methods: [], says: "I couldn't compare that" },
    { name: "no, nothing known", answer: "no", methods: [], says: "I couldn't compare that" },
    { name: "unsure, nothing known", answer: "unsure", methods: [], says: "I couldn't look" },
  ];
  for (const { name, answer, methods, says } of answers) {
    it(`puts the answer beside the evidence: ${name}`, () => {
      const card = cardFor({ kind: "read", methods, isGuest: false }, { numberPrompt: answer });

      const words = wordsOf(card);
      const sentence = words[words.indexOf("Your answer") + 1] ?? "";
      assert.ok(sentence.startsWith("You "));
      assert.ok(sentence.includes(says), sentence);
    });
  }

  it("says nothing of an answer that was not given", () => {
    const card = cardFor({ kind: "read", methods: [sms], isGuest: false });

    assert.ok(!wordsOf(card).includes("Your answer"));
  });

  const unavailable: readonly { why: UnavailableReason; says: string; next: string }[] = [
    { why: "throttled", says: "Microsoft is busy", next: "Next: try again" },
    { why: "forbidden", says: "I don't have permission", next: "Next: ask the help desk" },
    { why: "serviceError", says: "couldn't answer", next: "Next: try again" },
    { why: "timeout", says: "took too long", next: "Next: try again" },
    { why: "badReply", says: "that I couldn't read", next: "Next: try again" },
  ];
  for (const { why, says, next } of unavailable) {
    it(`says so when nothing could be read: ${why}`, () => {
      const words = wordsOf(cardFor({ kind: "unavailable", why }));

      assert.equal(words[0], "I can't tell right now");
      assert.ok(hasWords(words, says));
      assert.ok(words.includes(next));
    });
  }

  const actions: readonly {
    readonly name: string;
    readonly read: MethodsRead;
    readonly primary: object | null;
    readonly others: readonly string[];
  }[] = [
    {
      name: "starts the set-up to add, and opens Security info for who prefers that",
      read: { kind: "read", methods: [sms], isGuest: false },
      primary: { type: "Action.Execute", verb: "guide.start" },
      others: [links.securityInfoUrl, "status.check"],
    },
    {
      name: "starts the set-up where room has to be made first",
      read: { kind: "read", methods: fiveCodes, isGuest: false },
      primary: { type: "Action.Execute", verb: "guide.start" },
      others: ["status.check"],
    },
    {
      name: "opens Security info where only a retired method is left over",
      read: { kind: "read", methods: [aDevice("a"), sms], isGuest: false },
      primary: { type: "Action.OpenUrl", url: links.securityInfoUrl },
      others: ["checklist.show", "status.check"],
    },
    {
      name: "leads to the clean-up where several devices are listed",
      read: { kind: "read", methods: [aDevice("a"), aDevice("b")], isGuest: false },
      primary: { type: "Action.Execute", verb: "cleanup.start" },
      others: [links.securityInfoUrl, "checklist.show", "status.check"],
    },
    {
      name: "opens the help desk for guests",
      read: { kind: "read", methods: [], isGuest: true },
      primary: { type: "Action.OpenUrl", url: links.helpDeskUrl },
      others: ["status.check"],
    },
    {
      name: "checks again where nothing could be read",
      read: { kind: "unavailable", why: "timeout" },
      primary: { type: "Action.Execute", verb: "status.check" },
      others: [],
    },
    {
      name: "urges nothing where nothing is to be done",
      read: { kind: "read", methods: [aDevice("a")], isGuest: false },
      primary: null,
      others: ["checklist.show", "status.check"],
    },
  ];
  for (const { name, read, primary, others } of actions) {
    it(name, () => {
      const found = actionsOf(cardFor(read));

      const [first, ...rest] = found.filter(({ style }) => style === "positive");
      assert.partialDeepStrictEqual(first ?? {}, primary ?? {});
      assert.equal(first === undefined, primary === null);
      assert.deepEqual(rest, []);
      const secondary = found.filter(({ style }) => style !== "positive");
      assert.deepEqual(
        secondary.map(({ verb, url }) => verb ?? url),
        others,
      );
    });
  }

  it("shows forty methods at most, says how many more there are, and stays below 28 KB", () => {
    const methods = Array.from({ length: 43 }, (_, index) =>
      aMethod({
        kind: "windowsHelloForBusiness",
        id: aDevice(`hello-${index}`).id,
        displayName: `A laptop with a rather long name, number ${index}`,
        createdAt: now,
      }),
    );

    const card = cardFor({ kind: "read", methods: [...methods, aDevice("a")], isGuest: false });

    const words = wordsOf(card);
    assert.equal(words.filter((word) => word === "Windows Hello").length, 39);
    assert.ok(words.includes("Microsoft Authenticator"));
    assert.ok(words.includes("4 more are listed in Security info."));
    assert.ok(Buffer.byteLength(JSON.stringify(card)) < 28 * 1024);
  });

  it("stays cautious about an assessment that gives no reason", () => {
    const assessment = {
      ...assess({ kind: "unavailable", why: "timeout" }, DEFAULT_POLICY, now),
      reasons: [],
    };

    const card = readinessCard(en, { assessment, numberPrompt: null, links, now, locale: null });

    assert.ok(hasWords(wordsOf(card), "answered in a way that I couldn't read"));
  });

  it("says when it looked, in a form that the client writes in its own time zone", () => {
    const words = wordsOf(cardFor({ kind: "unavailable", why: "timeout" }));

    assert.ok(
      words.includes(
        "Checked {{DATE(2026-11-24T10:00:00Z, SHORT)}}, {{TIME(2026-11-24T10:00:00Z)}}",
      ),
    );
  });

  it("writes dates as the person's own kind of English does", () => {
    const methods = [{ ...sms, createdAt: new Date("2022-05-03T23:30:00Z") }];
    const read = { kind: "read", methods, isGuest: false } as const;

    assert.ok(hasWords(wordsOf(cardFor(read, { locale: "en-US" })), "Added May 3, 2022"));
    assert.ok(hasWords(wordsOf(cardFor(read, { locale: "en-GB" })), "Added 3 May 2022"));
  });

  it("writes English dates into English sentences for a language it does not speak", () => {
    const methods = [{ ...sms, createdAt: new Date("2022-05-03T23:30:00Z") }];
    const read = { kind: "read", methods, isGuest: false } as const;

    assert.ok(hasWords(wordsOf(cardFor(read, { locale: "de-DE" })), "Added May 3, 2022"));
  });

  it("speaks where the person stands and the next step, and no name of a device", () => {
    const device = aDevice("a", { displayName: "Secret phone" });
    const card = cardFor({ kind: "read", methods: [device], isGuest: false });

    assert.equal(
      card["speak"],
      "You're set up. Microsoft Authenticator push is registered for your account. Nothing to do.",
    );
  });
});

function cardFor(
  read: MethodsRead,
  changed: Partial<Omit<ReadinessCardData, "assessment">> & {
    readonly policy?: MethodPolicy | undefined;
  } = {},
): ReturnType<typeof readinessCard> {
  const { policy = DEFAULT_POLICY, ...data } = changed;
  const assessment = assess(read, policy, now);
  return readinessCard(en, {
    assessment,
    numberPrompt: null,
    links,
    now,
    locale: "en-GB",
    ...data,
  });
}

const hasWords = (words: readonly string[], piece: string): boolean =>
  words.some((word) => word.includes(piece));

const actionsOf = (card: object): readonly CardNode[] => [
  ...nodesOfType(card, "Action.OpenUrl"),
  ...nodesOfType(card, "Action.Execute"),
];
