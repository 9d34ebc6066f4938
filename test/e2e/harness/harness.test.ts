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
});
