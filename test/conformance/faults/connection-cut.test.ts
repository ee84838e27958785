import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { type Proxy, startProxy } from '../../support/proxy.ts';
import { backUp, createScene, errorOf, expectNothingLeft, namesIn, type Scene } from './scene.ts';

jest.setTimeout(180_000);

/** Looks at what passes and cuts every connection once, when a side has sent so many bytes with rows. */
class Cutter {
  #from: 'client' | 'server' | null = null;
  #left = 0;
  #proxy: Proxy | null = null;
  #cuts = 0;

  /** Arms it: the next `bytes` pass. */
  after(bytes: number, from: 'client' | 'server', proxy: Proxy): void {
    this.#left = bytes;
    this.#from = from;
    this.#proxy = proxy;
    this.#cuts = 0;
  }

  get cuts(): number {
    return this.#cuts;
  }

  readonly inspect = (piece: Buffer, from: 'client' | 'server'): 'pass' | 'cut' => {
    if (from !== this.#from) return 'pass';
    this.#left -= piece.length;
    if (this.#left > 0) return 'pass';
    this.#from = null;
    this.#cuts += 1;
    this.#proxy?.cut();
    return 'cut';
  };
}

describe.each(['postgresql', 'mariadb'] as const)('a connection to %s that is cut', (engine) => {
  let scene: Scene;
  let proxy: Proxy;
  let cutter: Cutter;
  let url: string;

  beforeAll(async () => {
    scene = await createScene(engine, { rows: 3_000 });
  });
  afterAll(() => scene?.drop());
  beforeEach(async () => {
    cutter = new Cutter();
    proxy = await startProxy(scene.database.url, { inspect: cutter.inspect });
    url = `${proxy.url(scene.database.url)}?sslmode=disable`;
  });
  afterEach(() => proxy.close());

  it('in the middle of the dump', async () => {
    const before = await scene.state();
    cutter.after(2_000_000, 'server', proxy);
    const result = await scene.run('backup', { verify: 'none' }, { url });
    expect(cutter.cuts).toBe(1);
    expect(errorOf(result)).toMatchObject({ code: 'CONN_001', fix: expect.stringContaining('network') });
    await expectNothingLeft(scene, result, scene.backups);
    expect(await namesIn(scene.backups)).toEqual([]);
    expect(await scene.state()).toEqual(before);
  });

  it('in the middle of the proof', async () => {
    const before = await scene.state();
    cutter.after(1_500_000, 'client', proxy);
    const result = await scene.run('backup', { verify: 'restore' }, { url });
    expect(cutter.cuts).toBe(1);
    expect(errorOf(result)).toMatchObject({ code: 'CONN_001', fix: expect.stringContaining('network') });
    await expectNothingLeft(scene, result, scene.backups);
    expect(await scene.state()).toEqual(before);
  });

  it('in the middle of the restore', async () => {
    const id = await backUp(scene);
    await scene.database.query("insert into owners values (3, 'later')");
    const before = await scene.state();
    cutter.after(1_500_000, 'client', proxy);
    const result = await scene.run('rollback', { to: 'backup', 'backup-id': id, 'accept-data-loss': 'true' }, { url });
    expect(cutter.cuts).toBe(1);
    expect(errorOf(result)).toMatchObject({
      code: 'ROLL_001',
      message: expect.stringContaining('CONN_001'),
      fix: expect.stringContaining('network'),
    });
    await expectNothingLeft(scene, result, scene.backups);
    expect(await scene.state()).toEqual(before);
    const again = await scene.run('rollback', { to: 'backup', 'backup-id': id, 'accept-data-loss': 'true' });
    expect(again).toMatchObject({ status: 'passed', errors: [] });
    expect(await scene.database.query('select count(*) as n from owners')).toEqual([{ n: 2 }]);
  });
});
