import { summary } from '@actions/core';

/** A step summary larger than this is dropped whole by GitHub, without a word. */
export const SUMMARY_LIMIT_BYTES = 1024 * 1024;

/** Markup that is still open at the end of a text that was cut, and what closes it. */
function closing(text: string): string {
  const fence = text.split('\n').filter((line) => line.trimStart().startsWith('```')).length % 2 === 1;
  const details = (text.match(/<details\b/g)?.length ?? 0) - (text.match(/<\/details>/g)?.length ?? 0);
  return `${fence ? '```\n' : ''}${'</details>\n'.repeat(Math.max(0, details))}`;
}

/**
 * Cuts Markdown at the end of a line so that it stays below the limit in bytes, and says where the rest is.
 * Returned unchanged when it fits.
 */
export function fitSummary(markdown: string, pointer: string, limitBytes = SUMMARY_LIMIT_BYTES): string {
  if (Buffer.byteLength(markdown) < limitBytes) return markdown;
  const note = `\n> This summary was cut here because it is too long for GitHub. ${pointer}\n`;
  // Room for the note and for whatever has to be closed.
  const room = limitBytes - Buffer.byteLength(note) - 256;
  const cut = Buffer.from(markdown).subarray(0, Math.max(0, room)).toString('utf8');
  const whole = cut.slice(0, cut.lastIndexOf('\n') + 1);
  return `${whole}${closing(whole)}${note}`;
}

/** Appends Markdown to the step's summary; does nothing where there is none (outside GitHub). */
export async function writeSummary(markdown: string, pointer: string): Promise<void> {
  if (!process.env['GITHUB_STEP_SUMMARY']) return;
  await summary.addRaw(fitSummary(markdown, pointer), true).write();
}
