/** Holds a lock of a database until it is killed: `node hold-lock.ts <path> <sql>`. Says `holding` when it does. */
import Database from 'better-sqlite3';

const [path, sql] = process.argv.slice(2) as [string, string];
const database = new Database(path);
database.exec(sql);
process.stdout.write('holding\n');
// Keeps the process, and with it the connection, alive.
setInterval(() => database.open, 1000);
