import type { Guide, GuideStore } from "../../src/enrollment/guide-store.ts";
import type { PersonKey } from "../../src/enrollment/person.ts";

/** GuideStore in memory; `test/contracts/guide-store.contract.ts` holds it to what the database does. */
export class FakeGuideStore implements GuideStore {
  // As text, so that nobody changes what is stored by changing what they hold.
  readonly #guides = new Map<string, string>();

  find(key: PersonKey): Promise<Guide | null> {
    return Promise.resolve(this.#stored(key));
  }

  save(key: PersonKey, guide: Guide): Promise<boolean> {
    if ((this.#stored(key)?.version ?? 0) !== guide.version) return Promise.resolve(false);
    const { guideId, state, activityId, version } = guide;
    const stored: Guide = { guideId, state, activityId, version: version + 1 };
    this.#guides.set(id(key), JSON.stringify(stored));
    return Promise.resolve(true);
  }

  delete(key: PersonKey): Promise<void> {
    this.#guides.delete(id(key));
    return Promise.resolve();
  }

  #stored(key: PersonKey): Guide | null {
    const text = this.#guides.get(id(key));
    return text === undefined ? null : (JSON.parse(text) as Guide);
  }
}

const id = ({ tenantId, userId }: PersonKey): string => `${tenantId}/${userId}`;
