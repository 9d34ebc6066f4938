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
  const name = locale ?? "";
  const known = found.get(name);
  if (known !== undefined) return known;
  const copy = bestFit(locale);
  // Clients name the locale, so anything can come; what is remembered stays small.
  if (found.size >= MOST_REMEMBERED) found.clear();
  found.set(name, copy);
  return copy;
}

const MOST_REMEMBERED = 256;
// Taking a locale apart costs more than the rest of a greeting, and people come with the same few.
const found = new Map<string, Copy>();

function bestFit(locale: string | null): Copy {
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
  const known = parsed.get(locale);
  if (known !== undefined) return known;
  const tag = tagOf(locale);
  if (parsed.size >= MOST_REMEMBERED) parsed.clear();
  parsed.set(locale, tag);
  return tag;
}

const parsed = new Map<string, Intl.Locale | null>();

function tagOf(locale: string): Intl.Locale | null {
  try {
    return new Intl.Locale(locale);
  } catch {
    return null;
  }
}
