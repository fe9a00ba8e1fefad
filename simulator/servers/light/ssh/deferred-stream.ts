import { Socket } from "node:net";
import { Duplex } from "node:stream";

/**
 * ssh2 expects the other end's answer in a later turn of the event loop, as a socket gives it; a pair of streams in memory
 * may answer inside the write. Sockets pass as they are.
 */
export function deferWrites(stream: Duplex): Duplex {
  if (stream instanceof Socket) return stream;
  const deferred = new Duplex({
    // As a server's socket does: a client that has ended is answered by an end.
    allowHalfOpen: false,
    read: () => stream.resume(),
    write: (chunk, _encoding, done) => {
      setImmediate(() => (stream.writable ? stream.write(chunk, () => done()) : done()));
    },
    final: (done) => {
      stream.end(() => done());
    },
    destroy: (error, done) => {
      stream.destroy();
      done(error);
    },
  });
  stream.on("data", (chunk) => {
    if (!deferred.push(chunk)) stream.pause();
  });
  stream.on("end", () => deferred.push(null));
  stream.on("close", () => deferred.destroy());
  stream.on("error", () => deferred.destroy());
  return deferred;
}

/** What was sent before the cut still arrives; the connection is gone after it. */
export function destroyAfterWrites(stream: Duplex): void {
  if (stream instanceof Socket) stream.destroySoon();
  // In memory a write arrives in the next turn, or never when nobody reads.
  else setImmediate(() => setImmediate(() => stream.destroy()));
}
