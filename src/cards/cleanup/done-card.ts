import type { Copy } from "../../copy/copy.ts";
import { formatLocale, waitText } from "../../copy/format.ts";
import type { RemovalOutcome } from "../../enrollment/remove.ts";
import { askButton, openButton } from "../buttons.ts";
import { clientTime } from "../client-time.ts";
import { deviceName } from "../device/device-row.ts";
import { securityInfoLink } from "../links.ts";
import { PICTURES } from "../pictures/pictures.ts";
import { shownText } from "../shown-text.ts";
import type { CleanupDataOf, OutcomeRow } from "./cleanup-view.ts";
import { type EntryRow, entryRows } from "./entry-rows.ts";
import { BARE, type Frame, MAX_ROWS, numbered, type Section } from "./frame.ts";

type Data = CleanupDataOf<"done">;

/** How an outcome counts: only `gone` entries no longer exist. */
type Verdict = "gone" | "stays" | "unsure";

/** What came of each phone, what is listed now, and what is left to do on the old phone itself. */
export function doneFrame(copy: Copy, data: Data): Frame {
  const { view, guideId } = data;
  const verdicts = view.rows.map(({ outcome }) => verdictOf(outcome));
  const gone = verdicts.filter((verdict) => verdict === "gone").length;
  const isAll = gone === verdicts.length;
  const heading = headingOf(copy, verdicts, gone);
  const isForSecurityInfo = view.rows.some(({ outcome }) =>
    needsSecurityInfo(outcome, view.isSecond),
  );
  const url = securityInfoLink(data.links, data.accountHint);
  const list = { verb: "checklist.show", guideId } as const;
  return {
    ...BARE,
    tone: isAll ? "good" : "warning",
    picture: isAll ? PICTURES.done : PICTURES.problem,
    heading,
    rows: rowsOf(copy, data),
    sections: [...oldPhoneSection(copy, view.rows), leftSection(copy, data)],
    asides:
      view.removedBefore > 0
        ? [copy["cleanup.done.removedBefore"]({ count: view.removedBefore })]
        : [],
    buttons: {
      opens: isForSecurityInfo
        ? [openButton(copy["action.openSecurityInfo"], url, "positive")]
        : [],
      executes: [
        askButton(
          "cleanup",
          list,
          copy["action.showChecklist"],
          isForSecurityInfo ? "default" : "positive",
        ),
        ...(isAll && (view.left?.length ?? 0) < 2
          ? []
          : [
              askButton(
                "cleanup",
                { verb: "cleanup.start", guideId },
                isAll ? copy["action.removeMore"] : copy["action.lookAgain"],
              ),
            ]),
      ],
      links: [],
    },
    speak: `${heading}.`,
  };
}

function headingOf(copy: Copy, verdicts: readonly Verdict[], gone: number): string {
  if (gone === verdicts.length) return copy["cleanup.done.all.title"]({ count: gone });
  if (gone > 0) return copy["cleanup.done.some.title"]({ removed: gone, all: verdicts.length });
  return verdicts.includes("unsure")
    ? copy["cleanup.done.unsure.title"]
    : copy["cleanup.done.none.title"];
}

const MARKS: Readonly<Record<Verdict, string>> = {
  gone: PICTURES.done,
  stays: PICTURES.todo,
  unsure: PICTURES.unsure,
};

// A picture takes a kilobyte in each row; the words say the same, and a list this long is of a kind that we do not know.
const MAX_ROWS_WITH_PICTURES = 5;

function rowsOf(copy: Copy, data: Data): readonly EntryRow[] {
  const { view, now } = data;
  const locale = formatLocale(copy, data.locale);
  const shown = view.rows.slice(0, MAX_ROWS);
  const isRoom = shown.length <= MAX_ROWS_WITH_PICTURES;
  const devices = shown.map(({ device }) => device).filter((device) => device !== null);
  const known = new Map(
    entryRows(copy, locale, devices, devices, now).map((row) => [row.device.id, row]),
  );
  return shown.map(({ methodId, outcome, referenceId }) => {
    const row = known.get(methodId);
    return {
      name: row?.name ?? copy["cleanup.done.unlisted"],
      pictures: isRoom ? [{ url: MARKS[verdictOf(outcome)] }] : [],
      marks: [],
      details: row?.details ?? [],
      hints: [],
      results: [
        { text: outcomeText(copy, locale, outcome, view.isSecond) },
        ...(referenceId === null
          ? []
          : [{ text: copy["cleanup.done.reference"]({ id: shownText(referenceId) }) }]),
      ],
      buttons: [],
    };
  });
}

function verdictOf(outcome: RemovalOutcome): Verdict {
  switch (outcome.kind) {
    case "removed":
    case "alreadyGone":
      return "gone";
    case "refused":
      return outcome.why === "notListed" ? "gone" : "stays";
    case "isDefaultMethod":
    case "freshSignInNeeded":
    case "stepUpNeeded":
    case "throttled":
    case "refusedByGraph":
    case "unavailable":
    case "notTried":
      return "stays";
    case "notSureYet":
      return "unsure";
  }
}

function outcomeText(
  copy: Copy,
  locale: string,
  outcome: RemovalOutcome,
  isSecond: boolean,
): string {
  switch (outcome.kind) {
    case "freshSignInNeeded":
    case "stepUpNeeded":
      return isSecond ? copy[`cleanup.done.${outcome.kind}`] : copy["cleanup.done.signInNeeded"];
    case "refused":
      return copy[`cleanup.stays.${outcome.why}`];
    case "throttled": {
      const { retryAfterSeconds } = outcome;
      const wait = retryAfterSeconds === null ? null : waitText(locale, retryAfterSeconds);
      return copy["cleanup.done.throttled"]({ wait });
    }
    case "notSureYet":
      return copy["cleanup.done.notSureYet"]({ when: clientTime(outcome.settlesAt) });
    case "removed":
    case "alreadyGone":
    case "isDefaultMethod":
    case "refusedByGraph":
    case "unavailable":
    case "notTried":
      return copy[`cleanup.done.${outcome.kind}`];
  }
}

/** Outcomes whose way out is Microsoft's own page. */
const needsSecurityInfo = ({ kind }: RemovalOutcome, isSecond: boolean): boolean =>
  kind === "isDefaultMethod" ||
  kind === "refusedByGraph" ||
  (isSecond && (kind === "freshSignInNeeded" || kind === "stepUpNeeded"));

// Also for what was gone already: whoever removed it, the app on that phone does not know.
function oldPhoneSection(copy: Copy, rows: readonly OutcomeRow[]): readonly Section[] {
  if (!rows.some(({ outcome }) => verdictOf(outcome) === "gone")) return [];
  return [
    {
      title: copy["cleanup.oldPhone.title"],
      texts: copy["cleanup.oldPhone.lines"].map((text) => ({ text })),
      lines: [],
      steps: [],
    },
  ];
}

function leftSection(copy: Copy, { view }: Data): Section {
  const { left, inHand } = view;
  const title = copy["cleanup.left.title"];
  const section = { title, texts: [], lines: [], steps: numbered([]) };
  if (left === null) return { ...section, texts: [{ text: copy["cleanup.left.unread"] }] };
  if (left.length === 0) return { ...section, texts: [{ text: copy["cleanup.left.none"] }] };
  const lines = left.slice(0, MAX_ROWS).map((device) => {
    const name = deviceName(copy, device);
    return { text: device.id === inHand ? copy["cleanup.left.inHand"]({ name }) : name };
  });
  const unshown = left.length - MAX_ROWS;
  const more = unshown > 0 ? [{ text: copy["list.more"]({ count: unshown }) }] : [];
  return { ...section, lines: [...lines, ...more] };
}
