import { type Actor, MemoryWorld, self } from '../simulation/memory-world.ts';
import { describePorts, type PortWorld } from './port-contract.ts';

const bob: Actor = { login: 'bob', self: false, role: 'write' };

describePorts('in memory', async (): Promise<PortWorld> => {
  let now = Date.UTC(2026, 10, 21);
  const world = new MemoryWorld(() => now++);
  return {
    issues: {
      load: async () => world.load(),
      get: async (issue) => world.get(issue),
      list: async (label) => world.list(label),
      create: async (draft) => world.create(draft, self),
      update: async (issue, patch) => world.update(issue, patch, self),
      link: async (parent, child) => world.link(parent, child),
      events: async (issue) => world.events.get(issue) ?? [],
      ensureLabels: async (names) => world.ensure(names),
      comment: async (issue, body) => world.comment(issue, body, self),
    },
    journal: {
      commit: async (change) => {
        const head = world.commit(change.expectedHead, change);
        return head === null ? { kind: 'stale' } : { kind: 'committed', head };
      },
      files: async (folder) => world.files(folder),
    },
    person: {
      login: bob.login,
      create: async (draft) => world.create(draft, bob),
      update: async (issue, patch) => void world.update(issue, patch, bob),
      comment: async (issue, body) => world.comment(issue, body, bob),
    },
    comments: async (issue) => (world.comments.get(issue) ?? []).map(({ body }) => body),
  };
});
