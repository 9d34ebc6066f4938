import type { Logger } from "../telemetry/logger.ts";

type PartState = "ok" | "notOk" | "noAnswer";

/** What a probe is told: names and states, and nothing of why. */
export type ReadinessReport = {
  readonly status: "ready" | "notReady";
  readonly parts: readonly { readonly name: string; readonly state: PartState | "stopping" }[];
};

/** Probes come every few seconds from several places; the parts are asked once a second at most. */
const GOOD_FOR_MS = 1_000;
/** Container Apps and Kubernetes give up on a probe by themselves; this answers before. */
const LONGEST_ANSWER_MS = 2_500;

/** Of a replica that takes nothing new, whatever its parts say. */
export const STOPPING: ReadinessReport = {
  status: "notReady",
  parts: [{ name: "service", state: "stopping" }],
};

/** Whether this replica can do its work: each part that it needs answers. */
export class Readiness {
  readonly #parts: Readonly<Record<string, () => Promise<boolean>>>;
  readonly #nowMs: () => number;
  readonly #limitMs: number;
  readonly #log: Logger;
  #asked: { readonly atMs: number; readonly report: Promise<ReadinessReport> } | null = null;

  constructor(options: {
    readonly parts: Readonly<Record<string, () => Promise<boolean>>>;
    readonly nowMs: () => number;
    readonly limitMs?: number;
    readonly log: Logger;
  }) {
    this.#parts = options.parts;
    this.#nowMs = options.nowMs;
    this.#limitMs = options.limitMs ?? LONGEST_ANSWER_MS;
    this.#log = options.log;
  }

  /** Never rejects, and answers in bounded time. */
  async report(): Promise<ReadinessReport> {
    const now = this.#nowMs();
    if (this.#asked === null || now - this.#asked.atMs >= GOOD_FOR_MS) {
      this.#asked = { atMs: now, report: this.#ask() };
    }
    return this.#asked.report;
  }

  async #ask(): Promise<ReadinessReport> {
    const parts = await Promise.all(
      Object.entries(this.#parts).map(async ([name, isOk]) => ({
        name,
        state: await this.#stateOf(name, isOk),
      })),
    );
    const isReady = parts.every(({ state }) => state === "ok");
    return { status: isReady ? "ready" : "notReady", parts };
  }

  async #stateOf(name: string, isOk: () => Promise<boolean>): Promise<PartState> {
    const { promise: tooLate, resolve: giveUp } = Promise.withResolvers<PartState>();
    const timer = setTimeout(giveUp, this.#limitMs, "noAnswer");
    const answered = isOk().then(
      (ok): PartState => (ok ? "ok" : "notOk"),
      (error: unknown): PartState => {
        this.#log.warn({ err: error, part: name }, "readiness unknown");
        return "notOk";
      },
    );
    try {
      return await Promise.race([answered, tooLate]);
    } finally {
      clearTimeout(timer);
    }
  }
}
