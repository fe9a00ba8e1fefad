type Ssh2 = typeof import("ssh2");

let loaded: Ssh2 | undefined;

/** The SSH library, loaded when the first server boots: a simulator without servers starts faster. */
export function ssh2(): Ssh2 {
  loaded ??= require("ssh2") as Ssh2;
  return loaded;
}
