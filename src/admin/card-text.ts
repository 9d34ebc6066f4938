import { z } from "zod/v4";

/** As much of an Adaptive Card as its words need. */
const element: z.ZodType<Element> = z.lazy(() =>
  z.object({
    type: z.string().optional(),
    text: z.string().optional(),
    title: z.string().optional(),
    altText: z.string().optional(),
    url: z.string().optional(),
    inlines: z.array(z.union([z.string(), element])).optional(),
    items: z.array(element).optional(),
    columns: z.array(element).optional(),
    body: z.array(element).optional(),
    actions: z.array(element).optional(),
  }),
);

type Element = {
  readonly type?: string | undefined;
  readonly text?: string | undefined;
  readonly title?: string | undefined;
  readonly altText?: string | undefined;
  readonly url?: string | undefined;
  readonly inlines?: readonly (string | Element)[] | undefined;
  readonly items?: readonly Element[] | undefined;
  readonly columns?: readonly Element[] | undefined;
  readonly body?: readonly Element[] | undefined;
  readonly actions?: readonly Element[] | undefined;
};

/** The words of a card from top to bottom, with its buttons in brackets: what a person reads, without the looks. */
export function cardText(card: unknown): readonly string[] {
  const read = element.safeParse(card);
  return read.success ? linesOf(read.data) : [];
}

function linesOf(part: Element): readonly string[] {
  return [
    ...own(part),
    ...(part.body ?? []).flatMap(linesOf),
    ...(part.items ?? []).flatMap(linesOf),
    ...(part.columns ?? []).flatMap(linesOf),
    ...(part.actions ?? []).flatMap(linesOf),
  ].filter((line) => line.trim() !== "");
}

function own({ type, text, title, altText, inlines }: Element): readonly string[] {
  if (type?.startsWith("Action.") === true) return title === undefined ? [] : [`[ ${title} ]`];
  if (type === "Image") return altText === undefined ? [] : [altText];
  if (inlines !== undefined) {
    return [inlines.map((run) => (typeof run === "string" ? run : (run.text ?? ""))).join("")];
  }
  return text === undefined ? [] : [withoutMarkdown(text)];
}

/** Bold is dropped; a link is named with its address. */
const withoutMarkdown = (text: string): string =>
  text.replace(/\*\*([^*]+)\*\*/g, "$1").replace(/\[([^\]]+)\]\(([^)]+)\)/g, "$1 <$2>");
