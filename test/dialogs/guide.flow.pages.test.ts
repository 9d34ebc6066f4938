import { stepsAt } from "../../src/dialogs/guide-state.ts";
import {
  both,
  CHECKLIST,
  CHOOSE_NEW,
  CHOOSE_OLD,
  complete,
  FIRST,
  full,
  itFollows,
  LAST,
  MAKE_ROOM,
  NO_OTHER,
  newOnly,
  none,
  OLD,
  oldOnly,
  PROVING,
  TROUBLES,
  WHERE,
  WITH_OLD,
} from "./guide-rows.ts";

describe("guideStep, turning pages", () => {
  itFollows([
    [
      "turns the page",
      FIRST,
      { kind: "next", at: "openSecurityInfo" },
      stepsAt("chooseAuthenticator", []),
      ["startWatch []", "show step chooseAuthenticator"],
    ],
    [
      "turns the last page",
      LAST,
      { kind: "next", at: "scanAndApprove" },
      LAST,
      ["startWatch []", "show step scanAndApprove"],
    ],
    [
      "turns back",
      LAST,
      { kind: "back", at: "scanAndApprove" },
      stepsAt("prepareApp", []),
      ["startWatch []", "show step prepareApp"],
    ],
    [
      "turns back before the first page",
      FIRST,
      { kind: "back", at: "openSecurityInfo" },
      FIRST,
      ["startWatch []", "show step openSecurityInfo"],
    ],
    [
      "is stuck",
      LAST,
      { kind: "stuck", at: "scanAndApprove" },
      TROUBLES,
      ["show troubles scanAndApprove"],
    ],
    [
      "goes on after the troubles",
      TROUBLES,
      { kind: "unstuck", at: "scanAndApprove" },
      LAST,
      ["startWatch []", "show step scanAndApprove"],
    ],
    [
      "says what is wrong",
      TROUBLES,
      { kind: "troubleChosen", at: "scanAndApprove", trouble: "codeExpired" },
      { ...LAST, view: { kind: "trouble", trouble: "codeExpired" } },
      ["show trouble codeExpired"],
    ],
    [
      "says what cannot be wrong on this page",
      FIRST,
      { kind: "troubleChosen", at: "openSecurityInfo", trouble: "codeExpired" },
      FIRST,
      ["show step openSecurityInfo"],
    ],
    [
      "has lost the phone",
      TROUBLES,
      { kind: "troubleChosen", at: "scanAndApprove", trouble: "phoneLost" },
      { kind: "helpDesk", why: "phoneLost", step: "scanAndApprove", known: [] },
      ["show helpDesk phoneLost"],
    ],
    [
      "goes on after the help desk",
      NO_OTHER,
      { kind: "unstuck", at: "openSecurityInfo" },
      FIRST,
      ["startWatch []", "show step openSecurityInfo"],
    ],
  ]);
});

describe("guideStep, a page that is no longer the one of now", () => {
  itFollows([
    [
      "presses Next where another client did",
      stepsAt("chooseAuthenticator", []),
      { kind: "next", at: "openSecurityInfo" },
      stepsAt("chooseAuthenticator", []),
      ["show step chooseAuthenticator"],
    ],
    [
      "presses Back where another client did",
      stepsAt("prepareApp", []),
      { kind: "back", at: "scanAndApprove" },
      stepsAt("prepareApp", []),
      ["show step prepareApp"],
    ],
    [
      "is stuck on a page that was left",
      LAST,
      { kind: "stuck", at: "prepareApp" },
      LAST,
      ["show step scanAndApprove"],
    ],
    [
      "goes back to a page that was left",
      TROUBLES,
      { kind: "unstuck", at: "prepareApp" },
      TROUBLES,
      ["show troubles scanAndApprove"],
    ],
    [
      "has a trouble with a page that was left",
      LAST,
      { kind: "troubleChosen", at: "prepareApp", trouble: "phoneLost" },
      LAST,
      ["show step scanAndApprove"],
    ],
    [
      "turns a page while the help desk is asked",
      NO_OTHER,
      { kind: "next", at: "openSecurityInfo" },
      NO_OTHER,
      ["show helpDesk noOtherMethod"],
    ],
    [
      "can go on from another page than the help desk's",
      NO_OTHER,
      { kind: "unstuck", at: "prepareApp" },
      NO_OTHER,
      ["show helpDesk noOtherMethod"],
    ],
    [
      "turns a page when the phone has been seen",
      CHOOSE_NEW,
      { kind: "next", at: "prepareApp" },
      CHOOSE_NEW,
      ["show movedOn"],
    ],
    [
      "turns a page when all is proved",
      CHECKLIST,
      { kind: "stuck", at: "prepareApp" },
      CHECKLIST,
      ["show movedOn"],
    ],

    // "Check now" reads, so it can always show where the guide is.
    [
      "looks from a page that was left",
      TROUBLES,
      { kind: "looked", by: "person", at: "prepareApp", snapshot: none },
      TROUBLES,
      ["show troubles scanAndApprove"],
    ],
    [
      "finds a phone from a page that was left",
      WITH_OLD,
      { kind: "looked", by: "person", at: "prepareApp", snapshot: both },
      { ...CHOOSE_NEW, known: [OLD] },
      ["stopWatch", "show chooseDevice new (new)"],
    ],
    [
      "looks when the phone has been seen",
      CHOOSE_NEW,
      { kind: "looked", by: "person", at: "scanAndApprove", snapshot: newOnly },
      CHOOSE_NEW,
      ["stopWatch", "show chooseDevice new (new)"],
    ],
    [
      "looks when a phone is to be chosen",
      CHOOSE_OLD,
      { kind: "looked", by: "person", at: null, snapshot: oldOnly },
      CHOOSE_OLD,
      ["show chooseDevice old"],
    ],
    [
      "looks when there is no room",
      MAKE_ROOM,
      { kind: "looked", by: "person", at: "openSecurityInfo", snapshot: full },
      MAKE_ROOM,
      ["show makeRoom 5"],
    ],
    [
      "looks while asked where the number showed",
      WHERE,
      { kind: "looked", by: "person", at: "scanAndApprove", snapshot: oldOnly },
      WHERE,
      ["show whereNumberShowed"],
    ],
    [
      "looks while proving, with the link left as it is",
      PROVING,
      { kind: "looked", by: "person", at: "scanAndApprove", snapshot: oldOnly },
      CHECKLIST,
      ["stopWatch", "show checklist"],
    ],
    [
      "looks when all is proved",
      CHECKLIST,
      { kind: "looked", by: "person", at: "scanAndApprove", snapshot: complete },
      CHECKLIST,
      ["stopWatch", "finish", "show checklist"],
    ],
    [
      "looks when there is no guide any more",
      null,
      { kind: "looked", by: "person", at: "scanAndApprove", snapshot: newOnly },
      null,
      ["sayStale"],
    ],
  ]);
});

describe("guideStep, a card from before cards named their page", () => {
  itFollows([
    [
      "turns the page of now",
      stepsAt("chooseAuthenticator", []),
      { kind: "next", at: null },
      stepsAt("prepareApp", []),
      ["startWatch []", "show step prepareApp"],
    ],
    [
      "is stuck on the page of now",
      LAST,
      { kind: "stuck", at: null },
      TROUBLES,
      ["show troubles scanAndApprove"],
    ],
    [
      "looks for the page of now",
      LAST,
      { kind: "looked", by: "person", at: null, snapshot: none },
      { ...LAST, view: { kind: "instruction", notSeenYet: true } },
      ["startWatch []", "show step scanAndApprove (not seen yet)"],
    ],
  ]);
});
