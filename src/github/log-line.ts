/**
 * The runner obeys lines that begin with `::`, and takes `##[` anywhere for a command of the old form.
 * Text that came from a server or a file must not be able to speak in the runner's voice.
 */
export function plainText(text: string): string {
  return text
    .split(/\r\n|\r|\n/)
    .map((line) => line.replaceAll('##[', '## ['))
    .map((line) => (line.trimStart().startsWith('::') ? `| ${line}` : line))
    .join('\n');
}
