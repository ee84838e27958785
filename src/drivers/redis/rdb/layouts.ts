/**
 * What the parts of an entry are, as far as one must know to find its end. A number is so many bytes; a list of parts is
 * repeated as often as the length before it says.
 */
export type Part = 'string' | 'length' | 'double' | 'module' | number | Layout;

/** The parts of an entry in order. */
export type Layout = readonly Part[];

const ONE_STRING: Layout = ['string'];
const STRINGS: Layout = [['string']];
const PAIRS: Layout = [['string', 'string']];

/** `generation` 1: type 15; 2: type 19 (first id, last deleted id, counters); 3: type 21 (when a consumer was active). */
function stream(generation: 1 | 2 | 3): Layout {
  const id: Layout = ['length', 'length'];
  const counted: Layout = generation === 1 ? [] : ['length'];
  const consumer: Layout = ['string', 8, ...(generation === 3 ? [8] : []), [16]];
  const group: Layout = ['string', ...id, ...counted, [16, 8, 'length'], consumer];
  return [['string', 'string'], 'length', ...id, ...(generation === 1 ? [] : [...id, ...id]), ...counted, group];
}

/** Which server wrote the data: their numbers of types and opcodes collide. */
export type Dialect = 'redis' | 'valkey';

/** One way in which values are stored. */
export interface TypeLayout {
  readonly name: string;
  readonly layout: Layout;
  /** The version of the format that brought it. */
  readonly since: number;
}

/** Values by the number that stands before them. */
const SHARED_TYPES: Readonly<Record<number, TypeLayout>> = {
  0: { name: 'string', layout: ONE_STRING, since: 1 },
  1: { name: 'list', layout: STRINGS, since: 1 },
  2: { name: 'set', layout: STRINGS, since: 1 },
  3: { name: 'sorted set with scores as text', layout: [['string', 'double']], since: 1 },
  4: { name: 'hash', layout: PAIRS, since: 1 },
  5: { name: 'sorted set', layout: [['string', 8]], since: 8 },
  7: { name: 'module value', layout: ['length', 'module'], since: 8 },
  9: { name: 'hash as zipmap', layout: ONE_STRING, since: 1 },
  10: { name: 'list as ziplist', layout: ONE_STRING, since: 1 },
  11: { name: 'set of integers', layout: ONE_STRING, since: 1 },
  12: { name: 'sorted set as ziplist', layout: ONE_STRING, since: 1 },
  13: { name: 'hash as ziplist', layout: ONE_STRING, since: 4 },
  14: { name: 'list of ziplists', layout: STRINGS, since: 7 },
  15: { name: 'stream', layout: stream(1), since: 9 },
  16: { name: 'hash as listpack', layout: ONE_STRING, since: 10 },
  17: { name: 'sorted set as listpack', layout: ONE_STRING, since: 10 },
  18: { name: 'list of listpacks', layout: [['length', 'string']], since: 10 },
  19: { name: 'stream, second form', layout: stream(2), since: 10 },
  20: { name: 'set as listpack', layout: ONE_STRING, since: 11 },
  21: { name: 'stream, third form', layout: stream(3), since: 11 },
};

const REDIS_TYPES: Readonly<Record<number, TypeLayout>> = {
  ...SHARED_TYPES,
  22: { name: 'hash with expiring fields (before 7.4)', layout: [['length', 'string', 'string']], since: 12 },
  23: { name: 'hash with expiring fields as listpack (before 7.4)', layout: ONE_STRING, since: 12 },
  24: { name: 'hash with expiring fields', layout: [8, ['length', 'string', 'string']], since: 12 },
  25: { name: 'hash with expiring fields as listpack', layout: [8, 'string'], since: 12 },
};

const VALKEY_TYPES: Readonly<Record<number, TypeLayout>> = {
  ...SHARED_TYPES,
  22: { name: 'hash with expiring fields (Valkey)', layout: [['string', 'string', 8]], since: 80 },
};

/** What stands between the keys. */
export const OPCODES = {
  slotImport: 0xf3,
  slotInfo: 0xf4,
  function: 0xf5,
  moduleAux: 0xf7,
  idle: 0xf8,
  frequency: 0xf9,
  aux: 0xfa,
  resize: 0xfb,
  expiresMs: 0xfc,
  expiresSeconds: 0xfd,
  database: 0xfe,
  end: 0xff,
} as const;

const SHARED_OPCODES: Readonly<Record<number, Layout>> = {
  [OPCODES.slotInfo]: ['length', 'length', 'length'],
  [OPCODES.function]: ONE_STRING,
  [OPCODES.moduleAux]: ['length', 'length', 'length', 'module'],
  [OPCODES.idle]: ['length'],
  [OPCODES.frequency]: [1],
  [OPCODES.aux]: ['string', 'string'],
  [OPCODES.resize]: ['length', 'length'],
  [OPCODES.expiresMs]: [8],
  [OPCODES.expiresSeconds]: [4],
  [OPCODES.database]: ['length'],
  [OPCODES.end]: [8],
};

/** What a dialect knows. */
export interface Format {
  readonly dialect: Dialect;
  readonly types: Readonly<Record<number, TypeLayout>>;
  readonly opcodes: Readonly<Record<number, Layout>>;
}

/** The formats by dialect. */
export const FORMATS: Readonly<Record<Dialect, Format>> = {
  redis: { dialect: 'redis', types: REDIS_TYPES, opcodes: SHARED_OPCODES },
  valkey: {
    dialect: 'valkey',
    types: VALKEY_TYPES,
    opcodes: { ...SHARED_OPCODES, [OPCODES.slotImport]: ['string', ['length', 'length']] },
  },
};

/** Known by name, but not read: for the message. */
export const FOREIGN_NAMES: Readonly<Record<Dialect, Readonly<Record<number, string>>>> = {
  redis: {
    6: 'a module value of a release candidate of Redis 4',
    26: 'a stream with idempotent producers',
    0xf3: 'metadata of a key',
    0xf6: 'functions of a release candidate of Redis 7',
  },
  valkey: {
    6: 'a module value of a release candidate of Redis 4',
    0xf6: 'functions of a release candidate of Redis 7',
  },
};

/** The newest version of the format that Redis writes and that is known here. */
export const NEWEST_REDIS = 12;
/** The only version of the format that Valkey writes under its own name. */
export const VALKEY = 80;
/** From this version on a file ends with a CRC-64. */
export const CHECKED_SINCE = 5;
