/** What a person wants when they type something, found without any service. */
export type Intent =
  | { readonly kind: "check" }
  | { readonly kind: "setUp" }
  | { readonly kind: "checklist" }
  | { readonly kind: "cleanUp" }
  | { readonly kind: "signOut" }
  | { readonly kind: "campaign" }
  | { readonly kind: "help" }
  | { readonly kind: "greeting" }
  /** Six digits: the code that a sign-in page shows when it cannot finish the chat by itself. */
  | { readonly kind: "code"; readonly code: string }
  | { readonly kind: "nothing" }
  | { readonly kind: "other" };

const CODE = /^\s*(\d{3})[\s-]?(\d{3})\s*$/;

const PHRASES: readonly (readonly [
  Intent["kind"] &
    ("check" | "setUp" | "checklist" | "cleanUp" | "signOut" | "campaign" | "help" | "greeting"),
  RegExp,
])[] = [
  ["signOut", /^(please )?(sign|log) ?(me )?(out|off)\b|^forget my sign[- ]?in$/],
  ["help", /^(help|\?+|menu|commands|what can you do|how does this work)$/],
  ["campaign", /^(show )?(the |my )?(reminder )?campaign( status)?$|^status of the campaign$/],
  ["checklist", /^(show )?(my |the )?check ?list$/],
  [
    "cleanUp",
    /^(clean|tidy) ?-?up( please| my (old )?(phones?|devices?))?$|^(please )?(remove|delete|get rid of) (a |an |my |the |some )?(old |other |stale |lost )?(phones?|devices?)( please)?$|^old (phones?|devices?)$/,
  ],
  [
    "setUp",
    /^(start )?(the )?set ?-?up( please| push| (microsoft )?authenticator)?$|^add (microsoft )?authenticator$|^guide( me)?$|^continue$|\b(got|have) a new phone\b/,
  ],
  [
    "check",
    /^(re)?check\b|\bam i (set ?up|ready|ok|good|done|compliant)\b|\bare (we|you) sure i(’|')?m set ?up\b|^(my )?status$|^start$|\bcheck (again|me|my)\b|\b(set ?up|registered) (yet|right|correctly)\b|^(show )?my (sign[- ]?in )?(methods|devices)$/,
  ],
  ["greeting", /^(hi|hello|hey|good (morning|afternoon|evening)|thanks|thank you|ok(ay)?)\b/],
];

/** Finds the intent of a typed message. Total; anything not recognised is `other`. */
export function intentOf(text: string | null | undefined): Intent {
  const code = CODE.exec(text ?? "");
  if (code !== null) return { kind: "code", code: `${code[1] ?? ""}${code[2] ?? ""}` };
  const words = normalise(text ?? "");
  if (words === "") return { kind: "nothing" };
  const found = PHRASES.find(([, pattern]) => pattern.test(words));
  return { kind: found?.[0] ?? "other" };
}

// Punctuation at the ends and doubled spaces say nothing; a lone "?" asks for help and is kept.
function normalise(text: string): string {
  const plain = text.normalize("NFKC").toLowerCase().replace(/\s+/g, " ").trim();
  if (/^\?+$/.test(plain)) return plain;
  return plain.replace(/^[\s"'“”.,!¡¿-]+|[\s"'“”.,!?…-]+$/g, "");
}
