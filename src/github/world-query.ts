import { runLabel } from '../text/issue/labels.ts';
import { journalRef } from './journal-ref.ts';

/** Fields for every issue that a GraphQL query asks for. */
const issueFragment = `fragment Read on Issue {
  number title body state
  author { __typename login }
  repository { id }
  labels(first: 50) { nodes { name } }
}`;

/** Runs whose issues one page holds, each with its sub-issues; GitHub allows 100 sub-issues a parent. */
const page = 50;

/** Asks for the journal and every open run with its tasks. Apart, so that a job can send it before all else is loaded. */
export const worldQuery = `query YardmasterWorld($owner: String!, $repo: String!, $after: String) {
  repository(owner: $owner, name: $repo) {
    id
    labels(first: 100) { pageInfo { hasNextPage } nodes { name } }
    ref(qualifiedName: "${journalRef}") {
      target {
        oid
        ... on Commit { file(path: "state.json") { object { ... on Blob { oid text isTruncated } } } }
      }
    }
    issues(
      first: ${page}, after: $after, states: [OPEN], labels: ["${runLabel}"],
      orderBy: { field: CREATED_AT, direction: ASC }
    ) {
      pageInfo { hasNextPage endCursor }
      nodes { ...Read subIssues(first: 100) { nodes { ...Read } } }
    }
  }
}
${issueFragment}`;
