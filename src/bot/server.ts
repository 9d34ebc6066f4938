import type { TurnContext } from "botbuilder";
import restify from "restify";
import { z } from "zod/v4";
import type { Logger } from "../telemetry/logger.ts";
import type { PushReadyAdapter } from "./adapter.ts";
import { Afterwards } from "./afterwards.ts";
import { type Readiness, STOPPING } from "./readiness.ts";
import type { NewReference } from "./reference-id.ts";

/** Teams keeps an activity under 100 KB; room for its envelope, and nothing for a flood. */
const LARGEST_BODY_BYTES = 256 * 1024;
/** What a turn may still take when the server closes: longer than any that ends well. */
const LONGEST_CLOSE_MS = 15_000;
/** For the head of a request, and for all of it: activities are small, and nobody has to hold a socket for longer. */
const LONGEST_HEAD_MS = 10_000;
const LONGEST_REQUEST_MS = 30_000;

export type HttpServer = {
  /** Starts to accept requests and returns the port. @throws ListenError saying what to do. */
  listen(): Promise<number>;
  /** Says that it is not ready, waits until nobody sends anything new, and lets what is under way finish in bounded time. */
  close(): Promise<void>;
};

/** The port cannot be had. */
export class ListenError extends Error {
  readonly code = "server.listen";
  override readonly name = "ListenError";
}

/** HTTP in front of the bot: `/api/messages`, `/healthz` and `/readyz`, and what else is mounted. */
export function createHttpServer(parts: {
  readonly host: string;
  readonly port: number;
  readonly adapter: PushReadyAdapter;
  readonly onTurn: (context: TurnContext) => Promise<unknown>;
  readonly readiness: Pick<Readiness, "report">;
  /** Resolves when whoever distributes requests has had time to see that this replica is not ready any more. */
  readonly drain?: () => Promise<void>;
  /** Adds what browsers visit. It comes after the checks that every request passes, and before the routes here. */
  readonly mount?: (server: restify.Server) => void;
  /** Whether clients reach the service by https, so that they may be told to use nothing else. */
  readonly isEncrypted?: boolean;
  readonly log: Logger;
  readonly newReference: NewReference;
}): HttpServer {
  const {
    host,
    port,
    adapter,
    onTurn,
    readiness,
    drain = () => Promise.resolve(),
    mount,
    isEncrypted = false,
    log,
    newReference,
  } = parts;
  let isStopping = false;
  let isClosing = false;
  const server = restify.createServer({ name: "", handleUncaughtExceptions: false });
  const refuse = (response: restify.Response, status: number, code: string): void => {
    const reference = newReference();
    if (status >= 500) response.setHeader(REFERENCE_HEADER, reference);
    response.send(status, { error: { code, reference } });
  };
  server.pre((request, response, next) => {
    for (const [name, value] of plainHeaders(isEncrypted)) response.setHeader(name, value);
    // Whoever keeps connections lets go of them by that, and comes by another one to another replica.
    if (isStopping) response.setHeader("Connection", "close");
    if (isClosing) {
      // It came on a connection on which a turn was under way when the last of them were closed.
      response.setHeader("Retry-After", "1");
      refuse(response, 503, "stopping");
      next(false);
      return;
    }
    if (request.headers["content-encoding"] === undefined) {
      next();
      return;
    }
    // Teams compresses nothing, and restify's unpacking ends the process on a broken body and has no limit.
    refuse(response, 415, "compressedBody");
    next(false);
  });
  mount?.(server);
  // JSON alone: the parser for every kind of body would put uploads of anybody into files.
  // (A variable, because restify's types know the limit for that other parser only.)
  const limits = { maxBodySize: LARGEST_BODY_BYTES, mapParams: false };
  const readBody = restify.plugins.jsonBodyParser(limits);

  server.post("/api/messages", readBody, async (request, response) => {
    const body: unknown = request.body;
    if (!isActivity(body)) {
      refuse(response, 400, "notAnActivity");
      return;
    }
    const { method = "POST", headers } = request;
    const answer = new TurnAnswer();
    const afterwards = new Afterwards((error) => {
      log.error({ err: error }, "what a turn put off failed");
    });
    try {
      await adapter.process({ method, headers, body }, answer, async (context) => {
        afterwards.attachTo(context);
        await onTurn(context);
      });
      answer.sendTo(response, (status) => {
        const reference = newReference();
        log.warn({ status, reference }, "turn not answered");
        return reference;
      });
    } finally {
      afterwards.begin();
    }
  });
  server.get("/healthz", async (_request, response) => {
    response.send(200, { status: "ok" });
    await Promise.resolve();
  });
  server.get("/readyz", async (_request, response) => {
    const report = isStopping ? STOPPING : await readiness.report();
    if (report.status === "ready") {
      response.send(200, report);
      return;
    }
    const reference = newReference();
    log.warn({ reference, parts: report.parts }, "not ready");
    response.setHeader(REFERENCE_HEADER, reference);
    response.send(503, report);
  });
  server.on(
    "restifyError",
    (_request, response: restify.Response, error: Error, done: () => void) => {
      const reference = newReference();
      const status =
        "statusCode" in error && typeof error.statusCode === "number" ? error.statusCode : 500;
      // A refused request's error quotes its path, which may be a mistyped link to sign in.
      if (status < 500) log.info({ why: error.name, reference, status }, "request refused");
      else log.error({ err: error, reference, status }, "request refused");
      if (!response.headersSent) {
        if (status >= 500) response.setHeader(REFERENCE_HEADER, reference);
        response.send(status, { error: { code: "requestRefused", reference } });
      }
      done();
    },
  );
  server.server.headersTimeout = LONGEST_HEAD_MS;
  server.server.requestTimeout = LONGEST_REQUEST_MS;
  // Errors of the socket below arrive here; without a listener they would end the process.
  let onError = (error: NodeJS.ErrnoException): void => {
    log.error({ err: error }, "HTTP server in trouble");
  };
  server.on("error", (error: NodeJS.ErrnoException) => {
    onError(error);
  });

  return {
    listen: () =>
      new Promise((resolve, reject) => {
        const whenListening = onError;
        onError = (cause) => {
          reject(new ListenError(listenProblem(cause, host, port), { cause }));
        };
        server.listen(port, host, () => {
          onError = whenListening;
          resolve(server.address().port);
        });
      }),
    close: async () => {
      isStopping = true;
      await drain();
      isClosing = true;
      await new Promise<void>((resolve) => {
        const { server: http } = server;
        const giveUp = setTimeout(() => {
          http.closeAllConnections();
        }, LONGEST_CLOSE_MS);
        server.close(() => {
          clearTimeout(giveUp);
          resolve();
        });
        // Idle connections are closed at once; those that become idle only now would hold the close back.
        http.keepAliveTimeout = 1;
      });
    },
  };
}

/**
 * What the SDK answers to a request. It goes out in one piece at the end, and without the header in which the SDK tells
 * everybody its name and version.
 */
class TurnAnswer {
  readonly socket = null;
  #status = 200;
  #body: unknown;

  header(): void {
    // Nothing that the SDK sets here is meant for the client.
  }

  status(code: number): void {
    this.#status = code;
  }

  send(body: unknown): void {
    this.#body = body;
  }

  end(): void {
    // Sent by sendTo.
  }

  /** `refer` is asked for a reference where the body of a failure has none. */
  sendTo(response: restify.Response, refer: (status: number) => string): void {
    if (this.#status >= 500) {
      response.setHeader(REFERENCE_HEADER, referenceIn(this.#body) ?? refer(this.#status));
    }
    if (this.#body !== undefined) {
      response.send(this.#status, this.#body);
      return;
    }
    response.status(this.#status);
    response.end();
  }
}

/** Every failure of ours has one, and so has its line in the log. */
const REFERENCE_HEADER = "X-Reference";

const told = z.object({ reference: z.string() });
const failure = z.union([told, z.object({ error: told }).transform(({ error }) => error)]);
const referenceIn = (body: unknown): string | null =>
  failure.safeParse(body).data?.reference ?? null;

/** What every answer carries; the pages for browsers have more. */
const plainHeaders = (isEncrypted: boolean): readonly (readonly [string, string])[] => [
  ["X-Content-Type-Options", "nosniff"],
  ["Cache-Control", "no-store"],
  ["Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"],
  ["Referrer-Policy", "no-referrer"],
  ...(isEncrypted ? [["Strict-Transport-Security", "max-age=31536000"] as const] : []),
];

const isActivity = (body: unknown): body is Record<string, unknown> =>
  typeof body === "object" &&
  body !== null &&
  "type" in body &&
  typeof body.type === "string" &&
  body.type !== "";

function listenProblem(cause: NodeJS.ErrnoException, host: string, port: number): string {
  if (cause.code === "EADDRINUSE") {
    return `Port ${port} on ${host} is in use: stop the other program, or set PORT to a free one`;
  }
  if (cause.code === "EACCES") {
    return `Port ${port} needs more rights than this process has: set PORT to one above 1023`;
  }
  if (cause.code === "EADDRNOTAVAIL" || cause.code === "ENOTFOUND") {
    return `${host} is no address of this machine: set HOST to one that is, or to 0.0.0.0`;
  }
  return `Cannot listen on ${host}:${port}: ${cause.message}`;
}
