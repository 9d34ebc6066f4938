import { PostgresWatchStore } from "../../src/storage/watch-store.ts";
import { forEachDatabase } from "../contracts/databases.ts";
import { aKnownPerson, aPersonKey } from "../contracts/person-builders.ts";
import { watchStoreContract } from "../contracts/watch-store.contract.ts";
import { FakeWatchStore } from "../fakes/fake-watch-store.ts";

describe("FakeWatchStore", () => {
  const store = new FakeWatchStore();
  watchStoreContract(
    () => store,
    () => Promise.resolve(aPersonKey()),
  );
});

forEachDatabase("PostgresWatchStore", (database) => {
  let store: PostgresWatchStore;
  before(() => {
    store = new PostgresWatchStore(database());
  });
  watchStoreContract(
    () => store,
    () => aKnownPerson(database()),
  );
});
