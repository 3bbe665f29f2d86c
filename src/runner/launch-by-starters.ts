/** Programs as children of small processes kept for that, as many as run at the same time. */
import type { ChildProcess } from 'node:child_process';
import type { Launch, LaunchOrder } from './launch.ts';
import { type FileOrder, Starter } from './starter.ts';
import { starterScript } from './starter-script.ts';

export interface Starters {
  readonly launch: Launch;
  /** Has so many of them ready before they are needed. */
  warmUp(count: number): void;
  /** Lets go those that have nothing to do. */
  close(): void;
}

/** How the small process gets started, with these arguments, and pipes to its input and output. */
export type OpenPerl = (args: readonly string[]) => ChildProcess;

/** Where it cannot be had, and where somebody listens to the output, `directly` takes its place. */
export function launchByStarters(openPerl: OpenPerl, directly: Launch): Starters {
  const idle: Starter[] = [];
  let fit = true;

  function open(): Starter {
    return new Starter(openPerl(['-e', starterScript]), (order, events) => {
      fit = false;
      directly(order, events);
    });
  }

  return {
    launch(order, events) {
      if (!fit || !goesToFile(order)) return directly(order, events);
      const starter = idle.pop() ?? open();
      const free = () => void idle.push(starter);
      const given = starter.give(order, {
        ...events,
        onNoStart(error) {
          free();
          events.onNoStart(error);
        },
        onOver() {
          free();
          events.onOver();
        },
      });
      if (given) return;
      free();
      directly(order, events);
    },
    warmUp(count) {
      while (idle.length < count) idle.push(open());
    },
    close() {
      for (const starter of idle.splice(0)) starter.close();
    },
  };
}

function goesToFile(order: LaunchOrder): order is FileOrder {
  return typeof order.output !== 'function';
}
