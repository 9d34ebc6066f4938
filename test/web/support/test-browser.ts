export type Answer = {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
  /** Where it leads, or null. */
  readonly location: string | null;
};

/** A browser that keeps cookies and follows nothing by itself. `seen` gets every answer. */
export class TestBrowser {
  readonly cookies = new Map<string, string>();
  readonly #seen: Answer[];

  constructor(seen: Answer[]) {
    this.#seen = seen;
  }

  open(url: string | URL | null, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    return this.send("GET", url, headers);
  }

  /** Presses the button of the page at this address, with the headers of a browser that was told to send no referrer. */
  press(url: string, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    return this.send("POST", url, {
      origin: "null",
      "sec-fetch-site": "same-origin",
      ...headers,
    });
  }

  async send(
    method: string,
    url: string | URL | null,
    headers: Readonly<Record<string, string>> = {},
    body: string | null = null,
  ): Promise<Answer> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const response = await fetch(url ?? "", {
      method,
      headers: { ...(cookie === "" ? {} : { cookie }), ...headers },
      body,
      redirect: "manual",
    });
    for (const set of response.headers.getSetCookie()) {
      const [name = "", value = ""] = set.split(";", 1)[0]?.split("=") ?? [];
      if (value === "") this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    const answer: Answer = {
      status: response.status,
      headers: response.headers,
      body: await response.text(),
      location: response.headers.get("location"),
    };
    this.#seen.push(answer);
    return answer;
  }
}
