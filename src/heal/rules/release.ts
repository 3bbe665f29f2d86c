/** What publishes and deploys: registries, releases, pull requests, coverage services, clouds. */
import type { Rule } from '../rule.ts';
import { byHand, grantAccess } from './remedies.ts';

const r = String.raw;
const denied = { category: 'permission_or_secret', prior: [1, 19], remedies: grantAccess } as const;

export const releaseRules: readonly Rule[] = [
  {
    name: 'release-exists',
    category: 'configuration',
    strength: 2,
    literals: [
      'File already exists',
      'cannot publish over the previously published',
      'Release.tag_name already exists',
      'already exists on crates.io',
      'is already uploaded',
      'already_exists',
      'HTTP 422: Validation Failed',
      'tag already exists',
      'has already been pushed',
      'already published',
    ],
    pattern: r`(?P<message>.*(?:File already exists.*|cannot publish over the previously published version.*|tag_name already exists|already exists on crates\.io.*|is already uploaded|HTTP 422: Validation Failed.*|"code":"already_exists".*|fatal: tag .+ already exists|has already been pushed).*)`,
    unless: r`[Ss]kip|[Ii]gnor|warn`,
    block: { lines: 2, before: 2, keep: r`HTTPError|already|error code|Validation` },
    summary: 'This version or name is published already: {message}',
    cause: 'A release cannot be replaced; the number was not raised, or the step ran twice.',
    prior: [1, 9],
    remedies: byHand(
      'Raise the version, or skip what is published',
      'Published versions are never replaced.',
    ),
    example:
      "HTTPError: 400 Bad Request from https://upload.example.org/legacy/\nFile already exists ('shop-1.2.3.whl').\n",
  },
  {
    name: 'release-denied',
    ...denied,
    strength: 3,
    literals: [
      'is not permitted to create or approve pull requests',
      'EGITNOPERMISSION',
      'ENOGHTOKEN',
      'EINVALIDGHTOKEN',
      'ENONPMTOKEN',
      'EINVALIDNPMTOKEN',
      'Token required because branch is protected',
      'Token required - not valid tokenless upload',
      'No existing credentials found',
      'InvalidDistribution: Invalid or non-existent authentication',
      'Invalid or non-existent authentication information',
      'Username and password required',
      'Missing required environment variable',
      'denied: denied',
      'Must provide --token',
      'invalid api token',
      'Invalid API Token',
      'Repository not found. The upload token',
      'Trusted publishing exchange failure',
      'No valid credential sources found',
      'Invalid API key',
      'Not logged in',
    ],
    pattern: r`(?P<message>.*(?:is not permitted to create or approve pull requests|\bE(?:GITNOPERMISSION|NOGHTOKEN|INVALIDGHTOKEN|NONPMTOKEN|INVALIDNPMTOKEN)\b|Token required (?:because branch is protected|- not valid tokenless upload)|No existing credentials found|[Ii]nvalid or non-existent authentication information|Username and password required|Missing required environment variable:? \S*(?:KEY|TOKEN|SECRET|PASSWORD|CREDENTIAL)\S*|denied: denied|Must provide --token|[Ii]nvalid API [Tt]oken|[Ii]nvalid API key|Trusted publishing exchange failure|No valid credential sources found|^Error: Not logged in).*)`,
    block: { lines: 1 },
    summary: 'The service does not accept this job: {message}',
    cause:
      'The token is missing, empty (as in a pull request from a fork), expired or has too few rights.',
    example:
      'GraphQL: GitHub Actions is not permitted to create or approve pull requests (createPullRequest)\n',
  },
  {
    name: 'rollout-timeout',
    category: 'timeout_or_oom',
    strength: 3,
    literals: [
      'timed out waiting for the condition',
      'timed out waiting for condition',
      'exceeded its progress deadline',
      'failed to become ready in',
    ],
    pattern: r`(?P<message>.*(?:timed out waiting for (?:the )?condition\b|exceeded its progress deadline|failed to become ready in).*)`,
    block: { lines: 1 },
    summary: 'What was deployed did not become ready in time: {message}',
    cause: 'It does not start, or takes longer than it was given; its own log says why.',
    transient: true,
    prior: [2, 8],
    remedies: byHand(
      'Look at the events and the log of what was deployed',
      'The client only waited.',
    ),
    example: 'Error: UPGRADE FAILED: timed out waiting for the condition\n',
  },
];
