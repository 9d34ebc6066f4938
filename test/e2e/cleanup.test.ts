import assert from "node:assert/strict";
import type { Person, StoredMethod } from "../../src/sandbox/people/person.ts";
import type { ChatPage } from "./harness/chat-page.ts";
import { FreshSignInWindow } from "./harness/fresh-sign-in-window.ts";
import { startWorld, type World } from "./harness/world.ts";

/** A phone as the tenant stores it; the app's version tells it from others. */
const phone = (id: string, displayName: string, phoneAppVersion: string): StoredMethod => ({
  "@odata.type": "#microsoft.graph.microsoftAuthenticatorAuthenticationMethod",
  id: `0f9d4c1e-5a4d-4c0a-9000-0000000${id}`,
  displayName,
  deviceTag: "SoftwareTokenActivated",
  phoneAppVersion,
  createdDateTime: null,
});

describe("the clean-up, in the Teams emulator", function () {
  this.timeout(180_000);
  let world: World;

  before(async () => {
    world = await startWorld();
  });

  after(() => world.stop());

  // Each person is used by one test only: what the bot knows of them stays.
  const person = (name: string): Person => {
    const found = world.sandbox.people.find(name);
    assert.ok(found);
    return found;
  };
  const add = (name: string, ...phones: readonly StoredMethod[]): void => {
    for (const one of phones) world.sandbox.people.addMethod(person(name), one);
  };
  const phonesOf = (name: string): readonly unknown[] =>
    world.sandbox.people
      .securityInfo(person(name))
      .methods.filter((method) => method["@odata.type"].includes("microsoftAuthenticator"))
      .map(({ displayName }) => displayName);

  /** Signed in, question answered, and looking at the list of what can go. */
  async function atTheList(name: string, button: string): Promise<ChatPage> {
    const chat = await world.chatOf(name);
    await chat.sees("Hello, I'm PushReady");
    await chat.press("I'm not sure");
    await chat.sees("Teams asks you to sign in");
    await chat.signIn();
    await chat.press("Remove old phones");
    await chat.sees("Which of these is the phone in your hand?");
    await chat.press(button);
    await chat.sees("Tick what you no longer own");
    return chat;
  }

  /** Ticks phones of the list by what stands beside the boxes. */
  async function tick(chat: ChatPage, ...labels: readonly string[]): Promise<void> {
    for (const label of labels) await chat.press(label);
    await chat.press("Continue");
  }

  /** Through our page and Microsoft's, with the number typed on a phone of the person. */
  async function signInAfresh(chat: ChatPage, name: string): Promise<void> {
    const browser = await FreshSignInWindow.open(chat);
    await browser.signInAs(person(name).displayName);
    approve(name, await browser.shownNumber());
    await browser.sees("You can go back to Teams");
    await browser.close();
  }

  function approve(name: string, number: string): void {
    const { people, tenant } = world.sandbox;
    const now = tenant.clock.now();
    const { methods } = people.securityInfo(person(name));
    const entry = methods.find(({ id }) => tenant.pushRequests.waitingFor(id, now) !== null);
    const request = tenant.pushRequests.waitingFor(entry?.id ?? "", now);
    assert.ok(entry && request, "no notification is waiting");
    tenant.pushRequests.answer(request.id, entry.id, { kind: "approve", number }, now);
  }

  it("takes two old phones away in one fresh sign-in, and completes the checklist", async () => {
    const chat = await atTheList("oscar", "It's number 1");
    await chat.screenshot("cleanup-choose");
    await tick(chat, "Number 1: Oscar's iPhone 8", "Number 2: SM-G960F");
    await chat.sees("Remove these 2 phones?");
    await chat.screenshot("cleanup-confirm");
    await chat.press("Remove 2 phones");
    await chat.sees("Sign in once more");
    await chat.screenshot("cleanup-sign-in");
    await signInAfresh(chat, "oscar");
    await chat.sees("Where did the number show?");
    await chat.screenshot("cleanup-showed");

    await chat.press("It's number 1");

    await chat.sees("2 old phones are removed");
    await chat.screenshot("cleanup-done");
    assert.deepEqual(phonesOf("oscar"), ["Oscar's iPhone 16"]);
    await chat.press("Show my checklist");
    await chat.sees("You're done");
    await chat.screenshot("cleanup-complete");
    await chat.close();
  });

  it("completes the checklist of somebody who owns every phone in the list", async () => {
    const chat = await atTheList("tess", "It's number 1");
    await chat.screenshot("cleanup-alike");

    await chat.press("They are all mine");

    await chat.sees("Your checklist");
    await chat.press("Prove it");
    await chat.sees("Show that push works");
    await signInAfresh(chat, "tess");
    await chat.press("It's number 1");
    await chat.sees("You're done");
    await chat.sees("You said that every phone in the list is yours.");
    await chat.screenshot("cleanup-all-mine");
    assert.equal(phonesOf("tess").length, 2);

    // Within ten minutes of that proof, nobody signs in again to remove one after all.
    await chat.say("clean up");
    await chat.sees("You said that this one is yours too.");
    await tick(chat, "Number 1: iPhone 15");
    await chat.press("Remove it");
    await chat.sees("The old phone is removed");
    await chat.screenshot("cleanup-after-proof");
    assert.equal(phonesOf("tess").length, 1);
    await chat.close();
  });

  it("says why Microsoft keeps the default method, and where to change it", async () => {
    const chat = await atTheList("felix", "It's number 1");
    await chat.screenshot("cleanup-retired");
    await tick(chat, "Number 1: SM-A536B");
    await chat.press("Remove it");
    await chat.sees("Sign in once more");
    await signInAfresh(chat, "felix");
    await chat.sees("Where did the number show?");
    const wording = "otherMethods";
    world.sandbox.faults.on(person("felix"), { fault: "defaultMethod", wording });

    await chat.press("It's number 1");

    await chat.sees("Microsoft keeps it as your default sign-in method");
    await chat.screenshot("cleanup-default");
    assert.equal(phonesOf("felix").length, 3);
    await chat.close();
  });

  it("asks for one more sign-in where Microsoft wants it, and ends with the way by hand", async () => {
    add("uma", phone("0a001", "Pixel 9", "6.2610.7001"), phone("0a002", "Moto G", "6.2301.0203"));
    const chat = await atTheList("uma", "It's number 2");
    await tick(chat, "Number 1: Moto G");
    await chat.press("Remove it");
    await chat.sees("Sign in once more");
    await signInAfresh(chat, "uma");
    await chat.sees("Where did the number show?");
    world.sandbox.faults.on(person("uma"), { fault: "refuseDeletes" });

    await chat.press("It's number 2");
    await chat.sees("Once more, for Microsoft");
    await chat.screenshot("cleanup-step-up");
    await signInAfresh(chat, "uma");

    await chat.sees("not even after a new sign-in");
    await chat.screenshot("cleanup-refused");
    assert.equal(phonesOf("uma").length, 2);
    world.sandbox.faults.off(person("uma"), "refuseDeletes");
    await chat.press("Look again");
    await tick(chat, "Number 1: Moto G");
    await chat.press("Remove it");
    await chat.sees("Sign in once more");
    await signInAfresh(chat, "uma");
    await chat.sees("The old phone is removed");
    assert.deepEqual(phonesOf("uma"), ["Pixel 9"]);
    await chat.close();
  });

  it("says so of a phone that is removed on Security info in the meantime", async () => {
    const moto = phone("0b001", "Moto G", "6.2301.0203");
    const nokia = phone("0b002", "Nokia 7", "6.2201.0101");
    add("priya", moto, nokia);
    const chat = await atTheList("priya", "It's number 3");
    world.sandbox.people.removeMethod(person("priya"), nokia.id);
    await tick(chat, "Number 1: Moto G", "Number 2: Nokia 7");
    await chat.sees("Your list has changed in the meantime");
    await chat.screenshot("cleanup-changed");
    await chat.press("Continue");
    await chat.press("Remove it");
    await chat.sees("Sign in once more");
    await signInAfresh(chat, "priya");
    await chat.sees("Where did the number show?");
    world.sandbox.people.removeMethod(person("priya"), moto.id);

    await chat.press("It's number 2");

    await chat.sees("No old phone is listed");
    await chat.screenshot("cleanup-nothing-left");
    assert.deepEqual(phonesOf("priya"), ["Pixel 9"]);
    await chat.close();
  });

  it("removes nothing when the number shows on another phone than the one that stays", async () => {
    add("kaya", phone("0c001", "Pixel 9", "6.2610.7001"), phone("0c002", "Moto G", "6.2301.0203"));
    const chat = await atTheList("kaya", "It's number 2");
    await tick(chat, "Number 1: Moto G");
    await chat.press("Remove it");
    await chat.sees("Sign in once more");
    await signInAfresh(chat, "kaya");
    await chat.sees("Where did the number show?");

    await chat.press("It's number 1");

    await chat.sees("That is another phone");
    await chat.screenshot("cleanup-elsewhere");
    assert.equal(phonesOf("kaya").length, 2);
    await chat.close();
  });
});
