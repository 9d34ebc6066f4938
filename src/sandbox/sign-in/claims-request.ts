import { z } from "zod/v4";

/** What an app asks of the sign-in itself, beyond who it is. */
export type MfaRequest = {
  readonly needsMfa: boolean;
  /** Authentication context (`c1` to `c99`). The tenant's only strength for one allows push alone. */
  readonly contextId: string | null;
};

const nothing: MfaRequest = { needsMfa: false, contextId: null };
const contextId = /^c[1-9]\d?$/;

const member = z
  .object({ value: z.string().optional(), values: z.array(z.string()).optional() })
  .nullish();
const place = z.object({ amr: member, acrs: member }).nullish();
const claims = z.object({ id_token: place, access_token: place });

/**
 * Reads OpenID Connect's `claims` parameter as far as Entra's step-up uses it: `amr` with `ngcmfa` (fresh MFA), `acrs`
 * with an authentication context. Null when it is not one.
 */
export function parseClaimsRequest(parameter: unknown): MfaRequest | null {
  if (parameter === undefined) return nothing;
  const parsed = claims.safeParse(fromJson(parameter));
  if (!parsed.success) return null;

  const asked = (name: "amr" | "acrs"): readonly string[] =>
    [parsed.data.id_token?.[name], parsed.data.access_token?.[name]].flatMap((wish) => [
      ...(wish?.values ?? []),
      ...(wish?.value === undefined ? [] : [wish.value]),
    ]);
  const context = asked("acrs").find((value) => contextId.test(value)) ?? null;
  const wantsMfa = asked("amr").some((value) => value === "ngcmfa" || value === "mfa");
  return { needsMfa: wantsMfa || context !== null, contextId: context };
}

function fromJson(parameter: unknown): unknown {
  if (typeof parameter !== "string") return null;
  try {
    return JSON.parse(parameter);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
