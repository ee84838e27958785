import { killSuite } from './kill-suite.ts';

killSuite('postgresql', {
  backup: ['pg_dump#1', 'rename#1', 'comment on database#1', 'CREATE FUNCTION#1', 'lo_open#1', 'rename#2'],
  rollback: [
    'before entry rollback-started#1',
    'begin isolation level read committed; set local#1',
    'CREATE FUNCTION#1',
    'lo_open#1',
    'sluice-committing#1',
    'before entry restored#1',
    'after entry restored#1',
    'before entry run-finished#1',
  ],
});
