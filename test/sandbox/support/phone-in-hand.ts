import { Browser, type Page } from "./browser.ts";

/** A virtual phone, touched through its page. */
export class PhoneInHand {
  readonly #browser = new Browser();
  readonly #url: string;

  constructor(tenantUrl: string, id: string) {
    this.#url = `${tenantUrl}/phones/${id}`;
  }

  /** The display as it is now. */
  look(): Promise<Page> {
    return this.#browser.open(this.#url);
  }

  /** Presses the buttons one after another; resolves to the display after the last. */
  async press(...labels: readonly string[]): Promise<Page> {
    let page = await this.look();
    for (const label of labels) page = await this.#browser.press(page, label);
    return page;
  }

  /** Fills in a form of the display and presses its button. */
  async type(typed: Record<string, string>, label: string): Promise<Page> {
    return this.#browser.press(await this.look(), label, typed);
  }

  /** From the box to the question how to add a work account, everything allowed. */
  setUpApp(store = "Google Play", install = "Install"): Promise<Page> {
    const first = [store, install, "Open", "Allow"];
    return this.press(...first, "Add account", "Work or school account");
  }

  /** Fingerprint by which the page notices a change. */
  async state(): Promise<string> {
    return (await fetch(`${this.#url}/state`)).text();
  }
}
