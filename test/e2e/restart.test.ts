import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { authenticator } from "../../src/sandbox/people/stored-methods.ts";
import type { ChatPage } from "./harness/chat-page.ts";
import { FreshSignInWindow } from "./harness/fresh-sign-in-window.ts";
import { confirmAndFinish, guided, toStep } from "./harness/guided.ts";
import { approveOn, priya, toProof } from "./harness/proof.ts";
import { startWorld, type World } from "./harness/world.ts";

describe("a bot that dies while people are guided, and comes back", function () {
  this.timeout(180_000);
  let world: World;
  let sam: ChatPage;
  let olivia: ChatPage;
  let priyas: ChatPage;
  let browser: FreshSignInWindow;

  before(async () => {
    // What is sealed has to be readable by the process that comes after, as in production.
    world = await startWorld(undefined, { TOKEN_KEY: Buffer.alloc(32, "key").toString("base64") });
    [sam, olivia, priyas] = await Promise.all([
      guidedTo(3, "sam"),
      guidedTo(4, "olivia"),
      toProof(world, priya),
      guidedTo(2, "kaya").then((chat) => chat.close()),
    ]);
    browser = await FreshSignInWindow.open(priyas);
    await browser.signInAs(priya.account);
    await browser.shownNumber();
    await world.bot.kill();
    await sam.press("Next");
    await sam.sees("Unable to reach app. Please try again.");
    await sam.screenshot("restart-down");
    register("olivia");
    register("kaya");
    await world.bot.start();
  });

  after(() => world.stop());

  it("priya: the sign-in that was under way ends in the chat", async () => {
    await approveOn(world, priyas, priya.phone, await browser.shownNumber());
    await browser.sees("You can go back to Teams");

    await priyas.sees("Did the number show on “Pixel 9”?");
    await priyas.press("Yes");
    await priyas.sees("You typed the number at a sign-in on");
    await priyas.close();
  });

  it("sam: the same card's button works, and the card changes in place", async () => {
    await sam.press("Next");

    await sam.sees("Scan and approve (you're here)");
    assert.equal(await sam.count("(you're here)"), 1);
    await sam.screenshot("restart-next");
    await sam.close();
  });

  it("olivia: finds the phone that was added while nobody watched", async () => {
    await olivia.press("Check now");

    await confirmAndFinish(olivia, "Pixel 9");
    await olivia.close();
  });

  it("kaya: finds hers at the next visit", async () => {
    const chat = await world.chatOf("kaya");
    await chat.say("set up");

    await confirmAndFinish(chat, "Pixel 9");
    await chat.close();
  });

  async function guidedTo(step: number, name: string): Promise<ChatPage> {
    const chat = await guided(world, name);
    await toStep(chat, 1, step);
    return chat;
  }

  function register(name: string): void {
    const person = world.sandbox.people.find(name);
    assert.ok(person);
    world.sandbox.people.addMethod(
      person,
      authenticator({
        id: randomUUID(),
        displayName: "Pixel 9",
        phoneAppVersion: "6.2610.7001",
        lastUsedDateTime: null,
      }),
    );
  }
});
