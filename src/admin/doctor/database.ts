import { timeText } from "../words.ts";
import { type Finding, failed, ok, warning } from "./finding.ts";
import type { DatabaseFacts, ReminderFacts } from "./probes.ts";

/** What the rules need of the settings. */
export type DatabaseWishes = {
  readonly isProduction: boolean;
  /** Whether the directory is scanned by itself. */
  readonly hasScanSchedule: boolean;
};

/** The newest that a scan may be old before somebody should look; the default scans once a day. */
const OLD_SCAN_MS = 48 * 60 * 60_000;

export function judgeConnectionTo(facts: DatabaseFacts, { isProduction }: DatabaseWishes): Finding {
  const text = `PostgreSQL ${facts.version}`;
  if (facts.kind === "embedded") {
    return isProduction
      ? warning(
          `${text} inside the service, on files: one replica only`,
          "Set DATABASE_URL to a PostgreSQL server before a second replica is needed.",
        )
      : ok(`${text} inside the service, on files`);
  }
  if (facts.isEncrypted) return ok(`${text}, over TLS`);
  return isProduction
    ? failed(
        `${text}, without TLS: what is stored can be read on the way`,
        "Add sslmode=verify-full to DATABASE_URL, and let the server take nothing else.",
      )
    : ok(`${text}, without TLS`);
}

export function judgeMigrations({ missingMigrations, unknownMigrations }: DatabaseFacts): Finding {
  if (unknownMigrations.length > 0) {
    return failed(
      `a newer version of this program has changed the tables (${unknownMigrations.join(", ")})`,
      "Use that version, or restore the database from before the upgrade.",
    );
  }
  return missingMigrations.length === 0
    ? ok("the tables are those of this version")
    : failed(
        `not applied: ${missingMigrations.join(", ")}`,
        "Start the service of this version: it brings the tables up to date. Its log says what is in the way.",
      );
}

/** A reminder is sent at most once because "sending" is on disk before it leaves. */
export function judgeDurability(facts: DatabaseFacts): Finding {
  if (facts.kind === "embedded") {
    return warning(
      "what is stored survives the end of the process, but perhaps not that of the machine",
      "Set DATABASE_URL to a PostgreSQL server where a reminder must never come twice.",
    );
  }
  const off = [
    ...(facts.fsync ? [] : ["fsync"]),
    ...(facts.synchronousCommit === "off" ? ["synchronous_commit"] : []),
  ];
  return off.length === 0
    ? ok("commits are on disk before they count")
    : failed(
        `${off.join(" and ")} off: after a crash of the server a reminder could be sent twice, and a removal be forgotten`,
        `Turn ${off.join(" and ")} on, for the server and for the database user.`,
      );
}

export function judgeQueue({ schedules }: DatabaseFacts, wishes: DatabaseWishes): Finding {
  const next = "Start the service, and look at its log for what kept the jobs from starting.";
  if (schedules === null) return warning("there are no jobs yet", next);
  const wanted = [...(wishes.hasScanSchedule ? ["scan"] : []), "plan"];
  const names = schedules.map(({ name }) => name);
  const missing = wanted.filter((name) => !names.includes(name));
  return missing.length === 0
    ? ok(schedules.map(({ name, cron }) => `${name} at ${cron}`).join(", "))
    : warning(`not scheduled: ${missing.join(", ")}`, next);
}

export function judgeDispatcher({ dispatcher, isCampaignRunning }: ReminderFacts): Finding {
  if (dispatcher === "holds") return ok("a replica sends reminders");
  const text =
    dispatcher === "expired"
      ? "the replica that sent reminders is gone, and none has taken over"
      : "no replica sends reminders";
  return isCampaignRunning
    ? failed(
        `${text}, and a campaign runs`,
        "Start the service; its log says what reminders need where they are not started.",
      )
    : warning(text, "Nothing to do while the service is stopped. Else look at its log.");
}

export function judgeScan(
  { scannedAt }: ReminderFacts,
  { hasScanSchedule }: DatabaseWishes,
  now: Date,
): Finding {
  const next = "Run pushready scan, which says what is in the way.";
  if (scannedAt === null) return warning("the directory was never scanned", next);
  const isOld = now.getTime() - scannedAt.getTime() > OLD_SCAN_MS;
  const text = `last at ${timeText(scannedAt)}`;
  return isOld && hasScanSchedule ? warning(`${text}, although it is scheduled`, next) : ok(text);
}
