/** Something a person watching the run wants to know now. */
export interface ProgressEvent {
  readonly level: 'info' | 'warning' | 'error';
  /** The stage or check it belongs to. */
  readonly scope: string;
  readonly message: string;
  /** Set where the end is known: `done` of `total`. */
  readonly done?: number;
  readonly total?: number;
  /** Names and values from the database: for the screen of whoever runs it, not for a log that others can read. */
  readonly data?: readonly string[];
}

/** Takes progress events; must not throw and must not wait. */
export type Emit = (event: ProgressEvent) => void;
