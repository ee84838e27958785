/** `npm run -s test:servers`: starts the shared servers, prints how to use them, and keeps them until it is ended. */
import { startSharedServers } from './shared-servers.ts';

const servers = await startSharedServers();
for (const [name, value] of Object.entries(servers.environment)) process.stdout.write(`export ${name}='${value}'\n`);
process.stderr.write('Ready. Paste the lines above into another terminal; ^C ends the servers.\n');
const alive = setInterval(() => {}, 60_000);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => {
    clearInterval(alive);
    void servers.stop();
  });
}
