import type { Copy } from "../../copy/copy.ts";
import type { JudgedMethod } from "../../methods/readiness.ts";
import { type Line, type MethodRow, methodRow } from "./method-row.ts";

type GroupName = "supported" | "retired" | "neutral" | "unknown";

// Colour says again what the title says in words, never anything of its own.
const GROUPS: readonly { readonly name: GroupName; readonly color: string }[] = [
  { name: "supported", color: "good" },
  { name: "retired", color: "attention" },
  { name: "neutral", color: "default" },
  { name: "unknown", color: "default" },
];

export type MethodGroup = {
  readonly title: string;
  readonly color: string;
  readonly notes: readonly Line[];
  readonly rows: readonly MethodRow[];
};

/** The registered methods by how the organisation sees them; each method in exactly one group, none empty. */
export function methodGroups(
  copy: Copy,
  locale: string,
  methods: readonly JudgedMethod[],
): readonly MethodGroup[] {
  return GROUPS.map(({ name, color }) => ({
    title: copy[`group.${name}`],
    color,
    notes: name === "unknown" ? [{ text: copy["group.unknown.note"] }] : [],
    rows: methods
      .filter((judged) => groupOf(judged) === name)
      .map((judged) => methodRow(copy, locale, judged)),
  })).filter(({ rows }) => rows.length > 0);
}

const groupOf = ({ method, standing }: JudgedMethod): GroupName =>
  method.kind === "unknown" ? "unknown" : standing;
