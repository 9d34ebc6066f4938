import { PostgresGuideStore } from "../../src/storage/guide-store.ts";
import { forEachDatabase } from "../contracts/databases.ts";
import { guideStoreContract } from "../contracts/guide-store.contract.ts";
import { aKnownPerson, aPersonKey } from "../contracts/person-builders.ts";
import { FakeGuideStore } from "../fakes/fake-guide-store.ts";

describe("FakeGuideStore", () => {
  const store = new FakeGuideStore();
  guideStoreContract(
    () => store,
    () => Promise.resolve(aPersonKey()),
  );
});

forEachDatabase("PostgresGuideStore", (database) => {
  let store: PostgresGuideStore;
  before(() => {
    store = new PostgresGuideStore(database());
  });
  guideStoreContract(
    () => store,
    () => aKnownPerson(database()),
  );
});
