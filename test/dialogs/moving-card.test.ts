import assert from "node:assert/strict";
import { en } from "../../src/copy/en.ts";
import {
  type CardFlow,
  type CardPlace,
  MovingCard,
  type Performed,
} from "../../src/dialogs/moving-card.ts";
import type { Guide } from "../../src/enrollment/guide-store.ts";
import type { PersonKey } from "../../src/enrollment/person.ts";
import { tenantId, userId } from "../../src/methods/ids.ts";
import { FakeChatTurn } from "../fakes/fake-chat-turn.ts";
import { FakeGuideStore } from "../fakes/fake-guide-store.ts";
import { NOW } from "./guide-builders.ts";

const KEY: PersonKey = { tenantId: tenantId("home"), userId: userId("anna") };
const LINKS = {
  organisationName: "Contoso",
  helpDeskUrl: "https://help.example.com/request",
  securityInfoUrl: "https://mysignins.microsoft.com/security-info",
};

/** Counts, as the smallest conversation that can begin, go on, be late, and be led on by what it does. */
type Counting = { readonly kind: "counting"; readonly count: number };
type Happened = "begin" | "resume" | "count" | "move" | "countTwice" | "counted" | "unasked";
type Effect = "show" | "showBelow" | "say" | "countOn" | "tellGone" | "sayOld";

const counting: CardFlow<Counting, Happened, Effect> = {
  parse: (stored) => {
    const { kind, count } = (stored ?? {}) as Partial<Counting>;
    return kind === "counting" && count !== undefined ? { kind, count } : null;
  },
  step: (state, event) => {
    switch (event) {
      case "begin":
        return { state: { kind: "counting", count: 0 }, effects: ["show"] };
      case "resume":
        return { state: state ?? { kind: "counting", count: 0 }, effects: ["show"] };
      case "move":
        return { state, effects: ["show", "showBelow"] };
      case "count":
        if (state === null) return { state, effects: ["sayOld"] };
        return { state: { ...state, count: state.count + 1 }, effects: ["show"] };
      case "countTwice":
        if (state === null) return { state, effects: ["sayOld"] };
        return { state: { ...state, count: state.count + 1 }, effects: ["countOn", "say"] };
      case "counted":
        if (state === null) return { state, effects: ["tellGone"] };
        return { state: { ...state, count: state.count + 1 }, effects: ["show"] };
      case "unasked":
        return { state, effects: [] };
    }
  },
  isBeginning: (event) => event === "begin",
};

/** Lets another turn of the person in before the saves that are named, counted from 1. */
class BusyGuideStore extends FakeGuideStore {
  saves = 0;
  readonly beaten = new Map<number, (row: Guide) => Guide>();

  override async save(key: PersonKey, guide: Guide): Promise<boolean> {
    this.saves += 1;
    const other = this.beaten.get(this.saves);
    const row = await super.find(key);
    if (other !== undefined && row !== null) await super.save(key, other(row));
    return super.save(key, guide);
  }
}

const same = (row: Guide): Guide => row;

/** Nothing that the counting knows. */
const THEIRS: Guide = {
  guideId: "theirs",
  state: { kind: "cleanup" },
  activityId: "a",
  version: 0,
};

describe("MovingCard", () => {
  let guides: BusyGuideStore;
  let turn: FakeChatTurn;
  let ids: number;
  let did: string[];
  /** The activity that the next card is shown in; null: the client does not say. */
  let shownIn: string | null;
  let card: MovingCard<Counting, Happened, Effect>;

  beforeEach(() => {
    guides = new BusyGuideStore();
    turn = new FakeChatTurn(KEY, null);
    ids = 0;
    did = [];
    shownIn = "activity-1";
    const newId = (): string => {
      ids += 1;
      return `id-${ids}`;
    };
    const clock = { now: () => NOW };
    card = new MovingCard({ flow: counting, guides, links: LINKS, clock, newId });
  });

  function perform(effect: Effect, at: CardPlace): Promise<Performed<Happened>> {
    did.push(`${effect} at ${at.activityId ?? "nowhere"}`);
    if (effect === "show") return Promise.resolve({ kind: "shown", activityId: shownIn });
    if (effect === "showBelow") return Promise.resolve({ kind: "shown", activityId: "below" });
    if (effect === "countOn") return Promise.resolve({ kind: "ledTo", event: "counted" });
    return Promise.resolve({ kind: "done" });
  }
  const happens = (event: Happened, guideId: string | null = null): Promise<void> =>
    card.run(turn, { guideId, event: () => Promise.resolve(event), perform });
  const row = async (): Promise<Guide> => {
    const found = await guides.find(KEY);
    assert.ok(found !== null);
    return found;
  };
  const count = async (): Promise<number | null> =>
    counting.parse((await row()).state)?.count ?? null;
  const saidStale = (): boolean =>
    turn.log.length === 1 &&
    (turn.log[0] ?? "").startsWith(`card: ${en["problem.staleAction.title"]}`);

  it("keeps the state and where its card stands", async () => {
    await happens("begin");

    const { state, activityId } = await row();
    assert.deepEqual(state, { kind: "counting", count: 0 });
    assert.equal(activityId, "activity-1");
    assert.deepEqual(did, ["show at nowhere"]);
  });

  it("moves the card from where it stands, and follows it", async () => {
    await happens("begin");
    shownIn = "activity-2";
    await happens("count");
    shownIn = null;
    await happens("count");

    assert.deepEqual(did.slice(1), ["show at activity-1", "show at activity-2"]);
    assert.equal((await row()).activityId, "activity-2");
  });

  it("follows a card that moves twice in one turn", async () => {
    await happens("begin");
    shownIn = "activity-2";

    await happens("move");

    assert.deepEqual(did.slice(1), ["show at activity-1", "showBelow at activity-2"]);
    assert.equal((await row()).activityId, "below");
  });

  it("keeps its id while it goes on, and has a new one when it begins anew", async () => {
    await happens("begin");
    const { guideId } = await row();
    await happens("count", guideId);
    assert.equal((await row()).guideId, guideId);

    await happens("begin");

    assert.notEqual((await row()).guideId, guideId);
  });

  it("refuses a card of another conversation before it asks what happened", async () => {
    await happens("begin");
    const before = await row();

    await card.run(turn, {
      guideId: "of-another",
      event: () => Promise.reject(new Error("asked")),
      perform,
    });

    assert.ok(saidStale());
    assert.deepEqual(await row(), before);
  });

  it("lets the flow answer an old card where nothing is kept, and keeps nothing", async () => {
    await happens("count", "gone");

    assert.deepEqual(did, ["sayOld at nowhere"]);
    assert.equal(await guides.find(KEY), null);
  });

  it("takes another conversation's card over where it stands, under an id of its own", async () => {
    await guides.save(KEY, THEIRS);

    await happens("resume");

    assert.deepEqual(did, ["show at a"]);
    assert.notEqual((await row()).guideId, "theirs");
    assert.equal(await count(), 0);
  });

  it("does not touch another conversation's card for an old card of its own", async () => {
    await guides.save(KEY, THEIRS);
    const before = await row();

    await happens("count");

    assert.deepEqual(did, ["sayOld at nowhere"]);
    assert.deepEqual(await row(), before);
  });

  it("leaves another conversation alone in what comes unasked", async () => {
    await guides.save(KEY, THEIRS);
    const before = await row();

    await happens("unasked");

    assert.deepEqual(await row(), before);
    assert.deepEqual([did, turn.log], [[], []]);
  });

  it("decides anew on what another turn left, and acts once", async () => {
    await happens("begin");
    const counted = (found: Guide): Guide => ({ ...found, state: { kind: "counting", count: 10 } });
    guides.beaten.set(guides.saves + 1, counted);

    await happens("count");

    assert.equal(await count(), 11);
    assert.equal(did.length, 2);
  });

  it("gives up when it was beaten three times, with nothing done", async () => {
    await happens("begin");
    const { saves } = guides;
    for (const attempt of [1, 2, 3]) guides.beaten.set(saves + attempt, same);

    await happens("count");

    assert.ok(saidStale());
    assert.equal(await count(), 0);
    assert.equal(did.length, 1);
  });

  it("leaves the place of the card to another turn that was first", async () => {
    await happens("begin");
    shownIn = "activity-2";
    const moved = (found: Guide): Guide => ({ ...found, activityId: "activity-3" });
    guides.beaten.set(guides.saves + 2, moved);

    await happens("count");

    assert.equal((await row()).activityId, "activity-3");
  });

  it("goes on with what an effect led to, after the other effects", async () => {
    await happens("begin");

    await happens("countTwice");

    assert.deepEqual(did.slice(1), [
      "countOn at activity-1",
      "say at activity-1",
      "show at activity-1",
    ]);
    assert.equal(await count(), 2);
  });

  const meanwhile: readonly (readonly [string, Partial<Guide>])[] = [
    ["another conversation has taken the card over", { state: THEIRS.state }],
    ["it has begun anew", { guideId: "newer", state: { kind: "counting", count: 50 } }],
  ];
  for (const [what, change] of meanwhile) {
    it(`does not lose what an effect led to when ${what} meanwhile`, async () => {
      await happens("begin");
      const { guideId } = await row();
      guides.beaten.set(guides.saves + 2, (found) => ({ ...found, ...change }));

      await happens("countTwice", guideId);

      assert.deepEqual(did.slice(1), [
        "countOn at activity-1",
        "say at activity-1",
        "tellGone at nowhere",
      ]);
      assert.deepEqual((await row()).state, change.state);
    });
  }
});
