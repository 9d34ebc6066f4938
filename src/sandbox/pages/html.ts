/** HTML that is safe to send: made by {@link html} only. */
export class SafeHtml {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Value = string | number | SafeHtml | readonly SafeHtml[] | null;

/** Builds HTML; every plain value is escaped, null is left out. */
export function html(parts: TemplateStringsArray, ...values: readonly Value[]): SafeHtml {
  const text = parts.map((part, index) => part + rendered(values[index] ?? null)).join("");
  return new SafeHtml(text);
}

function rendered(value: Value): string {
  if (value === null) return "";
  if (value instanceof SafeHtml) return value.text;
  if (typeof value === "object") return value.map((item) => item.text).join("");
  return escaped(String(value));
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}
