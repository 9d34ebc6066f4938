import type { GraphVersion } from "./graph-answer.ts";

export type GraphPath =
  | {
      readonly kind: "path";
      readonly version: GraphVersion;
      /** Decoded, after the version. */
      readonly segments: readonly string[];
      /** `S/graph/v1.0` or `S/graph/beta`. */
      readonly root: string;
    }
  | { readonly kind: "unknownVersion"; readonly version: string };

/** Takes `/graph/v1.0/users/ID` apart. The router has refused broken escapes already. */
export function pathOf(pathname: string, tenantUrl: string): GraphPath {
  const [version = "", ...segments] = pathname
    .replace(/^\/graph\/|\/$/g, "")
    .split("/")
    .map(decodeURIComponent);
  return isVersion(version)
    ? { kind: "path", version, segments, root: `${tenantUrl}/graph/${version}` }
    : { kind: "unknownVersion", version };
}

function isVersion(value: string): value is GraphVersion {
  return value === "v1.0" || value === "beta";
}
