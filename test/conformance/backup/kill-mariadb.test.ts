import { killSuite } from './kill-suite.ts';

killSuite('mariadb', {
  backup: [
    'flush tables with read lock#1',
    'unlock tables#1',
    'mariadb-dump#3',
    'rename#1',
    'create database#1',
    'INSERT INTO#1',
  ],
  rollback: [
    'before entry rollback-started#1',
    'create database#1',
    'INSERT INTO#1',
    'create database#2',
    'drop trigger#2',
    'begin not atomic#1',
    'drop database#1',
    'drop database#2',
    'before entry restored#1',
    'after entry restored#1',
    'before entry run-finished#1',
  ],
});
