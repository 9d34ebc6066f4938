import { z } from "zod/v4";
import type { ClientSettings } from "./sign-in-cards.ts";
import { ssoFailureCodes } from "./single-sign-on.ts";

const change = z.strictObject({
  person: z.string(),
  openClients: z.int().min(1).max(5).optional(),
  ssoFailure: z.enum(ssoFailureCodes).nullable().optional(),
});

export type SettingsChange = {
  readonly person: string;
  readonly settings: Partial<ClientSettings>;
};

/** Body of `POST S/teams/clients`, e.g. `{"person":"sam","openClients":2}`; null when it is none. */
export function parseSettingsChange(body: unknown): SettingsChange | null {
  const parsed = change.safeParse(body);
  if (!parsed.success) return null;
  const { person, openClients, ssoFailure } = parsed.data;
  return {
    person,
    settings: {
      ...(openClients === undefined ? {} : { openClients }),
      ...(ssoFailure === undefined ? {} : { ssoFailure }),
    },
  };
}
