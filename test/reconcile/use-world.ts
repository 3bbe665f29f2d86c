import { afterEach, beforeEach } from '@jest/globals';

/** A world of its own for each test of a group, closed after it. */
export function useWorld<World extends { close?(): Promise<void> }>(
  makeWorld: () => Promise<World>,
): () => World {
  let world: World | null = null;
  beforeEach(async () => {
    world = await makeWorld();
  });
  afterEach(async () => {
    await world?.close?.();
    world = null;
  });
  return () => {
    if (!world) throw new Error('no world outside a test');
    return world;
  };
}
