import type { TenantId } from "../methods/ids.ts";
import type { ComplianceHistory } from "./compliance-history.ts";
import { BATCH_LIMIT, type DirectoryRefusal } from "./directory.ts";
import { REPORT_RATE, RequestLimit, type RequestRate } from "./request-limit.ts";
import { askedDelayMs, retryDelayMs } from "./retry-delay.ts";
import type { OneByOneCost, ScanNews, ScanOutcome } from "./scan-outcome.ts";
import { ONE_BY_ONE_START, type PageOutcome, type PageParts, ScanPages } from "./scan-page.ts";
import {
  afterPage,
  fromTheTop,
  planOf,
  requiresInclusion,
  type ScanAudience,
  type ScanStep,
  scanSteps,
} from "./scan-steps.ts";
import type { ScanProgress, ScanRun, ScanStore } from "./scan-store.ts";

/** Long enough for the slowest page; a replica that died lets go after it. Longer waits extend it. */
const LEASE_MS = 120_000;
/** What an older run has read is too old itself. A link that expired sooner only begins its step anew. */
const RESUMED_FOR_MS = 24 * 60 * 60_000;
const TRIES_PER_PAGE = 8;
const RESTARTS_PER_STEP = 3;

/**
 * Batches of people who are read one by one, where there is no report. Graph states no limit for the service behind it,
 * and Microsoft advises against reading everybody like this; one a second is what we allow ourselves.
 */
export const ONE_BY_ONE_RATE: RequestRate = { requests: 10, perMs: 10_000 };

export type ScanParts = Omit<PageParts, "reportMayBeAsked" | "peopleMayBeAsked"> & {
  readonly store: ScanStore;
  readonly history: ComplianceHistory;
  readonly audience: ScanAudience;
  /** Whether people are read one by one where the tenant has no licence for the report. */
  readonly oneByOne: boolean;
  /** This process; unique among replicas. */
  readonly holder: string;
  /** Milliseconds of a clock that never jumps. */
  readonly nowMs: () => number;
  /** Resolves after the time, or at once when the signal aborts; never rejects. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  /** In [0, 1). */
  readonly random: () => number;
};

/**
 * Finds out who is not set up: groups and lists, accounts, and the registration report, page by page. Memory does not
 * grow with the tenant; a scan that ended early is gone on with where it stopped; two at once are one. People count as
 * gone only by a scan that is complete.
 */
export type Scan = (
  tenantId: TenantId,
  signal: AbortSignal,
  onNews?: (news: ScanNews) => void,
) => Promise<ScanOutcome>;

export function createScan(parts: ScanParts): Scan {
  const steps = scanSteps(parts.audience);
  return async (tenantId, signal, onNews = () => undefined) => {
    const { store, holder } = parts;
    const at = parts.now();
    const begun = await store.begin(tenantId, holder, LEASE_MS, {
      plan: planOf(steps),
      requiresInclusion: requiresInclusion(parts.audience),
      resumeAfter: new Date(at.getTime() - RESUMED_FOR_MS),
      at,
    });
    if (begun.kind === "underWay") return begun;
    const { scan } = begun;
    const running = new RunningScan(parts, steps, tenantId, scan, signal, onNews);
    let outcome: ScanOutcome | null = null;
    try {
      outcome = await running.run();
      return outcome;
    } finally {
      if (outcome?.kind !== "completed" && outcome?.kind !== "takenOver") {
        // Nothing is lost if this fails too: the lease runs out.
        await store.release(tenantId, scan.run, holder).catch(() => undefined);
      }
    }
  };
}

class RunningScan {
  readonly #parts: ScanParts;
  readonly #steps: readonly ScanStep[];
  readonly #tenantId: TenantId;
  readonly #run: number;
  readonly #signal: AbortSignal;
  readonly #onNews: (news: ScanNews) => void;
  readonly #pages: ScanPages;
  #progress: ScanProgress;

  constructor(
    parts: ScanParts,
    steps: readonly ScanStep[],
    tenantId: TenantId,
    scan: ScanRun,
    signal: AbortSignal,
    onNews: (news: ScanNews) => void,
  ) {
    this.#parts = parts;
    this.#steps = steps;
    this.#tenantId = tenantId;
    this.#run = scan.run;
    this.#progress = scan.progress;
    this.#signal = signal;
    this.#onNews = onNews;
    const report = new RequestLimit(REPORT_RATE, parts.nowMs, parts.sleep);
    const people = new RequestLimit(ONE_BY_ONE_RATE, parts.nowMs, parts.sleep);
    this.#pages = new ScanPages(
      {
        ...parts,
        reportMayBeAsked: (aborting) => report.ready(aborting),
        peopleMayBeAsked: (aborting) => people.ready(aborting),
      },
      tenantId,
      scan.run,
    );
  }

  async run(): Promise<ScanOutcome> {
    let tries = 0;
    let restarts = 0;
    for (;;) {
      const step = this.#steps[this.#progress.step];
      if (step === undefined) return this.#complete();
      if (this.#signal.aborted) return { kind: "stopped" };
      this.#tell(step, null);
      const page = await this.#pages.read(step, this.#progress.next, this.#signal, async () => {
        await this.#keep(this.#progress);
      });
      // A page that the signal cut short says nothing about Graph.
      if (page.kind !== "stored" && this.#isStopping()) return { kind: "stopped" };
      switch (page.kind) {
        case "stored": {
          // A link to itself would have us read the page for ever.
          if (page.next !== null && page.next === this.#progress.next) {
            return { kind: "refused", step, refusal: ENDLESS };
          }
          if (!(await this.#keep(afterPage(this.#progress, step, page.rows, page.next)))) {
            return { kind: "takenOver" };
          }
          tries = 0;
          if (page.next === null) restarts = 0;
          break;
        }
        case "linkExpired": {
          restarts += 1;
          if (restarts > RESTARTS_PER_STEP) return { kind: "linkExpired", step };
          if (!(await this.#keep(fromTheTop(this.#progress, step)))) return { kind: "takenOver" };
          break;
        }
        case "noLicence": {
          if (!this.#parts.oneByOne) return { kind: "noLicence", cost: await this.#cost() };
          if (!(await this.#keep({ ...this.#progress, next: ONE_BY_ONE_START }))) {
            return { kind: "takenOver" };
          }
          break;
        }
        case "throttled":
        case "unavailable": {
          tries += 1;
          if (tries >= TRIES_PER_PAGE) return { kind: "refused", step, refusal: page };
          if (!(await this.#wait(page, tries, step))) return { kind: "takenOver" };
          break;
        }
        case "forbidden":
          return { kind: "refused", step, refusal: page };
        case "noSuchGroup":
        case "wrongLine":
          return page;
      }
    }
  }

  async #complete(): Promise<ScanOutcome> {
    const { store, history, holder } = this.#parts;
    if (this.#progress.read.accounts === 0) return { kind: "emptyDirectory" };
    const at = this.#parts.now();
    if (!(await store.complete(this.#tenantId, this.#run, holder, at))) {
      return { kind: "takenOver" };
    }
    const counts = await store.count(this.#tenantId, at);
    await history.add(this.#tenantId, { run: this.#run, at, counts });
    return { kind: "completed", run: this.#run, counts };
  }

  async #keep(progress: ScanProgress, waitMs = 0): Promise<boolean> {
    this.#progress = progress;
    const { store, holder } = this.#parts;
    return store.saveProgress(this.#tenantId, this.#run, holder, LEASE_MS + waitMs, progress);
  }

  /** False: another replica has gone on with the scan. */
  async #wait(
    refusal: Extract<PageOutcome, { kind: "throttled" | "unavailable" }>,
    tries: number,
    step: ScanStep,
  ): Promise<boolean> {
    const { sleep, random } = this.#parts;
    const asked = refusal.kind === "throttled" ? refusal.retryAfterSeconds : null;
    const waitMs =
      asked === null ? retryDelayMs(tries, random()) : askedDelayMs(asked * 1_000, random());
    if (!(await this.#keep(this.#progress, waitMs))) return false;
    this.#tell(step, waitMs);
    await sleep(waitMs, this.#signal);
    return true;
  }

  /** Counts the people who would have to be read one by one. */
  async #cost(): Promise<OneByOneCost> {
    const { store } = this.#parts;
    let people = 0;
    let page = await store.membersPage(this.#tenantId, this.#run, null, COUNTED_AT_ONCE);
    while (page.length > 0) {
      people += page.length;
      page = await store.membersPage(
        this.#tenantId,
        this.#run,
        page.at(-1) ?? null,
        COUNTED_AT_ONCE,
      );
    }
    const requests = Math.ceil(people / BATCH_LIMIT);
    const { requests: rate, perMs } = ONE_BY_ONE_RATE;
    return { people, requests, minutes: Math.ceil((requests * perMs) / rate / 60_000) };
  }

  #tell(step: ScanStep, waitsMs: number | null): void {
    const { step: stepNumber, read } = this.#progress;
    this.#onNews({ step, stepNumber, steps: this.#steps.length, read, waitsMs });
  }

  // Asked after each page; the compiler would take the first answer for good.
  #isStopping(): boolean {
    return this.#signal.aborted;
  }
}

const COUNTED_AT_ONCE = 10_000;

const ENDLESS: DirectoryRefusal = { kind: "unavailable", why: "badReply", requestId: null };
