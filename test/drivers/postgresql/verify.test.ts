import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TableSum } from '../../../src/checksum/row-digest.ts';
import type { TableDigest, TableRef } from '../../../src/driver.ts';
import { digestSql } from '../../../src/drivers/postgresql/digest-sql.ts';
import vectors from '../../checksum/vectors.json' with { type: 'json' };
import { createDatabase } from '../../support/databases.ts';
import { openSession } from '../../support/session.ts';
import { createFixture, failure, type Fixture, LIMITS, NEVER, SERVERS, untilCounted } from './fixture.ts';

interface VectorColumn {
  readonly type: string;
  readonly value?: string | boolean;
}

/** Vectors that no PostgreSQL column can hold. */
const IMPOSSIBLE = (columns: readonly VectorColumn[]): boolean =>
  columns.some(
    ({ type, value }) => type === 'octets' || (typeof value === 'string' && type === 'text' && value.includes('\0')),
  );

const SQL_TYPE: Readonly<Record<string, string>> = {
  null: 'text',
  text: 'text',
  integer: 'numeric',
  double: 'float8',
  bytes: 'bytea',
  boolean: 'boolean',
};

const quote = (text: string): string => `'${text.replaceAll("'", "''")}'`;

function literal({ type, value }: VectorColumn): string {
  if (value === undefined) return 'null';
  return quote(type === 'bytes' ? `\\x${String(value)}` : String(value));
}

describe.each(SERVERS)('verifying on %s', (server) => {
  let fixture: Fixture;

  beforeAll(async () => {
    fixture = await createFixture(server);
  });
  afterAll(() => fixture.drop());

  const digest = async (...names: readonly string[]): Promise<readonly TableDigest[]> => {
    const tables = names.map((name): TableRef => ({ schema: 'public', name }));
    return Array.fromAsync(fixture.driver.verify.digests(tables, NEVER));
  };

  it('digests every vector as all engines do', async () => {
    const possible = vectors.rows.filter(({ columns }) => !IMPOSSIBLE(columns));
    expect(possible.length).toBeGreaterThan(vectors.rows.length / 2);
    const creations = possible.map(({ columns }, index) => {
      const definitions = columns
        .map((column, at) => `c${String(at)} ${SQL_TYPE[column.type] ?? 'unknown'}`)
        .join(', ');
      const values = columns.map(literal).join(', ');
      return `create table v${String(index)} (${definitions}); insert into v${String(index)} ${columns.length === 0 ? 'default values' : `values (${values})`};`;
    });
    await fixture.database.query(creations.join('\n'));
    const found = await digest(...possible.map((_, index) => `v${String(index)}`));
    expect(found.map(({ checksum }, index) => [possible[index]?.name, checksum])).toEqual(
      possible.map(({ name, halves }) => [name, halves.join(':')]),
    );
  });

  it('writes doubles as ECMAScript does', async () => {
    const edge = [
      '0',
      '-0',
      '1e21',
      '1e20',
      '123456789012345680000',
      '1e-6',
      '1e-7',
      '1.5e-7',
      '9.999999e-7',
      '0.1',
      '1e15',
      '1e16',
      '-1e22',
      '1.7976931348623157e308',
      '5e-324',
      '2.2250738585072014e-308',
      'NaN',
      'Infinity',
      '-Infinity',
      '100',
      '0.0001',
      '0.00001',
      '123.456',
      '-123456789.125',
      '1e23',
      '-1e23',
      '9007199254740992',
      '9007199254740994',
      '31480570275050370',
    ];
    let seed = Number(process.env['SLUICE_SEED'] ?? '20260102');
    const random = (): number => {
      seed = (seed * 1103515245 + 12345) % 2147483648;
      return seed / 2147483648;
    };
    const numbers = [
      ...edge.map(Number),
      ...Array.from({ length: 2000 }, () => (random() - 0.5) * 10 ** Math.floor(random() * 80 - 40)),
    ];
    await fixture.database.query(
      `create table doubles (x float8); insert into doubles values ${numbers.map((x) => `('${Object.is(x, -0) ? '-0' : String(x)}')`).join(', ')}`,
    );
    const sum = new TableSum();
    for (const x of numbers) sum.add([x]);
    expect(await digest('doubles')).toEqual([
      { table: { schema: 'public', name: 'doubles' }, rows: numbers.length, checksum: sum.checksum() },
    ]);
  });

  it.each([
    [
      'numeric',
      ['1.50', '2.00', '0.00', '-0.10', '100', 'NaN', '123456789012345678901234567890.000100'],
      ['1.5', '2', '0', '-0.1', '100', 'NaN', '123456789012345678901234567890.0001'],
    ],
    ['numeric(10,4)', ['1.5', '100'], ['1.5', '100']],
    [
      'real',
      ['0.1', '16777216', '1e21', '1e-7', '-0', '3.4028235e38', '1e-45'],
      ['0.1', '16777216', '1e+21', '1e-7', '0', '3.4028235e+38', '1e-45'],
    ],
    [
      'timestamp',
      ['2026-01-02 03:04:05', '1969-12-31 23:59:59.5', 'infinity', '0044-03-15 12:00 BC'],
      ['2026-01-02 03:04:05.000000', '1969-12-31 23:59:59.500000', 'infinity', '0044-03-15 12:00:00.000000 BC'],
    ],
    [
      'timestamp',
      ['.1', '.12', '.123', '.1234', '.12345', '.123456'].map((fraction) => `2026-01-02 03:04:05${fraction}`),
      ['.100000', '.120000', '.123000', '.123400', '.123450', '.123456'].map(
        (fraction) => `2026-01-02 03:04:05${fraction}`,
      ),
    ],
    [
      'timestamp',
      [
        '0001-01-01',
        '0001-12-31 23:59:59.123 BC',
        '9999-12-31 23:59:59.999999',
        '10000-01-01 00:00:00.12345',
        '-infinity',
      ],
      [
        '0001-01-01 00:00:00.000000',
        '0001-12-31 23:59:59.123000 BC',
        '9999-12-31 23:59:59.999999',
        '10000-01-01 00:00:00.123450',
        '-infinity',
      ],
    ],
    ['timestamptz', ['2026-01-02 03:04:05.123456+02'], ['2026-01-02 01:04:05.123456']],
    ['date', ['2026-01-02', '-infinity', '12345-01-02'], ['2026-01-02', '-infinity', '12345-01-02']],
    [
      'time',
      ['03:04', '24:00', '03:04:05.1', '03:04:05.12345', '03:04:05.123456'],
      ['03:04:00.000000', '24:00:00.000000', '03:04:05.100000', '03:04:05.123450', '03:04:05.123456'],
    ],
    [
      'text',
      ['', 'x'.repeat(99), 'x'.repeat(100), 'ä'.repeat(50)],
      ['', 'x'.repeat(99), 'x'.repeat(100), 'ä'.repeat(50)],
    ],
    ['boolean', ['true', 'f'], ['1', '0']],
    ['bytea', ['\\x00ffAB', ''], ['00ffab', '']],
    ['uuid', ['A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11'], ['a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11']],
    ['json', ['{"b":1, "a" :2}'], ['{"b":1, "a" :2}']],
    ['jsonb', ['{"b":1, "a" :2}'], ['{"a": 2, "b": 1}']],
    ['float8[]', ['{1e21,0.1,NULL}'], ['{1e+21,0.1,NULL}']],
    ['timestamptz[]', ['{2026-01-02 03:04:05+02}'], ['{"2026-01-02 01:04:05+00"}']],
    ['int4range', ['[1,5]'], ['[1,6)']],
    ['interval', ['1 day 2 hours'], ['1 day 02:00:00']],
    ['smallint', ['-7'], ['-7']],
    ['bigint', ['9223372036854775807'], ['9223372036854775807']],
    ['char(4)', ['ab'], ['ab']],
    ['inet', ['10.0.0.1', '10.0.0.0/8'], ['10.0.0.1/32', '10.0.0.0/8']],
    ['mood', ['sad'], ['sad']],
    ['price', ['1.10'], ['1.1']],
    ['pair', ['(1,"a b")'], ['(1,"a b")']],
  ])('reduces %s to its canonical text', async (type, values, texts) => {
    if (type === 'mood') await fixture.database.query("create type mood as enum ('sad', 'ok')");
    if (type === 'price')
      await fixture.database.query('create domain amount as numeric check (value > 0); create domain price as amount');
    if (type === 'pair') await fixture.database.query('create type pair as (a int, b text)');
    await fixture.database.query(
      `drop table if exists typed; create table typed (x ${type}); insert into typed values ${values.map((value) => `(${quote(value)})`).join(', ')}`,
    );
    const sum = new TableSum();
    for (const text of texts) sum.add([text]);
    expect((await digest('typed'))[0]?.checksum).toBe(sum.checksum());
  });

  it('lets parallel workers share a table, one with doubles too', async () => {
    await fixture.database.query(
      'create table shared (id bigint, x float8, at timestamptz); insert into shared select i, i, now() from generate_series(1, 20000) i',
    );
    const columns = [
      { name: 'id', type: 'int8' },
      { name: 'x', type: 'float8' },
      { name: 'at', type: 'timestamptz' },
    ];
    const { text, values } = digestSql({ schema: 'public', name: 'shared' }, columns, { major: 15, utf8: true });
    const plan = await fixture.database.query(
      'set max_parallel_workers_per_gather = 2; set min_parallel_table_scan_size = 0; set parallel_setup_cost = 0;' +
        ` set parallel_tuple_cost = 0; explain (costs off) ${text.replaceAll('$1', quote(values.join('')))}`,
    );
    expect(JSON.stringify(plan)).toContain('Partial Aggregate');
  });

  it('does not depend on settings of the database', async () => {
    await fixture.database.query(
      'create table settled (t timestamptz, d date, f float8, i interval, b bytea, tt timestamptz[])',
    );
    await fixture.database.query(
      `insert into settled values ('2026-01-02 03:04:05+00', '2026-01-02', 0.1, '1 day', '\\x01', '{2026-07-01 00:00+00}')`,
    );
    const [before] = await digest('settled');
    for (const setting of [
      `datestyle = 'German'`,
      `timezone = 'Asia/Tokyo'`,
      'extra_float_digits = -15',
      `intervalstyle = 'sql_standard'`,
      `bytea_output = 'escape'`,
    ]) {
      await fixture.database.query(`alter database "${fixture.database.name}" set ${setting}`);
    }
    const other = await fixture.another();
    const after = await Array.fromAsync(other.verify.digests([{ schema: 'public', name: 'settled' }], NEVER));
    expect(after).toEqual([before]);
    await fixture.database.query(`alter database "${fixture.database.name}" reset all`);
  });

  it('knows columns by their order, generated ones included, dropped ones not', async () => {
    await fixture.database.query(`
      create table ordered (gone int, a int, b int generated always as (a * 2) stored);
      alter table ordered drop column gone; insert into ordered values (1);
      create table "Weird ""t" ("c ""1" text, "select" int); insert into "Weird ""t" values ('x', 1);
      create table nothing ()`);
    const [ordered, weird, nothing] = await digest('ordered', 'Weird "t', 'nothing');
    const [one, two] = [new TableSum(), new TableSum()];
    one.add(['1', '2']);
    two.add(['x', '1']);
    expect([ordered?.checksum, weird?.checksum]).toEqual([one.checksum(), two.checksum()]);
    expect(nothing).toEqual({ table: { schema: 'public', name: 'nothing' }, rows: 0, checksum: '0:0' });
  });

  it('digests each partition, a child of its own, and no table of Sluice', async () => {
    await fixture.database.query(`
      create table p (a int) partition by range (a);
      create table p1 partition of p for values from (0) to (10);
      create table base (a int); create table kid () inherits (base);
      insert into p values (1); insert into base values (1); insert into kid values (2), (3)`);
    const { tables } = await fixture.driver.inspect(NEVER);
    const named = tables.map(({ name }) => name);
    expect(named).toEqual(expect.arrayContaining(['p1', 'base', 'kid']));
    expect(named).not.toContain('p');
    expect(named.filter((name) => name.startsWith('sluice'))).toEqual([]);
    const found = await digest('p1', 'base', 'kid', 'sluice_lock', 'sluice_migrations');
    expect(found.map(({ table: { name }, rows }) => `${name} ${String(rows)}`)).toEqual(['p1 1', 'base 1', 'kid 2']);
    const counts = await Array.fromAsync(
      fixture.driver.verify.counts(
        [
          { schema: 'public', name: 'kid' },
          { schema: 'public', name: 'sluice_lock' },
        ],
        NEVER,
      ),
    );
    expect(counts).toEqual([{ table: { schema: 'public', name: 'kid' }, rows: 2, checksum: '' }]);
  });

  it('reads all tables in one snapshot', async () => {
    await fixture.database.query('create table s1 (a int); create table s2 (a int)');
    const seen: number[] = [];
    for await (const { rows } of fixture.driver.verify.digests(
      [
        { schema: 'public', name: 's1' },
        { schema: 'public', name: 's2' },
      ],
      NEVER,
    )) {
      seen.push(rows);
      await fixture.database.query('insert into s2 values (1)');
    }
    expect(seen).toEqual([0, 0]);
  });

  it('names a table that is not there', async () => {
    expect(await failure(digest('s1', 'missing'))).toMatchObject({
      code: 'DATA_001',
      message: expect.stringContaining('public.missing'),
    });
  });

  it('refuses to count what row policies would hide', async () => {
    const url = await fixture.database.createUser({ password: 'p', grants: ['usage on schema public'] });
    await fixture.database.query(
      'create table hidden (a int); alter table hidden enable row level security; create policy none on hidden using (a > 100); grant select on hidden to public; insert into hidden values (1)',
    );
    const poor = await fixture.another({}, url);
    expect(
      await failure(Array.fromAsync(poor.verify.counts([{ schema: 'public', name: 'hidden' }], NEVER))),
    ).toMatchObject({ code: 'PERM_001' });
    expect(await digest('hidden')).toMatchObject([{ rows: 1 }]);
  });

  it('is cancelled on the server, and leaves the connection usable', async () => {
    const abort = new AbortController();
    await fixture.database.query('create table big as select generate_series(1, 3000000) as a');
    const reading = failure(
      Array.fromAsync(fixture.driver.verify.digests([{ schema: 'public', name: 'big' }], abort.signal)),
    );
    const running = `select count(*) as n from pg_stat_activity where application_name like 'sluice-read/%' and query like '%md5%' and state = 'active' and datname = current_database()`;
    await untilCounted(fixture.database, running);
    abort.abort(new Error('enough'));
    expect((await reading).message).toBe('enough');
    expect(await digest('s1')).toMatchObject([{ rows: 0 }]);
  });

  it('does not leave a transaction open when nobody reads on', async () => {
    for await (const one of fixture.driver.verify.digests(
      [
        { schema: 'public', name: 's1' },
        { schema: 'public', name: 's2' },
      ],
      NEVER,
    )) {
      expect(one.table.name).toBe('s1');
      break;
    }
    expect(
      await fixture.database.query(
        `select count(*) as open from pg_stat_activity where application_name like 'sluice-read/%' and state <> 'idle' and datname = current_database()`,
      ),
    ).toEqual([{ open: 0 }]);
  });

  it('finds rows without their parent', async () => {
    await fixture.database.query(`
      create table mothers (a int, "b c" int, primary key (a, "b c")); insert into mothers values (1, 1);
      create table daughters (x int, y int);
      insert into daughters values (1, 1), (2, 2), (3, null), (null, null), (4, 4);
      alter table daughters add constraint "of mother" foreign key (x, y) references mothers not valid;
      create table strict (x int, y int); insert into strict values (1, null), (null, null), (1, 1);
      alter table strict add constraint full_match foreign key (x, y) references mothers match full not valid;
      create table fine (a int primary key, parent int references fine); insert into fine values (1, null), (2, 1);
      create table pk (a int) partition by list (a); create table pk1 partition of pk for values in (1, 2);
      create table target (a int primary key); insert into target values (1);
      alter table pk add foreign key (a) references target; insert into pk values (1);
      set session_replication_role = replica; insert into pk values (2)`);
    expect(await fixture.driver.verify.orphans(NEVER)).toEqual([
      {
        table: { schema: 'public', name: 'daughters' },
        constraint: 'of mother',
        parent: { schema: 'public', name: 'mothers' },
        rows: 2,
      },
      {
        table: { schema: 'public', name: 'pk' },
        constraint: 'pk_a_fkey',
        parent: { schema: 'public', name: 'target' },
        rows: 1,
      },
      {
        table: { schema: 'public', name: 'strict' },
        constraint: 'full_match',
        parent: { schema: 'public', name: 'mothers' },
        rows: 1,
      },
    ]);
  });

  describe('scalar', () => {
    const scalar = (query: string): Promise<string | null> => fixture.driver.verify.scalar(query, LIMITS);

    it.each([
      ['select count(*) from s1', '0'],
      ['select null', null],
      ["select 'text';", 'text'],
      ['select true', 'true'],
      ['select 1.50', '1.50'],
      ['select 1 as "b", 2 as "1", 3 as "b"', '1'],
      ['with x as (select 7) select * from x', '7'],
      ['show transaction_read_only', 'on'],
    ])('%s', async (query, value) => {
      expect(await scalar(query)).toBe(value);
    });

    it.each([
      'select 1 where false',
      'select generate_series(1, 3000000)',
      'selec 1',
      'select * from missing',
      'delete from s1',
      'select 1; select 2',
      'insert into s1 values (1) returning a',
      '',
    ])('refuses %s', async (query) => {
      expect(await failure(scalar(query))).toMatchObject({ code: 'CONF_001' });
    });

    it('obeys its limits', async () => {
      expect(
        await failure(fixture.driver.verify.scalar('select pg_sleep(30)', { ...LIMITS, statementTimeoutMs: 50 })),
      ).toMatchObject({ code: 'TIME_001' });
      const blocker = await openSession(fixture.database);
      await blocker.query('begin');
      await blocker.query('lock table s1');
      expect(
        await failure(fixture.driver.verify.scalar('select count(*) from s1', { ...LIMITS, lockTimeoutMs: 50 })),
      ).toMatchObject({ code: 'LOCK_002' });
      await blocker.close();
    });

    it('uses the search_path of the account', async () => {
      expect(await scalar('select current_schema()')).toBe('public');
    });
  });
});

describe('a database in another encoding', () => {
  it('has the same digest', async () => {
    const fixture = await createFixture('postgresql');
    const latin = await createDatabase('postgresql', { clause: "encoding 'LATIN1' lc_collate 'C' lc_ctype 'C'" });
    try {
      const sql = `create table words (w text); insert into words values ('Grüße'), ('é')`;
      const digests: unknown[] = [];
      for (const database of [fixture.database, latin]) {
        await database.query(sql);
        const driver = await fixture.another({}, database.url);
        digests.push(await Array.fromAsync(driver.verify.digests([{ schema: 'public', name: 'words' }], NEVER)));
        await driver.close();
      }
      const sum = new TableSum();
      for (const word of ['Grüße', 'é']) sum.add([word]);
      expect(digests[0]).toMatchObject([{ checksum: sum.checksum() }]);
      expect(digests[1]).toEqual(digests[0]);
    } finally {
      await latin.drop();
      await fixture.drop();
    }
  });
});
