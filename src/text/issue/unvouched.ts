/** What people are told on the issue of a run whose ledger nothing vouches for; its first line is its marker. */
export function unvouchedComment(revision: number): string {
  return [
    '<!-- yardmaster:unvouched -->',
    '',
    `**This run is not gone on with.** Its ledger is at revision ${revision}, but the branch \`yardmaster\`, ` +
      'which alone vouches for a ledger, does not exist. Whoever may edit issues could have written this one.',
    '',
    '- If the branch was deleted, put it back, for example from a clone that has fetched it: ' +
      '`git push origin refs/remotes/origin/yardmaster:refs/heads/yardmaster`. The next sweep goes on from there.',
    '- Otherwise close this issue, and start the pipeline again.',
    '',
    'Until then nothing is started or changed for it.',
  ].join('\n');
}
