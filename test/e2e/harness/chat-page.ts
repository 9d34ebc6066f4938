import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import type { BrowserContext, Locator, Page } from "playwright-core";

const patienceMs = 20_000;

export type SignInChoices = {
  /** Display name of the account to choose; left out: the one that the page offers. */
  readonly account?: string;
  /** What to press when permissions are requested; left out: Accept. */
  readonly consent?: "Accept" | "Cancel";
};

/** A page of the Agents Playground as a person uses it. Everything waits on what is to be seen, never on time. */
export class ChatPage {
  readonly page: Page;
  readonly #context: BrowserContext;

  private constructor(page: Page, context: BrowserContext) {
    this.page = page;
    this.#context = context;
  }

  /** Opens the chat and puts the log away, which repeats its text; a window of less than 1000 px shows no list of chats. */
  static async open(context: BrowserContext, url: string): Promise<ChatPage> {
    context.setDefaultTimeout(patienceMs);
    const page = await context.newPage();
    await page.goto(url);
    const chat = new ChatPage(page, context);
    await chat.#tidy();
    return chat;
  }

  async say(text: string): Promise<void> {
    await this.page.getByRole("textbox").fill(text);
    await this.page.keyboard.press("Enter");
  }

  /** Presses a button of a card: the newest of that name. */
  async press(label: string): Promise<void> {
    await this.#newest(label, true).click();
  }

  /** Presses a button whose answer may look like the card that is there, and waits until the answer is drawn. */
  async pressAndRedraw(label: string): Promise<void> {
    const before = Promise.withResolvers<string>();
    await this.page.route(
      "**/_conversation/v1/invoke",
      async (route) => {
        const response = await route.fetch();
        // A card that is drawn anew gives its parts new ids.
        const lastText = this.page.locator(".ac-textBlock[id]").last();
        before.resolve((await lastText.getAttribute("id")) ?? "");
        await route.fulfill({ response });
      },
      { times: 1 },
    );
    await this.press(label);
    await this.page.locator(`[id="${await before.promise}"]`).waitFor({ state: "detached" });
  }

  /** Waits until the text is somewhere in the chat, part of a longer line or not. */
  async sees(text: string): Promise<void> {
    await this.#newest(text, false).waitFor();
  }

  /** Waits until so many messages show the text. */
  async seesTimes(text: string, times: number): Promise<void> {
    const all = this.page.getByText(text).filter({ visible: true });
    await all.nth(times - 1).waitFor();
  }

  /** Waits until one of the texts is there, and tells which. */
  async seesOneOf<Text extends string>(...texts: readonly Text[]): Promise<Text> {
    return Promise.any(
      texts.map(async (text) => {
        await this.sees(text);
        return text;
      }),
    );
  }

  /** Waits until no message shows the text any more. */
  async seesNoMore(text: string): Promise<void> {
    await this.page.getByText(text).filter({ visible: true }).waitFor({ state: "detached" });
  }

  /** How many messages show the text now; wait for something else first. */
  count(text: string): Promise<number> {
    return this.page.getByText(text).filter({ visible: true }).count();
  }

  /** Presses the sign-in button and goes through the window that opens, to its end. */
  async signIn(choices: SignInChoices = {}, button = "Sign in"): Promise<void> {
    const popup = await this.openSignIn(button);
    const window = await signInWindow(popup, "Pick an account");
    if (choices.account !== undefined) {
      await window("Use another account").click();
      await window(choices.account).click();
    }
    await window("Sign in", "button").click();

    const closed = popup.waitForEvent("close");
    const consent = window("Permissions requested")
      .waitFor()
      .then(() => "consent" as const);
    const done = Promise.any([closed, window("signed in").waitFor()]).then(() => "done" as const);
    const next = await Promise.any([consent, done]);
    if (next === "consent") await window(choices.consent ?? "Accept", "button").click();
    await Promise.any([closed, window("signed in").waitFor()]);
    if (!popup.isClosed()) await popup.close();
  }

  /** Opens the sign-in window and closes it again without signing in. */
  async closeSignIn(button = "Sign in"): Promise<void> {
    const popup = await this.openSignIn(button);
    await signInWindow(popup, "Pick an account");
    // Only from then on does Teams' window notice that it is closed.
    await popup.locator("html[data-watched]").waitFor();
    await popup.close();
  }

  /** Presses the sign-in button; resolves to the window. */
  async openSignIn(button = "Sign in"): Promise<Page> {
    return this.follow(button);
  }

  /** Presses a button that opens a window; resolves to the window. */
  async follow(label: string): Promise<Page> {
    const opening = this.#context.waitForEvent("page");
    await this.press(label);
    return opening;
  }

  /** Opens a window beside the chat, in the same browser. */
  async openWindow(url: string): Promise<Page> {
    const page = await this.#context.newPage();
    await page.goto(url);
    return page;
  }

  /** Loads the page again, as F5 does. */
  async reload(): Promise<void> {
    await this.page.reload();
    await this.#tidy();
  }

  /** Writes `out/screenshots/NAME.png`. */
  async screenshot(name: string): Promise<string> {
    const path = fileURLToPath(new URL(`../../../out/screenshots/${name}.png`, import.meta.url));
    await mkdir(dirname(path), { recursive: true });
    await this.page.screenshot({ path });
    return path;
  }

  async close(): Promise<void> {
    await this.#context.close();
  }

  async #tidy(): Promise<void> {
    await this.page.getByRole("textbox").waitFor();
    const logPanel = this.page.getByTitle("Hide log panel");
    await logPanel.click();
    await logPanel.waitFor({ state: "hidden" });
  }

  // Buttons of cards have hidden twins (for the overflow menu), and older cards may bear the same button.
  #newest(text: string, exact: boolean): Locator {
    return this.page.getByText(text, { exact }).filter({ visible: true }).last();
  }
}

type InWindow = (text: string, role?: "button") => Locator;

/** Finds things in a sign-in window, whether its page is framed by Teams' window or has taken it over. */
async function signInWindow(popup: Page, heading: string): Promise<InWindow> {
  const frame = popup.frameLocator("iframe");
  const isFramed = await Promise.any([
    frame
      .getByText(heading)
      .waitFor()
      .then(() => true),
    popup
      .getByText(heading)
      .waitFor()
      .then(() => false),
  ]);
  const root = isFramed ? frame : popup;
  return (text, role) =>
    role ? root.getByRole(role, { name: text, exact: true }) : root.getByText(text).first();
}
