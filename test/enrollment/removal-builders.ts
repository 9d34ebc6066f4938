import assert from "node:assert/strict";
import type { DelegatedToken } from "../../src/enrollment/delegated-token.ts";
import type { PersonKey } from "../../src/enrollment/person.ts";
import type { AuditEntry, RemovalAudit } from "../../src/enrollment/removal-audit.ts";
import type { RemovalOrder, RemovalOutcome, RemovalReport } from "../../src/enrollment/remove.ts";
import { createRemoveDevices } from "../../src/enrollment/remove-devices.ts";
import type { RemovalParts } from "../../src/enrollment/single-removal.ts";
import { type MethodId, tenantId, userId } from "../../src/methods/ids.ts";
import { DEFAULT_POLICY } from "../../src/methods/policy.ts";
import { aDevice, aMethod } from "../builders/methods.ts";
import { FakeFactsStore } from "../fakes/fake-facts-store.ts";
import { FakeGraphMethods } from "../fakes/fake-graph-methods.ts";
import { FakeRemovalAudit } from "../fakes/fake-removal-audit.ts";
import { FakeRemovalLock } from "../fakes/fake-removal-lock.ts";

export const NOW = new Date("2026-11-24T12:00:00Z");
export const MINUTE_MS = 60_000;
export const ANNA: PersonKey = { tenantId: tenantId("home"), userId: userId("anna") };
export const BELA: PersonKey = { tenantId: tenantId("home"), userId: userId("bela") };

export const PASSWORD = aMethod({ kind: "password" });
export const NEW = aDevice("new", { displayName: "Pixel 9", phoneAppVersion: "6.2610.7011" });
export const OLD = aDevice("old", { displayName: "iPhone 8", phoneAppVersion: "6.6.12" });
export const OLDER = aDevice("older", { displayName: "iPhone 5", phoneAppVersion: "6.1.3" });

export const tokenOf = (owner: PersonKey | null, value = "token"): DelegatedToken => ({
  value,
  owner: owner === null ? null : { ...owner, isGuest: false },
  accountHint: null,
});

export const afterNow = (ms: number): Date => new Date(NOW.getTime() + ms);

/** Everything that is in the audit. */
export async function entriesIn(audit: RemovalAudit): Promise<readonly AuditEntry[]> {
  const entries: AuditEntry[] = [];
  for await (const entry of audit.read({})) entries.push(entry);
  return entries;
}

/** One line for each entry: what, and what came of it. */
export const trailOf = async (audit: RemovalAudit): Promise<readonly string[]> =>
  (await entriesIn(audit)).map(
    ({ methodId, settled }) => `${methodId} ${settled?.outcome ?? "open"}`,
  );

/** Anna has just proved her new phone, and two old ones are left. */
export class RemovalBench {
  readonly graph = new FakeGraphMethods([PASSWORD, NEW, OLD, OLDER]);
  readonly audit = new FakeRemovalAudit();
  readonly facts = new FakeFactsStore();
  readonly lock = new FakeRemovalLock();
  now = NOW;
  /** What operators are told. */
  readonly troubles: string[] = [];

  static async begin(): Promise<RemovalBench> {
    const bench = new RemovalBench();
    await bench.prove(ANNA, NEW.id);
    return bench;
  }

  async prove(key: PersonKey, methodId: MethodId): Promise<void> {
    await this.facts.confirmDevice(key, methodId, "appeared", this.now);
    await this.facts.saveProof(key, { methodId, strength: "signedIn", at: this.now });
  }

  readonly onTrouble = (error: unknown): void => {
    this.troubles.push(error instanceof Error ? error.message : "?");
  };

  remove(
    targets: readonly MethodId[],
    parts: Partial<RemovalParts> = {},
    order: Partial<RemovalOrder> = {},
    key: PersonKey = ANNA,
  ): Promise<RemovalReport> {
    const removeDevices = createRemoveDevices({
      reader: this.graph,
      remover: this.graph,
      facts: this.facts,
      audit: this.audit,
      lock: this.lock,
      policy: DEFAULT_POLICY,
      minimum: "signedIn",
      proofMaxAgeMs: 60 * MINUTE_MS,
      clock: { now: () => this.now },
      onTrouble: this.onTrouble,
      ...parts,
    });
    const [readingToken, actingToken] = [tokenOf(key, "reading"), tokenOf(key, "acting")];
    return removeDevices(key, { targets, readingToken, actingToken, ...order });
  }

  /** What came of each distinct target. */
  async outcomesOf(
    targets: readonly MethodId[],
    parts: Partial<RemovalParts> = {},
    key: PersonKey = ANNA,
  ): Promise<readonly RemovalOutcome[]> {
    const report = await this.remove(targets, parts, {}, key);
    assert.ok(report.kind === "finished");
    assert.deepEqual(
      report.outcomes.map(({ methodId }) => methodId),
      [...new Set(targets)],
    );
    return report.outcomes.map(({ outcome }) => outcome);
  }
}
