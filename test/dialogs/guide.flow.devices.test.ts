import { stepsAt } from "../../src/dialogs/guide-state.ts";
import { aDevice } from "../builders/methods.ts";
import { aSnapshot, provedOn } from "./guide-builders.ts";
import {
  both,
  CHECKLIST,
  CHOOSE_NEW,
  CHOOSE_OLD,
  complete,
  FIRST,
  finished,
  itFollows,
  LAST,
  NEW,
  newOnly,
  none,
  OLD,
  oldOnly,
  PROVING,
  WHERE,
} from "./guide-rows.ts";

describe("guideStep, once there is a phone", () => {
  itFollows([
    // Which phone.
    [
      "says the new one is theirs",
      CHOOSE_NEW,
      { kind: "deviceIsMine", methodId: NEW, snapshot: newOnly },
      CHECKLIST,
      ["confirmDevice new appeared", "saveProof new registered", "refresh"],
    ],
    [
      "says which of two is theirs that came at once",
      { ...CHOOSE_NEW, offered: [NEW, OLD] },
      { kind: "deviceIsMine", methodId: NEW, snapshot: both },
      CHECKLIST,
      ["confirmDevice new said", "saveProof new registered", "refresh"],
    ],
    [
      "says the old one is theirs",
      CHOOSE_OLD,
      { kind: "deviceIsMine", methodId: OLD, snapshot: oldOnly },
      CHECKLIST,
      ["confirmDevice old said", "refresh"],
    ],
    [
      "says one is theirs that was not offered",
      CHOOSE_OLD,
      { kind: "deviceIsMine", methodId: NEW, snapshot: both },
      CHOOSE_OLD,
      ["sayStale"],
    ],
    [
      "says one is theirs that is gone",
      CHOOSE_NEW,
      { kind: "deviceIsMine", methodId: NEW, snapshot: oldOnly },
      CHOOSE_OLD,
      ["show chooseDevice old"],
    ],
    [
      "says so twice",
      CHECKLIST,
      { kind: "deviceIsMine", methodId: NEW, snapshot: newOnly },
      CHECKLIST,
      ["sayStale"],
    ],
    [
      "does not know the new one",
      CHOOSE_NEW,
      { kind: "noneIsMine", snapshot: newOnly },
      { kind: "helpDesk", why: "notMyDevice", step: "scanAndApprove", known: [NEW] },
      ["show helpDesk notMyDevice"],
    ],
    [
      "has none of the old ones any more",
      CHOOSE_OLD,
      { kind: "noneIsMine", snapshot: oldOnly },
      stepsAt("openSecurityInfo", [OLD]),
      ["startWatch [old]", "show step openSecurityInfo"],
    ],

    // Proof.
    [
      "wants to prove it",
      CHECKLIST,
      { kind: "askedToProve", snapshot: oldOnly },
      PROVING,
      ["show proof"],
    ],
    [
      "has nothing to prove it with",
      CHECKLIST,
      { kind: "askedToProve", snapshot: none },
      FIRST,
      ["startWatch []", "show step openSecurityInfo"],
    ],
    [
      "has signed in again",
      PROVING,
      { kind: "signedInAgain", snapshot: both },
      WHERE,
      ["show whereNumberShowed"],
    ],
    [
      "has looked at the checklist meanwhile",
      CHECKLIST,
      { kind: "signedInAgain", snapshot: oldOnly },
      WHERE,
      ["show whereNumberShowed"],
    ],
    [
      "has removed all phones meanwhile",
      PROVING,
      { kind: "signedInAgain", snapshot: none },
      CHECKLIST,
      ["stopWatch", "show checklist"],
    ],
    ["has begun to set up meanwhile", LAST, { kind: "signedInAgain", snapshot: none }, LAST, []],
    [
      "has denied it",
      PROVING,
      { kind: "signInFailed", why: "denied" },
      PROVING,
      ["show proof denied"],
    ],
    [
      "has signed in and then denied it",
      WHERE,
      { kind: "signInFailed", why: "denied" },
      PROVING,
      ["show proof denied"],
    ],
    ["has left the proof", CHECKLIST, { kind: "signInFailed", why: "expired" }, CHECKLIST, []],
    [
      "saw the number",
      WHERE,
      { kind: "numberShowedOn", methodId: OLD, strength: "signedIn", snapshot: oldOnly },
      CHECKLIST,
      ["confirmDevice old said", "saveProof old signedIn", "refresh"],
    ],
    [
      "says so too late",
      WHERE,
      { kind: "numberShowedOn", methodId: OLD, strength: null, snapshot: oldOnly },
      PROVING,
      ["show proof expired"],
    ],
    [
      "saw it on a phone that is gone",
      WHERE,
      { kind: "numberShowedOn", methodId: NEW, strength: "signedIn", snapshot: oldOnly },
      CHECKLIST,
      ["stopWatch", "show checklist"],
    ],
    [
      "says so twice",
      CHECKLIST,
      { kind: "numberShowedOn", methodId: OLD, strength: "signedIn", snapshot: oldOnly },
      CHECKLIST,
      ["sayStale"],
    ],
    ["saw no number", WHERE, { kind: "noNumberShowed" }, PROVING, ["show proof noNumber"]],
    ["says so on an old card", FIRST, { kind: "noNumberShowed" }, FIRST, ["sayStale"]],

    // The checklist.
    [
      "has done everything",
      CHECKLIST,
      { kind: "leftForChecklist", snapshot: complete },
      CHECKLIST,
      ["stopWatch", "finish", "show checklist"],
    ],
    [
      "had done everything before",
      null,
      { kind: "askedForChecklist", snapshot: finished },
      CHECKLIST,
      ["stopWatch", "show checklist"],
    ],
    [
      "has an old phone still",
      FIRST,
      {
        kind: "askedForChecklist",
        snapshot: aSnapshot([aDevice("old"), aDevice("new")], provedOn("new")),
      },
      CHECKLIST,
      ["stopWatch", "show checklist"],
    ],
    ["presses a card of a guide that is gone", null, { kind: "next" }, null, ["sayStale"]],
  ]);
});
