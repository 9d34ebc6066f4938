import { randomUUID } from "node:crypto";
import type { Person } from "../people/person.ts";
import type { PendingFlow } from "./code-flow.ts";
import type { ExchangeState } from "./exchange-state.ts";

const linkLifeMs = 15 * 60 * 1000;

export type SignInLink = {
  readonly asker: Person;
  readonly exchange: ExchangeState;
  readonly until: Date;
};

export type StartedSignIn = SignInLink & { readonly flow: PendingFlow };

/** Sign-in links handed to the bot, and the browser sign-ins begun from them. Nothing secret is in a link. */
export class SignInLinks {
  readonly #links = new Map<string, SignInLink>();
  readonly #started = new Map<string, StartedSignIn>();

  create(asker: Person, exchange: ExchangeState, now: Date): string {
    const id = randomUUID();
    this.#links.set(id, { asker, exchange, until: new Date(now.getTime() + linkLifeMs) });
    return id;
  }

  /** A link may be opened again until it ends: a closed window is no failure. */
  find(id: string, now: Date): SignInLink | null {
    const link = this.#links.get(id);
    return link !== undefined && link.until > now ? link : null;
  }

  start(link: SignInLink, flow: PendingFlow): void {
    this.#started.set(flow.state, { ...link, flow });
  }

  /** The sign-in that `state` belongs to; only once. */
  finish(state: string, now: Date): StartedSignIn | null {
    const started = this.#started.get(state);
    this.#started.delete(state);
    return started !== undefined && started.until > now ? started : null;
  }
}
