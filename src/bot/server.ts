import type { TurnContext } from "botbuilder";
import restify from "restify";
import type { Logger } from "../telemetry/logger.ts";
import type { PushReadyAdapter } from "./adapter.ts";
import type { NewReference } from "./reference-id.ts";

/** Teams keeps an activity under 100 KB; room for its envelope, and nothing for a flood. */
const LARGEST_BODY_BYTES = 256 * 1024;

export type HttpServer = {
  /** Starts to accept requests and returns the port. @throws ListenError saying what to do. */
  listen(): Promise<number>;
  /** Stops accepting, lets what is under way finish. */
  close(): Promise<void>;
};

/** The port cannot be had. */
export class ListenError extends Error {
  readonly code = "server.listen";
  override readonly name = "ListenError";
}

/** HTTP in front of the bot: `/api/messages`, `/healthz` and `/readyz`. */
export function createHttpServer(parts: {
  readonly host: string;
  readonly port: number;
  readonly adapter: PushReadyAdapter;
  readonly onTurn: (context: TurnContext) => Promise<unknown>;
  readonly isReady: () => Promise<boolean>;
  readonly log: Logger;
  readonly newReference: NewReference;
}): HttpServer {
  const { host, port, adapter, onTurn, isReady, log, newReference } = parts;
  const server = restify.createServer({ name: "PushReady", handleUncaughtExceptions: false });
  server.pre((_request, response, next) => {
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("Cache-Control", "no-store");
    next();
  });
  const readBody = restify.plugins.bodyParser({
    maxBodySize: LARGEST_BODY_BYTES,
    mapParams: false,
    rejectUnknown: true,
  });

  server.post("/api/messages", readBody, async (request, response) => {
    const body: unknown = request.body;
    if (!isObject(body)) {
      response.send(400, { error: { code: "notAnActivity", reference: newReference() } });
      return;
    }
    const { method = "POST", headers } = request;
    await adapter.process({ method, headers, body }, response, async (context) => {
      await onTurn(context);
    });
  });
  server.get("/healthz", async (_request, response) => {
    response.send(200, { status: "ok" });
    await Promise.resolve();
  });
  server.get("/readyz", async (_request, response) => {
    const ready = await isReady();
    response.send(ready ? 200 : 503, { status: ready ? "ready" : "notReady" });
  });
  server.on(
    "restifyError",
    (_request, response: restify.Response, error: Error, done: () => void) => {
      const reference = newReference();
      const status =
        "statusCode" in error && typeof error.statusCode === "number" ? error.statusCode : 500;
      log.warn({ err: error, reference, status }, "request refused");
      response.send(status, { error: { code: "requestRefused", reference } });
      done();
    },
  );

  return {
    listen: () =>
      new Promise((resolve, reject) => {
        server.server.once("error", (cause: NodeJS.ErrnoException) => {
          reject(new ListenError(listenProblem(cause, host, port), { cause }));
        });
        server.listen(port, host, () => {
          resolve(server.address().port);
        });
      }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        // Idle keep-alive connections would hold the close back for minutes.
        server.server.closeIdleConnections();
      }),
  };
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function listenProblem(cause: NodeJS.ErrnoException, host: string, port: number): string {
  if (cause.code === "EADDRINUSE") {
    return `Port ${port} on ${host} is in use: stop the other program, or set PORT to a free one`;
  }
  if (cause.code === "EACCES") {
    return `Port ${port} needs more rights than this process has: set PORT to one above 1023`;
  }
  if (cause.code === "EADDRNOTAVAIL") {
    return `${host} is no address of this machine: set HOST to one that is, or to 0.0.0.0`;
  }
  return `Cannot listen on ${host}:${port}: ${cause.message}`;
}
