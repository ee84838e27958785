import { killSuite } from './kill-suite.ts';

killSuite('sqlite', {
  backup: ['ask sqlite to dump#1', 'sync#1', 'manifest.json#1', 'rename#1', 'ask sqlite to digests#1', 'rename#2'],
  rollback: [
    'before entry rollback-started#1',
    'sluice-restore#1',
    'write#20',
    'ask sqlite to replace#1',
    'appeared#1',
    'before entry restored#1',
    'after entry restored#1',
    'before entry run-finished#1',
  ],
});
