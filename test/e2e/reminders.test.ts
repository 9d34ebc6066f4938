import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { en } from "../../src/copy/en.ts";
import { authenticator } from "../../src/sandbox/people/stored-methods.ts";
import { createPostgresDatabase } from "../contracts/databases.ts";
import { CampaignDesk } from "./harness/campaign-desk.ts";
import type { ChatPage } from "./harness/chat-page.ts";
import { confirmAndFinish } from "./harness/guided.ts";
import { startWorld, type World } from "./harness/world.ts";

const FIRST = en["reminder.first.title"];
const AGAIN = en["reminder.again.title"];
const START = en["reminder.action.start"];
const DONE = en["reminder.done.text"];
const ADMINISTRATORS = "99999999-5a4d-4003-8000-000000000003";
const MONTH_MINUTES = 31 * 24 * 60;

// At any hour of any day, so that nobody waits for a Monday morning.
const ALWAYS = {
  REMINDER_HOURS: "00:00-24:00",
  REMINDER_DAYS: "mon,tue,wed,thu,fri,sat,sun",
};

describe("reminders, in the Teams emulator", function () {
  this.timeout(300_000);
  let world: World;
  let desk: CampaignDesk;
  let sam: ChatPage;
  let olivia: ChatPage;
  let nora: ChatPage;
  let priya: ChatPage;

  before(async () => {
    const settings = {
      ...ALWAYS,
      DATABASE_URL: await createPostgresDatabase(),
      ADMIN_GROUP_ID: ADMINISTRATORS,
      // What is sealed has to be readable by the process that comes after.
      TOKEN_KEY: Buffer.alloc(32, "key").toString("base64"),
    };
    world = await startWorld(undefined, settings);
    desk = await CampaignDesk.open(world.sandbox.url, settings, world.clock);
    [sam, olivia, nora, priya] = await Promise.all([
      met("sam"),
      met("olivia"),
      met("nora"),
      met("priya"),
    ]);
    await desk.startCampaign(new Date(Date.now() + 60 * 24 * 60 * 60_000));
    const { ready, notReady } = await desk.scan();
    assert.ok(ready > 0 && notReady > 0);
    const { added } = await desk.plan();
    assert.equal(added, 3);
  });

  after(async () => {
    await Promise.all([sam, olivia, nora, priya].map((chat) => chat.close()));
    await desk.close();
    await world.stop();
  });

  it("are paused and resumed by an administrator, and by nobody else", async () => {
    await nora.say("campaign status");
    await nora.sees(en["campaign.onlyAdministrators"]);

    await priya.say("campaign status");
    await priya.sees(en["campaign.running.title"]);
    await priya.screenshot("campaign-running");
    await priya.press(en["campaign.action.pause"]);
    await priya.sees(en["campaign.askPause.title"]);
    await priya.press(en["campaign.action.yesPause"]);
    await priya.sees(en["campaign.pausedNow"]);
    await priya.screenshot("campaign-paused");
    await priya.press(en["campaign.action.resume"]);
    await priya.press(en["campaign.action.yesResume"]);

    await priya.sees(en["campaign.runningNow"]);
  });

  it("come unasked, lead to push, and stop for good: for those who did it, and for nobody else", async () => {
    // They come by themselves: nobody has said or pressed anything but that the app was installed.
    await Promise.all([sam, olivia, nora].map((chat) => chat.sees(FIRST)));
    await sam.screenshot("reminder");
    assert.equal(await priya.count(FIRST), 0);

    // Sam starts from the reminder, which becomes the guide in its place.
    await sam.press(START);
    await sam.sees("Teams asks you to sign in");
    await sam.signIn();
    await sam.sees("Open Security info (you're here)");
    assert.equal(await sam.count(FIRST), 0);
    await sam.screenshot("reminder-started");
    register("sam");
    await confirmAndFinish(sam, "Pixel 9");
    assert.equal(await sam.count(START), 0);
    await sam.screenshot("reminder-finished");

    // Olivia goes her own way; the reminder further up hears of it.
    await olivia.say("set up");
    await olivia.sees("Sign in so that I can look");
    await olivia.signIn();
    await olivia.sees("Open Security info (you're here)");
    register("olivia");
    await confirmAndFinish(olivia, "Pixel 9");
    await olivia.sees(DONE);
    assert.equal(await olivia.count(START), 0);
    assert.equal(await olivia.count("You're done"), 1);
    // Sam's was ready before, and is left alone: it is the guide's own card by now.
    assert.equal(await sam.count("You're done"), 1);
    assert.equal(await sam.count(DONE), 0);
    await olivia.page.getByText(DONE).scrollIntoViewIfNeeded();
    await olivia.screenshot("reminder-replaced");

    // Nora puts it off, in its place.
    await nora.press(en["reminder.action.tomorrow"]);
    await nora.sees("I'll remind you on");
    await nora.sees("You can put this off 2 more times.");
    assert.equal(await nora.count(FIRST), 0);
    await nora.screenshot("reminder-put-off");

    // A month later, only Nora hears of it again.
    await world.bot.stop();
    await world.clock.later(MONTH_MINUTES, async () => {
      await world.bot.start({ minutesLater: MONTH_MINUTES });
      await desk.scan();
      await desk.plan();
      await nora.sees(AGAIN);
      await nora.screenshot("reminder-again");
      for (const chat of [sam, olivia, priya]) {
        assert.equal(await chat.count(AGAIN), 0);
        assert.equal(await chat.count(START), 0);
      }
    });
    await world.bot.stop();
    await world.bot.start();
  });

  /** Their first contact: the app is installed, and the bot says hello. */
  async function met(name: string): Promise<ChatPage> {
    const chat = await world.chatOf(name);
    await chat.sees("Hello, I'm PushReady");
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
