import type { ServerChannel } from "ssh2";
import { chunksOf } from "./chunks";

/** Bytes of a channel by line and by count. */
export class ByteReader {
  #buffer = Buffer.alloc(0);
  readonly #chunks: AsyncIterator<Buffer>;

  constructor(channel: ServerChannel) {
    this.#chunks = chunksOf(channel);
  }

  /** Up to and without the next line end; undefined at EOF. */
  async line(): Promise<string | undefined> {
    while (!this.#buffer.includes(10)) if (!(await this.#more())) return undefined;
    const end = this.#buffer.indexOf(10);
    const text = this.#buffer.subarray(0, end).toString("utf8");
    this.#buffer = this.#buffer.subarray(end + 1);
    return text;
  }

  async take(count: number): Promise<Buffer | undefined> {
    while (this.#buffer.length < count) if (!(await this.#more())) return undefined;
    const taken = Buffer.from(this.#buffer.subarray(0, count));
    this.#buffer = this.#buffer.subarray(count);
    return taken;
  }

  async #more(): Promise<boolean> {
    const { done, value } = await this.#chunks.next();
    if (done) return false;
    this.#buffer = Buffer.concat([this.#buffer, value]);
    return true;
  }
}
