import type Provider from "oidc-provider";
import { errors } from "oidc-provider";
import type { Request, Response } from "restify";
import { readRequest, redirectTo, send } from "../http.ts";
import { pageAnswer } from "../pages/page.ts";
import type { SandboxPart } from "../tenant.ts";
import { createAuthorizationServer, signInPath } from "./authorization-server.ts";
import { decision, SignInDesk } from "./sign-in-desk.ts";
import { expiredPage } from "./sign-in-pages.ts";

/** The authorization server at `S/oidc` and the tenant's own sign-in pages. */
export function signInPart(): SandboxPart {
  return {
    routes: (server, tenant) => {
      const provider = createAuthorizationServer(tenant);
      const callback = provider.callback();

      // Before routing and body parsing: oidc-provider reads its requests itself.
      server.pre((req: Request, res: Response, next) => {
        if (!/^\/oidc(\/|$)/.test(req.url ?? "")) {
          next();
          return;
        }
        // oidc-provider learns from originalUrl where it is mounted.
        Object.assign(req, { originalUrl: req.url });
        req.url = (req.url ?? "").slice("/oidc".length) || "/";
        callback(req, res).then(() => {
          next(false);
        }, next);
      });

      const desk = new SignInDesk(tenant, provider);
      const path = `${signInPath}/:uid`;
      server.get(path, async (req: Request, res: Response) => {
        const interaction = await findInteraction(provider, req, res);
        const result = interaction === null ? null : desk.finished(interaction);
        if (result !== null) await provider.interactionFinished(req, res, result);
        else send(res, interaction === null ? ended : desk.show(interaction));
      });
      // What the page with the number asks again and again.
      server.get(`${path}/state`, async (req: Request, res: Response) => {
        const interaction = await findInteraction(provider, req, res);
        const state = interaction === null ? "ended" : desk.state(interaction);
        send(res, { status: 200, headers: textHeaders, body: state });
      });
      server.post(path, async (req: Request, res: Response) => {
        const interaction = await findInteraction(provider, req, res);
        const parsed = decision.safeParse(readRequest(req, tenant.url).body);
        if (interaction === null || !parsed.success) {
          send(res, ended);
          return;
        }
        const result = await desk.decide(interaction, parsed.data);
        if (result !== null) await provider.interactionFinished(req, res, result);
        else send(res, redirectTo(`${signInPath}/${interaction.uid}`));
      });
    },
  };
}

const textHeaders = { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" };
const ended = pageAnswer(expiredPage, 400);

async function findInteraction(provider: Provider, req: Request, res: Response) {
  try {
    return await provider.interactionDetails(req, res);
  } catch (error) {
    if (error instanceof errors.SessionNotFound) return null;
    throw error;
  }
}
