import type { Request, Response, Server } from "restify";
import { FreshSignIn, type FreshSignInParts, type Reply } from "./fresh-sign-in.ts";
import type { Headers } from "./own-page.ts";
import { type Route, routeOf } from "./paths.ts";
import type { SignInLimits } from "./sign-in-limits.ts";

/**
 * Puts the fresh sign-in on a server: all of `/sign-in` is answered here, before the server's own routes, so that no
 * answer below it lacks a header and no part of a link comes into the server's log.
 */
export function mountFreshSignIn(
  server: Server,
  parts: FreshSignInParts & { readonly limits: SignInLimits },
): void {
  const freshSignIn = new FreshSignIn(parts);
  server.pre((request: Request, response: Response, next) => {
    const [path = "", ...rest] = (request.url ?? "").split("?");
    const route = routeOf(path);
    if (route === null) {
      next();
      return;
    }
    const search = rest.length === 0 ? "" : `?${rest.join("?")}`;
    answer({ freshSignIn, limits: parts.limits }, request, route, search).then(
      (reply) => {
        send(response, reply);
        next(false);
      },
      // FreshSignIn never rejects; what does is a connection that is gone.
      () => {
        next(false);
      },
    );
  });
}

async function answer(
  { freshSignIn, limits }: { readonly freshSignIn: FreshSignIn; readonly limits: SignInLimits },
  request: Request,
  route: Route,
  search: string,
): Promise<Reply> {
  const { method = "GET" } = request;
  const headers = plainHeaders(request);
  const asked = { method, route, search, headers };
  const retryAfter = await limits.retryAfterOf(asked, request.socket.remoteAddress);
  const reply =
    retryAfter === null ? await freshSignIn.answer(asked) : freshSignIn.tooMany(asked, retryAfter);
  // Our only form has no fields, so bodies are never read; the connection does not outlive one that is on its way.
  return hasBody(headers)
    ? { ...reply, headers: { ...reply.headers, connection: "close" } }
    : reply;
}

function plainHeaders({ headers }: Request): Headers {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(", ") : value,
    ]),
  );
}

const hasBody = (headers: Headers): boolean =>
  headers["transfer-encoding"] !== undefined || (headers["content-length"] ?? "0") !== "0";

function send(response: Response, { status, headers, body }: Reply): void {
  if (response.destroyed || response.headersSent) return;
  response.sendRaw(status, body, { ...headers, "content-length": String(Buffer.byteLength(body)) });
}
