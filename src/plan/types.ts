import type { Engine, KeyProgress } from '../driver.ts';

/** Settings that change what a plan does; part of its digest. */
export interface PlanOptions {
  readonly format: string;
  readonly toVersion: string | null;
  readonly allowOutOfOrder: boolean;
  readonly lockTimeoutMs: number;
  readonly statementTimeoutMs: number;
  readonly warnings: 'fail' | 'report';
}

/**
 * How a file is applied.
 * - `transaction`: all of it, with its record, in one transaction
 * - `statements`: one by one, each recorded, because the engine commits them by itself
 * - `keys`: key by key, each with its mark in one step
 */
export type ApplyMode = 'transaction' | 'statements' | 'keys';

/** One file to apply. */
export interface PlanStep {
  readonly kind: 'versioned' | 'repeatable';
  readonly version: string;
  readonly name: string;
  /** Relative to the migrations folder. */
  readonly path: string;
  readonly checksum: string;
  readonly mode: ApplyMode;
  /** How many statements the file has; 0 for a key migration. */
  readonly statements: number;
  /** Statements that an earlier run has done already; 0 unless a run died or failed half-way. */
  readonly done: number;
}

/** What would run: plain JSON, built by a pure function, and what runs is this or nothing. */
export interface Plan {
  readonly schema: 'sluice.plan/1';
  readonly kind: 'versioned';
  readonly engine: Engine;
  /** Fingerprint of the live schema the plan was made for. */
  readonly schemaFingerprint: string;
  readonly options: PlanOptions;
  readonly steps: readonly PlanStep[];
  /** SHA-256 (hex) of the canonical JSON of all the above. */
  readonly digest: string;
}

/** Up = apply, down = take back. */
export type Direction = 'up' | 'down';

/** How far a key migration came that has not ended. */
export interface PartialKeys {
  /** Of the module's text then. */
  readonly checksum: string;
  /** As it was last journaled; null when nothing was. */
  readonly progress: KeyProgress | null;
  /** The run said that it stopped there, so that the counts are exact; false after a kill. */
  readonly exact: boolean;
}

/** A file of which some statements have been done, or may have been. */
export interface PartialFile {
  readonly version: string;
  readonly name: string;
  readonly path: string;
  readonly direction: Direction;
  /** Hashes of the statements that were done, in order; session statements are not recorded. */
  readonly done: readonly { readonly statement: number; readonly hash: string; readonly line: number }[];
  /** A statement that was begun and of which nobody knows whether it ended. */
  readonly inFlight: {
    readonly statement: number;
    readonly line: number;
    readonly hash: string;
    readonly schemaBefore: string;
    /** The server answered that it failed; something may still be left of it. */
    readonly failed: boolean;
  } | null;
  /** Warnings of a statement that was applied and cannot be undone. */
  readonly warned: { readonly statement: number; readonly warnings: readonly string[] } | null;
  /** Set for a key migration: how far it came. */
  readonly keys?: PartialKeys;
  readonly runId: string;
}
