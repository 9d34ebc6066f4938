import { randomUUID } from "node:crypto";
import { activityOf } from "../../bench/stage.ts";
import { CARD_NAMES, VERBS } from "../../src/cards/verbs.ts";
import { type Dice, HOSTILE_JSON, HOSTILE_KEYS } from "./hostile-values.ts";

const TEXTS = [
  "check",
  "help",
  "set up",
  "checklist",
  "clean up",
  "sign out",
  "campaign",
  "123456",
  "hello",
  "what?",
] as const;
const VERB_NAMES = Object.values(VERBS);
const [FIRST_VERB, ...OTHER_VERBS] = VERB_NAMES;

/** Marks the place of a value that is JSON already. */
const HOLE = "\u0001hole:";

/** A real activity of Teams with a few of its parts broken, as JSON text. */
export function brokenActivity(dice: Dice, stubUrl: string, person: string): string {
  let tree: unknown = JSON.parse(activityOf(stubUrl, person, anything(dice)));
  const times = 1 + dice.below(3);
  for (let count = 0; count < times; count += 1) tree = broken(tree, dice);
  return fill(JSON.stringify(tree));
}

function anything(dice: Dice): object {
  switch (dice.below(8)) {
    case 0:
    case 1:
      return { type: "message", text: dice.of(TEXTS), textFormat: "plain" };
    case 2:
      return { type: "message", value: { ...claim(dice), verb: aVerb(dice) } };
    case 3:
      return {
        type: "invoke",
        name: dice.of([
          "signin/tokenExchange",
          "signin/verifyState",
          "signin/failure",
          "task/fetch",
        ]),
        value: { id: randomUUID(), token: "SSO-TOKEN-OF-SOMEBODY", state: "123456", code: "a" },
      };
    case 4:
      return { type: "installationUpdate", action: dice.of(["add", "remove", "add-upgrade"]) };
    case 5:
      return {
        type: "conversationUpdate",
        membersAdded: [{ id: "28:b07b07b0-0000-4000-8000-000000000001" }],
        membersRemoved: [{ id: "29:x" }],
      };
    default:
      return {
        type: "invoke",
        name: "adaptiveCard/action",
        value: {
          action: { type: "Action.Execute", verb: aVerb(dice), data: claim(dice) },
          trigger: "manual",
          ...(dice.chance(0.2) ? { authentication: { token: "SSO-TOKEN-OF-SOMEBODY" } } : {}),
        },
      };
  }
}

const aVerb = (dice: Dice): string => dice.of([FIRST_VERB ?? "status.check", ...OTHER_VERBS]);

/** What the buttons of the cards carry, whichever verb they are of. */
const claim = (dice: Dice): object => ({
  card: dice.of(CARD_NAMES),
  v: 1,
  answer: dice.of(["yes", "no", "unsure"]),
  guide: randomUUID(),
  guideId: randomUUID(),
  step: "openSecurityInfo",
  deviceId: "6803c096-c096-6803-96c0-036896c00368",
  methodId: "6803c096-c096-6803-96c0-036896c00368",
  devices: ["7803c096-c096-6803-96c0-036896c00369"],
  page: dice.below(5),
  campaign: randomUUID(),
  reason: "lostPhone",
});

/** Breaks one part, wherever in the tree it is. */
function broken(value: unknown, dice: Dice): unknown {
  if (typeof value !== "object" || value === null) return HOLE + dice.of(HOSTILE_JSON);
  const entries: [string, unknown][] = Object.entries(value);
  const at = dice.below(entries.length);
  const [key, part] = entries[at] ?? ["", null];
  switch (dice.below(5)) {
    case 0:
      return rebuilt(value, entries.toSpliced(at, 1));
    case 1:
      return rebuilt(value, [...entries, [dice.of(HOSTILE_KEYS), HOLE + dice.of(HOSTILE_JSON)]]);
    case 2:
      return rebuilt(value, entries.toSpliced(at, 1, [key, HOLE + dice.of(HOSTILE_JSON)]));
    default:
      return rebuilt(value, entries.toSpliced(at, 1, [key, broken(part, dice)]));
  }
}

function rebuilt(value: object, entries: readonly (readonly [string, unknown])[]): unknown {
  if (Array.isArray(value)) return entries.map(([, part]) => part);
  // Not `fromEntries`: `__proto__` has to become a property like any other.
  const made: Record<string, unknown> = {};
  for (const [key, part] of entries) {
    Object.defineProperty(made, key, { value: part, enumerable: true, configurable: true });
  }
  return made;
}

const fill = (json: string): string =>
  json.replace(/"\\u0001hole:((?:[^"\\]|\\.)*)"/g, (_, text: string) =>
    String(JSON.parse(`"${text}"`)),
  );
