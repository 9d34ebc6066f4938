import type { DirectoryRefusal } from "../reminders/directory.ts";
import type { DispatchNews } from "../reminders/dispatch-news.ts";
import type { PlanReport } from "../reminders/plan.ts";
import type { PolicyConflict } from "../reminders/policy-conflicts.ts";
import type { ScanOutcome } from "../reminders/scan-outcome.ts";
import type { Logger } from "./logger.ts";

/** What happens to reminders, as an operator reads it: what it is, and what to do where something is to be done. */
export class ReminderLog {
  readonly #log: Logger;

  constructor(log: Logger) {
    this.#log = log;
  }

  /** The directory cannot be read. Said once: nothing about it changes by itself. */
  needs(permissions: readonly string[], refusal: DirectoryRefusal): void {
    this.#log.warn(
      { permissions, refusal: refusal.kind },
      "reminders cannot read the directory yet: give the app an identity and consent to these application permissions (docs/reminders.md); all else works without",
    );
  }

  conflicts(conflicts: readonly PolicyConflict[]): void {
    if (conflicts.length === 0) return;
    this.#log.warn({ conflicts }, "settings of the tenant work against the reminders");
  }

  scanned(outcome: ScanOutcome): void {
    const log = this.#log;
    switch (outcome.kind) {
      case "completed": {
        const { people, ready, notReady, notKnown } = outcome.counts;
        log.info({ run: outcome.run, people, ready, notReady, notKnown }, "scan completed");
        return;
      }
      case "underWay":
      case "takenOver":
        log.info({ outcome: outcome.kind }, "another replica scans");
        return;
      case "stopped":
        log.info("scan stopped; the next one goes on there");
        return;
      case "noLicence":
        log.error(
          { cost: outcome.cost },
          "the registration report needs Entra ID P1: license it, or set SCAN_ONE_BY_ONE=on, which reads people one by one",
        );
        return;
      case "noSuchGroup":
        log.error(
          { groupId: outcome.groupId },
          "scan not possible: correct AUDIENCE_GROUPS or AUDIENCE_EXCEPT_GROUPS, there is no such group",
        );
        return;
      case "wrongLine":
        log.error(
          { list: LISTS[outcome.use], line: outcome.line },
          "scan not possible: this line of the list is no user id",
        );
        return;
      case "emptyDirectory":
        log.error("scan not used: the directory listed nobody, which cannot be");
        return;
      case "refused":
        this.#refused(outcome);
        return;
      case "linkExpired":
        log.warn({ step: outcome.step.kind }, "scan ended early: its links kept expiring");
        return;
    }
  }

  #refused({ step, refusal }: Extract<ScanOutcome, { readonly kind: "refused" }>): void {
    if (refusal.kind === "forbidden") {
      const { permission, requestId } = refusal;
      this.#log.error(
        { permission, requestId },
        "scan not possible: consent to this application permission",
      );
      return;
    }
    this.#log.warn({ step: step.kind, refusal }, "scan ended early; the next one goes on there");
  }

  planned({ people, added, moved, kept, none }: PlanReport): void {
    const notReminded = Object.fromEntries(Object.entries(none).filter(([, count]) => count > 0));
    this.#log.info({ people, added, moved, kept, notReminded }, "reminders planned");
  }

  dispatch(news: DispatchNews): void {
    const log = this.#log;
    switch (news.kind) {
      case "leads":
        log.info(
          { returned: news.returned, unknown: news.unknown },
          "this replica sends the reminders",
        );
        return;
      case "standsBy":
        log.info("another replica sends the reminders; this one stands by");
        return;
      case "leaseLost":
        log.warn("another replica may send the reminders now; this one stands by");
        return;
      case "throttled":
        log.warn({ pauseMs: news.pauseMs }, "Teams asked for a pause of all reminders");
        return;
      case "forbidden": {
        const { what, permission, pauseMs } = news;
        log.warn({ permission, pauseMs }, `${WITHOUT[what]}: consent to this permission`);
        return;
      }
      case "noSuchApp":
        log.warn(
          { pauseMs: news.pauseMs },
          "the app is installed for nobody: upload it to the organisation's catalogue, and check TEAMS_APP_ID",
        );
        return;
      case "settled":
        log.debug({ counts: news.counts }, "reminders settled");
        return;
      case "trouble":
        log.error({ err: news.error }, "sending reminders had trouble; it begins anew");
        return;
    }
  }
}

const LISTS = { include: "AUDIENCE_LIST", exclude: "AUDIENCE_EXCEPT_LIST" } as const;

const WITHOUT = {
  recheck: "people are reminded by what the last scan knew",
  mailboxZones: "people without a zone in Teams are reminded by REMINDER_TIME_ZONE",
  install: "the app is installed for nobody",
} as const;
