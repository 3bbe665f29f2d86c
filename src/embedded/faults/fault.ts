import type { DeliveryFate } from '../hooks/webhook-hub.ts';
import type { Incoming } from '../http/direct-call.ts';

/** What can go wrong with a request. */
export type Fault =
  /** An error before anything was done. */
  | { readonly kind: 'before'; readonly status: number }
  /** Everything is done, and then the answer is an error. */
  | { readonly kind: 'after'; readonly status: number }
  /** The connection breaks, before or after everything was done. */
  | { readonly kind: 'reset'; readonly effect: 'before' | 'after' }
  /** Refused for asking too often. */
  | { readonly kind: 'rate-limit'; readonly secondary: boolean; readonly retryAfter: number }
  /** A GET answers what it answered the time before (the first time it is right). */
  | { readonly kind: 'stale' }
  /** A list lacks its newest entries. */
  | { readonly kind: 'short'; readonly missing: number }
  /** What is there is not found. */
  | { readonly kind: 'missing' }
  /** The answer takes its time, in milliseconds. */
  | { readonly kind: 'delay'; readonly milliseconds: number };

/** Which requests a fault hits. */
export interface FaultMatch {
  readonly method?: string;
  /** The operation's path as GitHub describes it (`/repos/{owner}/{repo}/issues`), or a pattern. */
  readonly route?: string | RegExp;
  /** Looks at the request itself, say at its URL or at who sends it. */
  readonly where?: (request: Incoming) => boolean;
  /** Lets this many matching requests through first. */
  readonly skip?: number;
  /** Hits this many; by default one. */
  readonly times?: number;
}

/** Which webhook deliveries meet another fate than being sent. */
export interface DeliveryMatch {
  readonly event?: string;
  readonly action?: string;
  readonly skip?: number;
  readonly times?: number;
}

/** Faults by chance, the same for the same seed and the same order of requests. */
export interface RandomFaults {
  readonly seed: number;
  /** How likely each request is hit, from 0 to 1. */
  readonly probability: number;
  /** What hits it; each as likely as the others. */
  readonly faults: readonly Fault[];
  /** How likely each webhook delivery meets one of `fates`. */
  readonly deliveryProbability?: number;
  readonly fates?: readonly DeliveryFate[];
  /** The requests that may be hit; by default all. */
  readonly only?: Pick<FaultMatch, 'method' | 'route'>;
}
