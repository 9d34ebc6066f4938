import { otherTenantId } from "../constants.ts";
import type { Faults } from "../faults/faults.ts";

/** What a token says in place of what it should. */
export type StrangeClaims = {
  readonly aud?: string;
  readonly tid?: string;
  readonly appid?: string;
};

const STRANGE = {
  audience: { aud: "https://management.azure.com" },
  tenant: { tid: otherTenantId },
  app: { appid: "0ddba115-0000-4000-8000-000000000a99" },
} as const;

/** What the switch `strangeToken` has programs get. */
export function strangeClaims(faults: Pick<Faults, "take">): StrangeClaims {
  const fault = faults.take("strangeToken", null);
  return fault === undefined ? {} : STRANGE[fault.claim];
}
