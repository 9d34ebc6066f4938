import type { ConstructorOptions, PgBoss, Queue } from "pg-boss";
import type { Database } from "./database.ts";
import type { JobStore } from "./engine.ts";
import type { JobDefinition } from "./job-definition.ts";
import { StorageError } from "./storage-error.ts";
import { vacuumJobs } from "./vacuum-job.ts";

/** Background jobs, kept in the database: whichever replica is there does them. */
export interface Jobs {
  /**
   * Makes the queue's own tables where they are missing, and begins to work. For when the service listens: it takes part
   * of a second, and tries for some minutes while the database is away. A second call does nothing.
   * @throws StorageError with the next step for the operator
   */
  start(): Promise<void>;
  /**
   * Has the job done soon, by whichever replica; `underWay`: it is waiting or being done already. Waits for
   * {@link start}, which was called before.
   */
  runNow(name: string): Promise<"queued" | "underWay">;
  /** Takes no more, tells what runs to end, and waits for that, but not for ever. Never rejects. */
  stop(): Promise<void>;
}

/** How soon things are noticed, in seconds; the defaults keep an idle service quiet. */
export type JobTimes = {
  /** Between two looks for a job of one kind. */
  readonly poll: number;
  /** Between two looks at the schedules, 45 at most. */
  readonly cron: number;
  /** Between two looks for jobs whose replica is gone. */
  readonly supervise: number;
  /** A replica that does not say so often that it is still at it, is gone; 10 at least. */
  readonly heartbeat: number;
  /** Before a job is tried again, doubling up to a quarter of an hour. */
  readonly retryDelay: number;
  /** For what runs to end, when the service stops. */
  readonly stop: number;
};

const DEFAULT_TIMES: JobTimes = {
  poll: 30,
  cron: 30,
  supervise: 60,
  heartbeat: 60,
  retryDelay: 60,
  stop: 10,
};
/** Of its own, beside ours: its tables have general names, and it migrates them by itself. */
const SCHEMA = "pgboss";
const START_ATTEMPTS = 10;
const RETRIES = 5;
const LONGEST_RETRY_DELAY_SECONDS = 15 * 60;
/** A scan of a million people one by one takes hours; a replica that died is noticed by its heartbeat, long before. */
const LONGEST_RUN_SECONDS = 24 * 60 * 60;
const KEEP_DONE_SECONDS = 7 * 24 * 60 * 60;

export type JobsOptions = {
  readonly definitions: readonly JobDefinition[];
  /** Told when a job failed or the queue itself has trouble; both go on by themselves. */
  readonly onTrouble: (error: Error) => void;
  readonly times?: Partial<JobTimes>;
};

/**
 * Jobs in the given database, on its own connections: pg-boss opens none besides. Loads pg-boss when started.
 * Source: https://pgboss.io
 */
export function createJobs(database: Database, options: JobsOptions): Jobs {
  return new DatabaseJobs(database, options);
}

class DatabaseJobs implements Jobs {
  readonly #database: Database;
  readonly #definitions: readonly JobDefinition[];
  readonly #onTrouble: (error: Error) => void;
  readonly #times: JobTimes;
  readonly #stopping = new AbortController();
  /** By the job's name: whom to wake. */
  readonly #workers = new Map<string, string>();
  #boss: PgBoss | null = null;
  #starting: Promise<void> | null = null;

  constructor(database: Database, { definitions, onTrouble, times }: JobsOptions) {
    this.#database = database;
    this.#definitions = [...definitions, ...vacuumJobs(database)];
    this.#onTrouble = onTrouble;
    this.#times = { ...DEFAULT_TIMES, ...times };
  }

  start(): Promise<void> {
    this.#starting ??= this.#start();
    return this.#starting;
  }

  async runNow(name: string): Promise<"queued" | "underWay"> {
    await this.#starting;
    const worker = this.#workers.get(name);
    if (this.#boss === null || worker === undefined) throw new Error(`No job ${name} was started`);
    try {
      const id = await this.#boss.send(name);
      this.#boss.notifyWorker(worker);
      return id === null ? "underWay" : "queued";
    } catch (error) {
      throw this.#explain(error, `queueing the job ${name}`);
    }
  }

  async stop(): Promise<void> {
    this.#stopping.abort(new Error("The service stops"));
    const timeout = this.#times.stop * 1_000;
    try {
      // Ends the attempts to start as well.
      await this.#boss?.stop({ graceful: true, timeout });
      await this.#starting;
    } catch (error) {
      this.#onTrouble(this.#explain(error, "stopping the jobs"));
    }
  }

  async #start(): Promise<void> {
    try {
      const [{ PgBoss }, store] = await Promise.all([import("pg-boss"), this.#database.jobStore()]);
      const settings = await this.#settings(store);
      if (this.#stopping.signal.aborted) return;
      const boss = new PgBoss(settings);
      boss.on("error", (error) => {
        this.#onTrouble(this.#explain(error, "looking after the jobs"));
      });
      boss.on("warning", ({ message }) => {
        this.#onTrouble(new Error(message));
      });
      this.#boss = boss;
      await this.#startPatiently(boss);
      await unscheduleOthers(boss, this.#definitions);
      for (const definition of this.#definitions) await this.#begin(boss, definition);
    } catch (error) {
      if (this.#stopping.signal.aborted) return;
      throw this.#explain(error, "starting the jobs");
    }
  }

  /** A right that is missing will still be missing in a minute; a database that is away may not be. */
  async #startPatiently(boss: PgBoss): Promise<void> {
    try {
      await boss.start();
    } catch (error) {
      const isPassing =
        this.#explain(error, "starting the jobs").code !== "storage.permission-denied";
      if (!isPassing || this.#stopping.signal.aborted) throw error;
      await boss.start({ attempts: START_ATTEMPTS });
    }
  }

  async #settings({ backend, db }: JobStore): Promise<ConstructorOptions> {
    const { cron, supervise } = this.#times;
    const { rows } = await db.executeSql(
      `select to_regnamespace('${SCHEMA}') is not null as found`,
    );
    const [schema] = rows as readonly { readonly found: boolean }[];
    return {
      db,
      backend,
      schema: SCHEMA,
      // Even "if not exists" asks for a right that a careful administrator has used in our place.
      createSchema: schema?.found !== true,
      cronMonitorIntervalSeconds: cron,
      cronWorkerIntervalSeconds: cron,
      superviseIntervalSeconds: supervise,
      monitorIntervalSeconds: supervise,
      // Things of pg-boss that nothing here uses: flows, the list of instances, and looking after tables of many jobs.
      flowIntervalSeconds: 60 * 60,
      registerInstance: false,
      reindex: false,
      monitorVacuum: false,
    };
  }

  async #begin(boss: PgBoss, { name, schedule, run }: JobDefinition): Promise<void> {
    const queue: Omit<Queue, "name" | "policy"> = {
      expireInSeconds: LONGEST_RUN_SECONDS,
      heartbeatSeconds: this.#times.heartbeat,
      retryLimit: RETRIES,
      retryDelay: this.#times.retryDelay,
      retryBackoff: true,
      retryDelayMax: LONGEST_RETRY_DELAY_SECONDS,
      deleteAfterSeconds: KEEP_DONE_SECONDS,
    };
    // One that waits or is done, over all replicas: an occurrence that comes meanwhile is left out.
    await boss.createQueue(name, { policy: "exclusive", ...queue });
    // It may be there from an earlier version, with other numbers.
    await boss.updateQueue(name, queue);
    if (schedule === null) await boss.unschedule(name);
    else {
      // Once for all that was missed while no replica was there.
      const { cron, timeZone: tz } = schedule;
      await boss.schedule(name, cron, null, { tz, missed: "once" });
    }
    const work = async ([job]: readonly { readonly signal: AbortSignal }[]): Promise<void> => {
      if (job !== undefined) await this.#run(name, run, job.signal);
    };
    this.#workers.set(
      name,
      await boss.work(name, { pollingIntervalSeconds: this.#times.poll }, work),
    );
  }

  async #run(name: string, run: JobDefinition["run"], claim: AbortSignal): Promise<void> {
    const signal = AbortSignal.any([claim, this.#stopping.signal]);
    try {
      await run(signal);
      // What ended early is not done; the next attempt goes on.
      signal.throwIfAborted();
    } catch (error) {
      if (!signal.aborted) {
        this.#onTrouble(new Error(`The job ${name} failed, and is tried again`, { cause: error }));
      }
      // Stored with the job, so it says no more than that.
      throw new Error(`The job ${name} ${signal.aborted ? "was broken off" : "failed"}`);
    }
  }

  #explain(error: unknown, doing: string): StorageError {
    const explained = this.#database.explain(error, doing);
    if (explained.code !== "storage.permission-denied") return explained;
    return new StorageError(
      "storage.permission-denied",
      `Background jobs have a schema of their own (${doing}): run "create schema ${SCHEMA} authorization <user>" for the database user, or grant it CREATE on the database.`,
      { cause: error },
    );
  }
}

/** A job that this version no longer has, or that was renamed, would pile up. */
async function unscheduleOthers(
  boss: PgBoss,
  definitions: readonly JobDefinition[],
): Promise<void> {
  const names = new Set(definitions.map(({ name }) => name));
  for (const { name } of await boss.getSchedules()) {
    if (!names.has(name)) await boss.unschedule(name);
  }
}
