import { once } from "node:events";
import { createServer, type Server as HttpServer } from "node:http";
import { type AddressInfo, createServer as createTcpServer, type Server as TcpServer } from "node:net";
import { Server as SshServer } from "ssh2";

/**
 * Somebody on the way who answers in a server's place: an HTTP proxy that connects every CONNECT to an SSH server of its own,
 * and the same server on a port. It shows the host key that it was given and lets nobody in.
 */
export class RogueServer {
  private constructor(
    private readonly proxy: HttpServer,
    private readonly direct: TcpServer,
  ) {}

  static async start(hostKey: string): Promise<RogueServer> {
    const ssh = new SshServer({ hostKeys: [hostKey] }, (client) => {
      client.on("authentication", (context) => context.reject());
      client.on("error", () => undefined);
    });
    const proxy = createServer();
    proxy.on("connect", (_request, socket) => {
      socket.on("error", () => undefined);
      socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
      // Terraform throws away what comes with that line; see simulator/http/tunnel.ts.
      socket.once("data", (first: Buffer) => {
        socket.pause();
        socket.unshift(first);
        ssh.injectSocket(socket as never);
      });
    });
    const direct = createTcpServer((socket) => ssh.injectSocket(socket));
    for (const server of [proxy, direct]) await once(server.listen(0, "127.0.0.1"), "listening");
    return new RogueServer(proxy, direct);
  }

  /** Port on 127.0.0.1 at which SSH answers without a proxy. */
  get sshPort(): number {
    return (this.direct.address() as AddressInfo).port;
  }

  /** Variables that lead Terraform's SSH to this one. */
  get environment(): Record<string, string> {
    const { port } = this.proxy.address() as AddressInfo;
    return {
      TF_VAR_ssh_proxy_scheme: "http",
      TF_VAR_ssh_proxy_host: "127.0.0.1",
      TF_VAR_ssh_proxy_port: String(port),
      TF_VAR_ssh_timeout: "5s",
    };
  }

  stop(): void {
    this.proxy.closeAllConnections();
    this.proxy.close();
    this.direct.close();
  }
}
