const kept = 50;

export type RecentRequest = {
  readonly at: Date;
  readonly method: string;
  /** Without the query: it may carry codes. */
  readonly path: string;
  readonly status: number;
};

/** What happened lately, newest first. Bodies, headers and queries are not kept, so no token is. */
export class RecentRequests {
  #requests: readonly RecentRequest[] = [];

  add(request: RecentRequest): void {
    this.#requests = [request, ...this.#requests].slice(0, kept);
  }

  list(): readonly RecentRequest[] {
    return this.#requests;
  }
}
