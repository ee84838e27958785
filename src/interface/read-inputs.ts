import { didYouMean } from '../config/suggest.ts';
import { formatDuration, LONGEST_TIMER_MS, parseDuration } from '../duration.ts';
import { SluiceError } from '../errors.ts';
import { actionSpec } from './actions.ts';
import { commandInputs, type CommandName } from './commands.ts';
import { inputMember, type Inputs } from './inputs.ts';
import { INPUTS, type InputName, type InputSpec, inputSpec } from './input-table.ts';

/** A value, or the end of the sentence that says what is wrong: “must be …”. */
type Reading = { readonly value: unknown } | { readonly wrong: string };

/** The value as messages repeat it. */
function shown({ secret, unspoken }: InputSpec, text: string): string {
  return secret === true || unspoken === true
    ? ''
    : `, not ${JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text)}`;
}

function readNumber(spec: InputSpec, text: string): Reading {
  const { minimum = 0, maximum = Number.MAX_SAFE_INTEGER } = spec;
  const value = Number(text);
  if (/^[+-]?\d+$/u.test(text) && value >= minimum && value <= maximum) return { value };
  const bounds =
    maximum === Number.MAX_SAFE_INTEGER
      ? `of at least ${String(minimum)}`
      : `from ${String(minimum)} to ${String(maximum)}`;
  return { wrong: `must be a whole number ${bounds}${shown(spec, text)}` };
}

function readDuration(spec: InputSpec, text: string): Reading {
  const { minimum = 1, maximum = LONGEST_TIMER_MS } = spec;
  const value = parseDuration(text);
  if (value === null) return { wrong: `must be a duration such as 500ms, 5s, 15min or 24h${shown(spec, text)}` };
  if (value >= minimum && value <= maximum) return { value };
  const limit = maximum === LONGEST_TIMER_MS ? '24d' : formatDuration(maximum);
  return { wrong: `must be from ${formatDuration(minimum)} to ${limit}${shown(spec, text)}` };
}

/** The spellings of YAML 1.2, which are those that GitHub accepts. */
function readBoolean(spec: InputSpec, text: string): Reading {
  if (/^(?:true|True|TRUE)$/u.test(text)) return { value: true };
  if (/^(?:false|False|FALSE)$/u.test(text)) return { value: false };
  return { wrong: `must be true or false${shown(spec, text)}` };
}

function readEnum(spec: InputSpec, text: string): Reading {
  const values = spec.values ?? [];
  if (values.includes(text)) return { value: text };
  return { wrong: `must be one of ${values.join(', ')}${shown(spec, text)}${didYouMean(text, values)}` };
}

function readList(spec: InputSpec, text: string): Reading {
  const value = text
    .split(/[,\n]/u)
    .map((item) => item.trim())
    .filter((item) => item !== '');
  const odd = value.findIndex((item) => spec.shape?.pattern.test(item) === false);
  if (odd === -1) return { value };
  const isNamed = value.length === 1 || shown(spec, '') !== '';
  const where = isNamed ? '' : `; entry ${String(odd + 1)} of ${String(value.length)} is none`;
  return { wrong: `must hold ${spec.shape?.means ?? ''}${shown(spec, value[odd] ?? '')}${where}` };
}

function readValue(spec: InputSpec, text: string): Reading {
  switch (spec.type) {
    case 'boolean':
      return readBoolean(spec, text);
    case 'number':
      return readNumber(spec, text);
    case 'duration':
      return readDuration(spec, text);
    case 'list':
      return readList(spec, text);
    case 'enum':
      return readEnum(spec, text);
    default:
      return { value: text };
  }
}

/**
 * Reads the inputs of a command, or of the root action `lifecycle`, into one typed object. White
 * space around a value is dropped, and an empty value counts as not given. Inputs with a default are
 * always there, those of other commands as well.
 * @param get the text given for an input, by its name; undefined when nothing was given
 * @throws SluiceError `CONF_001` with every problem at once; never repeats a secret
 */
export function readInputs(command: CommandName | 'lifecycle', get: (name: InputName) => string | undefined): Inputs {
  const taken = new Set<InputName>(command === 'lifecycle' ? actionSpec('lifecycle').inputs : commandInputs(command));
  const members: [string, unknown][] = [];
  const problems: string[] = [];
  for (const name of Object.keys(INPUTS) as InputName[]) {
    const spec = inputSpec(name);
    const given = taken.has(name) ? (get(name) ?? '').trim() : '';
    const text = given === '' ? spec.default : given;
    if (text === undefined) continue;
    const reading = readValue(spec, text);
    if ('wrong' in reading) problems.push(`\`${name}\` ${reading.wrong}`);
    else members.push([inputMember(name), reading.value]);
  }
  if (problems.length === 0) return Object.fromEntries(members) as unknown as Inputs;
  const [first = ''] = problems;
  const sentence = (problem: string): string => (problem.endsWith('?') ? problem : `${problem}.`);
  throw new SluiceError(
    'CONF_001',
    problems.length === 1
      ? `The input ${sentence(first)}`
      : `${String(problems.length)} inputs are not valid:\n${problems.map((problem) => `  ${sentence(problem)}`).join('\n')}`,
    {
      fix: `Correct the ${problems.length === 1 ? 'input' : 'inputs'} named above and run again.`,
      details: { problems },
    },
  );
}
