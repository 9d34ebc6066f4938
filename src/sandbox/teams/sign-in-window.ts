import type { ServerResponse } from "node:http";
import { escapeHtml } from "./as-teams-sends.ts";

/**
 * Content of the window that a sign-in button opens: Teams' own window around the sign-in page. A page that refuses to
 * be framed takes the window over; closing it then goes unseen.
 */
export const signInWindowPage = (link: string, eventsUrl: string): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Sign in</title>
<style>
  body { margin: 0; display: flex; flex-direction: column; height: 100vh; font: 14px/1.4 system-ui, sans-serif; }
  p { margin: 0; padding: 8px 12px; background: #464775; color: #fff; }
  iframe { flex: 1; border: 0; }
</style>
</head>
<body>
<p>Teams opened this window. Close it to cancel the sign-in.</p>
<iframe title="Sign-in page" src="${escapeHtml(link)}"></iframe>
<script>
  document.querySelector("iframe").addEventListener("load", ({ target }) => {
    if (target.contentDocument === null) return location.replace(target.src);
    const events = new EventSource(${JSON.stringify(eventsUrl)});
    events.addEventListener("open", () => { document.documentElement.dataset.watched = "yes"; });
    events.addEventListener("finished", () => { events.close(); window.close(); });
  }, { once: true });
</script>
</body>
</html>
`;

/**
 * The sign-in windows that are open. Each holds one event stream: a stream that ends before the sign-in did
 * means that the person closed the window (the Teams client looks at `window.closed` for the same purpose).
 */
export class SignInWindows {
  readonly #open = new Map<string, Set<ServerResponse>>();

  /** Serves the event stream of a window; `onClosed` runs once if it goes away on its own. */
  attach(promptId: string, response: ServerResponse, onClosed: () => void): void {
    const windows = this.#open.get(promptId) ?? new Set();
    this.#open.set(promptId, windows.add(response));
    response.on("close", () => {
      if (!windows.delete(response)) return;
      if (windows.size === 0) this.#open.delete(promptId);
      onClosed();
    });
    response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
    response.write(": open\n\n");
  }

  isOpen(promptId: string): boolean {
    return this.#open.has(promptId);
  }

  /** The sign-in is done: its windows close themselves, as in Teams. */
  finish(promptId: string): void {
    const windows = this.#open.get(promptId);
    this.#open.delete(promptId);
    for (const response of windows ?? []) {
      windows?.delete(response);
      response.end("event: finished\ndata: \n\n");
    }
  }

  /** Ends every stream, so that the server can close. */
  close(): void {
    for (const promptId of [...this.#open.keys()]) this.finish(promptId);
  }
}
