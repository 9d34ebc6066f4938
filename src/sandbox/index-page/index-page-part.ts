import { mount } from "../http.ts";
import { mountAssets, pageAnswer } from "../pages/page.ts";
import type { SandboxPart } from "../tenant.ts";
import { indexPage } from "./index-page.ts";

/** `S/` and what all pages load. */
export function indexPagePart(): SandboxPart {
  return {
    routes: (server, tenant) => {
      mount(server, "get", "/", tenant.url, () => pageAnswer(indexPage(tenant)));
      mountAssets(server, tenant.url);
    },
  };
}
