import { type Client, ResponseType } from "@microsoft/microsoft-graph-client";
import type { DelegatedToken } from "../enrollment/delegated-token.ts";
import type { DeviceRemover, GraphRemoval } from "../enrollment/remove.ts";
import type { MethodId } from "../methods/ids.ts";
import { isSendable } from "./client.ts";
import { removalOf, UNSENT } from "./removal-answer.ts";
import { Sendings } from "./sendings.ts";

/** All requests of one removal together; the wait before a last repeat may run over it by a few seconds. */
const BUDGET_MS = 20_000;

/**
 * Removes one Authenticator entry of the person whose token it is (UserAuthMethod-MicrosoftAuthApp.ReadWrite). By the
 * typed path: Graph deletes by no other, and this token could delete nothing else.
 * Source: Microsoft Graph, "Delete microsoftAuthenticatorAuthenticationMethod".
 */
export class GraphDeviceRemover implements DeviceRemover {
  readonly #client: Client;
  readonly #budgetMs: number;
  readonly #onUnanswered: (error: unknown) => void;

  constructor(
    client: Client,
    options: {
      readonly budgetMs?: number;
      /** Told why no answer came (name not found, connection lost, time over): operators need it, people do not. */
      readonly onUnanswered?: (error: unknown) => void;
    } = {},
  ) {
    this.#client = client;
    this.#budgetMs = options.budgetMs ?? BUDGET_MS;
    this.#onUnanswered = options.onUnanswered ?? (() => undefined);
  }

  async remove(token: DelegatedToken, methodId: MethodId): Promise<GraphRemoval> {
    if (!isSendable(token) || !isSegment(methodId)) return UNSENT;
    const sendings = new Sendings();
    try {
      // Raw, because the SDK loses the headers of an error whose body it does not understand.
      const response = (await this.#client
        .api(`/me/authentication/microsoftAuthenticatorMethods/${encodeURIComponent(methodId)}`)
        .header("Authorization", `Bearer ${token.value}`)
        .option("signal", AbortSignal.timeout(this.#budgetMs))
        .middlewareOptions([sendings])
        .responseType(ResponseType.RAW)
        .delete()) as Response;
      return removalOf(sendings.list, { response, body: await response.text() });
    } catch (error) {
      this.#onUnanswered(error);
      return removalOf(sendings.list, null);
    }
  }
}

/** Such names an address would swallow: the request would be about something else than this entry. */
const isSegment = (methodId: MethodId): boolean =>
  !["", ".", ".."].includes(methodId) && methodId.isWellFormed();
