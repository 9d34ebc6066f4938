import { z } from "zod/v4";
import { GUIDE_STEPS, type GuideStep, HELP_REASONS, TROUBLES } from "../cards/guide/guide-view.ts";
import { type MethodId, methodId } from "../methods/ids.ts";

const id = z.string().min(1).transform(methodId);
const ids = z.array(id).max(50);
const step = z.enum(GUIDE_STEPS);

/** Ids only: names of devices are shown, never stored. `known` is what was registered when the guide began. */
const guideState = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("steps"),
    step,
    known: ids,
    view: z.discriminatedUnion("kind", [
      z.object({ kind: z.literal("instruction"), notSeenYet: z.boolean() }),
      z.object({ kind: z.literal("troubles") }),
      z.object({ kind: z.literal("trouble"), trouble: z.enum(TROUBLES) }),
    ]),
  }),
  z.object({ kind: z.literal("makeRoom") }),
  z.object({ kind: z.literal("helpDesk"), why: z.enum(HELP_REASONS), step, known: ids }),
  z.object({ kind: z.literal("chooseDevice"), isNew: z.boolean(), offered: ids, known: ids }),
  z.object({ kind: z.literal("proving") }),
  z.object({ kind: z.literal("askWhereNumberShowed") }),
  z.object({ kind: z.literal("checklist") }),
]);

export type GuideState = Readonly<z.output<typeof guideState>>;
export type HelpDeskState = Extract<GuideState, { readonly kind: "helpDesk" }>;
export type StepsState = Extract<GuideState, { readonly kind: "steps" }>;

/** A stored state, or null for one that this version cannot read: the guide then begins anew. */
export function parseGuideState(stored: unknown): GuideState | null {
  const parsed = guideState.safeParse(stored);
  return parsed.success ? parsed.data : null;
}

export const stepsAt = (at: GuideStep, known: readonly MethodId[]): StepsState => ({
  kind: "steps",
  step: at,
  known: [...known],
  view: { kind: "instruction", notSeenYet: false },
});
