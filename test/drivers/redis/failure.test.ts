import { expect, it } from '@jest/globals';
import { replyError } from '../../../src/drivers/redis/failure.ts';
import { allOf } from './open.ts';

const SERVER = { host: 'db', port: 6379, user: 'app', database: 0, tls: false };

it.each([
  ['MISCONF Redis is configured to save RDB snapshots, but …', 'DISK_001', /last snapshot could not be saved/u],
  ['MASTERDOWN Link with MASTER is down', 'CONN_001', /lost its primary/u],
  ['NOREPLICAS Not enough good replicas to write.', 'CONN_001', /too few replicas/u],
  ['BUSY Redis is busy running a script.', 'LOCK_002', /busy/u],
  ['MOVED 866 10.0.0.1:6379', 'CONF_001', /Redis Cluster/u],
  ['ERR max number of clients reached', 'CONN_001', /no free connection/u],
  ['ERR unknown command `FLUSHALL`, with args beginning with: `secret`, ', 'PERM_001', /know the command FLUSHALL/u],
  ["NOPERM User app has no permissions to run the 'config|get' command", 'PERM_001', /CONFIG GET[\s\S]*\+config\|get/u],
  ['NOPERM No permissions to access a key', 'PERM_001', /may not use all keys/u],
  // As servers before 7.0 say it from inside a script.
  [
    "ERR Error running script (call to f_1): @user_script:1: @user_script: 1: -OOM command not allowed when used memory > 'maxmemory'.",
    'MEM_001',
    /maxmemory/u,
  ],
  [
    "ERR Error running script (call to f_1): @user_script:9: -READONLY You can't write against a read only replica.",
    'CONN_001',
    /read-only replica/u,
  ],
  ["ERR Unknown subcommand or wrong number of arguments for 'DRYRUN'. Try ACL HELP.", 'SQL_001', /refused ACL/u],
  ['WRONGTYPE Operation against a key holding the wrong kind of value', 'SQL_001', /refused ACL: WRONGTYPE/u],
])('knows %j', (message, code, sentence) => {
  const error = replyError(message, { what: 'ACL' }, SERVER);
  expect([error.code, allOf(error)]).toEqual([code, expect.stringMatching(sentence)]);
  expect(allOf(error)).not.toContain('secret');
});
