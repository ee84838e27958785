import type { Notice } from './link.ts';

/** A statement can warn once a row; more than this is counted only. */
const MOST = 100;

/** Collects the server's warnings on one statement. */
export class Warnings {
  readonly #label: () => string;
  readonly #list: string[] = [];
  #more = 0;

  /** @param label - what the server calls a warning in its language; asked at each message */
  constructor(label: () => string) {
    this.#label = label;
  }

  /** Takes a message; a NOTICE or INFO is none of ours. */
  add({ severity, message }: Notice): void {
    if (severity !== this.#label()) return;
    if (this.#list.length < MOST) this.#list.push(message);
    else this.#more += 1;
  }

  list(): readonly string[] {
    return this.#more === 0 ? this.#list : [...this.#list, `… and ${String(this.#more)} warnings more`];
  }
}
