import type { Copy } from "../../copy/copy.ts";
import type { JudgedMethod } from "../../methods/readiness.ts";
import type { Line } from "../hints.ts";
import { PICTURES } from "../pictures/pictures.ts";
import { type MethodRow, methodRow } from "./method-row.ts";

type GroupName = "supported" | "retired" | "neutral" | "unknown";

// Picture and colour say again what the title says in words, never anything of their own. "Good" is no colour for
// words: Teams draws it too pale to read on white.
const GROUPS: readonly {
  readonly name: GroupName;
  readonly picture: string;
  readonly color: "Default" | "Attention";
}[] = [
  { name: "supported", picture: PICTURES.done, color: "Default" },
  { name: "retired", picture: PICTURES.retired, color: "Attention" },
  { name: "neutral", picture: PICTURES.neutral, color: "Default" },
  { name: "unknown", picture: PICTURES.unsure, color: "Default" },
];

export type MethodGroup = {
  readonly title: string;
  readonly picture: string;
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
  return GROUPS.map(({ name, picture, color }) => ({
    title: copy[`group.${name}`],
    picture,
    color,
    notes: name === "unknown" ? [{ text: copy["group.unknown.note"] }] : [],
    rows: methods
      .filter((judged) => groupOf(judged) === name)
      .map((judged) => methodRow(copy, locale, judged)),
  })).filter(({ rows }) => rows.length > 0);
}

const groupOf = ({ method, standing }: JudgedMethod): GroupName =>
  method.kind === "unknown" ? "unknown" : standing;
