import type { CheckReadiness } from "../enrollment/check.ts";
import type { PersonKey } from "../enrollment/person.ts";
import type { Assessment } from "../methods/readiness.ts";
import { asReportMethods } from "./report-methods.ts";
import type { ScanStore } from "./scan-store.ts";

export type ChatRegistrationsParts = {
  readonly check: CheckReadiness;
  readonly scans: Pick<ScanStore, "saveRegistrations">;
  readonly now: () => Date;
  /** Told when what was seen could not be stored; the next check, re-check or scan makes up for it. */
  readonly onTrouble: (error: unknown) => void;
};

/**
 * A check that lets the reminders know what it saw: whoever became ready in the chat is reminded no more, and their old
 * reminders say so. The person does not wait for that, and does not hear of it either.
 */
export class ChatRegistrations {
  readonly #parts: ChatRegistrationsParts;
  readonly #underWay = new Set<Promise<void>>();

  constructor(parts: ChatRegistrationsParts) {
    this.#parts = parts;
  }

  readonly check: CheckReadiness = async (key, token) => {
    const result = await this.#parts.check(key, token);
    if (result.kind === "assessed") this.#note(key, result.assessment);
    return result;
  };

  /** Resolves when all that was seen so far is stored. */
  async settled(): Promise<void> {
    await Promise.all(this.#underWay);
  }

  #note(key: PersonKey, assessment: Assessment): void {
    const isReady = isReadyBy(assessment);
    if (isReady === null) return;
    const { scans, now, onTrouble } = this.#parts;
    const registration = { isReady, at: now(), source: "chat" } as const;
    const methods = asReportMethods(assessment.methods.map(({ method }) => method));
    const noting = scans
      .saveRegistrations([{ key, registration, methods }])
      .catch(onTrouble)
      .finally(() => this.#underWay.delete(noting));
    this.#underWay.add(noting);
  }
}

/** Null: the methods do not tell. */
function isReadyBy({ readiness }: Assessment): boolean | null {
  switch (readiness) {
    case "setUp":
    case "setUpWithLeftovers":
      return true;
    case "notSetUp":
      return false;
    case "cannotTell":
      return null;
  }
}
