import { connect, type Socket } from "node:net";

/** A machine's monitor, over the QEMU Machine Protocol (QEMU, "QMP specification"): one JSON document per line, one client at a time. */
export class Monitor {
  private waiting: { resolve: (value: unknown) => void; reject: (error: Error) => void }[] = [];
  private rest = "";

  private constructor(private readonly socket: Socket) {
    socket.setEncoding("utf8");
    socket.on("data", (text: string) => this.read(text));
    socket.on("error", () => undefined);
    socket.on("close", () => {
      for (const { reject } of this.waiting.splice(0)) reject(new Error("the machine has ended"));
    });
  }

  /** @throws Error when nothing listens at the socket */
  static async open(path: string): Promise<Monitor> {
    const socket = connect(path);
    await new Promise<void>((resolve, reject) => socket.once("connect", resolve).once("error", reject));
    const monitor = new Monitor(socket);
    await monitor.call("qmp_capabilities");
    return monitor;
  }

  /** Resolves when the machine is gone. */
  get ended(): Promise<void> {
    if (this.socket.destroyed) return Promise.resolve();
    return new Promise((resolve) => this.socket.once("close", () => resolve()));
  }

  /** @throws Error with QEMU's words, or when the machine ends before it answers */
  call(command: string, options?: Readonly<Record<string, unknown>>): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ resolve, reject });
      this.socket.write(`${JSON.stringify({ execute: command, arguments: options })}\n`);
    });
  }

  close(): void {
    this.socket.destroy();
  }

  private read(text: string): void {
    const lines = (this.rest + text).split("\n");
    this.rest = lines.pop()!;
    for (const line of lines.filter((each) => each.trim() !== "")) {
      const message = JSON.parse(line) as { return?: unknown; error?: { desc: string } };
      // The greeting and events are nobody's answer.
      if (!("return" in message) && message.error === undefined) continue;
      const { resolve, reject } = this.waiting.shift()!;
      if (message.error === undefined) resolve(message.return);
      else reject(new Error(message.error.desc));
    }
  }
}
