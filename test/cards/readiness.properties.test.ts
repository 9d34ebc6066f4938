import assert from "node:assert/strict";
import fc from "fast-check";
import { readinessCard } from "../../src/cards/readiness/readiness.card.ts";
import { en } from "../../src/copy/en.ts";
import type { NumberPromptAnswer } from "../../src/enrollment/person.ts";
import { parseMethods } from "../../src/methods/parse.ts";
import { DEFAULT_POLICY } from "../../src/methods/policy.ts";
import { assess, type MethodsRead } from "../../src/methods/readiness.ts";
import { anyMethods, anyPolicy } from "../builders/any-method.ts";
import { type CardNode, nodesOf, nodesOfType, placesOf } from "./card-reading.ts";

const links = {
  organisationName: "VIPdesk",
  helpDeskUrl: "https://vipdesk.example/help",
  securityInfoUrl: "https://mysignins.microsoft.com/security-info",
};
const now = new Date("2026-11-24T10:00:00Z");

const anyAnswer = fc.constantFrom<NumberPromptAnswer | null>("yes", "no", "unsure", null);
const anyLocale = fc.oneof(
  fc.constantFrom(null, "en-GB", "de", "ar-EG", "x", "en-u-ca-buddhist"),
  fc.string(),
);
const anyRead: fc.Arbitrary<MethodsRead> = fc.oneof(
  {
    weight: 8,
    arbitrary: anyMethods.chain((methods) =>
      fc.boolean().map((isGuest) => ({ kind: "read", methods, isGuest }) as const),
    ),
  },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom("throttled", "forbidden", "serviceError", "timeout", "badReply")
      .map((why) => ({ kind: "unavailable", why }) as const),
  },
);

const anyPhone = fc
  .stringMatching(/^\+[1-9]\d{0,2} \d{7,12}$/)
  .map((phoneNumber) => ({ type: "phone", phoneNumber }));
const anyMail = fc.emailAddress().map((emailAddress) => ({ type: "email", emailAddress }));

// Texts that would do something if anything interpreted them; the mark tells where they end up.
const MARK = "mArK";
const hostileText = fc
  .constantFrom(
    "${%}",
    "[%](http://evil.example)",
    "**%**",
    "# %",
    "<b>%</b>",
    "`%`",
    "{{DATE(%)}}",
    "![%](x)",
    "http://%.example",
    "\n- %",
    "\\%",
    "${$root.foot.%}",
    "&lt;%",
    "%\u202E",
  )
  .map((text) => text.replace("%", MARK));

describe("readinessCard, whatever is registered", () => {
  it("makes a card in which each method stands exactly once", () => {
    fc.assert(
      fc.property(
        anyRead,
        anyPolicy,
        anyAnswer,
        anyLocale,
        (read, policy, numberPrompt, locale) => {
          const assessment = assess(read, policy, now);

          const card = readinessCard(en, { assessment, numberPrompt, links, now, locale });

          assert.equal(rowsOf(card).length, assessment.methods.length);
        },
      ),
    );
  });

  it("never shows a phone number or a mail address in full, anywhere in the card", () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(anyPhone, anyMail), { minLength: 1 }), (contacts) => {
        const entries = contacts.map(({ type, ...contact }, index) => ({
          "@odata.type": `#microsoft.graph.${type}AuthenticationMethod`,
          id: `${index}`,
          ...contact,
        }));
        const assessment = assess(
          { kind: "read", methods: parseMethods(entries), isGuest: false },
          DEFAULT_POLICY,
          now,
        );

        const card = readinessCard(en, {
          assessment,
          numberPrompt: null,
          links,
          now,
          locale: null,
        });

        const json = JSON.stringify(card);
        const digits = json.replace(/\D/g, "");
        for (const contact of contacts) {
          if ("emailAddress" in contact) assert.ok(!json.includes(contact.emailAddress));
          else assert.ok(!digits.includes(contact.phoneNumber.replace(/\D/g, "")));
        }
      }),
    );
  });

  it("puts what others named into text runs only, where nothing is interpreted", () => {
    const kinds = [
      "microsoftAuthenticator",
      "fido2",
      "windowsHelloForBusiness",
      "platformCredential",
      "external",
      "phone",
      "email",
      MARK,
    ];
    const entry = fc.record({
      "@odata.type": fc
        .constantFrom(...kinds)
        .map((kind) => `#microsoft.graph.${kind}AuthenticationMethod`),
      id: fc.uuid(),
      displayName: hostileText,
      model: hostileText,
      phoneAppVersion: hostileText,
      deviceTag: hostileText,
      phoneNumber: hostileText,
      emailAddress: hostileText.map((text) => `a@${text}`),
    });
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 6 }), hostileText, (entries, organisationName) => {
        const read = { kind: "read", methods: parseMethods(entries), isGuest: false } as const;
        const assessment = assess(read, DEFAULT_POLICY, now);
        const hostileLinks = { ...links, organisationName };

        const card = readinessCard(en, {
          assessment,
          numberPrompt: "yes",
          links: hostileLinks,
          now,
          locale: null,
        });

        for (const place of placesOf(card, MARK)) assert.match(place, /\.inlines\.0\.text$/);
        for (const run of nodesOfType(card, "TextRun")) {
          assert.deepEqual(
            Object.keys(run).filter((key) => key === "selectAction"),
            [],
          );
        }
      }),
    );
  });
});

/** The rows of methods: containers whose first line is a name in bold. */
function rowsOf(card: object): readonly CardNode[] {
  return nodesOf(card).filter((node) => {
    if (node.type !== "Container" || !Array.isArray(node["items"])) return false;
    const [first] = nodesOf(node["items"]);
    const [name] = nodesOfType(first, "TextRun");
    return first?.type === "RichTextBlock" && name?.["weight"] === "Bolder";
  });
}
