import { backup } from './backup.ts';
import { lifecycle } from './lifecycle.ts';
import { migrate } from './migrate.ts';
import { promote } from './promote.ts';
import { readinessCheck } from './readiness-check.ts';
import { rollback } from './rollback.ts';
import type { Command, CommandName } from './types.ts';
import { validate } from './validate.ts';

/** The commands that the actions and the command line share, by their names. */
export const commands: Readonly<Record<CommandName, Command>> = {
  'readiness-check': readinessCheck,
  backup,
  migrate,
  validate,
  promote,
  rollback,
  lifecycle,
};

export { configJsonSchema } from '../config/json-schema.ts';
