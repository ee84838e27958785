import { normalise } from './normalise.ts';
import { configurationError, type Problem } from './problems.ts';
import { checkRules, type RuleProblem } from './rules.ts';
import { configSchema, type WrittenConfig } from './schema.ts';
import { complaintsOf, expectation } from './sentences.ts';
import type { Config } from './types.ts';
import { parseYaml } from './yaml.ts';

/** The text of a configuration and the path that its problems are shown with. */
export interface ConfigSource {
  readonly text: string;
  readonly path: string;
}

/**
 * Reads a configuration: parse, check, fill in the defaults. `${VAR}` references stay as they are;
 * `resolveUrl` expands those of one environment.
 * @param source null = no file: the defaults
 * @throws SluiceError `CONF_001` with every problem at once, each with its line and column
 */
export function loadConfig(source: ConfigSource | null): Config {
  if (source === null) return normalise(configSchema.parse({ version: 1 } satisfies WrittenConfig));
  const yaml = parseYaml(source.text);
  const { value } = yaml;
  const problems: Problem[] = [...yaml.problems];
  const result = value === undefined ? null : configSchema.safeParse(value, { error: expectation });
  if (result !== null) {
    const complaints: RuleProblem[] = [...checkRules(value)];
    for (const issue of result.error?.issues ?? []) complaints.push(...complaintsOf(issue, value));
    problems.push(...complaints.map(({ path, part, sentence }) => ({ ...yaml.locate(path, part), sentence })));
  }
  if (problems.length > 0 || result?.data === undefined) throw configurationError(source.path, problems);
  return normalise(result.data);
}
