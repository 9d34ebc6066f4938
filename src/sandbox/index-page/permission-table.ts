import { html, type SafeHtml } from "../pages/html.ts";
import { appPermissions } from "../sign-in/app-permissions.ts";
import type { Tenant } from "../tenant.ts";

/** Consent to the app's own permissions, one row each with the button that changes it. */
export function permissionTable({ appConsents }: Tenant): SafeHtml {
  const granted = appConsents.granted();
  return html`<div class="table"><table>
<thead><tr><th scope="col">Permission</th><th scope="col">Consent</th><th scope="col">Change</th></tr></thead>
<tbody>${appPermissions.map((permission) => permissionRow(permission, granted.includes(permission)))}</tbody>
</table></div>`;
}

function permissionRow(permission: string, isGranted: boolean): SafeHtml {
  const act = isGranted ? "Withhold" : "Consent";
  return html`<tr><th scope="row">${permission}</th>
<td${isGranted ? null : html` class="warn"`}>${isGranted ? "yes" : "no"}</td>
<td><form method="post" action="/app-permissions">
<input type="hidden" name="permission" value="${permission}">
<input type="hidden" name="granted" value="${isGranted ? "false" : "true"}">
<button aria-label="${act}: ${permission}">${act}</button>
</form></td></tr>`;
}
