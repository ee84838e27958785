import { SluiceError } from '../../errors.ts';
import { RECIPIENT_KINDS, RECIPIENT_PATTERN } from '../../recipient-text.ts';

/** More make the header of each file larger than anybody reads. */
const MOST_RECIPIENTS = 100;

/** Whether a recipient withstands quantum computers. */
export function isPostQuantum(recipient: string): boolean {
  return recipient.startsWith('age1pq1');
}

/**
 * Refuses what is no list of age recipients, before anything is encrypted to it.
 *
 * @param add takes one recipient; throws when it is none
 * @throws SluiceError `CONF_001`; never repeats an entry, as people put secrets here by mistake
 */
export function refuseRecipients(recipients: readonly string[], add: (recipient: string) => void): void {
  const count = recipients.length;
  if (count > MOST_RECIPIENTS) {
    throw new SluiceError('CONF_001', `encrypt-to has ${String(count)} recipients; at most 100 can be used.`, {
      fix: 'Encrypt to fewer recipients, and share the identity of one of them.',
    });
  }
  for (const [index, recipient] of recipients.entries()) {
    const entry = `entry ${String(index + 1)} of ${String(count)}`;
    if (!RECIPIENT_PATTERN.test(recipient)) {
      throw new SluiceError('CONF_001', `encrypt-to: ${entry} is no age recipient ${RECIPIENT_KINDS}.`, {
        fix: 'Make a key of your own with `age-keygen -o identity.txt`, and name the recipient that it prints.',
      });
    }
    try {
      add(recipient);
    } catch {
      throw new SluiceError('CONF_001', `encrypt-to: ${entry} is no age recipient: it was cut or mistyped.`, {
        fix: `Correct entry ${String(index + 1)}: copy the public key that \`age-keygen\` printed, which begins with age1 and ends in a checksum.`,
      });
    }
  }
  const weakest = recipients.findIndex((recipient) => !isPostQuantum(recipient));
  if (weakest !== -1 && recipients.some(isPostQuantum)) {
    throw new SluiceError(
      'CONF_001',
      `encrypt-to mixes post-quantum recipients with others: entry ${String(weakest + 1)} of ${String(count)} is none, and would undo the protection of the rest.`,
      { fix: 'Use recipients of one kind only.' },
    );
  }
}
