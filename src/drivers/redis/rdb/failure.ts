import { SluiceError } from '../../../errors.ts';

/** The bytes do not follow the format: cut, damaged, or not what they are said to be. */
export function malformed(what: string, offset: number): SluiceError {
  return new SluiceError('DATA_002', `The RDB data is damaged at byte ${String(offset)}: ${what}.`, {
    fix: 'Use another copy of the file, or take the backup again: nothing after this byte can be trusted.',
    details: { kind: 'malformed', offset },
  });
}

/** The bytes may be sound, but nobody here knows what they mean. */
export function unsupported(what: string, offset: number, details: Readonly<Record<string, unknown>>): SluiceError {
  return new SluiceError(
    'DATA_002',
    `The RDB data has ${what} at byte ${String(offset)}, which Sluice does not know.`,
    {
      fix: 'Use a version of Sluice that knows it, or write the data with an older version of the server.',
      details: { kind: 'unsupported', offset, ...details },
    },
  );
}

/** The bytes are sound, but handling them would take more memory than is allowed. */
export function tooLarge(what: string, offset: number): SluiceError {
  return new SluiceError('DATA_002', `The RDB data has ${what} at byte ${String(offset)}.`, {
    fix: 'Split the value into several keys.',
    details: { kind: 'too-large', offset },
  });
}
