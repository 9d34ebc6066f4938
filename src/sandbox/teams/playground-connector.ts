import { z } from "zod/v4";

export type ConnectorAnswer = { readonly status: number; readonly body: unknown };

/** The connector API of one Agents Playground. */
export interface PlaygroundConnector {
  /** `path` starts with `/v3/`. Never throws: a playground that is away is a 502. */
  call(method: string, path: string, body?: unknown): Promise<ConnectorAnswer>;
}

const patienceMs = 10_000;

export function playgroundConnector(playgroundUrl: string): PlaygroundConnector {
  return {
    async call(method, path, body) {
      try {
        // The bot's Authorization header stays here: with one, the playground would send the bot's token to
        // token.botframework.com to rewrite OAuth cards.
        const response = await fetch(`${playgroundUrl}/_connector${path}`, {
          method,
          ...(body === undefined
            ? {}
            : { headers: { "content-type": "application/json" }, body: JSON.stringify(body) }),
          signal: AbortSignal.timeout(patienceMs),
        });
        const text = await response.text();
        return { status: response.status, body: text === "" ? undefined : JSON.parse(text) };
      } catch (cause) {
        return connectorError(502, "ServiceUnavailable", `The playground: ${String(cause)}`);
      }
    },
  };
}

/**
 * A playground that may be opened later. Until then nobody looks: what would only be seen (typing) is dropped, and the
 * client keeps messages itself.
 */
export class LatePlayground implements PlaygroundConnector {
  #opened: PlaygroundConnector | null = null;

  open(playground: PlaygroundConnector): void {
    this.#opened = playground;
  }

  call(method: string, path: string, body?: unknown): Promise<ConnectorAnswer> {
    return this.#opened?.call(method, path, body) ?? Promise.resolve(unseen(method));
  }
}

const unseen = (method: string): ConnectorAnswer =>
  method === "POST"
    ? { status: 201, body: {} }
    : connectorError(503, "ServiceUnavailable", "Nobody has this chat open.");

/** An error of the connector in Teams' form. */
export const connectorError = (status: number, code: string, message: string): ConnectorAnswer => ({
  status,
  body: { error: { code, message } },
});

const created = z.looseObject({ id: z.string() });

/** The id of a message that was just created, or null when there is none (typing, split messages). */
export function createdId(answer: ConnectorAnswer): string | null {
  const parsed = created.safeParse(answer.body);
  return answer.status < 300 && parsed.success ? parsed.data.id : null;
}
