/**
 * Backs up and verifies as many MiB as the second argument says, in the folder of the first, encrypted to the recipient of
 * the third if there is one; prints its peak memory.
 */
import { randomBytes } from 'node:crypto';
import { encryptTo } from '../../../src/backup/age/encryption.ts';
import { verifyBackup } from '../../../src/backup/verify.ts';
import { backUp } from '../streams.ts';

const half = randomBytes(512 * 1024);

function* chunks(mebibytes: number): Generator<Buffer> {
  // Half of it compresses; each chunk is memory of its own, so that whatever holds on to them shows.
  for (let chunk = 0; chunk < mebibytes; chunk += 1) yield Buffer.concat([half, Buffer.alloc(512 * 1024, chunk)]);
}

const [, , directory = '', mebibytes, recipient] = process.argv;
const encryption = recipient === undefined ? null : await encryptTo([recipient]);
const backup = await backUp(directory, { main: chunks(Number(mebibytes)) }, { encryption });
await verifyBackup(backup, new AbortController().signal);
process.stdout.write(`peak ${process.resourceUsage().maxRSS * 1024}\n`);
