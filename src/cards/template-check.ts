// A path such as ${title}, ${$root.foot.url} or ${$data}: what a template may say, and no more.
const EXPRESSION = /\$\{([^}]*)\}?/g;
const PATH = /^(?:\$data|(?:\$root\.)?[A-Za-z]\w*(?:\.[A-Za-z]\w*)*)$/;

/**
 * Looks through a template for what it must not contain, and says what is wrong in words, or null.
 *
 * Only paths are allowed, no functions: templates hold layout, and an expression that fails would otherwise be
 * written into the card as text. `$when` is refused because the engine takes a misspelt one for "false" and drops
 * the element without a word; an empty array in `$data` says the same, and a missing one is noticed.
 */
export function checkTemplate(node: unknown): string | null {
  if (typeof node === "string") return checkText(node);
  if (typeof node !== "object" || node === null) return null;
  for (const [key, value] of Object.entries(node)) {
    if (key === "$when") return "$when is not used here; bind $data to an array instead";
    const complaint = checkTemplate(value);
    if (complaint !== null) return complaint;
  }
  return null;
}

function checkText(text: string): string | null {
  for (const [whole, path = ""] of text.matchAll(EXPRESSION)) {
    if (!whole.endsWith("}") || !PATH.test(path)) return `${whole} is not a path`;
  }
  return null;
}
