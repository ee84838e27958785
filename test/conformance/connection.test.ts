import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createProject, type Project } from '../support/project.ts';
import { startProxy, type Proxy, type Verdict } from '../support/proxy.ts';

/** In the statement whose transaction is watched. */
const MARK = 'marked-by-the-test';

/** Lets the COMMIT behind the marked statement through, and loses the answer to it. */
function loseTheCommit(): (piece: Buffer, from: 'client' | 'server') => Verdict {
  let seen: 'nothing' | 'statement' | 'commit' | 'lost' = 'nothing';
  return (piece, from) => {
    const text = piece.toString('latin1');
    if (from === 'client' && seen === 'nothing' && text.includes(MARK)) seen = 'statement';
    if (from === 'client' && seen === 'statement' && /\bcommit\b/iu.test(text)) {
      seen = 'commit';
      return 'pass';
    }
    if (from !== 'server' || seen !== 'commit') return 'pass';
    seen = 'lost';
    return 'cut';
  };
}

/** Cuts the connection as soon as the marked statement is sent: the server never sees its COMMIT. */
function cutTheStatement(): (piece: Buffer, from: 'client' | 'server') => Verdict {
  let done = false;
  return (piece, from) => {
    if (done || from !== 'client' || !piece.toString('latin1').includes(MARK)) return 'pass';
    done = true;
    return 'cut';
  };
}

describe.each(['postgresql', 'mariadb'] as const)('a connection that is lost on %s', (engine) => {
  let project: Project;
  let proxy: Proxy | null = null;

  beforeEach(async () => {
    project = await createProject(engine);
    await project.write(
      'migrations/1_t.up.sql',
      'create table t (id integer not null primary key, note varchar(50));\n',
    );
    await project.write('migrations/2_row.up.sql', `insert into t (id, note) values (1, '${MARK}');\n`);
    await project.write('migrations/3_more.up.sql', "insert into t (id, note) values (2, 'after');\n");
  });
  afterEach(async () => {
    await proxy?.close();
    await project.drop();
  });

  it('during COMMIT: looks what happened, and goes on', async () => {
    proxy = await startProxy(project.database.url, { inspect: loseTheCommit() });
    const result = await project.sluice(['migrate'], {
      env: { DATABASE_URL: `${proxy.url(project.database.url)}?sslmode=disable` },
    });
    expect(result).toMatchObject({ exitCode: 0, outputs: { 'applied-count': '3' } });
    expect(await project.database.query('select id from t order by id')).toEqual([{ id: 1 }, { id: 2 }]);
  });

  it('before COMMIT: says CONN_001, and the next run goes on', async () => {
    proxy = await startProxy(project.database.url, { inspect: cutTheStatement() });
    const env = { DATABASE_URL: `${proxy.url(project.database.url)}?sslmode=disable` };
    const lost = await project.sluice(['migrate', '--on-failure', 'stop'], { env });
    expect(lost).toMatchObject({ exitCode: 1, outputs: { 'error-code': 'CONN_001' } });
    const next = await project.sluice(['migrate'], { env });
    expect(next).toMatchObject({ exitCode: 0, outputs: { 'applied-count': '2' } });
    expect(await project.database.query('select id from t order by id')).toEqual([{ id: 1 }, { id: 2 }]);
  });
});
