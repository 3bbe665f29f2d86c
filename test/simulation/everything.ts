import type { Faults } from './faults.ts';
import type { FixStore } from './fix-store.ts';
import type { Invariants } from './invariants.ts';
import type { MemoryWorld } from './memory-world.ts';
import type { Prng } from './prng.ts';
import type { Story } from './story.ts';
import type { VirtualTime } from './virtual-time.ts';

/** What all parts of one story share. */
export interface Everything {
  readonly time: VirtualTime;
  readonly random: Prng;
  readonly faults: Faults;
  readonly story: Story;
  readonly world: MemoryWorld;
  readonly invariants: Invariants;
  readonly fixes: FixStore;
}
