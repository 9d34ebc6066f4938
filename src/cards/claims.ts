import { z } from "zod/v4";

// What comes with a button is only a claim: anyone can send anything. These say what a claim may look like at all.

/** An id of ours. Ours are UUIDs; what is longer, or of other characters, was made up. */
export const ownId = z.string().regex(/^[\w-]{1,64}$/);

/** An id of an authentication method, as Graph gives it. Graph's are short. */
export const claimedMethodId = z.string().min(1).max(512);
