import { expect, it } from '@jest/globals';
import { text } from 'node:stream/consumers';
import { Readable } from 'node:stream';
import { eventOff, withoutRunningEvents } from '../../../../src/drivers/mysql/snapshot/events.ts';

const LINE =
  "/*!50106 CREATE*/ /*!50117 DEFINER=`root`@`localhost`*/ /*!50106 EVENT `e``é` ON SCHEDULE EVERY 1 DAY STARTS '2026-11-21 04:06:01' ON COMPLETION NOT PRESERVE ENABLE COMMENT 'ON COMPLETION NOT PRESERVE ENABLE' DO select 'ENABLE' */ ;;";

it('switches an event off, and nothing else in its line', () => {
  expect(eventOff(LINE)).toEqual({ name: 'e`é', line: LINE.replace('PRESERVE ENABLE', 'PRESERVE DISABLE') });
  expect(eventOff(LINE.replace('PRESERVE ENABLE', 'PRESERVE DISABLE'))).toBeNull();
  expect(eventOff('INSERT INTO t VALUES (1) -- EVENT `x` ON SCHEDULE a ON COMPLETION PRESERVE ENABLE')).toBeNull();
});

it('finds it wherever the stream is cut, and keeps every other byte', async () => {
  const dump = Buffer.from(`-- é\n\n${LINE}\n\xff last line`);
  for (let size = 1; size < dump.length; size += 7) {
    const chunks = Array.from({ length: Math.ceil(dump.length / size) }, (_, index) =>
      dump.subarray(index * size, (index + 1) * size),
    );
    const names: string[] = [];
    const result = await text(Readable.from(chunks).pipe(withoutRunningEvents((name) => names.push(name))));
    expect(result).toBe(dump.toString().replace('PRESERVE ENABLE', 'PRESERVE DISABLE'));
    expect(names).toEqual(['e`é']);
  }
});
