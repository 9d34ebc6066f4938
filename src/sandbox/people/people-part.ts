import { jsonAnswer, mount } from "../http.ts";
import type { SandboxPart } from "../tenant.ts";

/** `GET /people`: who can be played. */
export function peoplePart(): SandboxPart {
  return {
    routes: (server, { url, people, playing }) => {
      mount(server, "get", "/people", url, () =>
        jsonAnswer(
          200,
          people.all.map(({ name, situation, displayName, userPrincipalName, id, userType }) => ({
            name,
            situation,
            displayName,
            userPrincipalName,
            id,
            userType,
            isPlaying: id === playing.id,
          })),
        ),
      );
    },
  };
}
