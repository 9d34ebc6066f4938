import { html } from "./html.ts";

const phone = html`<svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.5" aria-hidden="true">
<rect x="6" y="2" width="12" height="20" rx="2.5"/><path d="M10.5 19h3M9.5 9.5l2 2 3-3.5" stroke-linecap="round" stroke-linejoin="round"/>
</svg>`;

const done = html`<svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.5" aria-hidden="true">
<circle cx="12" cy="12" r="9.5"/><path d="M7.5 12.5l3 3 6-6.5" stroke-linecap="round" stroke-linejoin="round"/>
</svg>`;

const stopped = html`<svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.5" aria-hidden="true">
<circle cx="12" cy="12" r="9.5"/><path d="M12 7v6M12 16.5v.01" stroke-linecap="round"/>
</svg>`;

/** Beside the words, never in place of them: what reads pages aloud passes them over. */
export const DRAWINGS = { phone, done, stopped } as const;
