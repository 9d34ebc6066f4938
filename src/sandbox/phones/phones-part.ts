import { createHash } from "node:crypto";
import { z } from "zod/v4";
import { type Answer, type Asked, jsonAnswer, mount, redirectTo } from "../http.ts";
import { pageAnswer } from "../pages/page.ts";
import type { SandboxPart, Tenant } from "../tenant.ts";
import type { Phone } from "./phone.ts";
import { promptOn, touch } from "./phone-desk.ts";
import { phoneContent, phonePage, phonesPage } from "./phone-pages.ts";

const kind = z.enum(["work", "personal", "other"]);
const allow = z.enum(["true", "false"]).transform((value) => value === "true");
const move = z.discriminatedUnion("do", [
  z.object({
    do: z.literal("open"),
    what: z.enum(["home", "store", "texts", "cameraApp", "outlook"]),
  }),
  z.object({
    do: z.enum([
      "install",
      "open-authenticator",
      "add-account",
      "scan-with-app",
      "type-code",
      "sign-in",
      "scan-with-camera-app",
      "back",
      "check",
      "restore",
    ]),
  }),
  z.object({ do: z.enum(["answer-notifications", "answer-camera"]), allow }),
  z.object({ do: z.literal("choose-kind"), kind }),
  z.object({ do: z.enum(["open-account", "remove-account"]), key: z.string() }),
  z.object({
    do: z.literal("switch"),
    which: z.enum(["power", "focus", "battery", "jailbreak", "camera", "notifications"]),
  }),
  z.object({ do: z.literal("scan"), code: z.string() }),
  z.object({ do: z.literal("enter-code"), code: z.string(), url: z.string().default("") }),
  z.object({ do: z.literal("approve"), push: z.string(), number: z.string() }),
  z.object({ do: z.literal("refuse"), push: z.string() }),
]);

/** People's phones: `S/phones` and `S/phones/ID`, each a page that is touched by forms and follows what arrives. */
export function phonesPart(): SandboxPart {
  return {
    routes: (server, tenant) => {
      mount(server, "get", "/phones", tenant.url, () => list(tenant));
      mount(server, "get", "/phones/:id", tenant.url, (asked) =>
        withPhone(asked, tenant, (phone) => show(phone, tenant)),
      );
      mount(server, "get", "/phones/:id/state", tenant.url, (asked) =>
        withPhone(asked, tenant, (phone) => ({
          status: 200,
          headers: { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" },
          body: look(phone, tenant).state,
        })),
      );
      mount(server, "post", "/phones/:id", tenant.url, (asked) =>
        withPhone(asked, tenant, (phone) => {
          const parsed = move.safeParse(asked.body);
          // A display that has changed meanwhile: show it as it is.
          if (parsed.success) touch(phone, parsed.data, tenant);
          return redirectTo(`/phones/${phone.id}`);
        }),
      );
    },
  };
}

function withPhone({ url }: Asked, { phones }: Tenant, handler: (phone: Phone) => Answer): Answer {
  const phone = phones.find(url.pathname.split("/")[2] ?? "");
  if (phone !== null) return handler(phone);
  return jsonAnswer(404, {
    error: { code: "phone.unknown", message: "See /phones for all phones." },
  });
}

function list({ people, playing, phones }: Tenant): Answer {
  const owners = [playing, ...people.all.filter((person) => person !== playing)];
  return pageAnswer(
    phonesPage(
      owners.map((person) => ({
        person,
        phones: phones.of(person).map((phone) => ({ phone, state: phones.state(phone) })),
      })),
    ),
  );
}

/** The display as it is now, and a fingerprint of it by which the page notices a change. */
function look(phone: Phone, tenant: Tenant) {
  const state = tenant.phones.state(phone);
  const prompt = promptOn(state, tenant);
  const content = phoneContent(phone, state, prompt, {
    now: tenant.clock.now(),
    inView: tenant.registrations.inView(),
    texts: tenant.textMessages.of(phone.person),
  });
  const fingerprint = createHash("sha256").update(content.text).digest("base64url");
  return { content, hasPrompt: prompt !== null, state: fingerprint };
}

function show(phone: Phone, tenant: Tenant): Answer {
  const { content, hasPrompt, state } = look(phone, tenant);
  return pageAnswer(phonePage(phone, content, hasPrompt, state));
}
