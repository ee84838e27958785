import { appendFile, readdir, readFile, rename, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { dumpSource } from '../../../src/backup/source.ts';
import { readIdentities } from '../../../src/backup/age/identities.ts';
import type { Keyring } from '../../../src/backup/age/keyring.ts';
import type { StoredBackup } from '../../../src/backup/stored-backup.ts';
import { withKeys } from '../../../src/backup/unlock.ts';
import { reportError } from '../../../src/errors.ts';
import { readInputs } from '../../../src/interface/read-inputs.ts';
import { checkBackup } from '../../../src/run/backups.ts';
import { Seeded } from '../../backup/seeded.ts';
import { fence, limits } from '../../backup/databases.ts';
import { openDriver } from '../../support/state.ts';
import { type BACKUP_ENGINES, createScene, type Given, type Scene } from './scene.ts';

jest.setTimeout(180_000);

/** How many places of a backup are changed, beside those that are always. */
const POSITIONS = 200;

/** How backups are stored: what makes one, and what reads it. */
interface Form {
  readonly create: Given;
  readonly read: Given;
  /** What the command line reads it with. */
  readonly env: Given;
  readonly keys: Keyring | null;
}

const FORMS: Readonly<Record<string, () => Promise<Form>>> = {
  plain: () => Promise.resolve({ create: {}, read: {}, env: {}, keys: null }),
  encrypted: async () => {
    const identity = await generateX25519Identity();
    return {
      create: { 'encrypt-to': await identityToRecipient(identity) },
      read: { identity },
      env: { SLUICE_IDENTITY: identity },
      keys: await readIdentities(identity),
    };
  },
};

const STATEMENTS = [
  'create table owners (id integer not null primary key, name varchar(80) not null)',
  'create table leads (id integer not null primary key, owner_id integer, score decimal(12, 3), ' +
    'constraint leads_owner foreign key (owner_id) references owners (id))',
  'create view owned as select leads.id, owners.name from leads join owners on owners.id = leads.owner_id',
  "insert into owners values (1, 'Ada'), (2, 'Борис')",
  `insert into leads values ${Array.from({ length: 400 }, (_, id) => `(${id}, ${1 + (id % 2)}, ${(id * 7919) % 1000}.125)`).join(', ')}`,
];

/** Something done to a backup's folder, and how it is undone. */
interface Damage {
  readonly name: string;
  readonly do: () => Promise<void>;
  readonly undo: () => Promise<void>;
}

/** A file with its content changed. */
function changed(file: string, before: Buffer, name: string, change: (content: Buffer) => Buffer): Damage {
  return {
    name: `${name} in ${file}`,
    do: () => writeFile(file, change(Buffer.from(before))),
    undo: () => writeFile(file, before),
  };
}

function flipped(file: string, before: Buffer, at: number, mask: number): Damage {
  return changed(file, before, `byte ${String(at)} ^ ${String(mask)}`, (content) => {
    content[at] = (content[at] ?? 0) ^ mask;
    return content;
  });
}

/** Damage at both ends of each file, and files too many and too few. */
async function always(directory: string): Promise<readonly Damage[]> {
  const damages: Damage[] = [];
  for (const name of await readdir(directory)) {
    const file = join(directory, name);
    const before = await readFile(file);
    damages.push(
      flipped(file, before, 0, 1),
      flipped(file, before, before.length - 1, 0x80),
      {
        name: `the last byte of ${file}`,
        do: () => truncate(file, before.length - 1),
        undo: () => writeFile(file, before),
      },
      { name: `one byte after ${file}`, do: () => appendFile(file, '\n'), undo: () => writeFile(file, before) },
      { name: `${file} emptied`, do: () => truncate(file, 0), undo: () => writeFile(file, before) },
      {
        name: `${file} missing`,
        do: () => rename(file, `${directory}.aside`),
        undo: () => rename(`${directory}.aside`, file),
      },
    );
  }
  const extra = join(directory, '0099-extra.zst');
  damages.push({ name: 'a file too many', do: () => writeFile(extra, ''), undo: () => rm(extra) });
  return damages;
}

/** Damage at random places; every file gets its share, whatever its size. */
async function anywhere(directory: string, random: Seeded): Promise<readonly Damage[]> {
  const files = (await readdir(directory)).map((name) => join(directory, name));
  const contents = new Map<string, Buffer>();
  for (const file of files) contents.set(file, await readFile(file));
  return Array.from({ length: POSITIONS }, (_, round): Damage => {
    const file = files[round % files.length] ?? '';
    const before = contents.get(file) ?? Buffer.alloc(0);
    const at = random.below(before.length);
    switch (random.below(4)) {
      case 0:
        return changed(file, before, `byte ${String(at)} missing`, (content) =>
          Buffer.concat([content.subarray(0, at), content.subarray(at + 1)]),
        );
      case 1: {
        const added = random.bytes(1);
        return changed(file, before, `a byte too many at ${String(at)}`, (content) =>
          Buffer.concat([content.subarray(0, at), added, content.subarray(at)]),
        );
      }
      default:
        return flipped(file, before, at, 1 + random.below(255));
    }
  });
}

/** Each engine has a file of its own, so that they share the cores. */
export function flipSuite(engine: (typeof BACKUP_ENGINES)[number]): void {
  describe.each(Object.keys(FORMS))(`a backup of ${engine} with one byte changed, %s`, (form) => {
    let scene: Scene;
    let given: Form;
    let backup: StoredBackup;
    let before: unknown;

    beforeAll(async () => {
      given = (await FORMS[form]?.()) ?? (await Promise.reject(new Error(form)));
      scene = await createScene(engine, STATEMENTS);
      backup = withKeys(await scene.backUp({ verify: 'restore', ...given.create }), given.keys);
      expect(backup.manifest.encrypted).toBe(form === 'encrypted');
      await scene.database.query("update owners set name = 'later' where id = 1");
      before = await scene.state();
    });
    afterAll(() => scene?.drop());

    const id = (): string => backup.manifest.id;

    /** Why `sluice backup verify` refuses the backup; null when it does not. */
    const verify = async (): Promise<string | null> => {
      const wanted: Given = { 'backup-id': id(), ...given.read };
      const inputs = readInputs('backup', (name) => wanted[name]);
      return checkBackup(inputs, scene.context()).then(
        () => null,
        (error: unknown) => reportError(error).code,
      );
    };

    it('is refused by verify, wherever it is', async () => {
      const random = new Seeded(`flips ${engine}`);
      const missed: string[] = [];
      const damages = [...(await always(backup.directory)), ...(await anywhere(backup.directory, random))];
      for (const damage of damages) {
        await damage.do();
        if ((await verify()) !== 'BACKUP_002') missed.push(damage.name);
        await damage.undo();
      }
      expect(damages.length).toBeGreaterThan(POSITIONS);
      expect(missed).toEqual([]);
      expect(await verify()).toBeNull();
    });

    it('is refused by a rollback before anything is touched', async () => {
      const random = new Seeded(`rollbacks ${engine}`);
      const fixed = await always(backup.directory);
      const some = await anywhere(backup.directory, random);
      const extra = fixed.at(-1);
      const damages = [random.pick(fixed), ...some.slice(0, 2), ...(extra ? [extra] : [])];
      for (const damage of damages) {
        await damage.do();
        const { status, errors } = await scene.run('rollback', {
          to: 'backup',
          'backup-id': id(),
          'accept-data-loss': 'true',
          ...given.read,
        });
        await damage.undo();
        const codes = errors.map(({ code }) => code);
        expect({ ...damage, status, codes }).toEqual({ ...damage, status: 'failed', codes: ['BACKUP_002'] });
        expect({ ...damage, state: await scene.state() }).toEqual({ ...damage, state: before });
      }
    });

    // The files may change between the check and the restore.
    it('is refused by the restore itself, which leaves everything as it was', async () => {
      const random = new Seeded(`restores ${engine}`);
      const driver = await openDriver(scene.database.url);
      try {
        const { snapshot } = driver;
        if (snapshot === undefined) throw new Error('There are no snapshots.');
        expect(await driver.lock.acquire(fence.owner, fence.leaseMs)).toMatchObject({ kind: 'acquired' });
        for (const part of backup.manifest.parts) {
          const file = join(backup.directory, part.file);
          const content = await readFile(file);
          const damage = flipped(file, content, random.below(content.length), 1 + random.below(255));
          await damage.do();
          const failure = await snapshot.replace(fence, dumpSource(backup), limits).then(
            () => null,
            (error: unknown) => reportError(error).code,
          );
          await damage.undo();
          expect({ ...damage, failure }).toEqual({ ...damage, failure: expect.stringMatching(/^(?:BACKUP|ROLL)_/u) });
          expect({ ...damage, state: await scene.state() }).toEqual({ ...damage, state: before });
        }
        await driver.lock.release(fence.owner);
      } finally {
        await driver.close();
      }
    });

    it('is refused by the command line, with the name of the file', async () => {
      const random = new Seeded(`command lines ${engine}`);
      for (const damage of (await anywhere(backup.directory, random)).slice(0, 1)) {
        const file = damage.name.replace(/^.* in /u, '');
        await damage.do();
        const verified = await scene.sluice(['backup', 'verify', '--backup-id', id()], { env: given.env });
        const rolledBack = await scene.sluice(
          ['rollback', '--to', 'backup', '--backup-id', id(), '--accept-data-loss'],
          { env: given.env },
        );
        await damage.undo();
        for (const { exitCode, stderr } of [verified, rolledBack]) {
          expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: expect.stringContaining('BACKUP_002') });
          expect(stderr).toContain(file);
        }
      }
      expect(await scene.state()).toEqual(before);
    });

    it('is refused by a rollback that goes on with a killed one', async () => {
      const args = ['rollback', '--to', 'backup', '--backup-id', id(), '--accept-data-loss'];
      const { signal } = await scene.sluice(args, {
        preload: 'kill-moment.ts',
        env: { ...given.env, SLUICE_KILL_MOMENT: 'after entry rollback-started#1' },
      });
      expect(signal).toBe('SIGKILL');
      const extra = join(backup.directory, '0099-extra.zst');
      await writeFile(extra, '');
      const wanted: Given = { to: 'backup', 'backup-id': id(), 'accept-data-loss': 'true', ...given.read };
      const { status, errors } = await scene.run('rollback', wanted);
      await rm(extra);
      expect({ status, codes: errors.map(({ code }) => code) }).toEqual({ status: 'failed', codes: ['BACKUP_002'] });
      expect(await scene.state()).toEqual(before);
    });

    it('is restored once it is whole again', async () => {
      const { status, errors } = await scene.run('rollback', {
        to: 'backup',
        'backup-id': id(),
        'accept-data-loss': 'true',
        ...given.read,
      });
      expect({ status, errors }).toEqual({ status: 'passed', errors: [] });
      expect(await scene.state()).not.toEqual(before);
    });
  });
}
