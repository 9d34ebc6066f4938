import type { Page } from "playwright-core";
import type { ChatPage } from "./chat-page.ts";

/** The fresh sign-in: our page, Microsoft's pages after it, and ours again, in one window beside the chat. */
export class FreshSignInWindow {
  readonly page: Page;

  private constructor(page: Page) {
    this.page = page;
  }

  /** Through the link of the chat's newest card. */
  static async open(chat: ChatPage): Promise<FreshSignInWindow> {
    return new FreshSignInWindow(await chat.follow("Sign in"));
  }

  /** Through our page to Microsoft's, where the account has to be picked: the link names nobody. */
  async signInAs(account: string): Promise<void> {
    await this.press("Continue to Microsoft");
    await this.page.getByText("Use another account").first().click();
    await this.page.getByText(account).first().click();
    await this.press("Sign in");
  }

  async shownNumber(): Promise<string> {
    return (await this.page.getByLabel("Number to enter in the app").innerText()).trim();
  }

  async press(label: string): Promise<void> {
    await this.page.getByRole("button", { name: label, exact: true }).click();
  }

  /** Waits for the text. What Microsoft asks to be allowed on the way there is accepted. */
  async sees(text: string): Promise<void> {
    const seen = this.page.getByText(text).first();
    const isAsked = await Promise.any([
      seen.waitFor().then(() => false),
      this.page
        .getByText("Permissions requested")
        .waitFor()
        .then(() => true),
    ]);
    if (isAsked) await this.press("Accept");
    await seen.waitFor();
  }

  async close(): Promise<void> {
    await this.page.close();
  }
}
