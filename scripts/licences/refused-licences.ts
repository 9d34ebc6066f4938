/** A package as it is installed: `name@version`, and what it says of its licence. */
export type Licensed = { readonly name: string; readonly licences: readonly string[] };

/** SPDX ids that may be in what is shipped, each with the reason. */
export const ALLOWED: Readonly<Record<string, string>> = {
  MIT: "permissive: keep the notice",
  ISC: "permissive: keep the notice",
  "BSD-2-Clause": "permissive: keep the notice",
  "BSD-3-Clause": "permissive: keep the notice, no endorsement",
  "Apache-2.0": "permissive, with a patent grant: keep the notice",
  "BlueOak-1.0.0": "permissive: keep the notice or a link",
  "0BSD": "permissive, not even a notice",
  Unlicense: "public domain",
  "CC0-1.0": "public domain",
};

/** Packages whose package.json does not say it, and where it was read. By exact version: another one is read again. */
export const READ_BY_HAND: Readonly<Record<string, string>> = {
  "escape-regexp-component@1.0.2": "MIT, its Readme.md says so",
  "jspath@0.4.0": "MIT, its LICENSE says so",
};

/** A line for each package that may not be shipped. Of licences that are offered to choose from, one is enough. */
export function refusedLicences(packages: readonly Licensed[]): readonly string[] {
  return packages.flatMap(({ name, licences }) => {
    if (name in READ_BY_HAND) return [];
    const isAllowed = licences.length > 0 && licences.every(isAllowedExpression);
    return isAllowed
      ? []
      : [
          `${name}: ${licences.join(", ") || "no licence"} is not on the list; replace it, or say why`,
        ];
  });
}

// Deeper expressions do not occur; what is not understood is refused.
function isAllowedExpression(expression: string): boolean {
  const plain = expression.replace(/^\((.*)\)$/, "$1");
  if (/[()]/.test(plain)) return false;
  return plain
    .split(" OR ")
    .some((choice) => choice.split(" AND ").every((id) => Object.hasOwn(ALLOWED, id)));
}
