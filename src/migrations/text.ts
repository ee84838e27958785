const BYTE_ORDER_MARK = '\uFEFF';

/**
 * The text as everything here reads it: without a byte order mark, lines ended by a line feed alone,
 * so that a checkout on Windows means the same as one on Linux.
 */
export function normaliseText(text: string): string {
  const bare = text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text;
  return bare.includes('\r\n') ? bare.replaceAll('\r\n', '\n') : bare;
}
