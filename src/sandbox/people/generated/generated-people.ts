import type { Entry } from "../directory-entry.ts";
import type { SecurityInfo } from "../person.ts";
import { mix, shareOf } from "./mix.ts";
import { type Profile, profiles } from "./profiles.ts";

export type GeneratedOptions = {
  readonly count: number;
  /** The same seed makes the same people. */
  readonly seed?: number;
};

// One number per trait, so that traits of a person do not hang together.
const aspect = { methods: 1, guest: 2, disabled: 3, timeZone: 4, mailbox: 5, group: 6 } as const;

const guests = 0.06;
const disabled = 0.05;
const withoutMailbox = 0.04;

/** Windows names, as Exchange keeps them, and IANA names, as it keeps them too. */
const timeZones = [
  "Pacific Standard Time",
  "Eastern Standard Time",
  "GMT Standard Time",
  "W. Europe Standard Time",
  "India Standard Time",
  "Europe/Helsinki",
  "Australia/Sydney",
  "America/Sao_Paulo",
] as const;

const idForm = /^([0-9a-f]{8})-9e4e-4([0-9a-f]{3})-8000-([0-9a-f]{12})$/;

/**
 * A made-up tenant of any size: each person is computed from a number when asked for, and nothing is kept. Ids are
 * scattered as Entra's are, and lead back to the number.
 */
export class GeneratedPeople {
  readonly count: number;
  readonly #seed: number;

  constructor({ count, seed = 1 }: GeneratedOptions) {
    this.count = count;
    this.#seed = seed;
  }

  /** @param index 0 … count − 1 */
  at(index: number): Entry {
    const name = `g${index}`;
    const isGuest = this.#share(index, "guest") < guests;
    const hasMailbox = !isGuest && this.#share(index, "mailbox") >= withoutMailbox;
    return {
      person: {
        name,
        situation: "made up",
        id: this.#idOf(index),
        teamsUserId: `29:1sandbox-${name}`,
        userPrincipalName: isGuest
          ? `${name}_partner.example#EXT#@vipdesk.example`
          : `${name}@vipdesk.example`,
        displayName: `Person ${index}`,
        givenName: "Person",
        surname: String(index),
        locale: "en-US",
        userType: isGuest ? "guest" : "member",
      },
      isEnabled: this.#share(index, "disabled") >= disabled,
      timeZone: hasMailbox ? this.#timeZone(index) : null,
    };
  }

  /** The number of the person with this id or name, or null. */
  indexOf(idOrName: string): number | null {
    const named = /^g(0|[1-9]\d*)$/.exec(idOrName)?.[1];
    if (named !== undefined) return this.#within(Number(named));
    const digits = idForm.exec(idOrName)?.[3];
    const index = digits === undefined ? null : this.#within(Number.parseInt(digits, 16));
    return index !== null && this.#idOf(index) === idOrName ? index : null;
  }

  /** Names of what the person has registered, as the registration report has them. */
  reported(index: number): readonly string[] {
    return this.#profile(index).reported;
  }

  securityInfo(index: number): SecurityInfo {
    return this.#profile(index).securityInfo(index);
  }

  /** Whether the person is among `share` of everybody; another share for each group. */
  isAmong(index: number, group: number, share: number): boolean {
    return shareOf(this.#seed, index, aspect.group + group) < share;
  }

  #within(index: number): number | null {
    return index < this.count ? index : null;
  }

  #share(index: number, trait: keyof typeof aspect): number {
    return shareOf(this.#seed, index, aspect[trait]);
  }

  #timeZone(index: number): string {
    const nth = Math.floor(this.#share(index, "timeZone") * timeZones.length);
    return timeZones[nth] ?? timeZones[0];
  }

  #profile(index: number): Profile {
    let rest = this.#share(index, "methods");
    for (const profile of profiles) {
      rest -= profile.share;
      if (rest < 0) return profile;
    }
    return bare;
  }

  #idOf(index: number): string {
    const scattered = mix(index ^ mix(this.#seed))
      .toString(16)
      .padStart(8, "0");
    const more = (mix(index + 77) & 0xfff).toString(16).padStart(3, "0");
    return `${scattered}-9e4e-4${more}-8000-${index.toString(16).padStart(12, "0")}`;
  }
}

/** Where rounding leaves a person beyond the last share. */
const bare: Profile = {
  share: 0,
  reported: [],
  securityInfo: () => ({ methods: [], defaultMethod: null }),
};
