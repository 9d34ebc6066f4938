import type { Copy } from "../../copy/copy.ts";
import { formatLocale } from "../../copy/format.ts";
import { deadlineText, type Place, zonedDayText } from "../../copy/zoned-format.ts";
import { askButton } from "../buttons.ts";
import type { CardPayload } from "../card.ts";
import { helpDeskRequestUrl, type OrganisationLinks } from "../links.ts";
import { shownText } from "../shown-text.ts";
import { CANNOT_REASONS } from "./reminder-ask.ts";
import { ask, pageOf, type ReminderPage } from "./reminder-page.ts";
import type { ReminderView } from "./reminder-view.ts";

export type ReminderCardData = {
  readonly view: ReminderView;
  /** Until when people have time; null: the campaign has no date. */
  readonly deadline: Date | null;
  readonly isOverdue: boolean;
  /** IANA zone of the person. */
  readonly zone: string;
  /** BCP 47 tag of the person, or null. */
  readonly locale: string | null;
  readonly links: OrganisationLinks;
};

type DataOf<Kind extends ReminderView["kind"]> = Omit<ReminderCardData, "view"> & {
  readonly view: Extract<ReminderView, { readonly kind: Kind }>;
};

/** A reminder, or what became of it: why, until when, where the person stands, and what they can do about it. */
export function reminderCard(copy: Copy, data: ReminderCardData): CardPayload {
  return pageOf(copy, data.links, pageFor(copy, data));
}

/** The line that a phone's notification shows. */
export function reminderSummary(copy: Copy, data: ReminderCardData): string {
  const { view, deadline, isOverdue } = data;
  if (view.kind === "done") return copy["reminder.done.title"];
  const title = titleOf(copy, data, view.kind === "reminder" && view.isFirst);
  return deadline === null || isOverdue
    ? copy["reminder.summary.open"]({ title })
    : copy["reminder.summary"]({ title, deadline: deadlineText(deadline, placeOf(copy, data)) });
}

function pageFor(copy: Copy, data: ReminderCardData): ReminderPage {
  const { view } = data;
  switch (view.kind) {
    case "reminder":
      return reminderPage(copy, { ...data, view });
    case "stuck":
      return stuckPage(copy);
    case "snoozed":
      return snoozedPage(copy, { ...data, view });
    case "cannot":
      return cannotPage(copy, { ...data, view });
    case "optedOut":
      return {
        tone: "emphasis",
        picture: "neutral",
        heading: copy["reminder.optedOut.title"],
        lead: copy["reminder.optedOut.text"],
        texts: deadlineStays(copy, data),
        executes: [start(copy), ask({ verb: "reminder.optIn" }, copy["reminder.action.optIn"])],
      };
    case "none":
      return {
        tone: "emphasis",
        picture: "unsure",
        heading: copy["reminder.none.title"],
        lead: copy["reminder.none.text"],
        executes: [start(copy)],
      };
    case "done":
      return {
        tone: "good",
        picture: "done",
        heading: copy["reminder.done.title"],
        lead: copy["reminder.done.text"],
        executes: [
          askButton(
            "reminder",
            { verb: "checklist.show", guideId: null },
            copy["action.showChecklist"],
          ),
        ],
      };
  }
}

function reminderPage(copy: Copy, data: DataOf<"reminder">): ReminderPage {
  const { view, links, isOverdue } = data;
  const until = untilText(copy, data);
  return {
    tone: isOverdue ? "attention" : "accent",
    picture: "todo",
    heading: titleOf(copy, data, view.isFirst),
    lead: copy["reminder.why"]({ organisationName: shownText(links.organisationName) }),
    ...(view.refused === null ? {} : { news: copy[`reminder.${view.refused}`] }),
    facts: [
      ...(until === null ? [] : [{ title: copy["reminder.until"], text: `**${until.shown}**` }]),
      { title: copy["reminder.standing"], text: standingText(copy, data) },
    ],
    texts: [copy["reminder.effort"]],
    executes: [
      start(copy),
      ...view.choices.map((choice) =>
        ask({ verb: "reminder.snooze", until: choice }, copy[`reminder.action.${choice}`]),
      ),
      stuck(copy),
      ...(view.mayOptOut ? [ask({ verb: "reminder.optOut" }, copy["reminder.action.optOut"])] : []),
    ],
    asides: [
      ...leftLines(copy, view),
      copy[view.mayOptOut ? "reminder.stop.byOptOut" : "reminder.stop.byDoing"],
    ],
    speak: [...(until === null ? [] : [until.said]), copy["reminder.effort"]],
  };
}

// Nothing is said where a snooze is left that the deadline forbids: whoever reads "once more" would look for the button.
function leftLines(
  copy: Copy,
  { choices, snoozesLeft: count }: DataOf<"reminder">["view"],
): readonly string[] {
  if (choices.length > 0) return [copy["reminder.left"]({ count })];
  return count === 0 ? [copy["reminder.noneLeft"]] : [];
}

function standingText(copy: Copy, data: DataOf<"reminder">): string {
  const { lookedAt } = data.view;
  const check = copy["reminder.standing.check"];
  if (lookedAt === null) return check;
  const day = zonedDayText(lookedAt, placeOf(copy, data));
  return `${copy["reminder.standing.lookedAt"]({ day })} ${check}`;
}

type Until = { readonly shown: string; readonly said: string };

function untilText(copy: Copy, data: ReminderCardData): Until | null {
  if (data.deadline === null) return null;
  const deadline = deadlineText(data.deadline, placeOf(copy, data));
  if (!data.isOverdue) return { shown: deadline, said: copy["reminder.due"]({ deadline }) };
  const overdue = copy["reminder.overdue"]({ deadline });
  return { shown: overdue, said: overdue };
}

function titleOf(copy: Copy, { isOverdue }: ReminderCardData, isFirst: boolean): string {
  if (isOverdue) return copy["reminder.overdue.title"];
  return copy[isFirst ? "reminder.first.title" : "reminder.again.title"];
}

function stuckPage(copy: Copy): ReminderPage {
  return {
    tone: "emphasis",
    picture: "unsure",
    heading: copy["reminder.stuck.title"],
    lead: copy["reminder.stuck.text"],
    executes: [
      ...CANNOT_REASONS.map((reason) =>
        ask({ verb: "reminder.cannot", reason }, copy[`reminder.stuck.${reason}`]),
      ),
      ask({ verb: "reminder.back" }, copy["action.back"]),
    ],
  };
}

function snoozedPage(copy: Copy, data: DataOf<"snoozed">): ReminderPage {
  const { until, left } = data.view;
  return {
    tone: "emphasis",
    picture: "neutral",
    heading: copy["reminder.snoozed.title"]({ day: zonedDayText(until, placeOf(copy, data)) }),
    lead: copy["reminder.snoozed.text"],
    texts: deadlineStays(copy, data),
    executes: [start(copy), stuck(copy)],
    asides: [left === 0 ? copy["reminder.noneLeft"] : copy["reminder.left"]({ count: left })],
  };
}

function cannotPage(copy: Copy, data: DataOf<"cannot">): ReminderPage {
  const { view, links } = data;
  const { reason, until } = view;
  const text = requestText(copy, reason);
  const effect =
    until === null
      ? copy["reminder.cannot.stopped"]
      : copy["reminder.cannot.paused"]({ day: zonedDayText(until, placeOf(copy, data)) });
  return {
    tone: "emphasis",
    picture: "neutral",
    heading: copy["reminder.cannot.title"],
    lead: copy[`reminder.cannot.${reason}.text`],
    news: effect,
    lines: copy[`reminder.cannot.${reason}.lines`],
    request: { text, url: helpDeskRequestUrl(links, text) },
    executes: [ask({ verb: "reminder.canAfterAll" }, copy["reminder.action.canAfterAll"])],
    speak: [copy[`reminder.cannot.${reason}.text`], effect],
  };
}

function requestText(copy: Copy, reason: DataOf<"cannot">["view"]["reason"]): string {
  switch (reason) {
    case "noSmartphone":
      return copy["helpDesk.noSmartphone.request"];
    case "lostPhone":
      return copy["helpDesk.phoneLost.request"];
    case "other":
      return copy["reminder.cannot.other.request"];
  }
}

function deadlineStays(copy: Copy, data: ReminderCardData): readonly string[] {
  const { deadline, isOverdue } = data;
  if (deadline === null || isOverdue) return [];
  return [
    copy["reminder.deadlineStays"]({ deadline: deadlineText(deadline, placeOf(copy, data)) }),
  ];
}

const start = (copy: Copy) => ask({ verb: "reminder.start" }, copy["reminder.action.start"], true);

const stuck = (copy: Copy) => ask({ verb: "reminder.stuck" }, copy["reminder.action.stuck"]);

const placeOf = (copy: Copy, { locale, zone }: ReminderCardData): Place => ({
  locale: formatLocale(copy, locale),
  zone,
});
