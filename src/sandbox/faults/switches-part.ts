import { type Answer, type Asked, isForm, jsonAnswer, mount, redirectTo } from "../http.ts";
import type { Person } from "../people/person.ts";
import type { SandboxPart, Tenant } from "../tenant.ts";
import type { ActiveFault } from "./faults.ts";
import { fromFormFields, parseSwitchRequest, switchNames } from "./switch-request.ts";

/**
 * The fault switches: `GET /switches`, `POST /switches {person?, fault, on, …options}`, `POST /switches/reset`. The
 * same POSTs as forms come from the index page and lead back to it.
 */
export function switchesPart(): SandboxPart {
  return {
    routes: (server, tenant) => {
      mount(server, "get", "/switches", tenant.url, () => jsonAnswer(200, switches(tenant)));
      mount(server, "post", "/switches", tenant.url, (asked) => change(asked, tenant));
      mount(server, "post", "/switches/reset", tenant.url, (asked) => {
        tenant.faults.reset();
        return changed(asked, tenant);
      });
    },
  };
}

function change(asked: Asked, tenant: Tenant): Answer {
  const request = parseSwitchRequest(isForm(asked) ? fromFormFields(asked.body) : asked.body);
  if (request.kind === "invalid") return refused(request.message);

  const person = findPerson(request.person, tenant);
  if (person === undefined) return unknownPerson(request.person ?? "", tenant);
  switch (request.kind) {
    case "revokeConsent":
      tenant.revokeConsent(person);
      return changed(asked, tenant);
    case "off":
      tenant.faults.off(person, request.fault);
      return changed(asked, tenant);
    case "on":
      if (request.fault.fault === "wrongAccount") {
        const account = tenant.people.find(request.fault.account);
        if (account === undefined) return unknownPerson(request.fault.account, tenant);
      }
      tenant.faults.on(person, request.fault);
      return changed(asked, tenant);
  }
}

/** null = everybody, undefined = nobody of that name. */
function findPerson(name: string | null, { people }: Tenant): Person | null | undefined {
  return name === null ? null : people.find(name);
}

function changed(asked: Asked, tenant: Tenant): Answer {
  return isForm(asked) ? redirectTo("/") : jsonAnswer(200, switches(tenant));
}

function switches({ faults }: Tenant) {
  return { on: faults.list().map(asJson), faults: switchNames };
}

function asJson({ person, fault }: ActiveFault) {
  return { person: person?.name ?? null, ...fault };
}

function unknownPerson(name: string, { people }: Tenant): Answer {
  const names = people.all.map((person) => person.name).join(", ");
  return refused(`Nobody is called '${name}'. Allowed: ${names}; leave it out for everybody.`);
}

function refused(message: string): Answer {
  return jsonAnswer(400, { error: { code: "switch.invalid", message } });
}
