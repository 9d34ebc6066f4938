import type {
  ConversationReference,
  NumberPromptAnswer,
  Person,
  PersonKey,
  PersonStore,
  SeenTurn,
} from "../enrollment/person.ts";
import type { Database, Statement } from "./database.ts";
import {
  type AnswerValues,
  claimWelcome,
  findKnown,
  findReference,
  type InstalledValues,
  type KeyAtValues,
  type KeyValues,
  type KnownRow,
  type PersonRow,
  type ReferenceRow,
  saveAnswer,
  saveInstalled,
  type TurnValues,
  writeTurn,
} from "./person-statements.ts";

/** People and their conversation references, on either engine. Rejects with StorageError only. */
export class PostgresPersonStore implements PersonStore {
  readonly #findKnown: Statement<KeyValues, KnownRow>;
  readonly #writeTurn: Statement<TurnValues, PersonRow>;
  readonly #claimWelcome: Statement<KeyAtValues, unknown>;
  readonly #saveAnswer: Statement<AnswerValues, unknown>;
  readonly #saveInstalled: Statement<InstalledValues, unknown>;
  readonly #findReference: Statement<KeyValues, ReferenceRow>;

  constructor(database: Database) {
    this.#findKnown = database.prepare("people.find_known", findKnown);
    this.#writeTurn = database.prepare("people.write_turn", writeTurn);
    this.#claimWelcome = database.prepare("people.claim_welcome", claimWelcome);
    this.#saveAnswer = database.prepare("people.save_answer", saveAnswer);
    this.#saveInstalled = database.prepare("people.save_installed", saveInstalled);
    this.#findReference = database.prepare("people.find_reference", findReference);
  }

  async find(key: PersonKey): Promise<Person | null> {
    const [known] = await this.#findKnown.run(key);
    return known === undefined ? null : toPerson(key, known);
  }

  // Nearly every turn repeats what is known. Reading first is then the only round trip, and costs the database neither a
  // row lock nor a write; an upsert that changes nothing costs both.
  async recordTurn(turn: SeenTurn): Promise<Person> {
    const [known] = await this.#findKnown.run(turn);
    if (known !== undefined && !tellsNews(turn, known)) return toPerson(turn, known);
    const [written] = await this.#writeTurn.run({ ...turn, ...turn.reference });
    if (written === undefined) throw new Error("The statement that writes a turn returns its row");
    return toPerson(turn, written);
  }

  async claimWelcome(key: PersonKey, at: Date): Promise<boolean> {
    return (await this.#claimWelcome.run({ ...key, at })).length > 0;
  }

  async saveNumberPromptAnswer(
    key: PersonKey,
    answer: NumberPromptAnswer,
    at: Date,
  ): Promise<void> {
    await this.#saveAnswer.run({ ...key, answer, at });
  }

  async saveInstalled(key: PersonKey, installed: boolean, at: Date): Promise<void> {
    const reachability = installed ? "reachable" : "removed";
    await this.#saveInstalled.run({ ...key, installed, reachability, at });
  }

  async findReference(key: PersonKey): Promise<ConversationReference | null> {
    const [row] = await this.#findReference.run(key);
    return row === undefined
      ? null
      : {
          channelId: row.channel_id,
          serviceUrl: row.service_url,
          conversationId: row.conversation_id,
          teamsUserId: row.teams_user_id,
          botId: row.bot_id,
        };
  }
}

function tellsNews(turn: SeenTurn, known: KnownRow): boolean {
  const { reference } = turn;
  return (
    known.installed !== true ||
    known.reachability !== "reachable" ||
    (turn.locale !== null && turn.locale !== known.locale) ||
    (turn.timeZone !== null && turn.timeZone !== known.time_zone) ||
    reference.channelId !== known.channel_id ||
    reference.serviceUrl !== known.service_url ||
    reference.conversationId !== known.conversation_id ||
    reference.teamsUserId !== known.teams_user_id ||
    reference.botId !== known.bot_id
  );
}

function toPerson({ tenantId, userId }: PersonKey, row: PersonRow): Person {
  const { number_prompt_answer: answer, number_prompt_at: at } = row;
  return {
    tenantId,
    userId,
    locale: row.locale,
    timeZone: row.time_zone,
    welcomedAt: row.welcomed_at,
    numberPrompt: answer === null || at === null ? null : { answer, at },
  };
}
