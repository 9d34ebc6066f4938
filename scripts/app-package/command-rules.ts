import type { Manifest } from "./manifest.ts";
import { type Finding, scopeFindings, tooLong } from "./manifest-rules.ts";

const MOST_COMMANDS = 12;

/** Commands that Teams would not take, or that the bot would answer with "I didn't understand that". */
export const commandFindings = (
  { bots }: Manifest,
  understands: (phrase: string) => boolean,
): readonly Finding[] =>
  (bots[0]?.commandLists ?? []).flatMap(({ scopes, commands }, at) => {
    const place = `bots[0].commandLists[${at}]`;
    return [
      ...scopeFindings(`${place}.scopes`, scopes),
      ...tooMany(`${place}.commands`, commands.length),
      ...commands.flatMap(({ title }, index) =>
        titleFindings(`${place}.commands[${index}].title`, title, understands),
      ),
    ];
  });

function tooMany(place: string, count: number): readonly Finding[] {
  if (count <= MOST_COMMANDS) return [];
  return [{ place, what: `it has ${count} commands; Teams takes ${MOST_COMMANDS} at most` }];
}

function titleFindings(
  place: string,
  title: string,
  understands: (phrase: string) => boolean,
): readonly Finding[] {
  const findings = tooLong(place, title, 128);
  if (findings.length > 0 || understands(title)) return findings;
  return [
    {
      place,
      what: `the bot does not understand "${title}"; Teams sends it as typed, so it has to be a phrase of the bot`,
    },
  ];
}
