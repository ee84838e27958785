/**
 * What a recipient of a kind that Sluice can use looks like. The kinds of plugins and hardware keys have a name and a `1`
 * more. Whether it was mistyped, only its checksum tells.
 */
export const RECIPIENT_PATTERN = /^age1(?:pq1)?[02-9a-z]+$/u;

/** The kinds that work, and those that people try; part of a sentence. */
export const RECIPIENT_KINDS =
  'of the kind age1… or age1pq1…; SSH keys, plugins (age1yubikey1…) and hardware keys (age1tag1…) cannot be used';
