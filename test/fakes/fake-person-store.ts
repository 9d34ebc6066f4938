import type {
  ConversationReference,
  NumberPromptAnswer,
  Person,
  PersonKey,
  PersonStore,
  SeenTurn,
} from "../../src/enrollment/person.ts";

type StoredPerson = Person & { readonly seenAt: Date | null };
type StoredReference = {
  readonly reference: ConversationReference;
  readonly seenAt: Date;
  readonly installed: boolean;
  readonly installedAt: Date;
};

/** PersonStore in memory; `test/contracts/person-store.contract.ts` holds it to what the database does. */
export class FakePersonStore implements PersonStore {
  readonly #people = new Map<string, StoredPerson>();
  readonly #references = new Map<string, StoredReference>();

  find(key: PersonKey): Promise<Person | null> {
    const stored = this.#people.get(id(key));
    return Promise.resolve(stored === undefined ? null : toPerson(stored));
  }

  recordTurn(turn: SeenTurn): Promise<Person> {
    const stored = this.#person(turn);
    const isOld = stored.seenAt !== null && stored.seenAt > turn.at;
    const person: StoredPerson = {
      ...stored,
      locale: isOld ? (stored.locale ?? turn.locale) : (turn.locale ?? stored.locale),
      timeZone: isOld ? (stored.timeZone ?? turn.timeZone) : (turn.timeZone ?? stored.timeZone),
      seenAt: isOld ? stored.seenAt : turn.at,
    };
    this.#people.set(id(turn), person);
    this.#recordReference(turn);
    return Promise.resolve(toPerson(person));
  }

  claimWelcome(key: PersonKey, at: Date): Promise<boolean> {
    const person = this.#person(key);
    if (person.welcomedAt !== null) return Promise.resolve(false);
    this.#people.set(id(key), { ...person, welcomedAt: at });
    return Promise.resolve(true);
  }

  saveNumberPromptAnswer(key: PersonKey, answer: NumberPromptAnswer, at: Date): Promise<void> {
    const person = this.#person(key);
    const isOld = person.numberPrompt !== null && person.numberPrompt.at > at;
    this.#people.set(id(key), isOld ? person : { ...person, numberPrompt: { answer, at } });
    return Promise.resolve();
  }

  saveInstalled(key: PersonKey, installed: boolean, at: Date): Promise<void> {
    const stored = this.#references.get(id(key));
    if (stored !== undefined && stored.installedAt <= at) {
      this.#references.set(id(key), { ...stored, installed, installedAt: at });
    }
    return Promise.resolve();
  }

  findReference(key: PersonKey): Promise<ConversationReference | null> {
    const stored = this.#references.get(id(key));
    return Promise.resolve(stored?.installed === true ? stored.reference : null);
  }

  #recordReference(turn: SeenTurn): void {
    const stored = this.#references.get(id(turn));
    if (stored !== undefined && stored.seenAt > turn.at) return;
    const installsAgain =
      stored === undefined || (!stored.installed && stored.installedAt <= turn.at);
    this.#references.set(id(turn), {
      reference: turn.reference,
      seenAt: turn.at,
      installed: installsAgain || stored.installed,
      installedAt: installsAgain ? turn.at : stored.installedAt,
    });
  }

  #person(key: PersonKey): StoredPerson {
    return (
      this.#people.get(id(key)) ?? {
        tenantId: key.tenantId,
        userId: key.userId,
        locale: null,
        timeZone: null,
        welcomedAt: null,
        numberPrompt: null,
        seenAt: null,
      }
    );
  }
}

function id({ tenantId, userId }: PersonKey): string {
  return `${tenantId}/${userId}`;
}

function toPerson(stored: StoredPerson): Person {
  const { tenantId, userId, locale, timeZone, welcomedAt, numberPrompt } = stored;
  return { tenantId, userId, locale, timeZone, welcomedAt, numberPrompt };
}
