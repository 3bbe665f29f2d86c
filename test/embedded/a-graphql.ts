import type { Octokit } from '@octokit/rest';
import { shop } from './a-github.ts';

interface GraphqlError {
  readonly type?: string;
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions?: Readonly<Record<string, unknown>>;
}

/** The first error of a query. */
export async function refused(
  octokit: Octokit,
  query: string,
  variables: Record<string, unknown> = {},
): Promise<GraphqlError> {
  try {
    await octokit.graphql(query, variables);
  } catch (error) {
    const [first] = (error as { errors?: GraphqlError[] }).errors ?? [];
    if (first) return first;
    throw error;
  }
  throw new Error('the query was answered');
}

/** A query of the repository `ada/shop`. */
export const inShop = (fields: string) =>
  `{ repository(owner: "ada", name: "shop") { ${fields} } }`;

export async function openIssue(
  ada: Octokit,
  title: string,
  more: object = {},
): Promise<{ number: number; node_id: string }> {
  const { data } = await ada.issues.create({ ...shop, title, ...more });
  return data;
}
