import { mount } from "../http.ts";
import { mountStylesheet, pageAnswer } from "../pages/page.ts";
import type { SandboxPart } from "../tenant.ts";
import { indexPage } from "./index-page.ts";

/** `S/` and the stylesheet of all pages. */
export function indexPagePart(): SandboxPart {
  return {
    routes: (server, tenant) => {
      mount(server, "get", "/", tenant.url, () => pageAnswer(indexPage(tenant)));
      mountStylesheet(server, tenant.url);
    },
  };
}
