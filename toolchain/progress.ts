/** Seconds between the signs of life of one long step. */
const SIGN_OF_LIFE = 20;

/** Takes each line that a person shall see. */
export type Say = (line: string) => void;

/** Says when a step ends and how long it took, and in between that it is still alive. */
export async function timed<T>(label: string, say: Say, work: () => Promise<T>): Promise<T> {
  const start = performance.now();
  const seconds = () => `${((performance.now() - start) / 1000).toFixed(0)} s`;
  const alive = setInterval(() => say(`  ${label}: ${seconds()} so far`), SIGN_OF_LIFE * 1000);
  try {
    const result = await work();
    say(`  ${label}: done in ${seconds()}`);
    return result;
  } finally {
    clearInterval(alive);
  }
}
