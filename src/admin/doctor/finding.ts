/** What one look has shown. `about` names which of several things of one kind, for instance a permission. */
export type Finding = { readonly about?: string } & (
  | { readonly kind: "ok"; readonly text: string }
  | { readonly kind: "warning"; readonly text: string; readonly next: string }
  | { readonly kind: "failed"; readonly text: string; readonly next: string }
  /** Nothing is known, and `text` says why. */
  | { readonly kind: "notChecked"; readonly text: string }
);

export const ok = (text: string): Finding => ({ kind: "ok", text });

/** It works, but somebody should look at it. */
export const warning = (text: string, next: string): Finding => ({ kind: "warning", text, next });

/** Something of the service does not work. */
export const failed = (text: string, next: string): Finding => ({ kind: "failed", text, next });

export const notChecked = (text: string): Finding => ({ kind: "notChecked", text });

export const about = (what: string, finding: Finding): Finding => ({ ...finding, about: what });
