import type { Person } from "../people/person.ts";

/** What can be made to go wrong and stays wrong until switched off or used up. */
export type Fault =
  /** Graph answers 429 with Retry-After; `requests` null = until switched off. */
  | {
      readonly fault: "throttle";
      readonly retryAfterSeconds: number;
      readonly requests: number | null;
    }
  | { readonly fault: "serverError"; readonly status: 500 | 503; readonly requests: number | null }
  /** Graph answers late. */
  | { readonly fault: "slow"; readonly delayMs: number }
  /** Graph answers nothing for `limitMs`, then 504: bounded, so that no socket is held for ever. */
  | { readonly fault: "hang"; readonly limitMs: number }
  /** Graph refuses to read authentication methods (403). */
  | { readonly fault: "accessDenied" }
  /** Graph refuses to remove methods (403), fresh MFA or not. */
  | { readonly fault: "refuseDeletes" }
  /** Graph takes each method for the default and refuses to remove it (400), in one of its two wordings. */
  | { readonly fault: "defaultMethod"; readonly wording: "otherMethods" | "matchesDefault" }
  /** Graph answers 200 with a body cut in the middle. */
  | { readonly fault: "malformedBody" }
  /** The token service hands out expired tokens, and Graph takes every token for expired (401). */
  | { readonly fault: "expiredToken" }
  /** Consent needs an administrator: the sign-in page has no way on, and silent exchange is refused. */
  | { readonly fault: "consentRefused" }
  /** Whoever signs in as this person ends up as `account` (short name). */
  | { readonly fault: "wrongAccount"; readonly account: string }
  /** Whoever signs in as this person comes from another directory: `tid` of their tokens says so. */
  | { readonly fault: "otherTenant" }
  /** “Add sign-in method” does not offer Microsoft Authenticator: the tenant's policy leaves the person out. */
  | { readonly fault: "noAuthenticatorChoice" }
  /** Conditional Access keeps the person away from Security info from where they are. */
  | { readonly fault: "restrictedLocation" }
  /** Graph lists an entry that was just registered only so much later. */
  | { readonly fault: "lateRegistration"; readonly delayMs: number }
  /** The registration report shows what was so much earlier. */
  | { readonly fault: "reportLag"; readonly delayMs: number }
  /** The registration report answers 429 beyond so many requests in ten seconds; Graph allows five. */
  | { readonly fault: "reportLimit"; readonly allowed: number }
  /** The tenant has no Entra ID P1: no registration report (403). */
  | { readonly fault: "noLicence" }
  /** Links to further pages are too old (400). */
  | { readonly fault: "expiredLink"; readonly requests: number | null }
  /** The account is disabled: the directory says so, and the registration report leaves the person out. */
  | { readonly fault: "accountDisabled" }
  /** A policy of Teams keeps the app from the person: it cannot be installed (403). */
  | { readonly fault: "appBlocked" }
  /** Installing the app fails for a moment (400), as it does in bulk. */
  | { readonly fault: "installFails"; readonly requests: number | null }
  /** Programs get a token that is for somebody else, of another directory, or another program's. */
  | { readonly fault: "strangeToken"; readonly claim: "audience" | "tenant" | "app" }
  /** The app is not in the organisation's catalogue. */
  | { readonly fault: "appNotInCatalog" };

export type FaultName = Fault["fault"];
export type FaultOf<Name extends FaultName> = Extract<Fault, { fault: Name }>;

/** A fault that is on; `person` null = for everybody. */
export type ActiveFault = { readonly person: Person | null; readonly fault: Fault };

/** The switches as the rest of the sandbox reads them. A person's own switch wins over everybody's. */
export interface Faults {
  /**
   * The fault if it is on for this person (null = a request that is about nobody in particular), else undefined; uses up
   * one request of a counted fault.
   */
  take<Name extends FaultName>(name: Name, person: Person | null): FaultOf<Name> | undefined;
  /** The same, without using anything up. */
  isOn(name: FaultName, person: Person | null): boolean;
  /** Switches on, in place of the same fault's earlier setting; person null = everybody. */
  on(person: Person | null, fault: Fault): void;
  off(person: Person | null, name: FaultName): void;
  list(): readonly ActiveFault[];
  reset(): void;
}
