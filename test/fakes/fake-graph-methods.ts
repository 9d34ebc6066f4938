import type {
  MethodsReader,
  MethodsReading,
  OwnerReading,
} from "../../src/enrollment/methods-reader.ts";
import type { DeviceRemover, GraphRemoval } from "../../src/enrollment/remove.ts";
import type { MethodId } from "../../src/methods/ids.ts";
import { isAuthenticator, type Method } from "../../src/methods/method.ts";

/** One person's list at Graph: it is read, and entries are removed from it. Answers can be put in front. */
export class FakeGraphMethods implements MethodsReader, DeviceRemover {
  methods: readonly Method[];
  /** What happened, in order: `read`, `delete ID`. */
  readonly log: string[] = [];
  /** Answers to the next readings; after them, the list is read. */
  readonly readings: (MethodsReading | Error)[] = [];
  /** Answers to the next removals, with what becomes of the entry; after them, removals work. */
  readonly removals: ((id: MethodId) => GraphRemoval | Error)[] = [];
  owner: OwnerReading = { kind: "tokenRefused" };

  constructor(methods: readonly Method[]) {
    this.methods = methods;
  }

  readMine(): Promise<MethodsReading> {
    this.log.push("read");
    return answer(this.readings.shift() ?? { kind: "read", methods: this.methods });
  }

  readOwner(): Promise<OwnerReading> {
    this.log.push("read owner");
    return Promise.resolve(this.owner);
  }

  remove(_token: unknown, id: MethodId): Promise<GraphRemoval> {
    this.log.push(`delete ${id}`);
    const scripted = this.removals.shift();
    return answer(scripted === undefined ? this.drop(id) : scripted(id));
  }

  /** The entry is gone; says what Graph answers to that. */
  drop(id: MethodId): GraphRemoval {
    const isThere = this.methods.some((method) => isAuthenticator(method) && method.id === id);
    this.methods = this.methods.filter((method) => !isAuthenticator(method) || method.id !== id);
    return { kind: isThere ? "removed" : "alreadyGone", requestId: `request-${id}` };
  }
}

const answer = <Value>(value: Value | Error): Promise<Value> =>
  value instanceof Error ? Promise.reject(value) : Promise.resolve(value);
