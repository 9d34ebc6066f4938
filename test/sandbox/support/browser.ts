/** A page as a browser without scripts sees it, after redirects. */
export type Page = {
  readonly url: URL;
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
};

const maxRedirects = 10;

/** fetch with a cookie jar that follows redirects itself, as a browser does for pages and forms. */
export class Browser {
  readonly #cookies = new Map<string, { value: string; path: string }>();
  readonly #isElsewhere: (url: URL) => boolean;

  /** @param isElsewhere addresses that nothing answers: the browser stops there */
  constructor(isElsewhere: (url: URL) => boolean = () => false) {
    this.#isElsewhere = isElsewhere;
  }

  open(url: string | URL): Promise<Page> {
    return this.#request(new URL(url), { method: "GET" });
  }

  /** Submits a form of the page with these fields: the one with this action, else the first. */
  submit(page: Page, fields: Record<string, string>, to?: string): Promise<Page> {
    const actions = [...page.text.matchAll(/<form method="post" action="([^"]+)"/g)];
    const action = actions.map(([, found]) => found).find((found) => found === (to ?? found));
    if (action === undefined) throw new Error(`No form on ${page.url.pathname}: ${page.text}`);
    return this.#request(new URL(action, page.url), {
      method: "POST",
      body: new URLSearchParams(fields),
      headers: { origin: page.url.origin },
    });
  }

  /** Presses the button with this text, in its form with the hidden fields, after filling in `typed`. */
  press(page: Page, label: string, typed: Record<string, string> = {}): Promise<Page> {
    const forms = [
      ...page.text.matchAll(/<form method="post" action="([^"]+)"[^>]*>(.*?)<\/form>/gs),
    ];
    for (const [, action = "", content = ""] of forms) {
      const button = [...content.matchAll(/<button([^>]*)>(.*?)<\/button>/gs)].find(
        ([, attributes = "", inside = ""]) =>
          textOf(inside) === label && !attributes.includes("disabled"),
      );
      if (button === undefined) continue;
      const named = /name="([^"]*)" value="([^"]*)"/.exec(button[1] ?? "");
      const fields = { ...hiddenFields(content), ...typed };
      const pressed = named ? { ...fields, [named[1] ?? ""]: named[2] ?? "" } : fields;
      return this.submit(page, pressed, action);
    }
    throw new Error(`No button “${label}” on ${page.url.pathname}: ${page.text}`);
  }

  /** Follows the link with this text or label. */
  follow(page: Page, label: string): Promise<Page> {
    const link = [...page.text.matchAll(/<a([^>]*)>(.*?)<\/a>/gs)].find(
      ([, attributes = "", inside = ""]) =>
        textOf(inside) === label || attributes.includes(`aria-label="${label}"`),
    );
    const href = /href="([^"]+)"/.exec(link?.[1] ?? "")?.[1];
    if (href === undefined) throw new Error(`No link “${label}” on ${page.text}`);
    return this.open(new URL(href, page.url));
  }

  /** Submits a page that consists of a form and a script that sends it. */
  submitAsScriptDoes(page: Page): Promise<Page> {
    return this.submit(page, hiddenFields(page.text));
  }

  async #request(url: URL, init: RequestInit, redirects = 0): Promise<Page> {
    if (this.#isElsewhere(url)) return { url, status: 0, headers: new Headers(), text: "" };
    const headers = new Headers(init.headers);
    headers.set("cookie", this.#cookieHeader(url));
    const response = await fetch(url, { ...init, headers, redirect: "manual" });
    this.#remember(response);
    const location = response.headers.get("location");
    if (location !== null && redirects < maxRedirects) {
      return this.#request(new URL(location, url), { method: "GET" }, redirects + 1);
    }
    return {
      url,
      status: response.status,
      headers: response.headers,
      text: await response.text(),
    };
  }

  #cookieHeader(url: URL): string {
    return [...this.#cookies]
      .filter(([, { path }]) => url.pathname.startsWith(path))
      .map(([name, { value }]) => `${name}=${value}`)
      .join("; ");
  }

  #remember(response: Response): void {
    for (const cookie of response.headers.getSetCookie()) {
      const [pair = "", ...attributes] = cookie.split(";").map((part) => part.trim());
      const [name = "", value = ""] = pair.split("=");
      const path = attributes.find((attribute) => attribute.startsWith("path="))?.slice(5) ?? "/";
      if (value === "") this.#cookies.delete(name);
      else this.#cookies.set(name, { value, path });
    }
  }
}

function hiddenFields(text: string): Record<string, string> {
  const fields = text.matchAll(/type="hidden" name="([^"]+)" value="([^"]*)"/g);
  return Object.fromEntries([...fields].map(([, name = "", value = ""]) => [name, value]));
}

/** Text of a piece of HTML, without what only eyes see. */
function textOf(html: string): string {
  return html
    .replace(/<span aria-hidden="true">.*?<\/span>/g, "")
    .replace(/<[^>]+>/g, "")
    .replaceAll("&#39;", "'")
    .trim();
}
