import { describe, expect, it } from '@jest/globals';
import { actionSpec } from '../../src/interface/actions.ts';
import { SUMMARY_LIMIT_BYTES } from '../../src/github/summary.ts';
import { runStandIn, startStandIn } from './steps.ts';

const PASSWORD = 'p@ss:w/rd%"\'$x';
const URL = `postgres://app:${encodeURIComponent(PASSWORD)}@db.example/shop`;
const IDENTITY = '# created: 2026-01-31\nAGE-SECRET-KEY-1QQQQQQQQQQ\n';

const failure = {
  status: 'failed',
  exitCode: 1,
  errors: [
    { code: 'SQL_001', message: 'The migration 3 failed.', causes: ['syntax error at line 7'], fix: 'Correct line 7.' },
    { code: 'ROLL_001', message: 'The rollback failed.', causes: [], fix: 'Do this.' },
  ],
  outputs: { status: 'failed', 'error-code': 'SQL_001', stage: 'schema-sync' },
} as const;

describe('a step', () => {
  it('sets every declared output, and the empty string where one does not apply', async () => {
    const { exitCode, outputs, summary } = await runStandIn({ standIn: { reports: ['migration_logs/report.json'] } });
    expect(exitCode).toBe(0);
    expect(Object.keys(outputs).toSorted()).toEqual([...actionSpec('migrate').outputs].toSorted());
    expect(outputs).toMatchObject({ status: 'passed', 'run-id': 'r1', 'error-code': '', 'rolled-back': '' });
    expect(summary).toContain('## Summary');
  });

  it('that fails says code, sentence, cause and fix, and exits as the run did', async () => {
    const { exitCode, outputs, annotations } = await runStandIn({ standIn: { result: failure } });
    expect(exitCode).toBe(1);
    expect(outputs).toMatchObject({ status: 'failed', 'error-code': 'SQL_001', stage: 'schema-sync' });
    expect(annotations.filter(({ level }) => level === 'error').map(({ message }) => message)).toEqual([
      'SQL_001: The migration 3 failed.\ncaused by: syntax error at line 7\nfix: Correct line 7.',
      'ROLL_001: The rollback failed.\nfix: Do this.',
    ]);
  });

  it('with bad inputs names all of them at once and runs nothing', async () => {
    const { exitCode, outputs, annotations, log } = await runStandIn({
      inputs: { 'dry-run': 'yes', 'max-errors': 'many' },
      standIn: { emit: ['it ran'] },
    });
    expect(exitCode).toBe(2);
    expect(outputs).toMatchObject({ status: 'failed', 'error-code': 'CONF_001' });
    expect(annotations[0]?.message).toMatch(/^CONF_001: [^]*dry-run[^]*max-errors[^]*fix: /);
    expect(log).not.toContain('it ran');
  });

  it('whose command throws is a bug that says so', async () => {
    const { exitCode, outputs, annotations } = await runStandIn({ standIn: { throws: 'boom' } });
    expect(exitCode).toBe(1);
    expect(outputs['error-code']).toBe('INT_001');
    expect(annotations.find(({ level }) => level === 'error')?.message).toContain('boom');
  });

  it('runs outside GitHub, too', async () => {
    const nothing = {
      GITHUB_OUTPUT: undefined,
      GITHUB_STEP_SUMMARY: undefined,
      GITHUB_EVENT_PATH: undefined,
      RUNNER_TEMP: undefined,
    };
    const { exitCode, stderr } = await runStandIn({ env: nothing });
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  });
});

describe('secrets', () => {
  const step = {
    command: 'rollback',
    inputs: { 'database-url': URL, 'github-token': 'ghs_token', identity: IDENTITY },
    env: {
      PRODUCTION_DATABASE_URL: 'mysql://root:fr0m-config@db/shop',
      SLUICE_IDENTITY: '# made by age-keygen\nAGE-SECRET-KEY-1PPPPPPPPPP\n',
    },
    standIn: {
      learn: 'learned-later',
      emit: [
        'identity AGE-SECRET-KEY-1PPPPPPPPPP',
        `connecting to ${URL}`,
        `password ${PASSWORD}`,
        'token ghs_token',
        'fr0m-config',
      ],
      result: {
        ...failure,
        errors: [{ ...failure.errors[0], causes: [`no access with ${PASSWORD} to ${URL}`] }],
        outputs: { 'rolled-back-to': `v1 of ${URL}`, verified: 'true' },
        markdown: `## At ${URL}\n\nwith ${PASSWORD}, \`${encodeURIComponent(PASSWORD)}\`, AGE-SECRET-KEY-1QQQQQQQQQQ\n`,
      },
    },
  };
  const spoken = [
    URL,
    PASSWORD,
    encodeURIComponent(PASSWORD),
    'ghs_token',
    'AGE-SECRET-KEY-1QQQQQQQQQQ',
    'AGE-SECRET-KEY-1PPPPPPPPPP',
    'fr0m-config',
    'learned-later',
  ];

  it('are masked before anything else is printed', async () => {
    const { masks, stdout } = await runStandIn(step);
    expect(masks).toEqual(expect.arrayContaining(spoken));
    expect(masks).not.toContain('');
    const lines = stdout.split('\n').filter((line) => line !== '');
    const firstOther = lines.findIndex((line) => !line.startsWith('::add-mask::'));
    const masksOfInputs = lines.findIndex((line) => line === '::add-mask::learned-later');
    expect(lines.slice(0, firstOther)).toHaveLength(masks.length - 1);
    expect(masksOfInputs).toBeGreaterThan(firstOther);
  });

  it('are in no log, summary, annotation or output', async () => {
    const { log, stderr, summary, outputs, annotations } = await runStandIn(step);
    const seen = [log, stderr, summary, JSON.stringify(outputs), JSON.stringify(annotations)].join('\n');
    for (const secret of spoken) expect(seen).not.toContain(secret);
    expect(seen).toContain('connecting to ***');
    expect(outputs['rolled-back-to']).toBe('');
    expect(outputs['verified']).toBe('true');
    expect(annotations).toContainEqual(
      expect.objectContaining({ message: expect.stringContaining('rolled-back-to') as unknown }),
    );
  });

  it('that are empty are not masked', async () => {
    const { masks } = await runStandIn({ inputs: { 'database-url': '', 'github-token': ' ' } });
    expect(masks).toEqual([]);
  });
});

describe('the log', () => {
  it('does not let text from elsewhere speak to the runner', async () => {
    const evil = [
      '::add-mask::e',
      '  ::error::no',
      '##[warning]no',
      'line\n::stop-commands::x\nline',
      'line\r::notice::no',
    ];
    const { stdout } = await runStandIn({ standIn: { emit: evil.flatMap((text) => [text, `\n${text}`]) } });
    const obeyed = stdout
      .split(/[\r\n]/)
      .filter((line) => /^\s*::/.test(line) && !line.startsWith('::warning::Nothing was uploaded'));
    expect(obeyed).toEqual([]);
    expect(stdout).not.toContain('##[');
  });
});

describe('the summary', () => {
  it('is cut below the limit, with a pointer to the whole', async () => {
    const { summary } = await runStandIn({ standIn: { longSummary: 200_000, reports: ['r.json'] } });
    expect(Buffer.byteLength(summary)).toBeLessThanOrEqual(SUMMARY_LIMIT_BYTES);
    expect(Buffer.byteLength(summary)).toBeGreaterThan(SUMMARY_LIMIT_BYTES * 0.9);
    expect(summary).toContain('r.json');
    expect(summary.split('\n').filter((line) => line === '```').length % 2).toBe(0);
    expect(summary).not.toContain('\uFFFD');
  });
});

describe('a signal', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)('%s aborts the run, which then ends in its own time', async (signal) => {
    const { process, result } = await startStandIn({ standIn: { wait: 'obey', backup: { id: 'b', encrypted: true } } });
    await process.untilOutput(/test: waiting/);
    process.kill(signal);
    const { exitCode, log, outputs, summary, annotations } = await result;
    expect(exitCode).toBe(130);
    expect(log).toContain(`asked to stop: InterruptedError: The run was asked to stop (${signal}).`);
    expect(outputs['status']).toBe('failed');
    expect(summary).toContain('Nothing was uploaded');
    expect(annotations).toContainEqual({
      level: 'warning',
      message: expect.stringContaining('interrupted') as unknown,
    });
  });

  it('that comes a second time ends a run that does not obey', async () => {
    const { process, result } = await startStandIn({ standIn: { wait: 'ignore' } });
    await process.untilOutput(/test: waiting/);
    process.kill('SIGINT');
    await process.untilOutput(/asked to stop/);
    process.kill('SIGTERM');
    expect((await result).exitCode).toBe(130);
  });
});
