import type { PersonKey } from "../../../src/enrollment/person.ts";
import { type AuditEntry, GONE_OUTCOMES } from "../../../src/enrollment/removal-audit.ts";
import type { RemovalReport, RemovedTarget } from "../../../src/enrollment/remove.ts";
import { isAuthenticator } from "../../../src/methods/method.ts";
import { entriesIn } from "../removal-builders.ts";
import { BrokenPromise, type Sending, type World } from "./world.ts";

/** At the end, the audit and the truth agree. */
export async function checkAudit(world: World): Promise<void> {
  for (const entry of await entriesIn(world.audit)) checkEntry(world, entry);
  for (const { removalId, id } of world.graph.deletions) {
    if (removalId !== null && !world.intents.has(removalId)) {
      throw new BrokenPromise(`${id} was removed without an entry in the audit`);
    }
  }
}

function checkEntry(world: World, { removalId, methodId, settled, key }: AuditEntry): void {
  if (settled === null) throw new BrokenPromise("a removal stays open");
  const { outcome } = settled;
  const isDone = world.graph.deletions.some((deletion) => deletion.removalId === removalId);
  const isToldGone = GONE_OUTCOMES.some((gone) => gone === outcome);
  if (isDone && !isToldGone) {
    throw new BrokenPromise(`the audit says ${outcome} of what was removed`);
  }
  if (outcome === "removed" && !isDone) {
    throw new BrokenPromise("the audit says removed of what was not");
  }
  if (isToldGone && world.graph.has(key.userId, methodId)) {
    throw new BrokenPromise(`the audit says ${outcome} of what is there`);
  }
}

/**
 * What the person is told is so, at the moment when they are told. Null: they are told that something went wrong, which
 * says nothing about their phones.
 */
export async function checkReport(
  world: World,
  orderId: number,
  key: PersonKey,
  report: RemovalReport | null,
): Promise<readonly string[]> {
  const sent = world.sendings.filter((sending) => sending.orderId === orderId);
  if (report?.kind !== "finished") {
    if (sent.length > 0) throw new BrokenPromise("something was sent, and nobody told of it");
    return [report?.kind ?? "error"];
  }
  for (const target of report.outcomes) await checkOutcome(world, key, target, sent);
  if (sent.some(({ id }) => !report.outcomes.some(({ methodId }) => methodId === id))) {
    throw new BrokenPromise("something was sent that nobody asked for");
  }
  checkAfter(report);
  return report.outcomes.map(({ outcome }) =>
    outcome.kind === "refused" ? outcome.why : outcome.kind,
  );
}

function checkAfter({ outcomes, after }: Extract<RemovalReport, { readonly kind: "finished" }>) {
  if (after.kind !== "read") return;
  const shown = new Set(after.methods.filter(isAuthenticator).map(({ id }) => id));
  if (outcomes.some(({ methodId, outcome }) => outcome.kind === "removed" && shown.has(methodId))) {
    throw new BrokenPromise("what was removed is shown as left");
  }
}

async function checkOutcome(
  world: World,
  key: PersonKey,
  { methodId, outcome }: RemovedTarget,
  sent: readonly Sending[],
): Promise<void> {
  const { graph, audit } = world;
  const own = sent.filter(({ id }) => id === methodId);
  const isDone = graph.deletions.some(({ removalId }) =>
    own.some((sending) => sending.removalId === removalId),
  );
  switch (outcome.kind) {
    case "removed":
    case "alreadyGone":
      if (graph.has(key.userId, methodId)) throw new BrokenPromise(`told "${outcome.kind}"`);
      return;
    case "refused":
      // A list that lags may not show yet what is registered.
      if (
        outcome.why === "notListed" &&
        !world.hasLag &&
        graph.list(key.userId).some(({ id }) => id === methodId)
      ) {
        throw new BrokenPromise("told that it is not listed, and it is");
      }
      if (own.length > 0) throw new BrokenPromise(`told "${outcome.why}" of what was sent`);
      return;
    case "notTried":
      if (own.length > 0) throw new BrokenPromise("told that it was not tried, and it was");
      return;
    case "notSureYet": {
      const entries = (await entriesIn(audit)).filter((entry) => entry.methodId === methodId);
      if (own.length === 0 || entries.length === 0) throw new BrokenPromise("unsure of nothing");
      return;
    }
    case "isDefaultMethod":
    case "freshSignInNeeded":
    case "stepUpNeeded":
    case "throttled":
    case "refusedByGraph":
    case "unavailable":
      if (isDone) throw new BrokenPromise(`told "${outcome.kind}" of what was removed`);
      return;
  }
}
