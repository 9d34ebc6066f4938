import { Browser, type Page } from "./browser.ts";
import type { TestSandbox } from "./sandbox.ts";
import { numberOn } from "./web-client.ts";

/** Somebody's browser on Security info. */
export class SecurityInfoPage {
  readonly browser: Browser;
  readonly #url: string;
  #page: Page;

  private constructor(url: string, browser: Browser, page: Page) {
    this.#url = url;
    this.browser = browser;
    this.#page = page;
  }

  static async of(tenant: TestSandbox, name: string): Promise<SecurityInfoPage> {
    const hint = encodeURIComponent(tenant.person(name).userPrincipalName);
    const url = `${tenant.url}/security-info`;
    const browser = new Browser();
    const opened = new SecurityInfoPage(
      url,
      browser,
      await browser.open(`${url}?login_hint=${hint}`),
    );
    return opened.press("Sign in", { account: name, choice: "sign-in" });
  }

  get text(): string {
    return this.#page.text;
  }

  get title(): string {
    return /<h1[^>]*>([^<]*)/.exec(this.text)?.[1]?.replaceAll("&#39;", "'") ?? "";
  }

  get number(): string {
    return numberOn(this.#page);
  }

  /** What one reads under “Can't scan image?”: code and URL, or the secret key. */
  get shownCode(): { readonly code: string; readonly url: string } {
    const shown = [...this.text.matchAll(/<dd>([^<]*)<\/dd>/g)].map(([, text = ""]) => text);
    const [code = "", url = ""] = shown;
    return { code, url };
  }

  /** Accessible names of the list's links to delete. */
  get deletable(): readonly string[] {
    return [...this.text.matchAll(/aria-label="Delete ([^"]+)"/g)].map(([, label = ""]) =>
      label.replaceAll("&#39;", "'"),
    );
  }

  async press(label: string, typed: Record<string, string> = {}): Promise<this> {
    this.#page = await this.browser.press(this.#page, label, typed);
    return this;
  }

  async follow(label: string): Promise<this> {
    this.#page = await this.browser.follow(this.#page, label);
    return this;
  }

  /** Loads the current page again, as its script does when something changed. */
  async reload(): Promise<this> {
    this.#page = await this.browser.open(this.#page.url);
    return this;
  }

  async open(): Promise<this> {
    this.#page = await this.browser.open(this.#url);
    return this;
  }

  /** From the list to the QR code. */
  async toQrCode(): Promise<this> {
    await this.chooseAuthenticator();
    await this.press("Next");
    return this.press("Next");
  }

  async chooseAuthenticator(): Promise<this> {
    await this.follow("Add sign-in method");
    this.#page = await this.browser.submit(
      this.#page,
      { method: "authenticator" },
      "/security-info/add",
    );
    return this;
  }
}
