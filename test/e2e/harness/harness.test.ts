import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { startWorld, type World } from "./world.ts";

const testBot = fileURLToPath(new URL("../../sandbox/teams/test-bot.ts", import.meta.url));

describe("the Teams client of the local tenant, in a browser", function () {
  this.timeout(120_000);
  let world: World;

  before(async () => {
    world = await startWorld(testBot);
  });

  beforeEach(() => {
    world.reset();
  });

  after(() => world.stop());

  it("carries a message to the bot and its answer back", async () => {
    const chat = await world.chatOf("sam");

    await chat.say("hello");

    await chat.sees("You said: hello");
    await chat.screenshot("harness-hello");
    await chat.close();
  });

  it("signs in through the window at first and silently from then on", async () => {
    const chat = await world.chatOf("priya");

    await chat.say("sign in");
    await chat.sees("Please sign in");
    await chat.screenshot("harness-sign-in");
    await chat.signIn();
    await chat.sees("Signed in with a code");
    await chat.say("sign out");
    await chat.sees("Signed out");
    await chat.say("sign in");

    await chat.sees("Signed in silently");
    await chat.close();
  });

  it("asks for a sign-in at the foot of the card and goes on with the action", async () => {
    const chat = await world.chatOf("olivia");

    await chat.say("card");
    await chat.press("Try who");
    await chat.sees("Teams asks you to sign in");
    await chat.screenshot("harness-action-sign-in");
    await chat.signIn();

    await chat.sees("You are known by a code");
    assert.equal(await chat.count("Teams asks you to sign in"), 0);
    await chat.close();
  });

  it("tells the bot that the person refused, and lets them try again", async () => {
    const chat = await world.chatOf("sam");

    await chat.say("sign in");
    await chat.sees("Please sign in");
    await chat.signIn({ consent: "Cancel" });
    await chat.sees("Not signed in: CancelledByUser");
    await chat.signIn();

    await chat.sees("Signed in with a code");
    await chat.close();
  });

  it("tells the bot that the sign-in window was closed", async () => {
    const chat = await world.chatOf("sam");

    await chat.say("sign in");
    await chat.sees("Please sign in");
    await chat.closeSignIn();

    await chat.sees("Not signed in: CancelledByUser");
    await chat.close();
  });

  it("goes on after the bot failed at an action", async () => {
    const chat = await world.chatOf("priya");

    await chat.say("card");
    await chat.press("Try crash");
    await chat.sees("Unable to reach app. Please try again.");
    await chat.press("Try note");

    await chat.sees("Noted");
    await chat.close();
  });

  it("shows the bot's last messages again on a page that is loaded again", async () => {
    const chat = await world.chatOf("olivia");
    await chat.say("update");
    await chat.sees("After");
    await chat.say("delete");
    await chat.sees("This message has been deleted");
    await chat.say("card");
    await chat.sees("Try note");

    await chat.reload();

    await chat.sees("After");
    assert.equal(await chat.count("Soon gone"), 0);
    await chat.press("Try note");
    await chat.sees("Noted");
    await chat.close();
  });

  it("serves several people at once", async () => {
    const [sam, priya] = await Promise.all([world.chatOf("sam"), world.chatOf("priya")]);

    await Promise.all([sam.say("I am Sam"), priya.say("I am Priya")]);

    await Promise.all([sam.sees("You said: I am Sam"), priya.sees("You said: I am Priya")]);
    assert.equal(await sam.count("You said: I am Priya"), 0);
    await Promise.all([sam.close(), priya.close()]);
  });
});
