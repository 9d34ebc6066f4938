import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { Background } from "./bot/background.ts";
import { GuideEvents } from "./bot/guide-events.ts";
import type { Config } from "./config/config.ts";
import { GuideDialog } from "./dialogs/guide.dialog.ts";
import type { CheckReadiness } from "./enrollment/check.ts";
import type { Clock } from "./enrollment/clock.ts";
import type { FactsStore } from "./enrollment/facts.ts";
import type { FreshSignInStore } from "./enrollment/fresh-sign-in.ts";
import type { GuideStore } from "./enrollment/guide-store.ts";
import type { MethodsReader } from "./enrollment/methods-reader.ts";
import { createProofOfPush, type ProofOfPush } from "./enrollment/prove.ts";
import { RegistrationWatches } from "./enrollment/watch.ts";
import { createGraphClient } from "./graph/client.ts";
import { lastUseFrom } from "./graph/last-use.ts";
import { GraphMethodsReader } from "./graph/me-methods-reader.ts";
import type { Database } from "./storage/database.ts";
import { PostgresFactsStore } from "./storage/facts-store.ts";
import { PostgresGuideStore } from "./storage/guide-store.ts";
import { PostgresWatchStore } from "./storage/watch-store.ts";
import type { Logger } from "./telemetry/logger.ts";
import type { Telemetry } from "./telemetry/telemetry.ts";
import { freshSignInLink } from "./web/paths.ts";

export type GuideService = {
  readonly dialog: GuideDialog;
  readonly events: GuideEvents;
  /** Other conversations move the same card, know the same facts and ask for the same proof. */
  readonly guides: GuideStore;
  readonly facts: FactsStore;
  readonly proof: ProofOfPush;
  /** Ends the watches of this process; another replica may go on with them. */
  stop(): Promise<void>;
};

/** The guided set-up with its watch and its proof. */
export function composeGuide(
  config: Config,
  parts: {
    readonly database: Database;
    readonly freshSignIns: FreshSignInStore;
    readonly background: Background;
    readonly reader: MethodsReader;
    readonly checkReadiness: CheckReadiness;
    readonly clock: Clock;
    readonly log: Logger;
    readonly telemetry: Telemetry;
  },
): GuideService {
  const { database, freshSignIns, background, reader, checkReadiness, clock, log } = parts;
  const guides = new PostgresGuideStore(database);
  const facts = new PostgresFactsStore(database);
  const proof = createProofOfPush({
    freshSignIns,
    contextId: config.freshSignIn.authContextId,
    lastUse: config.proof.logged ? lastUseFrom(betaReader(config, parts.telemetry)) : null,
    clock,
  });
  const watches = new RegistrationWatches({
    reader,
    watches: new PostgresWatchStore(database),
    holder: randomUUID(),
    nowMs: () => performance.now(),
    sleep: (ms, signal) => sleep(ms, undefined, { signal, ref: false }).catch(() => undefined),
    onTrouble: (error) => {
      log.warn({ err: error }, "a watch for a new registration had trouble");
    },
  });
  const events = new GuideEvents({ background, checkReadiness, watches, log });
  const dialog = new GuideDialog({
    guides,
    facts,
    freshSignIns,
    proof,
    watch: events,
    links: config.organisation,
    signInLink: (ticket) => freshSignInLink(config.freshSignIn.publicUrl, ticket),
    clock,
  });
  events.reportTo(dialog);
  return { dialog, events, guides, facts, proof, stop: () => watches.stopAll() };
}

const betaReader = (config: Config, telemetry: Telemetry): MethodsReader =>
  new GraphMethodsReader(createGraphClient({ ...config.graph, version: "beta", telemetry }));
