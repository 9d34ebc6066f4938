import { mount } from "../http.ts";
import { html } from "../pages/html.ts";
import { type Page, pageAnswer } from "../pages/page.ts";
import type { SandboxPart } from "../tenant.ts";

/** `S/help-desk`: where “Submit a request” leads; shows the request as the form would take it. */
export function helpDeskPart(): SandboxPart {
  return {
    routes: (server, { url }) => {
      mount(server, "get", "/help-desk", url, (asked) =>
        pageAnswer(helpDeskPage(asked.url.searchParams.get("summary") ?? "")),
      );
    },
  };
}

function helpDeskPage(summary: string): Page {
  return {
    title: "Submit a request",
    layout: "card",
    body: html`<p class="brand">VIPdesk help desk <span class="quiet">local tenant</span></p>
<h1 id="heading">Submit a request</h1>
<p><label>What is it about?<textarea name="summary" rows="10" readonly>${summary}</textarea></label></p>
<p class="quiet">${
      summary === ""
        ? "The link brought no text along: the person would write it here."
        : "This text came with the link. Nothing was sent anywhere."
    }</p>`,
  };
}
