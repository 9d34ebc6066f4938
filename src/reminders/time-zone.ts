import { IANAZone, type Zone } from "luxon";
import { WINDOWS_TO_IANA_MAP } from "windows-iana";
import type { Candidate } from "./candidate.ts";

// Territory 001 is the zone that stands for the name where no country is known (Unicode CLDR, windowsZones).
const IANA_OF_WINDOWS: ReadonlyMap<string, string> = new Map(
  WINDOWS_TO_IANA_MAP.filter(({ territory }) => territory === "001").flatMap(
    ({ windowsName, iana }) => iana.slice(0, 1).map((name) => [windowsName.toLowerCase(), name]),
  ),
);

// luxon keeps each zone that was ever asked for; nothing else than a name may get there.
const NAME = /^[A-Za-z][A-Za-z0-9_+-]*(\/[A-Za-z0-9_+-]+){0,2}$/;
const LONGEST_NAME = 64;

/** The zone of an IANA or Windows name; null for what is neither, fixed offsets such as `+05:00` included. */
export function zoneOfName(name: string | null): Zone | null {
  if (name === null) return null;
  const iana = IANA_OF_WINDOWS.get(name.toLowerCase()) ?? name;
  if (iana.length > LONGEST_NAME || !NAME.test(iana)) return null;
  const zone = IANAZone.create(iana);
  return zone.isValid ? zone : null;
}

/** Where the person lives by the clock: as Teams says, else as their mailbox says, else the organisation's own zone. */
export function zoneOf(
  candidate: Pick<Candidate, "teamsTimeZone" | "mailboxTimeZone">,
  defaultTimeZone: string,
): Zone {
  return (
    zoneOfName(candidate.teamsTimeZone) ??
    zoneOfName(candidate.mailboxTimeZone?.zone ?? null) ??
    zoneOfName(defaultTimeZone) ??
    IANAZone.create("Etc/UTC")
  );
}
