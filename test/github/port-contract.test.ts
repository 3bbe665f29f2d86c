import { describePorts } from '../reconcile/port-contract.ts';
import { aBench } from './helpers/bench.ts';

describePorts('on the embedded GitHub', async () => {
  const bench = await aBench();
  const bob = bench.as('bob', 'write');
  return {
    issues: bench.issues,
    journal: bench.journal,
    person: {
      login: 'bob',
      create: (draft) => bob.issues.create(draft),
      update: async (issue, patch) => void (await bob.issues.update(issue, patch)),
      comment: (issue, body) => bob.issues.comment(issue, body),
    },
    comments: async (issue) => {
      const { data } = await bench.octokit.request(
        'GET /repos/{owner}/{repo}/issues/{issue_number}/comments',
        { owner: 'octo', repo: 'shop', issue_number: issue },
      );
      return data.map(({ body }) => body ?? '');
    },
    close: () => bench.close(),
  };
});
