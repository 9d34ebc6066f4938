import type { Request, Response, Server } from "restify";

/** What a handler needs of a request, already read. `path` and `query` are decoded by the URL parser. */
export type Asked = {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** JSON or form fields, as parsed by content type; never trusted. */
  readonly body: unknown;
};

export type Answer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

export function jsonAnswer(
  status: number,
  value: unknown,
  headers: Readonly<Record<string, string>> = {},
): Answer {
  return {
    status,
    headers: { "content-type": "application/json; charset=utf-8", ...headers },
    body: JSON.stringify(value),
  };
}

export function emptyAnswer(
  status: number,
  headers: Readonly<Record<string, string>> = {},
): Answer {
  return { status, headers, body: "" };
}

export function redirectTo(url: string): Answer {
  return emptyAnswer(303, { location: url, "cache-control": "no-store" });
}

/** Forms come from the sandbox's own pages, everything else from programs. */
export function isForm({ headers }: Asked): boolean {
  return (headers["content-type"] ?? "").startsWith("application/x-www-form-urlencoded");
}

export type Verb = "get" | "post" | "put" | "patch" | "del" | "head" | "opts";
export type Handler = (asked: Asked) => Answer | Promise<Answer>;

/** Mounts a handler that takes a plain request and returns a plain answer. */
export function mount(server: Server, verb: Verb, path: string, base: string, handler: Handler) {
  server[verb](path, async (req: Request, res: Response) => {
    send(res, await handler(readRequest(req, base)));
  });
}

export function readRequest(req: Request, base: string): Asked {
  const headers: Record<string, string | undefined> = {};
  for (const [name, value] of Object.entries(req.headers)) {
    headers[name] = Array.isArray(value) ? value.join(", ") : value;
  }
  // restify types the body as any; it is whatever the caller sent.
  const body: unknown = req.body;
  return { method: req.method ?? "GET", url: new URL(req.url ?? "/", base), headers, body };
}

/** Writes past restify's formatters: they would reshape bodies that must be as Microsoft's services send them. */
export function send(res: Response, { status, headers, body }: Answer): void {
  if (res.destroyed) return;
  const length = status === 204 ? {} : { "content-length": String(Buffer.byteLength(body)) };
  res.sendRaw(status, body, { ...headers, ...length });
}
