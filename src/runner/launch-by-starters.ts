/** Programs as children of small processes kept for that, as many as run at the same time. */
import type { ChildProcess } from 'node:child_process';
import type { Launch, LaunchEvents, LaunchOrder } from './launch.ts';
import { type FileOrder, Starter } from './starter.ts';
import { starterScript } from './starter-script.ts';

export interface Starters {
  readonly launch: Launch;
  /** Has one of so many hands ready before it is needed. */
  warmUp(hands: number): void;
  lane(hands: number): Lane;
  /** Lets go those that have nothing to do. */
  close(): void;
}

/** Programs of which so many run at the same time, as the lane has hands; those that are launched beyond wait there. */
export interface Lane {
  readonly launch: Launch;
  /** Whether more may be launched than there are hands. */
  canQueue(): boolean;
  /** Once everything that was launched is over. */
  close(): void;
}

/** How the small process gets started, with these arguments, pipes to its input and output, and one more. */
export type OpenPerl = (args: readonly string[]) => ChildProcess;

/** A lane of more hands would cost more than it saves. */
const mostHands = 16;

/** Where it cannot be had, and where somebody listens to the output, `directly` takes its place. */
export function launchByStarters(openPerl: OpenPerl, directly: Launch): Starters {
  const idle = new Map<number, Starter[]>();
  let fit = true;

  function open(hands: number): Starter {
    return new Starter(openPerl(['-e', starterScript, `${hands}`]), (order, events) => {
      fit = false;
      directly(order, events);
    });
  }

  const take = (hands: number) => idle.get(hands)?.pop() ?? open(hands);

  function free(starter: Starter, hands: number): void {
    const others = idle.get(hands) ?? [];
    idle.set(hands, others);
    others.push(starter);
  }

  function launch(order: LaunchOrder, events: LaunchEvents) {
    if (!fit || !goesToFile(order)) return directly(order, events);
    const starter = take(1);
    const given = starter.give(
      order,
      whenOver(events, () => free(starter, 1)),
    );
    if (given) return given;
    free(starter, 1);
    return directly(order, events);
  }

  return {
    launch,
    warmUp: (hands) => free(open(hands), hands),
    lane(hands) {
      if (!fit || hands > mostHands) return { launch, canQueue: () => false, close: () => {} };
      const starter = take(hands);
      return {
        launch(order, events) {
          const file = goesToFile(order) ? order : null;
          return (file && starter.give(file, events)) ?? directly(order, events);
        },
        canQueue: () => starter.isReady(),
        close: () => free(starter, hands),
      };
    },
    close() {
      for (const starter of [...idle.values()].flat()) starter.close();
      idle.clear();
    },
  };
}

function whenOver(events: LaunchEvents, then: () => void): LaunchEvents {
  return {
    ...events,
    onNoStart(error) {
      then();
      events.onNoStart(error);
    },
    onOver() {
      then();
      events.onOver();
    },
  };
}

function goesToFile(order: LaunchOrder): order is FileOrder {
  return typeof order.output !== 'function';
}
