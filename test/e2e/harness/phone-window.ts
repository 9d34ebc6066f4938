import type { Page } from "playwright-core";
import type { ChatPage } from "./chat-page.ts";
import type { World } from "./world.ts";

/** A virtual phone, in a window beside the chat. */
export class PhoneWindow {
  readonly page: Page;

  private constructor(page: Page) {
    this.page = page;
  }

  /** @param id of the phone, for instance `sam-new-pixel` */
  static async open(world: World, chat: ChatPage, id: string): Promise<PhoneWindow> {
    const page = await chat.openWindow(`${world.sandbox.url}/phones/${id}`);
    return new PhoneWindow(page);
  }

  /** Presses what the display shows, one after the other. */
  async touch(...labels: readonly string[]): Promise<void> {
    for (const label of labels) {
      await this.page.getByRole("button", { name: label, exact: true }).first().click();
    }
  }

  /** Turns one of the switches beside the phone. */
  async flip(name: string): Promise<void> {
    const toggle = this.page.getByRole("switch", { name });
    const before = await toggle.getAttribute("aria-checked");
    await toggle.click();
    const other = before === "true" ? "false" : "true";
    await this.page.locator(`[role=switch][aria-checked=${other}]`, { hasText: name }).waitFor();
  }

  /** Types the number into the notification that shows, and says yes. */
  async answer(number: string): Promise<void> {
    await this.page.getByLabel("Enter the number shown to sign in").fill(number);
    await this.touch("Yes");
  }

  async sees(text: string): Promise<void> {
    await this.page.getByText(text).first().waitFor();
  }

  /** Whether a notification shows by itself. The page is loaded anew, so what is there is the present. */
  async isSilent(): Promise<boolean> {
    await this.page.reload();
    return (await this.page.getByRole("alertdialog").count()) === 0;
  }
}
