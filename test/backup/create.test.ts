import { chmod, mkdir, readdir, readFile, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { createHash } from 'node:crypto';
import { zstdDecompressSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { listBackups } from '../../src/backup/catalog.ts';
import { createBackup } from '../../src/backup/create.ts';
import { loadBackup } from '../../src/backup/stored-backup.ts';
import { verifyBackup } from '../../src/backup/verify.ts';
import { InterruptedError, SluiceError } from '../../src/errors.ts';
import { fingerprint } from '../../src/plan/fingerprint.ts';
import { startProcess } from '../support/process.ts';
import { temporaryDirectory } from '../support/temporary.ts';
import { keyPair } from './age/key-pair.ts';
import { openFiles } from './open-files.ts';
import { Seeded } from './seeded.ts';
import { backUp, dumped, request, writing } from './streams.ts';

const signal = new AbortController().signal;

/** 64 KiB a chunk. */
function* blocks(count: number): Generator<Buffer> {
  for (let block = 0; block < count; block += 1) yield Buffer.alloc(64 * 1024, 'x');
}

describe('createBackup', () => {
  it('stores each part compressed and measured, and describes the dump', async () => {
    const directory = join(await temporaryDirectory(), 'Резервные копии', 'of mine');
    const random = new Seeded('parts');
    const large = random.bytes(300_000);
    const backup = await backUp(directory, { schema: [Buffer.from('create table t')], data: [large], empty: [] });

    const { manifest } = backup;
    expect(backup.directory).toBe(join(directory, manifest.id));
    expect(await loadBackup(backup.directory)).toEqual(backup);
    expect(manifest).toMatchObject({
      environment: 'production',
      engine: 'sqlite',
      serverVersion: '3.50.0',
      database: '/data/leads.db',
      tool: dumped.tool,
      snapshot: dumped.snapshot,
      guarantee: dumped.guarantee,
      tables: dumped.tables,
      schemaFingerprint: fingerprint(dumped.schema).fingerprint,
      applied: ['1', '2'],
      verified: 'none',
      proof: null,
      encrypted: false,
    });
    expect(manifest.parts.map(({ name, file, plainBytes }) => [name, file, plainBytes])).toEqual([
      ['schema', '0001-schema.zst', 14],
      ['data', '0002-data.zst', 300_000],
      ['empty', '0003-empty.zst', 0],
    ]);
    const stored = await readFile(join(backup.directory, '0002-data.zst'));
    expect(zstdDecompressSync(stored).equals(large)).toBe(true);
    expect(manifest.parts[1]).toMatchObject({
      bytes: stored.length,
      sha256: createHash('sha256').update(stored).digest('hex'),
      plainSha256: createHash('sha256').update(large).digest('hex'),
    });
    await verifyBackup(backup, signal);
  });

  it('keeps the folder and every file to its owner', async () => {
    const { directory } = await backUp(await temporaryDirectory());
    expect((await stat(directory)).mode & 0o777).toBe(0o700);
    const names = await readdir(directory);
    expect(names.toSorted()).toEqual(['0001-main.zst', 'manifest.json']);
    for (const name of names) expect((await stat(join(directory, name))).mode & 0o777).toBe(0o600);
  });

  it('keeps parts apart whose names a file system would not', async () => {
    const names = ['Data', 'data', 'данные', '../data', 'con', 'a/b', ''];
    const backup = await backUp(
      await temporaryDirectory(),
      Object.fromEntries(names.map((name) => [name, [Buffer.from(name)]])),
    );
    expect(backup.manifest.parts.map((part) => part.name)).toEqual(names);
    expect(backup.manifest.parts.map((part) => part.file)).toEqual([
      '0001-data.zst',
      '0002-data.zst',
      '0003-part.zst',
      '0004-data.zst',
      '0005-con.zst',
      '0006-a-b.zst',
      '0007-part.zst',
    ]);
    await verifyBackup(backup, signal);
  });

  it('takes parts that are written at the same time', async () => {
    const snapshot = {
      dump: async (...args: Parameters<ReturnType<typeof writing>['dump']>) => {
        const parts = ['a', 'b', 'c'].map((name) => writing({ [name]: [Buffer.alloc(2_000_000, name)] }));
        await Promise.all(parts.map((part) => part.dump(...args)));
        return dumped;
      },
    };
    const backup = await backUp(await temporaryDirectory(), undefined, { driver: { engine: 'sqlite', snapshot } });
    expect(backup.manifest.parts.map((part) => [part.name, part.plainBytes])).toEqual([
      ['a', 2_000_000],
      ['b', 2_000_000],
      ['c', 2_000_000],
    ]);
    await verifyBackup(backup, signal);
  });

  it('tells how far it is', async () => {
    const events: { part: string; bytes: number }[] = [];
    const chunks = Array.from({ length: 40 }, () => Buffer.alloc(100_000));
    await backUp(await temporaryDirectory(), { main: chunks }, { progress: (event) => events.push(event) });
    expect(events.at(-1)).toEqual({ part: 'main', bytes: 4_000_000 });
    expect(events.length).toBeGreaterThan(2);
    expect(events.map((event) => event.bytes)).toEqual(events.map((event) => event.bytes).toSorted((a, b) => a - b));
  });

  it('holds the writer back until the disk has what it wrote', async () => {
    let full = 0;
    const snapshot = {
      dump: async (_mode: unknown, sink: Parameters<ReturnType<typeof writing>['dump']>[1]) => {
        const part = sink.open('main');
        for (const chunk of blocks(200)) {
          if (part.write(chunk)) continue;
          full += 1;
          await new Promise((resolve) => part.once('drain', resolve));
        }
        await new Promise<void>((resolve) => part.end(resolve));
        return dumped;
      },
    };
    await backUp(await temporaryDirectory(), undefined, { driver: { engine: 'sqlite', snapshot } });
    expect(full).toBeGreaterThan(0);
  });

  it.each(['plain', 'encrypted'])('needs no more memory for more data, %s', async (kind) => {
    const directory = await temporaryDirectory();
    const recipients = kind === 'plain' ? [] : [(await keyPair()).recipient];
    const peak = async (mebibytes: number): Promise<number> => {
      const program = startProcess([
        'node',
        'test/backup/programs/large.ts',
        directory,
        String(mebibytes),
        ...recipients,
      ]);
      const [, bytes] = await program.untilOutput(/peak (\d+)/);
      await program.result;
      return Number(bytes);
    };
    const small = await peak(32);
    const large = await peak(512);
    // Sixteen times the data; how much garbage waits depends on how busy the machine is.
    expect(large - small).toBeLessThan(160 * 1024 * 1024);
  });
});

describe('a backup that fails', () => {
  /** Expects a failure and that it left nothing behind. */
  async function failure(directory: string, attempt: Promise<unknown>): Promise<unknown> {
    const error = await attempt.then(
      () => 'It did not fail.',
      (reason: unknown) => reason,
    );
    expect(await readdir(directory)).toEqual([]);
    expect(await openFiles(directory)).toEqual([]);
    return error;
  }

  it('passes the error of the driver on', async () => {
    const directory = await temporaryDirectory();
    const tooOld = new SluiceError('TOOL_001', 'pg_dump 15 is older than the server.');
    const parts = {
      *[Symbol.iterator]() {
        yield Buffer.alloc(3_000_000);
        throw tooOld;
      },
    };
    expect(await failure(directory, backUp(directory, { main: parts }))).toBe(tooOld);
  });

  it('is BACKUP_001 for any other error', async () => {
    const directory = await temporaryDirectory();
    const cause = new Error('the wire was cut');
    const driver = { engine: 'sqlite', snapshot: { dump: () => Promise.reject(cause) } } as const;
    const error = await failure(directory, backUp(directory, undefined, { driver }));
    expect(error).toMatchObject({ code: 'BACKUP_001', cause });
  });

  it('is BACKUP_001 when the driver forgets to finish a part', async () => {
    const directory = await temporaryDirectory();
    const driver = {
      engine: 'sqlite',
      snapshot: {
        dump: async (_mode: unknown, sink: { open(part: string): NodeJS.WritableStream }) => {
          sink.open('main').write('half');
          await nextTurn();
          return dumped;
        },
      },
    } as const;
    const error = await failure(directory, backUp(directory, undefined, { driver }));
    expect(error).toMatchObject({ code: 'BACKUP_001', cause: { message: expect.stringContaining('part main') } });
  });

  it('is BACKUP_001 when the dump is empty', async () => {
    const directory = await temporaryDirectory();
    expect(await failure(directory, backUp(directory, {}))).toMatchObject({ code: 'BACKUP_001' });
  });

  it('is BACKUP_001 for an engine without backups', async () => {
    const directory = await temporaryDirectory();
    const error = await failure(directory, backUp(directory, undefined, { driver: { engine: 'redis' } }));
    expect(error).toMatchObject({ code: 'BACKUP_001', message: 'Sluice cannot back up redis yet.' });
  });

  it('is BACKUP_001 when a file stands where the folder should be', async () => {
    const directory = join(await temporaryDirectory(), 'file');
    await writeFile(directory, 'something else');
    await expect(backUp(directory)).rejects.toMatchObject({ code: 'BACKUP_001', details: { directory } });
    expect(await readFile(directory, 'utf8')).toBe('something else');
  });

  it('gives the reason of the stop, however the driver takes it', async () => {
    const directory = await temporaryDirectory();
    const stop = new AbortController();
    const reason = new InterruptedError('SIGTERM');
    const stopping = {
      *[Symbol.iterator]() {
        yield* blocks(50);
        stop.abort(reason);
        yield* blocks(Number.POSITIVE_INFINITY);
      },
    };
    expect(await failure(directory, backUp(directory, { main: stopping }, { signal: stop.signal }))).toBe(reason);
  });

  it('does not begin when it is stopped already', async () => {
    const directory = await temporaryDirectory();
    const reason = new InterruptedError('SIGTERM');
    expect(await failure(directory, backUp(directory, undefined, { signal: AbortSignal.abort(reason) }))).toBe(reason);
  });
});

describe('leftovers of killed backups', () => {
  it('are no backups, and go with the next one', async () => {
    const directory = await temporaryDirectory();
    const whole = await backUp(directory);
    const program = startProcess(['node', 'test/backup/programs/stalled.ts', directory]);
    await program.untilOutput(/stalled/);
    program.kill('SIGKILL');
    await program.result;

    const names = await readdir(directory);
    const [partial] = names.filter((name) => name !== whole.manifest.id);
    expect(partial).toMatch(new RegExp(String.raw`\.partial-${program.pid}-[0-9a-f]{8}$`));
    expect(await readdir(join(directory, partial ?? ''))).toEqual(['0001-whole.zst', '0002-half.zst']);
    expect(await listBackups(directory)).toEqual({ backups: [whole], broken: [] });

    const next = await backUp(directory);
    expect((await readdir(directory)).toSorted()).toEqual([whole.manifest.id, next.manifest.id].toSorted());
  });

  it('never look like a backup, whenever the process is killed', async () => {
    const directory = await temporaryDirectory();
    const random = new Seeded('kills');
    let seen = 0;
    for (let kill = 0; kill < 8; kill += 1) {
      const program = startProcess(['node', 'test/backup/programs/ceaseless.ts', directory]);
      await program.untilOutput(new RegExp(String.raw`(?:step\n){${1 + random.below(40)}}`));
      program.kill('SIGKILL');
      await program.result;

      const { backups, broken } = await listBackups(directory);
      expect(broken).toEqual([]);
      for (const backup of backups) await verifyBackup(backup, signal);
      seen += backups.length;
    }
    expect(seen).toBeGreaterThan(0);
    await backUp(directory);
    expect((await readdir(directory)).filter((name) => name.includes('partial'))).toEqual([]);
  });

  it('stay while their process lives, and a day long when it is of another host', async () => {
    const directory = await temporaryDirectory();
    const program = startProcess(['node', 'test/backup/programs/stalled.ts', directory]);
    await program.untilOutput(/stalled/);
    const own = createHash('sha256').update(hostname()).digest('hex').slice(0, 8);
    const foreign = own === '00000000' ? '11111111' : '00000000';
    const made = {
      // The pid of this very process, which has no such work: an earlier process had the same pid.
      reused: `20260101T000000Z-x-000001.partial-${process.pid}-${own}`,
      foreign: `20260101T000000Z-x-000002.partial-${program.pid}-${foreign}`,
      foreignOld: `20260101T000000Z-x-000003.partial-${program.pid}-${foreign}`,
      foreignBusy: `20260101T000000Z-x-000004.partial-${program.pid}-${foreign}`,
    };
    const [old, younger] = [25, 23].map((hours) => new Date(Date.now() - hours * 60 * 60 * 1000)) as [Date, Date];
    for (const name of Object.values(made)) {
      await mkdir(join(directory, name));
      await writeFile(join(directory, name, '0001-main.zst'), 'half');
    }
    await utimes(join(directory, made.foreign, '0001-main.zst'), younger, younger);
    await utimes(join(directory, made.foreign), younger, younger);
    await utimes(join(directory, made.foreignOld, '0001-main.zst'), old, old);
    await utimes(join(directory, made.foreignOld), old, old);
    await utimes(join(directory, made.foreignBusy), old, old);

    const [live] = (await readdir(directory)).filter((name) => !Object.values(made).includes(name));
    const next = await backUp(directory);
    const left = await readdir(directory);
    program.kill('SIGKILL');
    await program.result;
    expect(left.toSorted()).toEqual([live ?? '', next.manifest.id, made.foreign, made.foreignBusy].toSorted());
  });

  it('of two backups at once are not mistaken for dead', async () => {
    const directory = await temporaryDirectory();
    const backups = await Promise.all(Array.from({ length: 8 }, () => createBackup(request(directory))));
    for (const backup of backups) await verifyBackup(backup, signal);
    expect((await readdir(directory)).length).toBe(8);
  });
});

// Root may write anywhere; disk.test.ts has a read-only disk for it.
(process.getuid?.() === 0 ? describe.skip : describe)('a folder that may not be written', () => {
  it('is PERM_001', async () => {
    const directory = await temporaryDirectory();
    await chmod(directory, 0o500);
    await expect(backUp(directory)).rejects.toMatchObject({ code: 'PERM_001', details: { directory } });
  });
});
