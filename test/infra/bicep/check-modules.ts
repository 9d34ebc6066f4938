import { posix } from "node:path";
import type { BicepFile } from "./parse-bicep.ts";

/**
 * Each use of another file passes what that file requires, and nothing that it does not know.
 * @param files Parsed files by their path
 */
export function problemsOfModules(files: ReadonlyMap<string, BicepFile>): readonly string[] {
  return [...files].flatMap(([path, { modules }]) =>
    modules.flatMap((call) => {
      const target = files.get(posix.join(posix.dirname(path), call.path));
      const where = `${path}:${call.line}, module ${call.name}`;
      if (target === undefined) return [`${where}: there is no file ${call.path}`];
      const known = target.parameters.map(({ name }) => name);
      return [
        ...call.passed
          .filter((name) => !known.includes(name))
          .map((name) => `${where}: passes ${name}, which ${call.path} does not know`),
        ...target.parameters
          .filter(({ name, isRequired }) => isRequired && !call.passed.includes(name))
          .map(({ name }) => `${where}: does not pass ${name}, which ${call.path} requires`),
      ];
    }),
  );
}

/** Every `symbol.outputs.name` names an output that the module has. */
export function problemsOfUses(
  path: string,
  source: string,
  files: ReadonlyMap<string, BicepFile>,
): readonly string[] {
  const modules = files.get(path)?.modules ?? [];
  return [...source.matchAll(/\b(\w+)!?\.outputs\.(\w+)/g)].flatMap(
    ([, symbol = "", name = ""]) => {
      const call = modules.find((each) => each.name === symbol);
      if (call === undefined) return [`${path}: ${symbol} is no module`];
      const target = files.get(posix.join(posix.dirname(path), call.path));
      return target?.outputs.some((output) => output.name === name) === true
        ? []
        : [`${path}: ${call.path} has no output ${name}`];
    },
  );
}
