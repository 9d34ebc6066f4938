import type { ClaimedDelivery, DeliveryOutcome, DeliveryQueue } from "./delivery-queue.ts";
import type { AppInstaller, DirectoryRefusal } from "./directory.ts";
import type { DispatchNews } from "./dispatch-news.ts";
import { type ReachabilityRow, skipped, triedAgain } from "./dispatch-step.ts";
import { askedDelayMs, retryDelayMs } from "./retry-delay.ts";

/** Teams takes a moment until the bot may write to somebody, and tells it the conversation meanwhile. */
const SETTLES_MS = 2 * 60_000;
/** Consent is given by people; an hour later it may be there. */
const FORBIDDEN_FOR_MS = 60 * 60_000;

export type InstallParts = {
  readonly installer: AppInstaller;
  readonly queue: Pick<DeliveryQueue, "saveChat">;
  readonly now: () => Date;
  readonly nowMs: () => number;
  readonly random: () => number;
  readonly onNews: (news: DispatchNews) => void;
};

export type Installed =
  /** The app was there already, and the conversation is known now. */
  | { readonly kind: "go"; readonly claimed: ClaimedDelivery }
  | {
      readonly kind: "settle";
      readonly outcome: DeliveryOutcome;
      readonly reachability: ReachabilityRow | null;
    };

/** Whether a delivery needs the app to be installed before it can be sent. */
export const needsApp = ({ address, candidate }: ClaimedDelivery): boolean =>
  address === null || candidate.reachability === "notInstalled";

/** Installs the app for people who do not have it. What it cannot do now it tries again; what it may not, it leaves. */
export class Installations {
  readonly #parts: InstallParts;
  #offUntilMs = 0;

  constructor(parts: InstallParts) {
    this.#parts = parts;
  }

  async install(claimed: ClaimedDelivery, signal: AbortSignal): Promise<Installed> {
    const { installer, now, nowMs } = this.#parts;
    const { key } = claimed.candidate;
    if (nowMs() < this.#offUntilMs) return settle(skipped(claimed, "cannotInstall", now()));
    const answer = await installer.install(key.userId, signal);
    switch (answer.kind) {
      case "installed":
        return settle(triedAgain(claimed, SETTLES_MS, "installing", now()));
      case "alreadyInstalled":
        return claimed.address === null ? this.#find(claimed, signal) : { kind: "go", claimed };
      case "notAllowed":
        return {
          ...settle(skipped(claimed, "appNotAllowed", now())),
          reachability: { key, reachability: "notInstalled", why: "appNotAllowed", at: now() },
        };
      case "noSuchUser":
        return settle(skipped(claimed, "notInDirectory", now()));
      case "noSuchApp":
        return this.#turnOff(claimed, { kind: "noSuchApp", pauseMs: FORBIDDEN_FOR_MS });
      case "forbidden":
      case "throttled":
      case "unavailable":
        return this.#refused(claimed, answer);
    }
  }

  async #find(claimed: ClaimedDelivery, signal: AbortSignal): Promise<Installed> {
    const { installer, queue, now } = this.#parts;
    const { key } = claimed.candidate;
    const found = await installer.findChat(key.userId, signal);
    switch (found.kind) {
      case "found": {
        const { chatId } = found;
        await queue.saveChat(key, chatId, now());
        return { kind: "go", claimed: { ...claimed, address: { kind: "chat", chatId } } };
      }
      case "notInstalled":
        return settle(triedAgain(claimed, SETTLES_MS, "chatNotFound", now()));
      case "forbidden":
      case "throttled":
      case "unavailable":
        return this.#refused(claimed, found);
    }
  }

  #refused(claimed: ClaimedDelivery, refusal: DirectoryRefusal): Installed {
    const { now, random } = this.#parts;
    switch (refusal.kind) {
      case "forbidden": {
        const { permission } = refusal;
        const news = { kind: "forbidden", what: "install", permission } as const;
        return this.#turnOff(claimed, { ...news, pauseMs: FORBIDDEN_FOR_MS });
      }
      case "throttled": {
        const asked = refusal.retryAfterSeconds;
        const afterMs =
          asked === null
            ? retryDelayMs(claimed.tries + 1, random())
            : askedDelayMs(asked * 1_000, random());
        return settle(triedAgain(claimed, afterMs, "notInstalledYet", now()));
      }
      case "unavailable":
        return settle(
          triedAgain(claimed, retryDelayMs(claimed.tries + 1, random()), "notInstalledYet", now()),
        );
    }
  }

  #turnOff(claimed: ClaimedDelivery, news: DispatchNews): Installed {
    const { now, nowMs, onNews } = this.#parts;
    if (nowMs() >= this.#offUntilMs) onNews(news);
    this.#offUntilMs = nowMs() + FORBIDDEN_FOR_MS;
    return settle(skipped(claimed, "cannotInstall", now()));
  }
}

const settle = (outcome: DeliveryOutcome) =>
  ({ kind: "settle", outcome, reachability: null }) as const;
