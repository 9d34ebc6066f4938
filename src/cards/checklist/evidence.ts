import type { Copy } from "../../copy/copy.ts";
import type { PushProof } from "../../methods/checklist.ts";
import { clientTime } from "../client-time.ts";
import { deviceName } from "../device/device-row.ts";
import type { DataOf } from "../guide/guide-card-data.ts";

type View = DataOf<"checklist">["view"];

/** What speaks for each item being done, open or unknown: one sentence, which may hold the name of a phone. */
export const EVIDENCE = {
  pushListed: (copy: Copy, { items, devices }: View): string =>
    items.pushListed === "done"
      ? copy["checklist.pushListed.done"]({ count: devices.length })
      : copy[`checklist.pushListed.${items.pushListed}`],

  currentDeviceListed: (copy: Copy, { items, facts, devices }: View): string => {
    const { currentDevice } = facts;
    const listed = devices.find(({ id }) => id === currentDevice?.methodId);
    if (items.currentDeviceListed === "unknown") {
      return copy["checklist.currentDeviceListed.unknown"];
    }
    if (currentDevice === null) return copy["checklist.currentDeviceListed.open"];
    const when = clientTime(currentDevice.at);
    return listed === undefined
      ? copy["checklist.currentDeviceListed.gone"]({ when })
      : copy["checklist.currentDeviceListed.done"]({ name: deviceName(copy, listed), when });
  },

  pushApproved: (copy: Copy, { items, facts }: View): string => {
    if (items.pushApproved === "unknown") return copy["checklist.pushApproved.unknown"];
    return items.pushApproved === "open" || facts.proof === null
      ? copy["checklist.pushApproved.open"]
      : proofText(copy, facts.proof);
  },

  oldDevicesRemoved: (copy: Copy, { items, devices }: View): string =>
    items.oldDevicesRemoved === "open"
      ? copy["checklist.oldDevicesRemoved.open"]({ count: devices.length })
      : copy[`checklist.oldDevicesRemoved.${items.oldDevicesRemoved}`],
} as const;

const proofText = (copy: Copy, { strength, at }: PushProof): string =>
  copy[`checklist.pushApproved.${strength}`]({ when: clientTime(at) });
