import { INPUTS, type InputName } from './input-table.ts';

type CamelCase<Text extends string> = Text extends `${infer Head}-${infer Rest}`
  ? `${Head}${Capitalize<CamelCase<Rest>>}`
  : Text;

/** The member of {@link Inputs} that holds an input: `dry-run` → `dryRun`, the duration `max-age` → `maxAgeMs`. */
export type InputMember<Name extends InputName> = (typeof INPUTS)[Name]['type'] extends 'duration'
  ? `${CamelCase<Name>}Ms`
  : CamelCase<Name>;

/** The type of an input's value. */
export type InputValue<Name extends InputName> = (typeof INPUTS)[Name] extends {
  readonly type: 'enum';
  readonly values: readonly (infer Value)[];
}
  ? Value
  : {
      readonly boolean: boolean;
      readonly number: number;
      readonly duration: number;
      readonly list: readonly string[];
      readonly string: string;
      readonly enum: never;
    }[(typeof INPUTS)[Name]['type']];

type Defaulted = {
  [Name in InputName]: (typeof INPUTS)[Name] extends { readonly default: string } ? Name : never;
}[InputName];

/**
 * The inputs of a command, read and checked. Members are the names in camel case; durations are in
 * milliseconds and end in `Ms`. Those with a default are always there, whatever the command.
 */
export type Inputs = { readonly [Name in Defaulted as InputMember<Name>]: InputValue<Name> } & {
  readonly [Name in Exclude<InputName, Defaulted> as InputMember<Name>]?: InputValue<Name>;
};

/** The member of {@link Inputs} that holds an input. */
export function inputMember(name: InputName): keyof Inputs {
  const camel = name.replaceAll(/-([a-z])/gu, (_, letter: string) => letter.toUpperCase());
  return (INPUTS[name].type === 'duration' ? `${camel}Ms` : camel) as keyof Inputs;
}
