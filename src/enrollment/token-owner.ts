import type { DelegatedToken, TokenOwner } from "./delegated-token.ts";
import type { MethodsReader, OwnerReading } from "./methods-reader.ts";
import type { PersonKey } from "./person.ts";

/** Whose token it is: as the token itself says, else as Graph says. */
export async function ownerOf(token: DelegatedToken, reader: MethodsReader): Promise<OwnerReading> {
  return token.owner === null ? reader.readOwner(token) : { kind: "known", owner: token.owner };
}

/** Whether the owner is this person. A tenant that Graph did not name is no other tenant: object ids are unique. */
export const isOwnedBy = (owner: TokenOwner, key: PersonKey): boolean =>
  owner.userId === key.userId && (owner.tenantId ?? key.tenantId) === key.tenantId;
