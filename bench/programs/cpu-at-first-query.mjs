/**
 * Loaded with `--import` before a bundle: writes to the file that SLUICE_BENCH_CPU names how much CPU time the process
 * has used, in ms, when its first query leaves (PostgreSQL, MariaDB) or, for SQLite, when the answer to its first one is
 * there. Plain JavaScript, because whatever this costs counts as the bundle's own.
 */
import { writeFileSync } from 'node:fs';
import { Socket } from 'node:net';
import { Worker } from 'node:worker_threads';

const { write } = Socket.prototype;
const { emit } = Worker.prototype;

function record() {
  Socket.prototype.write = write;
  Worker.prototype.emit = emit;
  const { user, system } = process.cpuUsage();
  writeFileSync(process.env['SLUICE_BENCH_CPU'], String((user + system) / 1000));
}

/** PostgreSQL's Query and Parse; the first packet of an exchange of MariaDB with COM_QUERY or COM_STMT_PREPARE. */
function isQuery(data) {
  if (data[0] === 0x51 || data[0] === 0x50) return data.length > 4 && data.readUInt32BE(1) === data.length - 1;
  return data[3] === 0 && (data[4] === 0x03 || data[4] === 0x16);
}

Socket.prototype.write = function recording(data, ...rest) {
  if (Buffer.isBuffer(data) && isQuery(data)) record();
  return write.call(this, data, ...rest);
};
Worker.prototype.emit = function recording(name, ...rest) {
  if (name === 'message') record();
  return emit.call(this, name, ...rest);
};
