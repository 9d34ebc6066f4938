import type { Clock } from "../clock.ts";
import { methodsOfKind, textOf } from "../people/method-kinds.ts";
import type { People } from "../people/people.ts";
import type { Person, StoredMethod } from "../people/person.ts";
import { newPhoneState, type Phone, type PhoneAccount, type PhoneState } from "./phone.ts";

// A phone that was not used for so long lies in a drawer.
const drawerMs = 180 * 86_400_000;

type Kept = { readonly phone: Phone; readonly state: PhoneState };

/**
 * Everybody's phones. Each Authenticator entry has the phone that it was registered from; beside those everybody has a
 * new Pixel 9 and a new iPhone 17, with nothing on them.
 */
export class Phones {
  readonly #people: People;
  readonly #clock: Clock;
  readonly #kept = new Map<string, Kept>();
  /** Entries that some phone holds or held. */
  readonly #paired = new Set<string>();

  constructor(people: People, clock: Clock) {
    this.#people = people;
    this.#clock = clock;
  }

  /** The phones of a person: those in use first, the new ones last. */
  of(person: Person): readonly Phone[] {
    this.#bringOut(person);
    return [...this.#kept.values()]
      .map(({ phone }) => phone)
      .filter((phone) => phone.person === person)
      .toSorted((one, other) => Number(one.isNew) - Number(other.isNew));
  }

  find(id: string): Phone | null {
    for (const person of this.#people.all) this.#bringOut(person);
    return this.#kept.get(id)?.phone ?? null;
  }

  state(phone: Phone): PhoneState {
    return this.#kept.get(phone.id)?.state ?? newPhoneState;
  }

  save(phone: Phone, state: PhoneState): void {
    for (const { methodId } of state.accounts) if (methodId !== null) this.#paired.add(methodId);
    this.#kept.set(phone.id, { phone, state });
  }

  /** All phones as at the start. */
  reset(): void {
    this.#kept.clear();
    this.#paired.clear();
  }

  /** Makes the phones that a person's entries must have come from, and at first the new ones. */
  #bringOut(person: Person): void {
    const info = this.#people.securityInfo(person);
    for (const entry of methodsOfKind(info, "microsoftAuthenticator")) {
      if (!this.#paired.has(entry.id)) this.#addPhoneOf(person, entry);
    }
    if (this.#kept.has(`${person.name}-new-pixel`)) return;
    const codes = methodsOfKind(info, "softwareOath");
    if (codes.length > 0) this.#addCodePhone(person, codes);
    const isFirst = ![...this.#kept.values()].some(({ phone }) => phone.person === person);
    this.save(
      {
        id: `${person.name}-new-pixel`,
        person,
        name: "Pixel 9",
        platform: "android",
        appVersion: "6.2610.7001",
        hasSim: isFirst,
        isNew: true,
      },
      newPhoneState,
    );
    this.save(
      {
        id: `${person.name}-new-iphone`,
        person,
        name: "iPhone 17",
        platform: "ios",
        appVersion: "6.8.53",
        hasSim: false,
        isNew: true,
      },
      newPhoneState,
    );
  }

  #addPhoneOf(person: Person, entry: StoredMethod): void {
    const isLite = textOf(entry, "clientAppName") === "outlookMobile";
    const name = textOf(entry, "displayName");
    const phone = this.#phoneInUse(person, name, textOf(entry, "phoneAppVersion"));
    this.save(phone, {
      ...newPhoneState,
      isOn: !this.#isInDrawer(entry),
      notifications: isLite ? "ask" : "allowed",
      isInstalled: !isLite,
      accounts: [pairedAccount(person, entry.id, isLite ? "outlook" : "authenticator")],
    });
  }

  /** Codes have no name in Entra; they live on the person's first phone. */
  #addCodePhone(person: Person, codes: readonly StoredMethod[]): void {
    const [first] = [...this.#kept.values()].filter(({ phone }) => phone.person === person);
    const { phone, state } = first ?? {
      phone: this.#phoneInUse(person, "Galaxy S24", "6.2609.6210"),
      state: { ...newPhoneState, isInstalled: true, notifications: "allowed" as const },
    };
    const accounts = codes.map(({ id }) => codeAccount(person, id));
    this.save(phone, { ...state, accounts: [...state.accounts, ...accounts] });
  }

  #phoneInUse(person: Person, name: string, appVersion: string): Phone {
    const slug = name.toLowerCase().replace(/[^a-z0-9]+/g, "-");
    const mine = [...this.#kept.values()].filter(({ phone }) => phone.person === person);
    const twins = mine.filter(({ phone }) => phone.name === name && !phone.isNew).length;
    return {
      id: `${person.name}-${slug}${twins === 0 ? "" : `-${twins + 1}`}`,
      person,
      name,
      platform: /iphone|ipad/i.test(name) ? "ios" : "android",
      appVersion,
      hasSim: mine.length === 0,
      isNew: false,
    };
  }

  #isInDrawer(entry: StoredMethod): boolean {
    const lastUsed = entry["lastUsedDateTime"];
    if (typeof lastUsed !== "string") return lastUsed === null;
    return this.#clock.now().getTime() - new Date(lastUsed).getTime() > drawerMs;
  }
}

/** An account whose notifications come to this phone. */
export function pairedAccount(
  person: Person,
  methodId: string,
  app: PhoneAccount["app"] = "authenticator",
): PhoneAccount {
  return {
    key: methodId,
    app,
    kind: "work",
    title: "VIPdesk",
    detail: person.userPrincipalName,
    methodId,
    codesOf: app === "authenticator" ? methodId : null,
    needsRestore: false,
  };
}

/** An account that gives codes and nothing else. */
export function codeAccount(person: Person, methodId: string): PhoneAccount {
  return {
    ...pairedAccount(person, methodId),
    kind: "other",
    title: "VIPdesk (codes only)",
    methodId: null,
    codesOf: methodId,
  };
}
