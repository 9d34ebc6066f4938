import type { Background } from "./bot/background.ts";
import { CleanupEvents } from "./bot/cleanup-events.ts";
import type { Config } from "./config/config.ts";
import { CleanupDialog } from "./dialogs/cleanup.dialog.ts";
import type { CleanupSnapshot } from "./dialogs/cleanup-snapshot.ts";
import type { GuideDialog } from "./dialogs/guide.dialog.ts";
import type { CheckReadiness } from "./enrollment/check.ts";
import type { Clock } from "./enrollment/clock.ts";
import type { FactsStore } from "./enrollment/facts.ts";
import type { FreshSignInStore } from "./enrollment/fresh-sign-in.ts";
import type { GuideStore } from "./enrollment/guide-store.ts";
import type { MethodsReader } from "./enrollment/methods-reader.ts";
import type { ProofOfPush } from "./enrollment/prove.ts";
import { createRemoveDevices } from "./enrollment/remove-devices.ts";
import {
  createSettleOpenRemovals,
  createSettleRemovalOf,
  type SettleRemovalOf,
} from "./enrollment/settle-removals.ts";
import { createGraphClient } from "./graph/client.ts";
import { GraphDeviceRemover } from "./graph/remove-device.ts";
import type { Database } from "./storage/database.ts";
import { PostgresRemovalAudit } from "./storage/removal-audit.ts";
import { PostgresRemovalLock } from "./storage/removal-lock.ts";
import type { Logger } from "./telemetry/logger.ts";
import { freshSignInLink } from "./web/paths.ts";

/** What a crash left open can be settled as soon as the list can be read; silence only after a quarter of an hour. */
const SETTLE_EVERY_MS = 5 * 60 * 1000;
/** A removal sends for twenty seconds at most, and reads before and after; what is cut off is settled at the next start. */
const LONGEST_STOP_MS = 15_000;

export type CleanupService = {
  readonly dialog: CleanupDialog;
  readonly events: CleanupEvents;
  /** Settles what was left open, now and from time to time. Call it once people can be reached. */
  startSettling(): void;
  /** Lets removals that run end, and be told, if that does not take too long. */
  stop(): Promise<void>;
};

/** What settling needs: before there is anybody to tell. */
export function composeRemovals(parts: {
  readonly database: Database;
  readonly reader: MethodsReader;
  readonly clock: Clock;
}) {
  const { database, reader, clock } = parts;
  const audit = new PostgresRemovalAudit(database);
  const lock = new PostgresRemovalLock(database);
  const settling = { reader, audit, lock, clock };
  return { ...settling, settleRemovalOf: createSettleRemovalOf(settling) };
}

/** A check that first settles what an earlier removal of this person left open. Trouble with that is no reason not to look. */
export const settlingFirst =
  (
    check: CheckReadiness,
    settleRemovalOf: SettleRemovalOf,
    onTrouble: (error: unknown) => void,
  ): CheckReadiness =>
  async (key, token) => {
    await settleRemovalOf(key, token).catch(onTrouble);
    return check(key, token);
  };

/** The clean-up of old phones. */
export function composeCleanup(
  config: Config,
  parts: {
    readonly removals: ReturnType<typeof composeRemovals>;
    readonly background: Background;
    readonly checkReadiness: CheckReadiness;
    readonly guideDialog: GuideDialog;
    readonly guides: GuideStore;
    readonly facts: FactsStore;
    readonly freshSignIns: FreshSignInStore;
    readonly proof: ProofOfPush;
    readonly log: Logger;
  },
): CleanupService {
  const { removals, guideDialog, guides, facts, freshSignIns, proof, log } = parts;
  const { lock, clock, settleRemovalOf } = removals;
  const { minimum, maxAgeMs } = config.proof;
  const onTrouble = (error: unknown): void => {
    log.error({ err: error }, "a removal had trouble");
  };
  const remover = new GraphDeviceRemover(createGraphClient(config.graph), {
    onUnanswered: (error) => {
      log.warn({ err: error }, "Graph gave no answer to a removal");
    },
  });
  const removeDevices = createRemoveDevices({
    ...removals,
    remover,
    facts,
    policy: config.policy,
    minimum,
    proofMaxAgeMs: maxAgeMs,
    onTrouble,
  });
  const events = new CleanupEvents({ ...parts, removeDevices, lock, settleRemovalOf });
  const dialog = new CleanupDialog({
    guides,
    facts,
    freshSignIns,
    proof,
    removals: events,
    settings: settingsOf(config),
    showChecklist: (turn, read) =>
      guideDialog.run(turn, { kind: "checklist" }, { guideId: null, read }),
    links: config.organisation,
    signInLink: (ticket) => freshSignInLink(config.freshSignIn.publicUrl, ticket),
    clock,
  });
  events.reportTo(dialog);
  const settleOpen = createSettleOpenRemovals({ ...removals, tokens: events, onTrouble });
  const settling = new Settling(settleOpen, log);
  return {
    dialog,
    events,
    startSettling: () => {
      settling.start();
    },
    stop: async () => {
      settling.stop();
      await Promise.race([Promise.all([events.stop(), settling.ended()]), afterAWhile()]);
    },
  };
}

function settingsOf({ policy, proof, freshSignIn }: Config): CleanupSnapshot["settings"] {
  return {
    policy,
    minimum: proof.minimum,
    proofMaxAgeMs: proof.maxAgeMs,
    possibleProofs: [
      "signedIn",
      ...(proof.logged ? (["logged"] as const) : []),
      ...(freshSignIn.authContextId === null ? [] : (["enforced"] as const)),
    ],
  };
}

const afterAWhile = (): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, LONGEST_STOP_MS).unref();
  });

/** Settles again and again, one run at a time. */
class Settling {
  readonly #settle: ReturnType<typeof createSettleOpenRemovals>;
  readonly #log: Logger;
  readonly #stopping = new AbortController();
  #timer: NodeJS.Timeout | null = null;
  #running: Promise<void> = Promise.resolve();

  constructor(settle: ReturnType<typeof createSettleOpenRemovals>, log: Logger) {
    this.#settle = settle;
    this.#log = log;
  }

  start(): void {
    this.#running = this.#run();
    this.#timer = setInterval(() => {
      this.#running = this.#running.then(() => this.#run());
    }, SETTLE_EVERY_MS);
    this.#timer.unref();
  }

  stop(): void {
    this.#stopping.abort();
    if (this.#timer !== null) clearInterval(this.#timer);
  }

  ended(): Promise<void> {
    return this.#running;
  }

  async #run(): Promise<void> {
    if (this.#stopping.signal.aborted) return;
    try {
      const { settled, open } = await this.#settle(this.#stopping.signal);
      if (settled + open > 0) this.#log.info({ settled, open }, "removals that were left open");
    } catch (error) {
      this.#log.warn({ err: error }, "open removals could not be settled; tried again later");
    }
  }
}
