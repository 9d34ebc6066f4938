import { createRequire } from "node:module";
import type * as Templating from "adaptivecards-templating";
import { checkTemplate } from "./template-check.ts";

/** An Adaptive Card, ready to send. Source: https://adaptivecards.io/explorer/AdaptiveCard.html, version 1.5. */
export type CardPayload = {
  readonly type: "AdaptiveCard";
  readonly version: "1.5";
  readonly [property: string]: unknown;
};

/**
 * What a template is bound to. There is no null: the engine would write it into the card, or fail on it. What may be
 * absent is an array of none or one.
 */
export type View = { readonly [name: string]: ViewValue };
export type ViewValue = string | number | View | readonly ViewValue[];

export type CardTemplate = {
  readonly name: string;
  /** Parses the template now rather than at its first use. Does nothing the second time. */
  prepare(): void;
  /** Binds the template to a view model; every `${path}` in it has to be there. */
  expand(view: View): unknown;
};

/** A template and its data do not fit each other: a mistake of ours, never of the person in the chat. */
export class CardError extends Error {
  override readonly name = "CardError";
  readonly code: "card.badTemplate" | "card.unbound";

  constructor(code: CardError["code"], message: string) {
    super(message);
    this.code = code;
  }
}

const load = createRequire(import.meta.url);

// Importing the template engine costs 100 to 250 ms and parsing a template some 10 ms, so both wait for the first
// card, or for `prepareCards` once the server listens. Node keeps what it has loaded.
const engine = (): typeof Templating =>
  // `require` is untyped; these are the package's own types.
  load("adaptivecards-templating") as typeof Templating;

/** A named template, checked and parsed once, at first use. */
export function loadTemplate(name: string, json: object): CardTemplate {
  let parsed: Templating.Template | null = null;
  const prepared = (): Templating.Template => {
    if (parsed !== null) return parsed;
    const complaint = checkTemplate(json);
    if (complaint !== null) throw new CardError("card.badTemplate", `Card ${name}: ${complaint}`);
    parsed = new (engine().Template)(json);
    return parsed;
  };
  return {
    name,
    prepare: () => {
      prepared();
    },
    expand: (view) => expandNoting(name, prepared(), view),
  };
}

/**
 * The finished card.
 * @throws CardError `card.unbound` when the view lacks something that the template names. Only the template's own
 * expressions count: `${…}` inside a value is text like any other and is neither expanded nor refused.
 */
export function expandTemplate(template: CardTemplate, view: View): CardPayload {
  const card = template.expand(view);
  if (!isCard(card)) {
    throw new CardError("card.badTemplate", `Card ${template.name} is no Adaptive Card 1.5`);
  }
  return card;
}

// The engine writes "${path}" where a value is missing. Looking for that in the result would also find it in a device's
// name, so we listen to the engine itself, which asks here for each missing path and for nothing else.
const ON_MISSING = "getUndefinedFieldValueSubstitutionString";

function expandNoting(name: string, template: Templating.Template, view: View): unknown {
  const { GlobalSettings } = engine();
  const before: unknown = Reflect.get(GlobalSettings, ON_MISSING);
  const missing: string[] = [];
  GlobalSettings[ON_MISSING] = (path) => {
    missing.push(path);
    return undefined;
  };
  try {
    const card: unknown = template.expand({ $root: view });
    const [first] = missing;
    if (first !== undefined) {
      throw new CardError("card.unbound", `Card ${name}: nothing is bound to \${${first}}`);
    }
    return card;
  } finally {
    Reflect.set(GlobalSettings, ON_MISSING, before);
  }
}

function isCard(value: unknown): value is CardPayload {
  return (
    typeof value === "object" &&
    value !== null &&
    "type" in value &&
    value.type === "AdaptiveCard" &&
    "version" in value &&
    value.version === "1.5"
  );
}
