import type { Server } from "restify";
import { type Answer, type Asked, mount, redirectTo } from "../http.ts";
import { pageAnswer } from "../pages/page.ts";
import { redirectPath } from "../sign-in/authorization-server.ts";
import type { Tenant } from "../tenant.ts";
import { beginFlow, finishFlow } from "./code-flow.ts";
import { notSignedInPage, signedInPage, unknownLinkPage } from "./finished-pages.ts";
import type { SignInLinks, StartedSignIn } from "./sign-in-links.ts";
import type { TokenKey } from "./user-tokens.ts";

/** What a browser asks of the token service: the sign-in link, and the return from the authorization server. */
export function mountBrowserRoutes(server: Server, tenant: Tenant, links: SignInLinks): void {
  mount(server, "get", "/token-service/api/oauth/signin", tenant.url, ({ url }) => {
    const id = url.searchParams.get("signin") ?? "";
    const link = links.find(id, tenant.clock.now());
    if (link === null) return pageAnswer(unknownLinkPage, 410);
    const begun = beginFlow(tenant, link.asker.userPrincipalName);
    links.start(link, begun.flow);
    return redirectTo(begun.url);
  });

  mount(server, "get", redirectPath, tenant.url, async (asked) => {
    const state = asked.url.searchParams.get("state") ?? "";
    const started = links.finish(state, tenant.clock.now());
    return started === null ? pageAnswer(unknownLinkPage, 410) : finish(asked, tenant, started);
  });
}

async function finish({ url }: Asked, tenant: Tenant, started: StartedSignIn): Promise<Answer> {
  const { asker, exchange, flow } = started;
  const about = { asker, conversation: exchange.conversation };

  const code = url.searchParams.get("code");
  if (code === null) {
    const error = url.searchParams.get("error") ?? "server_error";
    const description =
      url.searchParams.get("error_description") ?? "The sign-in was not finished.";
    await tenant.tellChat({ ...about, outcome: { kind: "refused", error, description } });
    return pageAnswer(notSignedInPage(description));
  }

  const token = await finishFlow(tenant, flow, code);
  const key: TokenKey = {
    userId: exchange.userId,
    connectionName: exchange.connectionName,
    channelId: exchange.channelId,
  };
  const magicCode = tenant.userTokens.keepBehindCode(key, token, tenant.clock.now());
  const told = await tenant.tellChat({ ...about, outcome: { kind: "completed", code: magicCode } });
  return pageAnswer(signedInPage(magicCode, told));
}
