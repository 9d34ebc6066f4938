/** One object of a card that has a `type`: an element, an inline or an action. */
export type CardNode = Readonly<Record<string, unknown>> & { readonly type: string };

/** Everything with a `type` in a card, in reading order, the card itself first and fallbacks left out. */
export function nodesOf(value: unknown): readonly CardNode[] {
  if (Array.isArray(value)) return value.flatMap(nodesOf);
  if (typeof value !== "object" || value === null) return [];
  const inside = Object.entries(value).flatMap(([key, child]: [string, unknown]) =>
    key === "fallback" ? [] : nodesOf(child),
  );
  return isNode(value) ? [value, ...inside] : inside;
}

/** The nodes of one type. */
export const nodesOfType = (card: unknown, type: string): readonly CardNode[] =>
  nodesOf(card).filter((node) => node.type === type);

/** What a person reads, in order, words and buttons alike. */
export function wordsOf(card: unknown): readonly string[] {
  return nodesOf(card).flatMap((node) => {
    if (node.type === "TextBlock" || node.type === "TextRun") return [String(node["text"])];
    return node.type.startsWith("Action.") ? [String(node["title"])] : [];
  });
}

/** Where in a card a piece of text stands, as paths such as `body.0.items.1.text`. */
export function placesOf(value: unknown, piece: string, path = ""): readonly string[] {
  if (typeof value === "string") return value.includes(piece) ? [path] : [];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, child]: [string, unknown]) =>
    placesOf(child, piece, path === "" ? key : `${path}.${key}`),
  );
}

function isNode(value: object): value is CardNode {
  return "type" in value && typeof value.type === "string";
}
