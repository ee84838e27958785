import type { FoundDatabase } from './find-databases.ts';

/** An environment of the written configuration. */
export interface InitEnvironment {
  readonly name: string;
  /** The variable that holds its URL. */
  readonly variable: string;
  readonly protected: boolean;
  /** Nobody named it: the workflows need it. */
  readonly assumed: boolean;
}

/** How people call the two environments that the workflows know, by the first part of the variable. */
const ALIASES = {
  staging: ['STAGING', 'STAGE', 'STG', 'PREPROD', 'PREPRODUCTION', 'UAT', 'QA'],
  production: ['PRODUCTION', 'PROD', 'PRD', 'LIVE'],
} as const;

/** One of the environments that the workflows know. */
export type Role = keyof typeof ALIASES;

const SUFFIX = /_DATABASE_URL$/u;

/** The variable that stands for an environment of the workflows; null when none does. */
export function variableOf(role: Role, variables: readonly string[]): string | null {
  for (const alias of ALIASES[role]) if (variables.includes(`${alias}_DATABASE_URL`)) return `${alias}_DATABASE_URL`;
  return null;
}

/** Staging and production, and one environment for each further variable. */
export function environmentsOf(databases: readonly FoundDatabase[]): readonly InitEnvironment[] {
  const variables = databases.flatMap(({ variable }) => (variable !== null && SUFFIX.test(variable) ? [variable] : []));
  const known = (['staging', 'production'] as const).map((role) => {
    const variable = variableOf(role, variables);
    return {
      name: role,
      variable: variable ?? `${role.toUpperCase()}_DATABASE_URL`,
      protected: role === 'production',
      assumed: variable === null,
    };
  });
  const others = variables
    .filter((variable) => known.every((one) => one.variable !== variable))
    .map((variable) => ({
      name: variable.replace(SUFFIX, '').toLowerCase().replaceAll('_', '-'),
      variable,
      protected: false,
      assumed: false,
    }))
    .filter(({ name }) => known.every((one) => one.name !== name));
  return [...known, ...others];
}
