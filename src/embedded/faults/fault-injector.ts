import type { DeliveryRow } from '../hooks/hook-rows.ts';
import type { DeliveryFate } from '../hooks/webhook-hub.ts';
import type { Answer } from '../http/call.ts';
import type { Incoming } from '../http/direct-call.ts';
import type { Operation } from '../http/router.ts';
import { applyFault } from './apply-fault.ts';
import type { DeliveryMatch, Fault, FaultMatch, RandomFaults } from './fault.ts';
import { seededRandom } from './seeded-random.ts';

/** A fault that hit, for tests that ask whether theirs did. */
interface Injected {
  readonly method: string;
  readonly route: string;
  readonly fault: Fault['kind'] | DeliveryFate;
}

/** What a request meets on its way. */
interface MetFault {
  around(perform: () => Promise<Answer>): Promise<Answer>;
}

/** Makes the server fail on order. */
export interface FaultInjector {
  /** Hits the requests that match; answers how to take the fault back. */
  inject(match: FaultMatch, fault: Fault): () => void;
  /** Gives the webhook deliveries that match another fate. */
  injectDelivery(match: DeliveryMatch, fate: DeliveryFate): () => void;
  /** Hits requests and deliveries by chance, until `clear`. */
  randomly(faults: RandomFaults): void;
  /** Ends all faults. */
  clear(): void;
  readonly injected: readonly Injected[];
  meet(operation: Operation, request: Incoming): MetFault;
  fate(delivery: DeliveryRow): DeliveryFate;
}

interface Rule<M> {
  readonly match: M;
  left: number;
  skip: number;
}
type RequestRule = Rule<FaultMatch> & { readonly fault: Fault };
type DeliveryRule = Rule<DeliveryMatch> & { readonly fate: DeliveryFate };

const remembered = 1000;

export function createFaultInjector(sleep: (milliseconds: number) => Promise<void>): FaultInjector {
  let requestRules: RequestRule[] = [];
  let deliveryRules: DeliveryRule[] = [];
  let chance: (RandomFaults & { readonly random: () => number }) | undefined;
  const injected: Injected[] = [];
  const answers = new Map<string, Answer>();
  const remember = (key: string, answer: Answer): Answer => {
    if (answers.size >= remembered) answers.clear();
    if (answer.status === 200) answers.set(key, answer);
    return answer;
  };
  const chosen = (operation: Operation, request: Incoming): Fault | undefined => {
    const rule = requestRules.find((each) => matches(each.match, operation, request) && due(each));
    if (rule) return rule.fault;
    if (!chance || !matches(chance.only ?? {}, operation, request)) return undefined;
    return pick(chance.random, chance.probability, chance.faults);
  };
  return {
    injected,
    inject: (match, fault) => {
      const rule = { match, fault, skip: match.skip ?? 0, left: match.times ?? 1 };
      requestRules.push(rule);
      return () => {
        requestRules = requestRules.filter((each) => each !== rule);
      };
    },
    injectDelivery: (match, fate) => {
      const rule = { match, fate, skip: match.skip ?? 0, left: match.times ?? 1 };
      deliveryRules.push(rule);
      return () => {
        deliveryRules = deliveryRules.filter((each) => each !== rule);
      };
    },
    randomly: (faults) => {
      chance = { ...faults, random: seededRandom(faults.seed) };
    },
    clear: () => {
      [requestRules, deliveryRules, chance] = [[], [], undefined];
    },
    meet: (operation, request) => {
      const fault = chosen(operation, request);
      const key = `${request.url} ${request.headers.get('accept')}`;
      const reads = request.method === 'GET';
      if (!fault) {
        return {
          around: async (perform) => (reads ? remember(key, await perform()) : perform()),
        };
      }
      injected.push({ method: operation.method, route: operation.path, fault: fault.kind });
      const former = (): Answer | undefined => (reads ? answers.get(key) : undefined);
      return { around: (perform) => applyFault(fault, perform, { sleep, former }) };
    },
    fate: (delivery) => {
      const rule = deliveryRules.find((each) => matchesDelivery(each.match, delivery) && due(each));
      const fate =
        rule?.fate ??
        (chance && pick(chance.random, chance.deliveryProbability ?? 0, chance.fates ?? [])) ??
        'send';
      if (fate !== 'send') injected.push({ method: 'POST', route: delivery.event, fault: fate });
      return fate;
    },
  };
}

function matches({ method, route, where }: FaultMatch, operation: Operation, request: Incoming) {
  if (method !== undefined && method !== operation.method) return false;
  if (typeof route === 'string' && route !== operation.path) return false;
  if (route instanceof RegExp && !route.test(operation.path)) return false;
  return where?.(request) ?? true;
}

function matchesDelivery({ event, action }: DeliveryMatch, delivery: DeliveryRow): boolean {
  return (
    (event === undefined || event === delivery.event) &&
    (action === undefined || action === delivery.action)
  );
}

/** Whether it is the rule's turn; a spent rule leaves the place to others. */
function due(rule: Rule<unknown>): boolean {
  if (rule.skip > 0) {
    rule.skip -= 1;
    return false;
  }
  if (rule.left <= 0) return false;
  rule.left -= 1;
  return true;
}

function pick<T>(random: () => number, probability: number, choices: readonly T[]): T | undefined {
  if (random() >= probability) return undefined;
  return choices[Math.floor(random() * choices.length)];
}
