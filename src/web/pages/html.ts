/** HTML that is safe to send: made by {@link html} and {@link trusted} only. */
class SafeHtml {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

export type { SafeHtml };

/** Text of this program that is HTML already. */
export const trusted = (text: string): SafeHtml => new SafeHtml(text);

/** Builds HTML; every plain text is escaped, null is left out. */
export function html(
  parts: TemplateStringsArray,
  ...values: readonly (string | SafeHtml | readonly SafeHtml[] | null)[]
): SafeHtml {
  const text = parts.map((part, index) => part + rendered(values[index] ?? null)).join("");
  return new SafeHtml(text);
}

function rendered(value: string | SafeHtml | readonly SafeHtml[] | null): string {
  if (value === null) return "";
  if (value instanceof SafeHtml) return value.text;
  if (typeof value === "string") return escaped(value);
  return value.map((item) => item.text).join("\n");
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

const escaped = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? "");
