import { type Finding, failed, notChecked } from "./finding.ts";
import { reasonOf } from "./reason.ts";

/** One look at one thing. `needs` names checks without which there is nothing to look at. */
export type Check = {
  readonly id: string;
  readonly title: string;
  readonly needs: readonly string[];
  /** What to do where `run` rejects, unless the error says more. */
  readonly ifBroken: string;
  run(signal: AbortSignal): Promise<Finding | readonly Finding[]>;
};

export type Result = {
  readonly check: string;
  readonly title: string;
  readonly findings: readonly Finding[];
};

/**
 * Runs every check, side by side, each for `limitMs` at most; one that fails ends no other, and those that need it are not
 * checked. Results come in the order of the checks.
 * @throws the signal's reason when whoever asked gave up
 */
export async function runChecks(
  checks: readonly Check[],
  options: { readonly limitMs: number; readonly signal: AbortSignal },
): Promise<readonly Result[]> {
  const underWay = new Map<string, Promise<Result>>();
  const start = (check: Check): Promise<Result> => {
    const known = underWay.get(check.id);
    if (known !== undefined) return known;
    const needed = checks.filter(({ id }) => check.needs.includes(id)).map(start);
    const result = Promise.all(needed).then((results) => runOne(check, results, options));
    underWay.set(check.id, result);
    return result;
  };
  const results = await Promise.all(checks.map(start));
  options.signal.throwIfAborted();
  return results;
}

async function runOne(
  check: Check,
  needed: readonly Result[],
  options: { readonly limitMs: number; readonly signal: AbortSignal },
): Promise<Result> {
  const { id, title } = check;
  const missing = needed.find(({ findings }) => !findings.every(isUsable));
  const found =
    missing === undefined
      ? await withinLimit(check, options)
      : notChecked(`needs "${missing.title}" first`);
  return { check: id, title, findings: [found].flat() };
}

const isUsable = ({ kind }: Finding): boolean => kind === "ok" || kind === "warning";

async function withinLimit(
  check: Check,
  { limitMs, signal }: { readonly limitMs: number; readonly signal: AbortSignal },
): Promise<Finding | readonly Finding[]> {
  const limit = new AbortController();
  const { promise: over, resolve } = Promise.withResolvers<Finding>();
  // Not everything minds a signal, so the clock is kept here too.
  const timer = setTimeout(() => {
    limit.abort(new Error("No answer in time"));
    resolve(tooLate(limitMs));
  }, limitMs);
  const onAbort = (): void => {
    resolve(notChecked("interrupted"));
  };
  signal.addEventListener("abort", onAbort, { once: true });
  try {
    const work = check.run(AbortSignal.any([signal, limit.signal]));
    return await Promise.race([work, over]);
  } catch (error) {
    if (limit.signal.aborted) return tooLate(limitMs);
    const { text, next } = reasonOf(error);
    return failed(text, next ?? check.ifBroken);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", onAbort);
  }
}

const tooLate = (limitMs: number): Finding =>
  failed(
    `no answer within ${limitMs / 1_000} s`,
    "Check the network between here and there (firewall, proxy, private endpoint), and try again.",
  );
