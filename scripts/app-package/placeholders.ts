/** The Agents Toolkit's form: `${{NAME}}`. */
const PLACEHOLDER = /\$\{\{\s*([A-Za-z_][A-Za-z0-9_]*)\s*\}\}/g;

/** Names of the placeholders in a text, each once. */
export const placeholdersIn = (text: string): readonly string[] => [
  ...new Set([...text.matchAll(PLACEHOLDER)].map(([, name]) => name ?? "")),
];

/** Fills the placeholders inside the strings of a JSON text. One without a value stays, and is refused later. */
export const fillPlaceholders = (text: string, values: ReadonlyMap<string, string>): string =>
  text.replace(PLACEHOLDER, (whole, name: string) => {
    const value = values.get(name);
    // A quote or a backslash in a name must not end the string it stands in.
    return value === undefined ? whole : JSON.stringify(value).slice(1, -1);
  });
