import type { Faults } from "./faults/faults.ts";
import type { People } from "./people/people.ts";
import type { Clock, SandboxPart, Tenant } from "./tenant.ts";

export type SandboxOptions = {
  /** 0 = any free port. */
  readonly port: number;
  /** Short name of the person whom the Teams client is signed in as. */
  readonly person: string;
  /** e.g. `http://127.0.0.1:3978`; the bot listens at `/api/messages` below it. */
  readonly botUrl?: string;
  /** e.g. `http://127.0.0.1:56150`. */
  readonly playgroundUrl?: string;
  readonly clock?: Clock;
  /** Further parts: the Teams client, the connector, … */
  readonly parts?: readonly SandboxPart[];
};

export interface Sandbox {
  /** S: `http://127.0.0.1:PORT`. */
  readonly url: string;
  readonly tenant: Tenant;
  readonly people: People;
  readonly faults: Faults;
  close(): Promise<void>;
}

/**
 * Starts the local tenant on loopback.
 * @throws SandboxError `sandbox.port-in-use`, `sandbox.unknown-person`
 */
export function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  return Promise.reject(new Error(`not listening on ${options.port} yet`));
}
