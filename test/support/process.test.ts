import { describe, expect, it } from '@jest/globals';
import { runProcess, startProcess } from './process.ts';

describe('runProcess', () => {
  it('runs Node 24 with the given input and reports how it ended', async () => {
    const script = `process.stdin.pipe(process.stderr); process.stdin.on('end', () => { process.exitCode = 3; });
      console.log(process.version)`;
    const result = await runProcess(['node', '--eval', script], { input: 'hello' });
    expect(result).toMatchObject({ exitCode: 3, signal: null, stderr: 'hello' });
    expect(result.stdout).toMatch(/^v24\./);
  });

  it('gives none of the developer’s variables to the program', async () => {
    process.env['DATABASE_URL'] = 'postgres://somewhere';
    const result = await runProcess(['node', '-p', 'JSON.stringify(process.env)'], {
      env: { A: '1', TMPDIR: undefined },
    });
    const seen = JSON.parse(result.stdout) as Record<string, string>;
    expect(seen).toMatchObject({ A: '1' });
    expect(seen).not.toHaveProperty('DATABASE_URL');
    expect(seen).not.toHaveProperty('TMPDIR');
    expect(seen).not.toHaveProperty('NODE_OPTIONS');
  });

  it('rejects when there is no such program', async () => {
    await expect(runProcess(['/no/such/program'])).rejects.toThrow(/ENOENT/);
  });
});

describe('startProcess', () => {
  it('waits for output, and says when it will not come', async () => {
    const running = startProcess(['node', '--eval', `console.log('step 1'); setInterval(() => {}, 1000)`]);
    expect((await running.untilOutput(/step (\d)/))[1]).toBe('1');
    const never = running.untilOutput(/step 2/);
    running.kill('SIGKILL');
    await expect(never).rejects.toThrow(/ended without/);
    expect((await running.result).signal).toBe('SIGKILL');
  });
});
