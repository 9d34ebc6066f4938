import type { Copy } from "../copy/copy.ts";
import { dayText, monthText } from "../copy/format.ts";
import type { StaleHint } from "../methods/staleness.ts";
import { shownText } from "./shown-text.ts";

export type Line = { readonly text: string };

/** What speaks for an entry being old, in one line that says of itself that it is a hint, or in none. */
export function hintLines(
  copy: Copy,
  locale: string,
  hints: readonly StaleHint[],
): readonly Line[] {
  if (hints.length === 0) return [];
  const texts = hints.map((hint) => hintText(copy, locale, hint));
  return [{ text: copy["hint.line"]({ count: hints.length, hints: texts.join(" · ") }) }];
}

function hintText(copy: Copy, locale: string, hint: StaleHint): string {
  switch (hint.kind) {
    case "sameNameAsAnother":
      return copy["hint.sameNameAsAnother"];
    case "olderAppThanAnother":
      return copy["hint.olderAppThanAnother"]({ newestVersion: shownText(hint.newestVersion) });
    case "oldAppRelease":
      return copy["hint.oldAppRelease"]({ month: monthText(locale, hint.year, hint.month) });
    case "notUsedLately":
      return copy["hint.notUsedLately"]({ date: dayText(locale, hint.lastUsedAt) });
  }
}
