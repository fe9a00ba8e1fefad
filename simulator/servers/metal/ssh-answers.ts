import type { Duplex } from "node:stream";

const BANNER_TIMEOUT_MS = 15_000;

/** Whether an SSH daemon says its version at the other end (RFC 4253, 4.2); a mere connection would prove less. */
export async function sshAnswers(dial: () => Promise<Duplex | undefined>): Promise<boolean> {
  const connection = await dial();
  if (connection === undefined) return false;
  const banner = await new Promise<string>((resolve) => {
    const timer = setTimeout(() => resolve(""), BANNER_TIMEOUT_MS);
    let text = "";
    connection.on("data", (part: Buffer) => {
      text += part.toString("latin1");
      if (text.length >= 4) resolve(text);
    });
    connection.on("error", () => resolve(""));
    connection.on("close", () => {
      clearTimeout(timer);
      resolve(text);
    });
  });
  connection.destroy();
  return banner.startsWith("SSH-");
}
