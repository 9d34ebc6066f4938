import assert from "node:assert/strict";
import { en } from "../../src/copy/en.ts";
import type { ChatPage } from "./harness/chat-page.ts";
import { FreshSignInWindow } from "./harness/fresh-sign-in-window.ts";
import {
  approve,
  approveOn,
  felix,
  linus,
  type Owner,
  oscar,
  priya,
  tess,
  toProof,
} from "./harness/proof.ts";
import { startWorld, type World } from "./harness/world.ts";

// Each person is used by one test only: each is a first contact.
describe("the proof of push, in the Teams emulator", function () {
  this.timeout(180_000);
  let world: World;

  before(async () => {
    world = await startWorld(undefined, { PROOF_LOGGED: "on" });
  });

  after(() => world.stop());

  it("priya: is written in Microsoft's records, where the bot may look into them", async () => {
    const chat = await toProof(world, priya);

    await approve(world, chat, priya);
    await chat.sees("Did the number show on “Pixel 9”?");
    await chat.press("Yes");

    await chat.sees("Microsoft's records show your push at a sign-in on");
    await chat.sees("You're done");
    await chat.screenshot("proof-logged");
    await chat.close();
  });

  it("oscar: takes neither another account nor another organisation, and then his own", async () => {
    const chat = await toProof(world, oscar);

    // Whoever the other one is, Microsoft asks them first.
    world.sandbox.tenant.revokeConsent(world.sandbox.people.find("priya") ?? null);
    const other = await FreshSignInWindow.open(chat);
    await other.signInAs(priya.account);
    await approveOn(world, chat, priya.phone, await other.shownNumber());
    await other.press("Accept");
    await other.sees("That was another account");
    await other.close();
    await chat.sees("That was another account");
    assert.equal(await chat.count("Priya"), 0);
    await chat.screenshot("proof-wrong-account");

    const himself = world.sandbox.people.find("oscar") ?? null;
    world.sandbox.faults.on(himself, { fault: "otherTenant" });
    const foreign = await FreshSignInWindow.open(chat);
    await foreign.signInAs(oscar.account);
    await approveOn(world, chat, oscar.phone, await foreign.shownNumber());
    await foreign.sees("That account belongs to another organisation");
    await foreign.close();
    await chat.sees("That was another organisation");
    await chat.screenshot("proof-wrong-tenant");
    world.sandbox.faults.off(himself, "otherTenant");

    await approve(world, chat, oscar);
    await chat.sees("On which phone did you type the number?");
    await chat.screenshot("proof-which-phone");
    await chat.press(oscar.pick);
    await chat.sees("You named “Oscar's iPhone 16” as the phone in your hand");
    await chat.sees("Microsoft's records show your push at a sign-in on");
    await chat.close();
  });

  it("tess: closes the window, tries the used link, and gets a new one; a second callback does nothing", async () => {
    const chat = await toProof(world, tess);

    const first = await FreshSignInWindow.open(chat);
    await first.signInAs(tess.account);
    await first.shownNumber();
    await first.close();
    assert.equal(await chat.count(en["proof.text"]), 1);
    const used = await FreshSignInWindow.open(chat);
    await used.sees("This link is over");
    await used.page.screenshot({ path: "out/screenshots/proof-link-over.png" });
    await used.close();
    await chat.pressAndRedraw("New link");

    const second = await FreshSignInWindow.open(chat);
    const callback = second.page.waitForRequest(
      (request) => new URL(request.url()).pathname === "/sign-in/callback",
    );
    await second.signInAs(tess.account);
    await approveOn(world, chat, tess.phone, await second.shownNumber());
    await second.sees("You can go back to Teams");
    await chat.sees("On which phone did you type the number?");
    await second.page.goto((await callback).url());
    await second.sees("This sign-in is over");
    await second.close();
    assert.equal(await chat.count("On which phone did you type the number?"), 1);
    await chat.press(tess.pick);

    await chat.sees("Microsoft's records show your push at a sign-in on");
    await chat.screenshot("proof-after-replay");
    await chat.close();
  });

  describe("eleven minutes later, with an authentication context of the tenant", () => {
    let felixs: ChatPage;
    let linuss: ChatPage;

    before(async () => {
      [felixs, linuss] = await Promise.all([toProof(world, felix), signedIn(linus)]);
      await world.bot.kill();
      await world.bot.start({ minutesLater: 11, settings: { AUTH_CONTEXT_ID: "c1" } });
    });

    it("felix: gets a new link for one that expired, and passes what accepts nothing but a push", async () => {
      const expired = await FreshSignInWindow.open(felixs);
      await expired.sees("This link is over");
      await expired.close();
      await felixs.pressAndRedraw("New link");

      const browser = await FreshSignInWindow.open(felixs);
      await browser.signInAs(felix.account);
      const number = await browser.shownNumber();
      assert.equal(await browser.page.getByText("I can't use my").count(), 0);
      await approveOn(world, felixs, felix.phone, number);
      await browser.sees("You can go back to Teams");
      await felixs.sees("On which phone did you type the number?");
      await felixs.press(felix.pick);

      await felixs.sees("You passed a sign-in that accepts nothing but a push on");
      await felixs.screenshot("proof-enforced");
      await felixs.close();
    });

    it("linus: an answer that comes too late asks for a new sign-in, and brings its link", async () => {
      await linuss.press(linus.pick);
      await linuss.sees("That sign-in is too old");
      await linuss.screenshot("proof-too-old");

      await approve(world, linuss, linus);
      await linuss.sees("Did the number show on “iPhone 14”?");
      await linuss.press(linus.pick);
      await linuss.sees("You passed a sign-in that accepts nothing but a push on");
      await linuss.close();
    });
  });

  /** A person who is asked where the number showed. */
  async function signedIn(owner: Owner): Promise<ChatPage> {
    const chat = await toProof(world, owner);
    await approve(world, chat, owner);
    await chat.sees("Did the number show on");
    return chat;
  }
});
