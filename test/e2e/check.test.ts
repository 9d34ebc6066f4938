import assert from "node:assert/strict";
import type { ChatPage } from "./harness/chat-page.ts";
import { startWorld, type World } from "./harness/world.ts";

type Expected = {
  readonly name: string;
  readonly answer: "Yes" | "No" | "I'm not sure";
  readonly heading: string;
  /** Each has to be somewhere on the card. */
  readonly sees: readonly string[];
};

/** One conversation per person of the local tenant, from the welcome to the judged list. */
const people: readonly Expected[] = [
  {
    name: "sam",
    answer: "No",
    heading: "Not set up yet",
    sees: ["Mobile phone", "No longer supported", "That fits: no Authenticator push is registered"],
  },
  {
    name: "olivia",
    answer: "I'm not sure",
    heading: "Not set up yet",
    sees: [
      "You confirm sign-ins with codes that you type",
      "Typed codes from an authenticator app",
    ],
  },
  {
    name: "priya",
    answer: "Yes",
    heading: "You're set up",
    sees: [
      "Microsoft Authenticator",
      "That fits: Microsoft Authenticator is registered",
      "Nothing to do",
    ],
  },
  {
    name: "oscar",
    answer: "Yes",
    heading: "You're set up, with things to tidy up",
    sees: ["registered on 3 devices", "Remove an old device only once you know"],
  },
  {
    name: "tess",
    answer: "Yes",
    heading: "You're set up, with things to tidy up",
    sees: ["registered on 2 devices", "Hint: same name as another entry"],
  },
  {
    name: "felix",
    answer: "Yes",
    heading: "You're set up, with things to tidy up",
    sees: ["You have 5 authenticator entries"],
  },
  {
    name: "kaya",
    answer: "No",
    heading: "Not set up yet",
    sees: ["Passkey in Microsoft Authenticator", "Not the same as push", "Windows Hello"],
  },
  {
    // Graph v1.0 cannot tell Authenticator Lite from the app; the beta can, see below.
    name: "linus",
    answer: "Yes",
    heading: "You're set up",
    sees: ["Microsoft Authenticator"],
  },
  {
    name: "nora",
    answer: "No",
    heading: "Not set up yet",
    sees: ["Only a password is registered", "Temporary Access Pass"],
  },
  {
    name: "gustav",
    answer: "I'm not sure",
    heading: "I can't tell right now",
    sees: ["You're a guest here", "Next: ask the help desk"],
  },
  {
    name: "uma",
    answer: "No",
    heading: "Not set up yet",
    sees: ["A kind of method that I don't know yet", "These count neither for you nor against you"],
  },
];

const SIGN_IN_TEXT = "Sign in so that I can look";

/** Whatever was before: signed out, the question answered, and a card of its own asks for a sign-in. */
async function askForSignIn(chat: ChatPage): Promise<void> {
  await chat.say("sign out");
  await chat.sees("signed out");
  await chat.say("check");
  if ((await chat.seesOneOf("One question first", SIGN_IN_TEXT)) === SIGN_IN_TEXT) return;
  await chat.press("I'm not sure");
  // This one stands at the foot of the question, where Teams tells the bot nothing of a closed window.
  await chat.sees("Teams asks you to sign in");
  await chat.say("check");
  await chat.seesTimes(SIGN_IN_TEXT, 2);
}

async function signInFresh(chat: ChatPage): Promise<void> {
  await askForSignIn(chat);
  await chat.signIn();
}

describe("am I set up?, in the Teams emulator", function () {
  this.timeout(120_000);
  let world: World;

  before(async () => {
    world = await startWorld();
  });

  after(() => world.stop());

  for (const { name, answer, heading, sees } of people) {
    it(`${name}: welcomed, asked, signed in, and told "${heading}"`, async () => {
      const chat = await world.chatOf(name);

      await chat.sees("Hello, I'm PushReady");
      await chat.press(answer);
      await chat.sees("Teams asks you to sign in");
      await chat.signIn();

      await chat.sees(heading);
      for (const words of sees) await chat.sees(words);
      await chat.screenshot(`check-${name}`);
      await chat.close();
    });
  }

  describe("for one who is signed in already", () => {
    let chat: ChatPage;

    before(async () => {
      world.reset();
      const first = await world.chatOf("sam");
      await signInFresh(first);
      await first.sees("Not set up yet");
      await first.close();
    });

    beforeEach(async () => {
      world.sandbox.faults.reset();
      chat = await world.chatOf("sam");
      await chat.say("check");
      await chat.sees("Not set up yet");
    });

    afterEach(() => chat.close());

    it("says that Microsoft is busy, and how long", async () => {
      world.sandbox.faults.on(world.sandbox.people.find("sam") ?? null, {
        fault: "throttle",
        retryAfterSeconds: 90,
        requests: null,
      });

      await chat.say("status");

      await chat.sees("Microsoft is busy right now");
      await chat.sees("Reference:");
      await chat.screenshot("check-throttled");
      world.sandbox.faults.reset();
      await chat.press("Try again");
      await chat.sees("Not set up yet");
    });

    it("lets go of the sign-in, and signs in silently the next time", async () => {
      await chat.say("sign out");
      await chat.sees("You're signed out");
      await chat.say("am I set up?");

      await chat.sees("Not set up yet");
    });

    it("answers what it does not understand, and help", async () => {
      await chat.say("what is the weather like");
      await chat.sees("I didn't understand that");
      await chat.say("help");

      await chat.sees("Words you can type");
      await chat.screenshot("check-help");
    });
  });

  it("checks again in place when the button is pressed", async () => {
    world.reset();
    const chat = await world.chatOf("tess");
    await signInFresh(chat);
    await chat.sees("with things to tidy up");

    await chat.press("Check again");
    await chat.say("help");
    await chat.sees("Words you can type");

    assert.equal(await chat.count("with things to tidy up"), 1);
    await chat.close();
  });

  it("asks for a sign-in window again after it was closed", async () => {
    world.reset();
    const chat = await world.chatOf("priya");
    await askForSignIn(chat);
    await chat.closeSignIn();
    await chat.sees("You're not signed in");
    await chat.screenshot("check-cancelled");

    await chat.press("Sign in");
    await chat.sees("Teams asks you to sign in");
    await chat.signIn();

    await chat.sees("You're set up");
    await chat.close();
  });

  it("reads nothing of another account, and says so", async () => {
    world.reset();
    const chat = await world.chatOf("olivia");
    await askForSignIn(chat);

    await chat.signIn({ account: "Priya Raman" });

    await chat.sees("That was another account");
    assert.equal(await chat.count("Priya"), 0);
    await chat.screenshot("check-wrong-account");
    await chat.close();
  });
});

describe("am I set up?, with Graph's beta for reading", function () {
  this.timeout(120_000);
  let world: World;

  before(async () => {
    world = await startWorld(undefined, { GRAPH_BETA_READS: "on" });
  });

  after(() => world.stop());

  it("linus: tells Authenticator Lite from the app itself", async () => {
    const chat = await world.chatOf("linus");

    await chat.sees("Hello, I'm PushReady");
    await chat.press("Yes");
    await chat.sees("Teams asks you to sign in");
    await chat.signIn();

    await chat.sees("Not set up yet");
    await chat.sees("Authenticator Lite in Outlook");
    await chat.screenshot("check-linus-beta");
    await chat.close();
  });
});
