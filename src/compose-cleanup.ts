import type { Background } from "./bot/background.ts";
import { CleanupEvents } from "./bot/cleanup-events.ts";
import { RegularSettling } from "./bot/regular-settling.ts";
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
import { createSettleOpenRemovals, createSettleRemovalOf } from "./enrollment/settle-removals.ts";
import { createGraphClient } from "./graph/client.ts";
import { GraphDeviceRemover } from "./graph/remove-device.ts";
import type { Database } from "./storage/database.ts";
import { PostgresRemovalAudit } from "./storage/removal-audit.ts";
import { PostgresRemovalLock } from "./storage/removal-lock.ts";
import type { Logger } from "./telemetry/logger.ts";
import type { Telemetry } from "./telemetry/telemetry.ts";
import { tracedRemovals } from "./telemetry/traced-removals.ts";
import { freshSignInLink } from "./web/paths.ts";

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
    readonly telemetry: Telemetry;
  },
): CleanupService {
  const { removals, guideDialog, guides, facts, freshSignIns, proof, log, telemetry } = parts;
  const { lock, clock, settleRemovalOf } = removals;
  const { minimum, maxAgeMs } = config.proof;
  const onTrouble = (error: unknown): void => {
    log.error({ err: error }, "a removal had trouble");
  };
  const remover = new GraphDeviceRemover(createGraphClient({ ...config.graph, telemetry }), {
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
  const events = new CleanupEvents({
    ...parts,
    removeDevices: tracedRemovals(removeDevices, telemetry),
    lock,
    settleRemovalOf,
  });
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
  const settling = new RegularSettling(settleOpen, log);
  return {
    dialog,
    events,
    startSettling: () => {
      settling.start();
    },
    stop: async () => {
      await Promise.race([Promise.all([events.stop(), settling.stop()]), afterAWhile()]);
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
