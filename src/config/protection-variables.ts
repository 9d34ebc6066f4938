import { z } from "zod/v4";

const wholeNumber = (what: string, min: number, max: number) => {
  const error = `set it to ${what}, from ${String(min)} to ${String(max)}`;
  return z.coerce.number({ error }).int(error).min(min, error).max(max, error);
};

/** What guards the service and the data of people. */
export const protectionVariables = {
  MESSAGES_PER_MINUTE: wholeNumber(
    "messages and buttons of one person a minute",
    10,
    1_000_000,
  ).default(60),
  // The service itself speaks plain HTTP, so something that does TLS stands in front of it.
  TRUSTED_PROXIES: wholeNumber("how many proxies stand in front of the service", 0, 5).default(1),
  // Less than a month would take the record away while people still ask about it.
  RETENTION_DAYS: wholeNumber("how many days the record of removals is kept", 30, 3_650).default(
    400,
  ),
};
