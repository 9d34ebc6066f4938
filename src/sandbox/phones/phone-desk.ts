import { completePush } from "../security-info/complete.ts";
import { isForPush, type Registration } from "../security-info/registrations.ts";
import type { Tenant } from "../tenant.ts";
import {
  type AccountKind,
  type Phone,
  type PhoneAccount,
  type PhoneState,
  showsNotifications,
} from "./phone.ts";
import { movePhone, type PhoneMove, withAccount, withProblem } from "./phone-moves.ts";
import { codeAccount, pairedAccount } from "./phones.ts";
import type { PushRequest } from "./push-requests.ts";

/** A touch that reaches beyond the phone. */
export type PhoneDeed =
  | { readonly do: "scan"; readonly code: string }
  | { readonly do: "enter-code"; readonly code: string; readonly url: string }
  | { readonly do: "check" }
  | { readonly do: "restore" }
  | { readonly do: "approve"; readonly push: string; readonly number: string }
  | { readonly do: "refuse"; readonly push: string };

/** A notification on the display, and the account that it is for. */
export type Prompt = { readonly request: PushRequest; readonly account: PhoneAccount };

/** The newest notification that waits for this phone, whether it shows or not. */
function waiting(state: PhoneState, { pushRequests, clock }: Tenant): Prompt | null {
  if (!state.isOn || state.isJailbroken) return null;
  const prompts = state.accounts.flatMap((account) => {
    if (account.methodId === null || account.needsRestore) return [];
    const request = pushRequests.waitingFor(account.methodId, clock.now());
    return request === null ? [] : [{ request, account }];
  });
  return prompts.at(-1) ?? null;
}

/** What the display shows over everything else. */
export function promptOn(state: PhoneState, tenant: Tenant): Prompt | null {
  const prompt = waiting(state, tenant);
  if (prompt === null) return null;
  const isSeen =
    showsNotifications(state, prompt.account.app) || state.fetchedPushId === prompt.request.id;
  return isSeen ? prompt : null;
}

/** Carries out one touch. */
export function touch(phone: Phone, move: PhoneMove | PhoneDeed, tenant: Tenant): void {
  const state = tenant.phones.state(phone);
  tenant.phones.save(phone, after(phone, state, move, tenant));
}

function after(
  phone: Phone,
  state: PhoneState,
  move: PhoneMove | PhoneDeed,
  tenant: Tenant,
): PhoneState {
  if (!state.isOn && move.do !== "switch") return state;
  switch (move.do) {
    case "scan":
      return scanned(phone, state, move.code, tenant);
    case "enter-code":
      return typed(phone, state, move, tenant);
    case "check": {
      const prompt = waiting(state, tenant);
      return prompt === null
        ? { ...state, note: "No new notifications", fetchedPushId: null }
        : { ...state, note: null, fetchedPushId: prompt.request.id };
    }
    case "restore":
      return withAccount(
        state,
        {
          ...pairedAccount(phone.person, `backup-${phone.id}`),
          methodId: null,
          codesOf: null,
          needsRestore: true,
        },
        "Your accounts were restored",
      );
    case "approve":
    case "refuse":
      return { ...state, note: answered(state, move, tenant) };
    case "open":
    case "install":
    case "open-authenticator":
    case "answer-notifications":
    case "answer-camera":
    case "add-account":
    case "choose-kind":
    case "scan-with-app":
    case "type-code":
    case "sign-in":
    case "scan-with-camera-app":
    case "open-account":
    case "remove-account":
    case "back":
    case "switch":
      return movePhone(state, move);
  }
}

/** Answers the notification, with all that follows in the tenant. Returns what the phone says then. */
function answered(
  state: PhoneState,
  move: Extract<PhoneDeed, { do: "approve" | "refuse" }>,
  tenant: Tenant,
): string {
  const prompt = promptOn(state, tenant);
  const methodId = prompt?.account.methodId ?? null;
  if (prompt?.request.id !== move.push || methodId === null) return "This request has expired";
  const { pushRequests, people, registrations, clock } = tenant;
  const answer =
    move.do === "approve"
      ? { kind: "approve" as const, number: move.number.trim() }
      : { kind: "refuse" as const };
  const outcome = pushRequests.answer(move.push, methodId, answer, clock.now());
  switch (outcome.kind) {
    case "approved": {
      const lastUsedDateTime = clock.now().toISOString();
      people.changeMethod(prompt.request.person, methodId, { lastUsedDateTime });
      const registration = registrations.findByPush(move.push);
      if (registration !== null) completePush(registration, tenant);
      return "Approved";
    }
    case "denied":
      return outcome.why === "wrongNumber" ? "Denied: that is not the number shown" : "Denied";
    case "waiting":
    case "expired":
      return "This request has expired";
  }
}

/** A work account takes the code and the address that the page shows; other kinds take a secret key alone. */
function typed(
  phone: Phone,
  state: PhoneState,
  { code, url }: Extract<PhoneDeed, { do: "enter-code" }>,
  tenant: Tenant,
): PhoneState {
  const isForWork = state.screen.at === "typeCode" && state.screen.kind === "work";
  if (isForWork && url.trim() !== `${tenant.url}/activate`) {
    const text = "Check the URL: it has to be exactly the one that the page shows.";
    return withProblem(state, couldNotAdd, text);
  }
  return scanned(phone, state, code.replace(/\s/g, "").toUpperCase(), tenant);
}

const couldNotAdd = "We couldn't add the account";

/** The app got a code, by camera or by hand. */
function scanned(phone: Phone, state: PhoneState, code: string, tenant: Tenant): PhoneState {
  if (!("kind" in state.screen)) return state;
  const { kind } = state.screen;
  if (kind === "work" && state.isJailbroken) return refusedAsJailbroken(phone, state);

  const seen = tenant.registrations.inView().find(({ shown }) => shown?.code === code);
  if (kind !== "work" && seen !== undefined && isForPush(seen)) {
    return addedAsCodesOnly(state, kind, seen);
  }
  const { name: displayName, appVersion } = phone;
  const activation = tenant.registrations.activate(code, { displayName, appVersion });
  if (activation.kind === "refused") {
    return withProblem(state, couldNotAdd, refusals[activation.why]);
  }
  const { registration } = activation;
  const { person, methodId } = registration;
  return isForPush(registration)
    ? withAccount(state, pairedAccount(person, methodId), "Account added successfully")
    : withAccount(state, codeAccount(person, methodId), "Account added successfully");
}

function refusedAsJailbroken(phone: Phone, state: PhoneState): PhoneState {
  const what = phone.platform === "ios" ? "jailbroken" : "rooted";
  return withProblem(
    state,
    `This device is ${what}`,
    `Microsoft Authenticator does not support work or school accounts on devices that are ${what}. Use another device.`,
  );
}

/** The wrong kind of account takes the code, and only shows numbers that are good for nothing. */
function addedAsCodesOnly(
  state: PhoneState,
  kind: AccountKind,
  { person, methodId }: Registration,
): PhoneState {
  const account = { ...codeAccount(person, `wrong kind ${methodId}`), kind };
  return withAccount(state, account, "Account added. It shows one-time codes only");
}

const refusals = {
  unknown: "The code is not valid. Make sure that it is the one that Security info shows now.",
  expired:
    "The QR code has expired. On the Security info page, choose Back and then Next for a new one.",
  used: "The QR code was already used. On the Security info page, choose Back and then Next for a new one.",
} as const;
