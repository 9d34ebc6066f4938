import { randomInt } from "node:crypto";
import { kindOf, methodsOfKind, textOf } from "../people/method-kinds.ts";
import type { Person, SecurityInfo } from "../people/person.ts";
import { isOneTimeCode, secretOf } from "../phones/one-time-code.ts";
import type { PushRequest, PushState } from "../phones/push-requests.ts";
import type { Tenant } from "../tenant.ts";

/** Ways to pass MFA, the strongest first. */
export type Way = "push" | "passkey" | "code" | "text";

export type Step =
  | { readonly kind: "push"; readonly requestId: string }
  | { readonly kind: "choose" }
  | { readonly kind: "passkey" }
  | { readonly kind: "code"; readonly isWrong: boolean }
  | { readonly kind: "text"; readonly sent: string; readonly isWrong: boolean }
  /** Nothing registered that would do. */
  | { readonly kind: "nothing" };

/** Where one sign-in stands after the account is known. */
export type SecondFactor = {
  readonly person: Person;
  /** The authentication context that is asked for; it takes push alone. */
  readonly contextId: string | null;
  readonly step: Step;
};

export type SecondFactorMove =
  | { readonly choice: "send-again" }
  | { readonly choice: "other-way" }
  | { readonly choice: "use"; readonly way: Way }
  | { readonly choice: "verify"; readonly code: string }
  | { readonly choice: "passkey" };

/** Only what proves fresh MFA with a strong credential carries `ngcmfa`; a text message or a code is plain `mfa`. */
const amrOf: Readonly<Record<Way, readonly string[]>> = {
  push: ["pwd", "ngcmfa", "mfa"],
  passkey: ["fido", "ngcmfa", "mfa"],
  code: ["pwd", "mfa"],
  text: ["pwd", "mfa"],
};

export function waysOf(info: SecurityInfo): readonly Way[] {
  const has = (kind: string): boolean => methodsOfKind(info, kind).length > 0;
  const ways: readonly (Way | null)[] = [
    has("microsoftAuthenticator") ? "push" : null,
    has("fido2") ? "passkey" : null,
    has("microsoftAuthenticator") || has("softwareOath") ? "code" : null,
    has("phone") ? "text" : null,
  ];
  return ways.filter((way) => way !== null);
}

/** The second step of sign-ins that are under way, by interaction. Each returns the `amr` once MFA is passed. */
export class SecondFactors {
  readonly #tenant: Tenant;
  readonly #underWay = new Map<string, SecondFactor>();

  constructor(tenant: Tenant) {
    this.#tenant = tenant;
  }

  find(uid: string): SecondFactor | null {
    return this.#underWay.get(uid) ?? null;
  }

  /** Begins with push where there is one, as Entra prefers the strongest way; the number goes out at once. */
  begin(uid: string, person: Person, contextId: string | null): void {
    const ways = this.#ways(person, contextId);
    const step: Step = ways.includes("push")
      ? this.#sendPush(person)
      : { kind: ways.length === 0 ? "nothing" : "choose" };
    this.#underWay.set(uid, { person, contextId, step });
  }

  /** Its notification and where that stands, or null when this sign-in waits for none. */
  push(uid: string): { readonly request: PushRequest; readonly state: PushState } | null {
    const step = this.find(uid)?.step;
    if (step?.kind !== "push") return null;
    const { pushRequests, clock } = this.#tenant;
    const request = pushRequests.find(step.requestId);
    return request && { request, state: pushRequests.stateOf(request.id, clock.now()) };
  }

  /** `amr` when the phone approved, else null. */
  approved(uid: string): readonly string[] | null {
    return this.push(uid)?.state.kind === "approved" ? amrOf.push : null;
  }

  move(uid: string, move: SecondFactorMove): readonly string[] | null {
    const factor = this.find(uid);
    if (factor === null) return null;
    const { person, contextId, step } = factor;
    const ways = this.#ways(person, contextId);
    const go = (next: Step): null => {
      if (step.kind === "push") this.#tenant.pushRequests.withdraw(step.requestId);
      this.#underWay.set(uid, { ...factor, step: next });
      return null;
    };

    switch (move.choice) {
      case "send-again":
        return ways.includes("push") ? go(this.#sendPush(person)) : null;
      case "other-way":
        return contextId === null && ways.length > 0 ? go({ kind: "choose" }) : null;
      case "use":
        return ways.includes(move.way) ? go(this.#stepFor(move.way, person)) : null;
      case "passkey":
        return step.kind === "passkey" ? amrOf.passkey : null;
      case "verify":
        return this.#verify(step, person, move.code.replace(/\s/g, ""), go);
    }
  }

  forget(uid: string): void {
    const step = this.find(uid)?.step;
    if (step?.kind === "push") this.#tenant.pushRequests.withdraw(step.requestId);
    this.#underWay.delete(uid);
  }

  #ways(person: Person, contextId: string | null): readonly Way[] {
    const ways = waysOf(this.#tenant.people.securityInfo(person));
    return contextId === null ? ways : ways.filter((way) => way === "push");
  }

  #sendPush(person: Person): Step {
    const { people, pushRequests, clock } = this.#tenant;
    const entries = methodsOfKind(people.securityInfo(person), "microsoftAuthenticator");
    const methodIds = entries.map(({ id }) => id);
    return {
      kind: "push",
      requestId: pushRequests.send(person, methodIds, "PushReady", clock.now()).id,
    };
  }

  #stepFor(way: Way, person: Person): Step {
    switch (way) {
      case "push":
        return this.#sendPush(person);
      case "passkey":
        return { kind: "passkey" };
      case "code":
        return { kind: "code", isWrong: false };
      case "text": {
        const sent = String(randomInt(1_000_000)).padStart(6, "0");
        const text = `Use verification code ${sent} for Microsoft authentication.`;
        this.#tenant.textMessages.send(person, text, this.#tenant.clock.now());
        return { kind: "text", sent, isWrong: false };
      }
    }
  }

  #verify(step: Step, person: Person, typed: string, go: (next: Step) => null) {
    if (step.kind === "text") {
      return typed === step.sent ? amrOf.text : go({ ...step, isWrong: true });
    }
    if (step.kind !== "code") return null;
    const now = this.#tenant.clock.now();
    const isRight = this.#tenant.people
      .securityInfo(person)
      .methods.filter((method) =>
        ["microsoftAuthenticator", "softwareOath"].includes(kindOf(method)),
      )
      .some(({ id }) => isOneTimeCode(secretOf(id), typed, now));
    return isRight ? amrOf.code : go({ kind: "code", isWrong: true });
  }
}

/** `+1 2065550101` → `+X XXXXXXXX01`, as the sign-in page shows numbers. */
export function maskedNumber(info: SecurityInfo): string {
  const [phone] = methodsOfKind(info, "phone");
  const number = phone === undefined ? "" : textOf(phone, "phoneNumber");
  return number.slice(0, -2).replace(/\d/g, "X") + number.slice(-2);
}
