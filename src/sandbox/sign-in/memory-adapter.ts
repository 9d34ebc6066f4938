import type { Adapter, AdapterFactory, AdapterPayload } from "oidc-provider";

// What comes of a grant and goes with it. A sign-in that is under way knows an earlier grant too, and outlives it.
const grantable: ReadonlySet<string> = new Set([
  "AccessToken",
  "AuthorizationCode",
  "RefreshToken",
]);

type Stored = { payload: AdapterPayload; expiresAtMs: number };

/**
 * oidc-provider's storage, in memory and one per sandbox. (The one that comes with oidc-provider warns on the console
 * that it is for development, which this is.)
 */
export function memoryAdapter(nowMs: () => number): AdapterFactory {
  const stored = new Map<string, Stored>();

  const read = (key: string): AdapterPayload | undefined => {
    const entry = stored.get(key);
    if (entry !== undefined && entry.expiresAtMs <= nowMs()) {
      stored.delete(key);
      return undefined;
    }
    return entry?.payload;
  };

  return (model): Adapter => {
    const key = (id: string): string => `${model}:${id}`;
    const findBy = (matches: (payload: AdapterPayload) => boolean): AdapterPayload | undefined =>
      [...stored.keys()]
        .filter((candidate) => candidate.startsWith(`${model}:`))
        .map(read)
        .find((payload) => payload !== undefined && matches(payload));

    return {
      upsert: (id, payload, expiresIn) => {
        const expiresAtMs = expiresIn === undefined ? Infinity : nowMs() + expiresIn * 1000;
        stored.set(key(id), { payload, expiresAtMs });
        return Promise.resolve();
      },
      find: (id) => Promise.resolve(read(key(id))),
      findByUid: (uid) => Promise.resolve(findBy((payload) => payload.uid === uid)),
      findByUserCode: (code) => Promise.resolve(findBy((payload) => payload.userCode === code)),
      consume: (id) => {
        const payload = read(key(id));
        if (payload !== undefined) payload.consumed = Math.floor(nowMs() / 1000);
        return Promise.resolve();
      },
      destroy: (id) => {
        stored.delete(key(id));
        return Promise.resolve();
      },
      revokeByGrantId: (grantId) => {
        for (const [name, { payload }] of stored) {
          const [kind = ""] = name.split(":");
          if (grantable.has(kind) && payload.grantId === grantId) stored.delete(name);
        }
        return Promise.resolve();
      },
    };
  };
}
