import { en } from "./en.ts";

/** Every sentence in one language. English is the measure: a language that lacks a key does not compile. */
export type Copy = Readonly<typeof en>;

// One line per language: a BCP 47 language, or language and script where the script changes the words (zh-Hant).
export const LANGUAGES: ReadonlyMap<string, Copy> = new Map([["en", en]]);

/**
 * The words that fit a locale best: exact tag, language with its likely script, language, else English.
 * Never throws: the locale comes from a client, so it may be anything.
 */
export function copyFor(locale: string | null): Copy {
  for (const candidate of candidatesOf(locale)) {
    const copy = LANGUAGES.get(candidate);
    if (copy !== undefined) return copy;
  }
  return en;
}

function candidatesOf(locale: string | null): readonly string[] {
  const tag = parseLocale(locale);
  if (tag === null) return [];
  const likely = tag.maximize();
  return [tag.baseName, `${likely.language}-${likely.script ?? ""}`, tag.language];
}

/** The locale as `Intl` understands it, or null for one that is none. */
export function parseLocale(locale: string | null): Intl.Locale | null {
  if (locale === null) return null;
  try {
    return new Intl.Locale(locale);
  } catch {
    return null;
  }
}
