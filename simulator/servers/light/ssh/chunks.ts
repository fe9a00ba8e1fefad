import type { ServerChannel } from "ssh2";

/** What a client sends, until it says EOF or is gone: on a server the two are the same to whoever reads. */
export async function* chunksOf(channel: ServerChannel): AsyncGenerator<Buffer, undefined> {
  try {
    // The plain iterator destroys the channel at the client's EOF, before the exit status is sent.
    for await (const chunk of channel.iterator({ destroyOnReturn: false })) yield chunk as Buffer;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ERR_STREAM_PREMATURE_CLOSE") throw error;
  }
  return undefined;
}
