import assert from "node:assert/strict";
import { footView } from "../../src/cards/foot.ts";
import { helpCard } from "../../src/cards/help/help.card.ts";
import { numberPromptCard } from "../../src/cards/number-prompt/number-prompt.card.ts";
import { welcomeCard } from "../../src/cards/welcome/welcome.card.ts";
import { en } from "../../src/copy/en.ts";
import { nodesOfType, wordsOf } from "./card-reading.ts";

const links = {
  organisationName: "VIPdesk",
  helpDeskUrl: "https://vipdesk.example/help",
  securityInfoUrl: "https://mysignins.microsoft.com/security-info",
};
const QUESTION =
  "When Microsoft asks you to confirm a sign-in, do you type a two-digit number into an app on your phone?";

for (const { name, card, from } of [
  { name: "welcomeCard", card: welcomeCard(en, { links }), from: "welcome" },
  { name: "numberPromptCard", card: numberPromptCard(en, { links }), from: "numberPrompt" },
]) {
  describe(name, () => {
    it("asks the question of Before you begin", () => {
      assert.ok(wordsOf(card).includes(QUESTION));
      assert.ok(String(card["speak"]).includes(QUESTION));
    });

    it("offers three answers, none of them urged", () => {
      const actions = nodesOfType(card, "Action.Execute");

      assert.deepEqual(
        actions.map(({ title, verb, data, style }) => ({ title, verb, data, style })),
        [
          { title: "Yes", answer: "yes" },
          { title: "No", answer: "no" },
          { title: "I'm not sure", answer: "unsure" },
        ].map(({ title, answer }) => ({
          title,
          verb: "numberPrompt.answer",
          data: { card: from, v: 1, answer },
          style: undefined,
        })),
      );
    });
  });
}

describe("welcomeCard", () => {
  it("says whose sign-ins it is about, and that nothing is removed without asking", () => {
    const words = wordsOf(welcomeCard(en, { links })).join("\n");

    assert.match(words, /VIPdesk/);
    assert.match(words, /I never remove anything without asking you first\./);
  });
});

describe("helpCard", () => {
  it("names the words to type", () => {
    const words = wordsOf(helpCard(en, { links }));

    for (const word of ["check", "clean up", "help", "sign out"]) assert.ok(words.includes(word));
  });

  it("offers a check and a sign-out", () => {
    const actions = nodesOfType(helpCard(en, { links }), "Action.Execute");

    assert.deepEqual(
      actions.map(({ verb }) => verb),
      ["status.check", "session.signOut"],
    );
  });

  it("says who reads what, and what is not stored", () => {
    const words = wordsOf(helpCard(en, { links })).join("\n");

    assert.match(words, /read with your own sign-in/);
    assert.match(words, /not stored/);
  });
});

describe("footView", () => {
  it("keeps an address from ending its Markdown link early", () => {
    const helpDeskUrl = "https://vipdesk.example/a(b) c?d=[e]&f='g'\\\"";

    const { url } = footView(en, { ...links, helpDeskUrl });

    assert.equal(url, "https://vipdesk.example/a%28b%29%20c?d=%5Be%5D&f=%27g%27%5C%22");
  });
});
