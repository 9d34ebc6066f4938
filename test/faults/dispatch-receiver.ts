import assert from "node:assert/strict";
import { EventEmitter, once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";

/** A message that reached the person. `answer`: what the sender got to know about that. */
export type Accepted = {
  readonly person: string;
  readonly replica: string;
  readonly answer: "answered" | "silence" | "cut";
};

/** Teams asked everybody to wait. Times are of this process, in milliseconds. */
export type Storm = {
  readonly fromMs: number;
  readonly untilMs: number;
  /** When requests came meanwhile; each was refused with 429. */
  readonly refusedMs: number[];
  /** When the first came after it; null: none yet. */
  endedMs: number | null;
};

type ReceiverEvents = {
  readonly accepted: [Accepted];
  readonly answered: [Accepted];
  readonly stormOver: [];
};

/** Refusals that say that nothing was delivered. */
const PASSING = [412, 502, 503, 504] as const;
const SHARE_PASSING = 0.01;
const SHARE_BLOCKED = 0.01;
const SHARE_SILENT = 0.01;
const SHARE_CUT = 0.01;
const LONGEST_ANSWER_MS = 60;

/** Teams' connector as it is on a bad day, and the people behind it. */
export class Receiver {
  readonly events = new EventEmitter<ReceiverEvents>();
  /** All that was delivered, by person. */
  readonly accepted = new Map<string, Accepted[]>();
  readonly blocked = new Set<string>();
  readonly storms: Storm[] = [];
  total = 0;
  passing = 0;
  /** Whether messages are still taken without an answer. */
  losesAnswers = true;
  readonly #random: () => number;
  readonly #server: Server = createServer((request, response) => {
    void this.#serve(request, response);
  });

  /** @param random In [0, 1). */
  constructor(random: () => number) {
    this.#random = random;
    this.events.setMaxListeners(0);
  }

  async start(): Promise<void> {
    this.#server.listen(0, "127.0.0.1");
    await once(this.#server, "listening");
  }

  get url(): string {
    const address = this.#server.address();
    assert.ok(typeof address === "object" && address !== null);
    return `http://127.0.0.1:${address.port}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, "close");
  }

  /** The message that makes it so many, when it is delivered, or when one after it is answered. */
  reached(count: number, when: "accepted" | "answered"): Promise<Accepted> {
    const { promise, resolve } = Promise.withResolvers<Accepted>();
    const listen = (accepted: Accepted): void => {
      if (this.total < count) return;
      this.events.off(when, listen);
      resolve(accepted);
    };
    this.events.on(when, listen);
    return promise;
  }

  /** Everybody is asked to wait from now on; resolves when the first comes back after that. */
  async storm(retryAfterSeconds: number, lastsMs: number): Promise<void> {
    const fromMs = performance.now();
    const storm: Storm = { fromMs, untilMs: fromMs + lastsMs, refusedMs: [], endedMs: null };
    this.#retryAfterSeconds = retryAfterSeconds;
    this.storms.push(storm);
    await once(this.events, "stormOver");
  }

  #retryAfterSeconds = 0;

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    // A sender that is killed while it writes leaves half a request.
    const whole = await drained(request);
    if (!whole) return;
    if (request.url === "/token") {
      answer(response, 200, { access_token: "bot-token", expires_in: 3_600 });
      return;
    }
    const [, replica = "", conversation = ""] =
      /^\/([^/]+)\/v3\/conversations\/([^/]+)\/activities$/.exec(request.url ?? "") ?? [];
    this.#receive(replica, decodeURIComponent(conversation), response);
  }

  #receive(replica: string, person: string, response: ServerResponse): void {
    if (this.#isStormy()) {
      answer(response, 429, {}, { "retry-after": `${this.#retryAfterSeconds}` });
      return;
    }
    const dice = this.#random();
    if (this.blocked.has(person) || dice < SHARE_BLOCKED) {
      if (!this.accepted.has(person)) {
        this.blocked.add(person);
        answer(response, 403, { error: { code: "ConversationBlockedByUser" } });
        return;
      }
    } else if (dice < SHARE_BLOCKED + SHARE_PASSING) {
      this.passing += 1;
      answer(response, PASSING[this.passing % PASSING.length] ?? 503, {});
      return;
    }
    const isLost = this.losesAnswers && this.#random() < SHARE_SILENT + SHARE_CUT;
    const lost = this.#random() < 0.5 ? "silence" : "cut";
    const accepted: Accepted = { person, replica, answer: isLost ? lost : "answered" };
    this.accepted.set(person, [...(this.accepted.get(person) ?? []), accepted]);
    this.total += 1;
    setTimeout(() => {
      this.#tell(accepted, response);
    }, this.#random() * LONGEST_ANSWER_MS);
    this.events.emit("accepted", accepted);
  }

  #tell(accepted: Accepted, response: ServerResponse): void {
    switch (accepted.answer) {
      case "answered":
        answer(response, 201, { id: `activity-${this.total}` });
        this.events.emit("answered", accepted);
        break;
      case "cut":
        response.destroy();
        break;
      case "silence":
    }
  }

  #isStormy(): boolean {
    const storm = this.storms.at(-1);
    if (storm === undefined || storm.endedMs !== null) return false;
    const nowMs = performance.now();
    if (nowMs < storm.untilMs) {
      storm.refusedMs.push(nowMs);
      return true;
    }
    storm.endedMs = nowMs;
    this.events.emit("stormOver");
    return false;
  }
}

async function drained(request: IncomingMessage): Promise<boolean> {
  try {
    await request.resume().toArray();
    return request.complete;
  } catch {
    return false;
  }
}

function answer(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { "content-type": "application/json", ...headers });
  response.end(JSON.stringify(body));
}
