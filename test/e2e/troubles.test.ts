import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { TROUBLES_OF, type Trouble } from "../../src/cards/guide/guide-view.ts";
import { en } from "../../src/copy/en.ts";
import type { ChatPage } from "./harness/chat-page.ts";
import { startWorld, type World } from "./harness/world.ts";

/** These lead to the help desk at once; all others show what to do and lead back to the step. */
const TO_HELP_DESK: ReadonlySet<Trouble> = new Set([
  "phoneLost",
  "noSmartphone",
  "jailbrokenPhone",
]);

describe("the troubles of the guided set-up, in the Teams emulator", function () {
  this.timeout(180_000);
  let world: World;

  before(async () => {
    world = await startWorld();
  });

  after(() => world.stop());

  /** A person's first contact, up to the first page of the guide. */
  async function guided(name: string): Promise<ChatPage> {
    const chat = await world.chatOf(name);
    await chat.sees("Hello, I'm PushReady");
    await chat.press("No");
    await chat.sees("Teams asks you to sign in");
    await chat.signIn();
    await chat.press("Start set-up");
    await chat.sees("Step 1 of 4");
    return chat;
  }

  it("has help for each trouble of each page, and leads back to it", async () => {
    const chat = await guided("sam");
    for (const [index, troubles] of Object.values(TROUBLES_OF).entries()) {
      if (index > 0) await chat.press("Next");
      await chat.sees(`Step ${index + 1} of 4`);
      for (const trouble of troubles) {
        await chat.press("I'm stuck here");
        await chat.press(en[`trouble.${trouble}.title`]);
        const isForHelpDesk = TO_HELP_DESK.has(trouble);
        await chat.sees(
          isForHelpDesk ? "What to tell the help desk" : en[`trouble.${trouble}.looks`],
        );
        await chat.screenshot(`trouble-${trouble}`);
        await chat.press(isForHelpDesk ? "I can go on" : "Back to the step");
        await chat.sees(`Step ${index + 1} of 4`);
      }
    }
    await chat.close();
  });

  it("goes on watching when the number was wrong, and moves on after the right one", async () => {
    const chat = await guided("olivia");
    const page = await chat.page.context().newPage();
    const phone = await chat.page.context().newPage();
    await page.goto(`${world.sandbox.url}/security-info?login_hint=olivia@vipdesk.example`);
    await press(page, "Sign in");
    await page.getByText("Add sign-in method").first().click();
    await page.getByText("Microsoft Authenticator", { exact: true }).first().click();
    await press(page, "Next", "Next");
    await page.getByText("Can't scan image?").waitFor();
    await phone.goto(`${world.sandbox.url}/phones/olivia-new-pixel`);
    await press(phone, "Google Play", "Install", "Open", "Allow", "Add account");
    await press(phone, "Work or school account", "Scan a QR code", "Allow camera");
    await press(phone, "Scan the QR code of Olivia Lindqvist");
    await press(page, "Next");

    const right = await shownNumber(page);
    await answer(phone, right === "10" ? "11" : "10");
    await press(page, "Resend notification");
    await answer(phone, await shownNumber(page));
    await press(page, "Next");

    await chat.sees("We see “Pixel 9”. Is that the phone in your hand?");
    assert.equal(await chat.count("Is that the phone in your hand?"), 1);
    await chat.close();
  });
});

const shownNumber = async (page: Page): Promise<string> =>
  (await page.getByLabel("Number to enter in the app").innerText()).trim();

async function answer(phone: Page, number: string): Promise<void> {
  await phone.getByLabel("Enter the number shown to sign in").fill(number);
  await press(phone, "Yes");
}

async function press(page: Page, ...labels: readonly string[]): Promise<void> {
  for (const label of labels) {
    await page.getByRole("button", { name: label, exact: true }).first().click();
  }
}
