import type { Copy } from "../../copy/copy.ts";
import type { ChecklistItem, PushProof } from "../../methods/checklist.ts";
import { clientTime } from "../client-time.ts";
import { deviceName } from "../device/device-row.ts";
import type { DataOf } from "../guide/guide-card-data.ts";

type View = DataOf<"checklist">["view"];

/** What speaks for an item being done, open or unknown: one sentence, which may hold the name of a phone. */
export function evidenceText(copy: Copy, item: ChecklistItem, view: View): string {
  const { items, devices } = view;
  // An empty list says no more than an unread one: nothing was seen.
  if (items.pushListed === "unknown") return copy["checklist.notRead"];
  switch (item) {
    case "pushListed":
      return items.pushListed === "done"
        ? copy["checklist.pushListed.done"]({ count: devices.length })
        : copy["checklist.pushListed.open"];
    case "currentDeviceListed":
      return currentDeviceText(copy, view);
    case "pushApproved":
      return items.pushApproved === "done" && view.facts.proof !== null
        ? proofText(copy, view.facts.proof)
        : copy["checklist.pushApproved.open"];
    case "oldDevicesRemoved":
      return oldDevicesText(copy, view);
  }
}

function oldDevicesText(copy: Copy, { items, devices }: View): string {
  switch (items.oldDevicesRemoved) {
    case "open":
      return copy["checklist.oldDevicesRemoved.open"]({ count: devices.length });
    case "unknown":
      return copy["checklist.oldDevicesRemoved.unknown"];
    case "done":
      return copy[`checklist.oldDevicesRemoved.${devices.length > 1 ? "kept" : "done"}`];
  }
}

function currentDeviceText(copy: Copy, { items, facts, devices }: View): string {
  if (items.currentDeviceListed === "unknown") return copy["checklist.currentDeviceListed.unknown"];
  if (facts.currentDevice === null) return copy["checklist.currentDeviceListed.open"];
  const { methodId, at } = facts.currentDevice;
  const when = clientTime(at);
  const listed = devices.find(({ id }) => id === methodId);
  return listed === undefined
    ? copy["checklist.currentDeviceListed.gone"]({ when })
    : copy["checklist.currentDeviceListed.done"]({ name: deviceName(copy, listed), when });
}

const proofText = (copy: Copy, { strength, at }: PushProof): string =>
  copy[`checklist.pushApproved.${strength}`]({ when: clientTime(at) });
