/**
 * A moment that the client writes in its own zone and language; only for texts in which a TextBlock or TextRun stands.
 * Source: https://learn.microsoft.com/adaptive-cards/authoring-cards/text-features (DATE and TIME)
 */
export function clientTime(at: Date): string {
  // It takes whole seconds only.
  const instant = `${at.toISOString().slice(0, 19)}Z`;
  return `{{DATE(${instant}, SHORT)}}, {{TIME(${instant})}}`;
}
