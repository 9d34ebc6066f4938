import { parseArgs } from "node:util";
import type { Person } from "../people/person.ts";

export type DemoArguments =
  | {
      readonly kind: "run";
      readonly person: Person;
      /** Where the chat opens, or null: the first free one. */
      readonly port: number | null;
      readonly fresh: boolean;
      readonly open: boolean;
      readonly dataFolder: string;
    }
  | { readonly kind: "help" }
  | { readonly kind: "list" }
  | { readonly kind: "wrong"; readonly problem: string };

export const usage = `npm run demo -- [options]

  --as NAME      who you are in the chat (default: the first of --list)
  --list         the people you can be, with their situations
  --port N       where the chat opens; N+1 and N+2 are used too (default: the first free from 4300)
  --fresh        forget what earlier demos stored
  --data FOLDER  where the demo keeps its data and logs (default: .data/demo)
  --open         open the chat in the browser
  --help         this text
`;

/** Reads the command line; `people` are those whom one can be, the first by default. */
export function readArguments(argv: readonly string[], people: readonly Person[]): DemoArguments {
  const parsed = parse(argv);
  if ("problem" in parsed) return { kind: "wrong", problem: parsed.problem };
  const { values } = parsed;
  if (values.help) return { kind: "help" };
  if (values.list) return { kind: "list" };

  const name = values.as?.toLowerCase();
  const person = name === undefined ? people[0] : people.find((one) => one.name === name);
  if (!person) {
    const problem = `There is nobody named "${values.as ?? ""}". You can be:\n\n${listing(people)}`;
    return { kind: "wrong", problem };
  }
  const port = values.port === undefined ? null : Number(values.port);
  if (port !== null && !(Number.isInteger(port) && port >= 1 && port <= 65_533)) {
    return { kind: "wrong", problem: "--port takes a number from 1 to 65533." };
  }
  const { fresh, open, data } = values;
  return { kind: "run", person, port, fresh, open, dataFolder: data };
}

/** One line per person: name and situation. */
export function listing(people: readonly Person[]): string {
  const width = Math.max(0, ...people.map(({ name }) => name.length));
  return people.map(({ name, situation }) => `  ${name.padEnd(width)}  ${situation}\n`).join("");
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      options: {
        as: { type: "string" },
        list: { type: "boolean", default: false },
        port: { type: "string" },
        fresh: { type: "boolean", default: false },
        data: { type: "string", default: ".data/demo" },
        open: { type: "boolean", default: false },
        help: { type: "boolean", default: false },
      },
    });
  } catch (cause) {
    const problem = cause instanceof Error ? cause.message : String(cause);
    return { problem: `${problem}\n\n${usage}` };
  }
}
