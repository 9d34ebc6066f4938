import { REPORT_METHODS, type ReportMethod } from "../reminders/report-methods.ts";

const BIT_OF: ReadonlyMap<ReportMethod, number> = new Map(
  REPORT_METHODS.map((method, position) => [method, 1 << position]),
);

/** Methods as one number, the bit of each by its place in `REPORT_METHODS`, whose order never changes. */
export const methodBits = (methods: readonly ReportMethod[]): number =>
  methods.reduce((bits, method) => bits | bitOf(method), 0);

/** The bit that stands for one method. */
export const bitOf = (method: ReportMethod): number => BIT_OF.get(method) ?? 0;
