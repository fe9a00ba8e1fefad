import { connect } from "node:net";
import type { Command } from "commander";
import { runningProcess } from "../process-record";
import { CloudDirectory } from "../store/cloud-directory";
import { type Chosen, onCloud } from "./on-cloud";

/** `ssh -o ProxyCommand='npm run --silent simulate -- connect %h %p'` and the like. */
export function addConnectCommand(program: Command): void {
  onCloud(program, "connect", "carry standard input and output to an address of the cloud")
    .argument("<address>")
    .argument("<port>")
    .action(async (address: string, port: string, chosen: Chosen) => {
      const running = runningProcess(new CloudDirectory(chosen.cloud));
      if (running === undefined) throw new Error(`no simulator runs in ${chosen.cloud}`);
      await carry(running.port, `${address}:${port}`);
    });
}

/** @throws Error with the proxy's words when nothing answers there */
function carry(frontPort: number, target: string): Promise<void> {
  const socket = connect(frontPort, "127.0.0.1");
  return new Promise((resolve, reject) => {
    let head = Buffer.alloc(0);
    const readHead = (part: Buffer) => {
      head = Buffer.concat([head, part]);
      const end = head.indexOf("\r\n\r\n");
      if (end === -1) return;
      socket.off("data", readHead);
      socket.pause();
      if (!head.toString("latin1").startsWith("HTTP/1.1 200")) {
        socket.destroy();
        reject(new Error(head.toString("utf8").split("\r\n").at(-1) || `${target} does not answer`));
        return;
      }
      socket.unshift(head.subarray(end + 4));
      process.stdin.pipe(socket);
      socket.pipe(process.stdout);
      // What is at the other end of standard input may go on for ever.
      socket.on("end", () => process.exit());
      resolve();
    };
    socket.on("data", readHead);
    socket.on("error", reject);
    socket.on("connect", () => socket.write(`CONNECT ${target} HTTP/1.1\r\nHost: ${target}\r\n\r\n`));
  });
}
