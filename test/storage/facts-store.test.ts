import { PostgresFactsStore } from "../../src/storage/facts-store.ts";
import { forEachDatabase } from "../contracts/databases.ts";
import { factsStoreContract } from "../contracts/facts-store.contract.ts";
import { aKnownPerson, aPersonKey } from "../contracts/person-builders.ts";
import { FakeFactsStore } from "../fakes/fake-facts-store.ts";

describe("FakeFactsStore", () => {
  const store = new FakeFactsStore();
  factsStoreContract(
    () => store,
    () => Promise.resolve(aPersonKey()),
  );
});

forEachDatabase("PostgresFactsStore", (database) => {
  let store: PostgresFactsStore;
  before(() => {
    store = new PostgresFactsStore(database());
  });
  factsStoreContract(
    () => store,
    () => aKnownPerson(database()),
  );
});
