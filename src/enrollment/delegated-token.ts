import { type TenantId, tenantId, type UserId, userId } from "../methods/ids.ts";

/**
 * A delegated Microsoft Graph access token. Never logged, stored or shown; it reaches Graph and nothing else.
 */
export type DelegatedToken = {
  readonly value: string;
  /** Whose token it says it is; null when the token does not say so in a form we can read. */
  readonly owner: TokenOwner | null;
  /** The name of the account, for `login_hint` on Microsoft's pages; shown nowhere else, never stored or logged. */
  readonly accountHint: string | null;
};

export type TokenOwner = {
  /** Null where only Graph was asked: object ids are unique across tenants, so the user id alone decides then. */
  readonly tenantId: TenantId | null;
  readonly userId: UserId;
  readonly isGuest: boolean;
};

/**
 * Wraps a token and looks at whose it is.
 * A Graph token is Graph's to parse, so what is read here only ever narrows what we do: another owner than the
 * person in the chat means that nothing is read or shown. Null means that Graph has to be asked.
 */
export function delegatedToken(value: string): DelegatedToken {
  const claims = claimsOf(value);
  return { value, owner: ownerOf(claims), accountHint: accountHintIn(claims) };
}

type Claims = Readonly<Record<string, unknown>>;

function accountHintIn(claims: Claims): string | null {
  const names = [claims["upn"], claims["preferred_username"], claims["unique_name"]];
  return names.find((name) => typeof name === "string") ?? null;
}

function ownerOf(claims: Claims): TokenOwner | null {
  const oid = claims["oid"];
  const tid = claims["tid"];
  if (typeof oid !== "string" || typeof tid !== "string") return null;
  return { userId: userId(oid), tenantId: tenantId(tid), isGuest: isGuest(claims) };
}

// `acct` is 1 for guests in tokens that carry it; a guest's UPN has #EXT# in it in the tenant that invited them.
function isGuest(claims: Claims): boolean {
  const names = [claims["upn"], claims["unique_name"], claims["preferred_username"]];
  return (
    claims["acct"] === 1 ||
    names.some((name) => typeof name === "string" && name.toUpperCase().includes("#EXT#"))
  );
}

function claimsOf(token: string): Claims {
  const payload = token.split(".")[1];
  if (payload === undefined) return {};
  try {
    const parsed: unknown = JSON.parse(Buffer.from(payload, "base64url").toString("utf8"));
    return typeof parsed === "object" && parsed !== null ? { ...parsed } : {};
  } catch {
    return {};
  }
}
