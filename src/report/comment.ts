/** One comment a pull request, made of one section a command and environment, each replaced in place. Pure. */

/** Found again by this line; GitHub does not show it. */
export const COMMENT_MARKER = '<!-- sluice:comment -->';

/** GitHub refuses a comment with more. */
const MOST_CHARACTERS = 65_536;

/** A part of the comment. */
export interface CommentSection {
  /** Command and environment. */
  readonly key: string;
  /** The commit that it is about; sections of other commits are stale and go. */
  readonly commit: string;
  readonly body: string;
}

const SECTION = /<!-- sluice:section (\S+) (\S+) -->\n([\s\S]*?)\n<!-- sluice:end -->/gu;

/** The sections of a comment that Sluice wrote. */
export function sectionsOf(comment: string): readonly CommentSection[] {
  return [...comment.matchAll(SECTION)].map(([, key = '', commit = '', body = '']) => ({
    key: decodeURIComponent(key),
    commit,
    body,
  }));
}

function write({ key, commit, body }: CommentSection): string {
  // A text that holds our own marks would be taken for one of them.
  const safe = body.replaceAll('<!-- sluice:', '<!-- sluice :');
  return `<!-- sluice:section ${encodeURIComponent(key)} ${commit} -->\n${safe}\n<!-- sluice:end -->`;
}

function render(sections: readonly CommentSection[]): string {
  return [COMMENT_MARKER, '## Sluice', '', ...sections.map(write)].join('\n\n');
}

/**
 * The comment with a section added or replaced. When it gets too long for GitHub, the bodies of the oldest sections are
 * left out, and it says so.
 *
 * @param existing the comment as it is; null when there is none yet
 */
export function withSection(existing: string | null, section: CommentSection): string {
  const others = sectionsOf(existing ?? '').filter(
    ({ key, commit }) => key !== section.key && commit === section.commit,
  );
  const sections = [...others, section];
  for (let index = 0; index < sections.length && render(sections).length > MOST_CHARACTERS; index += 1) {
    const { key, commit } = sections[index] ?? section;
    sections[index] = {
      key,
      commit,
      body: `### ${key}\n\nToo long for a comment: see the summary of the workflow run.`,
    };
  }
  return render(sections);
}
