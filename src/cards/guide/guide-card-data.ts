import type { OrganisationLinks } from "../links.ts";
import type { GuideView } from "./guide-view.ts";

export type GuideCardData = {
  readonly view: GuideView;
  /** Which guide the buttons belong to; those of an older one are stale. */
  readonly guideId: string;
  readonly links: OrganisationLinks;
  /** User principal name, so that Security info asks for the right account; null: it asks. */
  readonly accountHint: string | null;
  /** Address of the fresh sign-in, for the proof view; null: there is none yet. */
  readonly signInLink: string | null;
  readonly now: Date;
  /** BCP 47 tag of the person, or null. */
  readonly locale: string | null;
};

/** What the binder of one kind of view is given. */
export type DataOf<Kind extends GuideView["kind"]> = Omit<GuideCardData, "view"> & {
  readonly view: Extract<GuideView, { readonly kind: Kind }>;
};
