import type { Person } from "../people/person.ts";

/** What can be made to go wrong; the index page and `S/switches` turn these on and off. */
export type Fault =
  | {
      readonly fault: "throttle";
      readonly retryAfterSeconds: number;
      /** For so many requests, or null: until switched off. */
      readonly requests: number | null;
    }
  | { readonly fault: "serverError"; readonly status: 500 | 503; readonly requests: number | null }
  | { readonly fault: "slow"; readonly delayMs: number }
  | { readonly fault: "hang"; readonly limitMs: number }
  | { readonly fault: "accessDenied" }
  | { readonly fault: "refuseDeletes" }
  | { readonly fault: "malformedBody" }
  | { readonly fault: "expiredToken" }
  | { readonly fault: "consentRefused" }
  | { readonly fault: "revokeConsent" }
  | { readonly fault: "wrongAccount"; readonly account: string };

export type FaultName = Fault["fault"];

/** The switches as the rest of the sandbox reads them. A person's own switch wins over everybody's. */
export interface Faults {
  /** The fault if it is on for this person, else undefined; uses up one request of a counted fault. */
  take<Name extends FaultName>(
    name: Name,
    person: Person,
  ): Extract<Fault, { fault: Name }> | undefined;
  /** The same, without using anything up. */
  isOn(name: FaultName, person: Person): boolean;
  /** Switches on; person null = everybody. */
  on(person: Person | null, fault: Fault): void;
  off(person: Person | null, name: FaultName): void;
  reset(): void;
}
