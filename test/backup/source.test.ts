import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { describe, expect, it } from '@jest/globals';
import { dumpSource } from '../../src/backup/source.ts';
import type { StoredBackup } from '../../src/backup/stored-backup.ts';
import { temporaryDirectory } from '../support/temporary.ts';
import { openFiles } from './open-files.ts';
import { Seeded } from './seeded.ts';
import { backUp } from './streams.ts';

const random = new Seeded('source');
const data = random.bytes(1_500_000);

async function sample(): Promise<StoredBackup> {
  return backUp(await temporaryDirectory(), { schema: [Buffer.from('create table t')], data: [data], none: [] });
}

describe('dumpSource', () => {
  it('gives each part back as the driver wrote it, as often as it is asked', async () => {
    const source = dumpSource(await sample());
    expect(source.parts).toEqual(['schema', 'data', 'none']);
    expect(source.mode).toBe('full');
    expect((await buffer(source.open('data'))).equals(data)).toBe(true);
    expect(await buffer(source.open('schema'))).toEqual(Buffer.from('create table t'));
    expect(await buffer(source.open('none'))).toEqual(Buffer.alloc(0));
    expect((await buffer(source.open('data'))).equals(data)).toBe(true);
  });

  it('waits for a slow reader', async () => {
    const source = dumpSource(await sample());
    const taken: Buffer[] = [];
    const slow = new Writable({
      highWaterMark: 1,
      write(chunk: Buffer, _encoding, callback) {
        taken.push(chunk);
        setImmediate(callback);
      },
    });
    await pipeline(source.open('data'), slow);
    expect(Buffer.concat(taken).equals(data)).toBe(true);
  });

  it('says what happened to each part', async () => {
    const backup = await sample();
    const seen: string[] = [];
    const source = dumpSource(backup, {
      onIntact: (part) => seen.push(`intact ${part}`),
      onFault: (error) => seen.push(`fault ${(error as { code: string }).code}`),
    });
    await buffer(source.open('none'));
    await buffer(source.open('data'));
    const left = source.open('data');
    for await (const _ of left) break;
    if (!left.closed) await new Promise<void>((resolve) => left.once('close', resolve));
    expect(await openFiles(backup.directory)).toEqual([]);
    await writeFile(join(backup.directory, '0001-schema.zst'), 'cut');
    await expect(buffer(source.open('schema'))).rejects.toMatchObject({ code: 'BACKUP_002' });
    expect(seen).toEqual(['intact none', 'intact data', 'fault BACKUP_002']);
  });

  it('fails at the end of a part that is not what was written', async () => {
    const backup = await sample();
    const path = join(backup.directory, '0002-data.zst');
    const bytes = await readFile(path);
    bytes.writeUInt8(bytes.readUInt8(bytes.length - 1) ^ 1, bytes.length - 1);
    await writeFile(path, bytes);
    await expect(buffer(dumpSource(backup).open('data'))).rejects.toMatchObject({
      code: 'BACKUP_002',
      message: expect.stringContaining(path),
    });
  });

  it('hands out nothing of a part that was cut or grew', async () => {
    const backup = await sample();
    const path = join(backup.directory, '0002-data.zst');
    const bytes = await readFile(path);
    for (const changed of [bytes.subarray(0, -1), Buffer.concat([bytes, Buffer.from('x')])]) {
      await writeFile(path, changed);
      let taken = 0;
      const count = new Writable({
        write(chunk: Buffer, _encoding, callback) {
          taken += chunk.length;
          callback();
        },
      });
      await expect(pipeline(dumpSource(backup).open('data'), count)).rejects.toMatchObject({ code: 'BACKUP_002' });
      expect(taken).toBe(0);
    }
  });

  it('hands the fault of a reader back to it', async () => {
    const fault = new Error('the restore failed');
    const failing = new Writable({ write: (_chunk, _encoding, callback) => callback(fault) });
    await expect(pipeline(dumpSource(await sample()).open('data'), failing)).rejects.toBe(fault);
  });

  it('knows its parts', async () => {
    const source = dumpSource(await sample());
    expect(() => source.open('other')).toThrow(/has no part other/);
  });
});
