import type { Request, Response, Server } from "restify";
import { jsonAnswer, send } from "./http.ts";
import type { Tenant } from "./tenant.ts";

// What the index page itself asks for, and pages ask again and again, would push everything else out of the list.
const unlisted = /^\/$|^\/assets\/|^\/favicon\.ico$|\/state$/;

/**
 * Runs before every route: keeps the list of recent requests, and turns away what a web page on another site could send
 * (a foreign Host is DNS rebinding, a foreign Origin is a cross-site form).
 */
export function guardRequests(server: Server, tenant: Tenant): void {
  const { host, port, origin } = new URL(tenant.url);
  const hosts = new Set([host, `localhost:${port}`]);
  const origins = new Set([origin, `http://localhost:${port}`]);

  server.pre((req: Request, res: Response, next) => {
    const method = req.method ?? "GET";
    const path = (req.url ?? "/").split("?")[0] ?? "/";
    res.once("finish", () => {
      if (unlisted.test(path)) return;
      tenant.recentRequests.add({ at: tenant.clock.now(), method, path, status: res.statusCode });
    });

    const from = req.headers.origin;
    const isForeign = method !== "GET" && from !== undefined && !origins.has(from);
    if (isForeign || !hosts.has(req.headers.host ?? "")) {
      send(res, problem(403, "sandbox.foreign", "Only this machine's own pages and programs."));
      next(false);
      return;
    }
    next();
  });
}

/** Every error leaves as JSON without a stack; unexpected ones are reported to `onError`. */
export function answerErrors(server: Server, onError: (error: unknown) => void): void {
  const answer = (_req: Request, res: Response, error: unknown, done: () => void): void => {
    const status = statusOf(error);
    if (status >= 500) onError(error);
    const message =
      status >= 500 || !(error instanceof Error) ? "The sandbox failed here." : error.message;
    if (!res.headersSent) send(res, problem(status, "sandbox.http", message));
    done();
  };
  server.on("restifyError", answer);
}

function problem(status: number, code: string, message: string) {
  return jsonAnswer(status, { error: { code, message } });
}

function statusOf(error: unknown): number {
  return error instanceof Error && "statusCode" in error && typeof error.statusCode === "number"
    ? error.statusCode
    : 500;
}
