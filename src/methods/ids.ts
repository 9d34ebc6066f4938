declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

/** Entra tenant id (GUID, lower case). */
export type TenantId = Branded<"TenantId">;
/** Entra object id of a user (GUID, lower case), `oid` in tokens and `aadObjectId` in Teams. */
export type UserId = Branded<"UserId">;
/** Id of a registered authentication method, as Graph gives it (opaque, case-sensitive). */
export type MethodId = Branded<"MethodId">;

// The only places where a plain string becomes an id: each caller has just parsed it.
export const tenantId = (value: string): TenantId => value.toLowerCase() as TenantId;
export const userId = (value: string): UserId => value.toLowerCase() as UserId;
export const methodId = (value: string): MethodId => value as MethodId;
