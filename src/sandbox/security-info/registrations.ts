import { randomInt, randomUUID } from "node:crypto";
import type { Clock } from "../clock.ts";
import type { Person } from "../people/person.ts";
import { base32, isOneTimeCode, secretOf } from "../phones/one-time-code.ts";

// A code on the page is good for some minutes, then the page must be left and entered again.
const codeLifeMs = 5 * 60_000;

/** The steps of “Microsoft Authenticator”, and those of “I want to use a different authenticator app”. */
export type RegistrationStep =
  | "getApp"
  | "setUp"
  | "scan"
  | "tryIt"
  | "otherSetUp"
  | "otherScan"
  | "otherCode"
  | "done";

export type RegistrationProblem = "notActivated" | "codeExpired" | "wrongCode";

/** What is in a QR code. */
export type ShownCode = {
  /** Nine digits, or the secret of codes: what one types who cannot scan. */
  readonly code: string;
  readonly until: Date;
};

/** The phone that scanned. */
export type PairedPhone = { readonly displayName: string; readonly appVersion: string };

/** Somebody on the way to a new entry. */
export type Registration = {
  readonly id: string;
  readonly person: Person;
  /** Id of the entry that it will become. */
  readonly methodId: string;
  readonly step: RegistrationStep;
  readonly shown: ShownCode | null;
  readonly phone: PairedPhone | null;
  /** Id of the test notification. */
  readonly pushId: string | null;
  readonly problem: RegistrationProblem | null;
};

export type Activation =
  | { readonly kind: "paired"; readonly registration: Registration }
  | { readonly kind: "refused"; readonly why: "unknown" | "expired" | "used" };

/** All registrations under way, so that phones see the codes that pages show. */
export class Registrations {
  readonly #clock: Clock;
  readonly #underWay = new Map<string, Registration>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  begin(person: Person): Registration {
    return this.save({
      id: randomUUID(),
      person,
      methodId: randomUUID(),
      step: "getApp",
      shown: null,
      phone: null,
      pushId: null,
      problem: null,
    });
  }

  find(id: string): Registration | null {
    return this.#underWay.get(id) ?? null;
  }

  findByPush(pushId: string): Registration | null {
    return [...this.#underWay.values()].find((one) => one.pushId === pushId) ?? null;
  }

  save(registration: Registration): Registration {
    this.#underWay.set(registration.id, registration);
    return registration;
  }

  end(id: string): void {
    this.#underWay.delete(id);
  }

  reset(): void {
    this.#underWay.clear();
  }

  /** A step on which a code shows always shows a new one. */
  goTo(registration: Registration, step: RegistrationStep): Registration {
    return this.save({
      ...registration,
      step,
      problem: null,
      shown: this.#codeFor(registration, step),
    });
  }

  /** Those whose page shows a QR code now: what a camera sees. */
  inView(): readonly Registration[] {
    return [...this.#underWay.values()].filter(
      ({ step }) => step === "scan" || step === "otherScan",
    );
  }

  /** Takes a code that a phone scanned or somebody typed; each works once. */
  activate(code: string, phone: PairedPhone): Activation {
    const registration = [...this.#underWay.values()].find(({ shown }) => shown?.code === code);
    if (!registration?.shown) return { kind: "refused", why: "unknown" };
    if (registration.shown.until <= this.#clock.now()) return { kind: "refused", why: "expired" };
    if (isForPush(registration) && registration.phone !== null) {
      return { kind: "refused", why: "used" };
    }
    return { kind: "paired", registration: this.save({ ...registration, phone }) };
  }

  /** Whether the typed code is one of the app that scanned. */
  isRightCode(registration: Registration, typed: string): boolean {
    return isOneTimeCode(
      secretOf(registration.methodId),
      typed.replace(/\s/g, ""),
      this.#clock.now(),
    );
  }

  #codeFor({ methodId, shown }: Registration, step: RegistrationStep): ShownCode | null {
    const until = new Date(this.#clock.now().getTime() + codeLifeMs);
    if (step === "scan") return { code: String(randomInt(100_000_000, 1_000_000_000)), until };
    if (step === "otherScan") return { code: base32(secretOf(methodId)), until };
    return step === "tryIt" || step === "otherCode" ? shown : null;
  }
}

/** Push, or (false) codes of any app. */
export function isForPush({ step }: Registration): boolean {
  return !step.startsWith("other");
}

/** What the QR code says: Authenticator's own form for push, the common one for codes. */
export function qrContent(registration: Registration, activationUrl: string): string {
  const code = registration.shown?.code ?? "";
  if (isForPush(registration)) {
    const query = new URLSearchParams({ code, url: activationUrl });
    return `phonefactor://activate_account?${query.toString()}`;
  }
  const account = encodeURIComponent(registration.person.userPrincipalName);
  return `otpauth://totp/VIPdesk:${account}?secret=${code}&issuer=Microsoft`;
}
