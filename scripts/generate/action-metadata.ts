import { stringify } from 'yaml';
import { type ActionName, actionSpec } from '../../src/interface/actions.ts';
import { inputSpec } from '../../src/interface/input-table.ts';
import { OUTPUTS } from '../../src/interface/outputs.ts';

const HEADER = '# Generated from src/interface by `npm run generate`; edit the table there.\n';

/** Where an action's metadata lies in the repository. */
export function actionPath(name: ActionName): string {
  return name === 'lifecycle' ? 'action.yml' : `actions/${name}/action.yml`;
}

/** The `action.yml` of an action. */
export function actionMetadata(name: ActionName): string {
  const { title, description, inputs, outputs, inputNotes, outputNotes } = actionSpec(name);
  const input = (key: (typeof inputs)[number]): readonly [string, object] => {
    const spec = inputSpec(key);
    const fallback = spec.actionDefault ?? spec.default;
    const values = spec.values === undefined ? '' : ` One of ${spec.values.join(', ')}.`;
    return [
      key,
      {
        description: `${inputNotes?.[key] ?? spec.description}${values}`,
        required: false,
        ...(fallback === undefined ? {} : { default: fallback }),
      },
    ];
  };
  const metadata = {
    name: title,
    description,
    author: 'Sluice',
    branding: { icon: 'database', color: 'blue' },
    inputs: Object.fromEntries(inputs.map(input)),
    outputs: Object.fromEntries(outputs.map((key) => [key, { description: outputNotes?.[key] ?? OUTPUTS[key] }])),
    runs: { using: 'node24', main: `${name === 'lifecycle' ? '' : '../../'}dist/${name}.js` },
  };
  return HEADER + stringify(metadata, { lineWidth: 0, singleQuote: true });
}
