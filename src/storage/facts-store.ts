import { type Expression, type Kysely, type SqlBool, sql } from "kysely";
import type { EnrollmentFacts, FactsStore } from "../enrollment/facts.ts";
import type { PersonKey } from "../enrollment/person.ts";
import type { DeviceEvidence, ProofStrength, PushProof } from "../methods/checklist.ts";
import { type MethodId, methodId } from "../methods/ids.ts";
import type { Database, Statement } from "./database.ts";
import type { Schema } from "./schema.ts";
import type { Given } from "./statement.ts";

type KeyValues = { readonly tenantId: string; readonly userId: string };
type FactsRow = {
  readonly device_method_id: string | null;
  readonly device_at: Date | null;
  readonly device_evidence: DeviceEvidence | null;
  readonly proof_method_id: string | null;
  readonly proof_strength: ProofStrength | null;
  readonly proof_at: Date | null;
  readonly finished_at: Date | null;
  readonly kept_devices: readonly string[];
};
type MethodValues = KeyValues & { readonly method: string; readonly at: Date };
type DeviceValues = MethodValues & { readonly evidence: DeviceEvidence };
type KeptValues = KeyValues & { readonly methods: string[]; readonly at: Date };
type ProofValues = MethodValues & { readonly strength: ProofStrength };
type FinishedValues = KeyValues & { readonly at: Date | null };

const NOTHING_KNOWN: EnrollmentFacts = {
  currentDevice: null,
  proof: null,
  keptDevices: [],
  finishedAt: null,
};

/** What is established about people who are known already, on either engine. Rejects with StorageError only. */
export class PostgresFactsStore implements FactsStore {
  readonly #find: Statement<KeyValues, FactsRow>;
  readonly #confirmDevice: Statement<DeviceValues, unknown>;
  readonly #keepDevices: Statement<KeptValues, unknown>;
  readonly #saveProof: Statement<ProofValues, unknown>;
  readonly #saveFinished: Statement<FinishedValues, unknown>;

  constructor(database: Database) {
    this.#find = database.prepare("facts.find", find);
    this.#confirmDevice = database.prepare("facts.confirm_device", confirmDevice);
    this.#keepDevices = database.prepare("facts.keep_devices", keepDevices);
    this.#saveProof = database.prepare("facts.save_proof", saveProof);
    this.#saveFinished = database.prepare("facts.save_finished", saveFinished);
  }

  async find(key: PersonKey): Promise<EnrollmentFacts> {
    const [row] = await this.#find.run(key);
    return row === undefined ? NOTHING_KNOWN : toFacts(row);
  }

  async confirmDevice(
    key: PersonKey,
    method: MethodId,
    evidence: DeviceEvidence,
    at: Date,
  ): Promise<void> {
    await this.#confirmDevice.run({ ...key, method, evidence, at });
  }

  async keepDevices(key: PersonKey, methods: readonly MethodId[], at: Date): Promise<void> {
    await this.#keepDevices.run({ ...key, methods: [...methods], at });
  }

  async saveProof(key: PersonKey, { methodId: method, strength, at }: PushProof): Promise<void> {
    await this.#saveProof.run({ ...key, method, strength, at });
  }

  async saveFinished(key: PersonKey, at: Date | null): Promise<void> {
    await this.#saveFinished.run({ ...key, at });
  }
}

function toFacts(row: FactsRow): EnrollmentFacts {
  const { device_method_id: device, device_at: deviceAt, device_evidence: evidence } = row;
  const { proof_method_id: proved, proof_strength: strength, proof_at: provedAt } = row;
  return {
    currentDevice:
      device === null || evidence === null || deviceAt === null
        ? null
        : { methodId: methodId(device), evidence, at: deviceAt },
    proof:
      proved === null || strength === null || provedAt === null
        ? null
        : { methodId: methodId(proved), strength, at: provedAt },
    keptDevices: row.kept_devices.map(methodId),
    finishedAt: row.finished_at,
  };
}

function find(db: Kysely<Schema>, given: Given<KeyValues>) {
  return db
    .selectFrom("enrollment_facts")
    .select([
      "device_method_id",
      "device_at",
      "device_evidence",
      "proof_method_id",
      "proof_strength",
      "proof_at",
      "finished_at",
      "kept_devices",
    ])
    .where("tenant_id", "=", given("tenantId"))
    .where("user_id", "=", given("userId"));
}

function confirmDevice(db: Kysely<Schema>, given: Given<DeviceValues>) {
  const isSameDevice = sql<SqlBool>`enrollment_facts.device_method_id = excluded.device_method_id`;
  // What was seen to appear is not taken back by a word for the same entry, and gets no fresher by it.
  const keepsEvidence = sql<SqlBool>`(${isSameDevice} and enrollment_facts.device_evidence = 'appeared' and excluded.device_evidence = 'said')`;
  // A proof may be saved before its device is confirmed; it stays when it is for the very device.
  const keepsProof = sql<SqlBool>`(${isSameDevice} or enrollment_facts.proof_method_id = excluded.device_method_id)`;
  return db
    .insertInto("enrollment_facts")
    .values({
      tenant_id: given("tenantId"),
      user_id: given("userId"),
      device_method_id: given("method"),
      device_at: given("at"),
      device_evidence: given("evidence"),
    })
    .onConflict((conflict) =>
      conflict.columns(["tenant_id", "user_id"]).doUpdateSet({
        device_method_id: sql`excluded.device_method_id`,
        device_at: sql`case when ${keepsEvidence} then enrollment_facts.device_at else excluded.device_at end`,
        device_evidence: sql`case when ${keepsEvidence} then enrollment_facts.device_evidence else excluded.device_evidence end`,
        proof_method_id: keptIf<string>(keepsProof, "proof_method_id"),
        proof_strength: keptIf<ProofStrength>(keepsProof, "proof_strength"),
        proof_at: keptIf<Date>(keepsProof, "proof_at"),
        finished_at: keptIf<Date>(isSameDevice, "finished_at"),
      }),
    );
}

function keptIf<Value>(condition: Expression<SqlBool>, column: string): Expression<Value | null> {
  return sql`case when ${condition} then ${sql.ref(`enrollment_facts.${column}`)} end`;
}

function keepDevices(db: Kysely<Schema>, given: Given<KeptValues>) {
  return db
    .insertInto("enrollment_facts")
    .values({
      tenant_id: given("tenantId"),
      user_id: given("userId"),
      kept_devices: given("methods"),
      kept_at: given("at"),
    })
    .onConflict((conflict) =>
      conflict.columns(["tenant_id", "user_id"]).doUpdateSet({
        kept_devices: sql`excluded.kept_devices`,
        kept_at: sql`excluded.kept_at`,
      }),
    );
}

function saveProof(db: Kysely<Schema>, given: Given<ProofValues>) {
  return db
    .insertInto("enrollment_facts")
    .values({
      tenant_id: given("tenantId"),
      user_id: given("userId"),
      proof_method_id: given("method"),
      proof_strength: given("strength"),
      proof_at: given("at"),
    })
    .onConflict((conflict) =>
      conflict
        .columns(["tenant_id", "user_id"])
        .doUpdateSet({
          proof_method_id: sql`excluded.proof_method_id`,
          proof_strength: sql`excluded.proof_strength`,
          proof_at: sql`excluded.proof_at`,
        })
        .where(
          sql<SqlBool>`(enrollment_facts.proof_at is null or enrollment_facts.proof_at <= excluded.proof_at)`,
        ),
    );
}

function saveFinished(db: Kysely<Schema>, given: Given<FinishedValues>) {
  return db
    .insertInto("enrollment_facts")
    .values({
      tenant_id: given("tenantId"),
      user_id: given("userId"),
      finished_at: given("at"),
    })
    .onConflict((conflict) =>
      conflict
        .columns(["tenant_id", "user_id"])
        .doUpdateSet({ finished_at: sql`excluded.finished_at` }),
    );
}
