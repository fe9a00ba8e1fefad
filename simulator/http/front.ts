import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import * as https from "node:https";
import { type AddressInfo, createServer as createTcpServer, type Socket, type Server as TcpServer } from "node:net";
import type { Duplex } from "node:stream";
import type { Cloud } from "../cloud";
import type { ControlSubject } from "../control/control-routes";
import { serveControl } from "../control/serve-control";
import type { Route } from "../services/service";
import type { FrontCertificate } from "./certificates";
import { JournalDraft } from "./journal-draft";
import { isDistribution, productOf, splitHost } from "./product-hosts";
import { NO_PAGE_HERE, PLAIN_HTTP_REFUSAL, refusalOf, refuseConnect } from "./refuse";
import { Router } from "./router";
import { serveApi } from "./serve-api";
import { servePackages } from "./serve-packages";
import { serveS3 } from "./serve-s3";
import { SOCKS_VERSION, serveSocks } from "./socks";
import { isSimulatedAddress, serveTunnel } from "./tunnel";

/** Longer than any client keeps an idle connection (Go: 90 s), so that none is closed while it sends its next request. */
const KEEP_ALIVE_MS = 10 * 60 * 1000;

export interface FrontOptions {
  readonly cloud: Cloud;
  readonly routes: readonly Route[];
  /** Names of all operations that a fault can hit. */
  readonly operations: readonly string[];
  readonly certificate: FrontCertificate;
  readonly controlToken: string;
  /** Called when a client of the control API asks the process to end. */
  readonly onStop: () => void;
}

/**
 * The simulator's only socket: an HTTP proxy on loopback that SOCKS clients may use too. CONNECT to a product's host ends in our own TLS, CONNECT to a
 * simulated server is carried to it, every other host is refused by name; `/_control/` is answered to those who ask the
 * proxy itself, never through a product's host.
 */
export class Front {
  private readonly entrance: TcpServer;
  private readonly proxy: Server;
  private readonly products: https.Server;
  private readonly router: Router;
  private readonly subject: ControlSubject;
  /** Every connection, and those of them that lead to a product or a server. */
  private readonly sockets = new Set<Duplex>();
  private readonly tunnelled = new Set<Duplex>();
  /** Requests that are being served. */
  private readonly open = new Set<Promise<void>>();

  public constructor(private readonly options: FrontOptions) {
    this.router = new Router(options.routes);
    this.subject = {
      cloud: options.cloud,
      operations: options.operations,
      stop: options.onStop,
      disconnectClients: () => {
        for (const socket of this.tunnelled) socket.destroy();
      },
    };
    this.proxy = createServer((request, response) => this.servePlain(request, response));
    this.proxy.on("connect", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      this.follow(this.connect(request, socket, head));
    });
    this.entrance = createTcpServer({ allowHalfOpen: true }, (socket) => this.enter(socket));
    this.products = https.createServer({ ...options.certificate, ALPNProtocols: ["http/1.1"] }, (request, response) =>
      this.follow(this.serveProduct(request, response)),
    );
    this.products.on("tlsClientError", (error, socket) => this.noteBrokenHandshake(error, socket.servername));
    for (const server of [this.proxy, this.products]) {
      server.keepAliveTimeout = KEEP_ALIVE_MS;
      server.requestTimeout = 0;
    }
  }

  /**
   * @param port 0 takes a free one
   * @returns the port
   * @throws Error with code EADDRINUSE when the port is taken
   */
  public listen(port: number): Promise<number> {
    return new Promise((resolve, reject) => {
      this.entrance.once("error", reject);
      this.entrance.listen({ host: "127.0.0.1", port, exclusive: true }, () => {
        this.entrance.removeListener("error", reject);
        resolve((this.entrance.address() as AddressInfo).port);
      });
    });
  }

  public async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.entrance.close(() => resolve()));
    const gone = [...this.sockets].map((socket) => new Promise((resolve) => socket.once("close", resolve)));
    for (const socket of this.sockets) socket.destroy();
    await closed;
    await Promise.all(gone);
    await Promise.allSettled(this.open);
  }

  private follow(served: Promise<void>): void {
    this.open.add(served);
    void served.finally(() => this.open.delete(served));
  }

  private track(socket: Duplex, set = this.sockets): void {
    set.add(socket);
    socket.on("close", () => set.delete(socket));
    // A client that resets its connection is its own affair.
    socket.on("error", () => undefined);
  }

  /** One port for both kinds of proxy client: the first byte tells them apart. */
  private enter(socket: Socket): void {
    this.track(socket);
    socket.once("data", (first: Buffer) => {
      socket.pause();
      socket.unshift(first);
      if (first[0] !== SOCKS_VERSION) {
        this.proxy.emit("connection", socket);
        process.nextTick(() => socket.resume());
        return;
      }
      // SSH is many small packets to and fro: held back for each other they take 40 ms each.
      socket.setNoDelay(true);
      // A client that goes in the middle of its request is its own affair.
      serveSocks(socket, (connection) => this.proxy.emit("connection", connection)).catch(() => socket.destroy());
    });
  }

  private async connect(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const { cloud } = this.options;
    const { host, port } = splitHost(request.url ?? "");
    this.track(socket, this.tunnelled);
    if (productOf(host) !== undefined && port === 443) {
      socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
      if (head.length > 0) socket.unshift(head);
      this.products.emit("connection", socket as Socket);
      return;
    }
    const target = { method: "CONNECT", host, path: `:${port ?? ""}` };
    if (isSimulatedAddress(host, cloud.store)) {
      await serveTunnel({ address: host, port: port ?? 22, request, client: socket, head }, cloud);
      return;
    }
    const draft = new JournalDraft(cloud.journal, "refused", target, request.headers);
    const words = refusalOf(host, port);
    draft.status = 403;
    draft.note(words);
    draft.write();
    refuseConnect(socket, 403, words);
  }

  /** Most often a client that was not told of the CA: to it, this is somebody else's Scaleway. */
  private noteBrokenHandshake(error: NodeJS.ErrnoException, servername: unknown): void {
    // Go dials more connections than it needs and hangs up on them in the middle of the handshake.
    if (error.code?.startsWith("ERR_SSL_") !== true) return;
    const host = typeof servername === "string" ? servername : "";
    const draft = new JournalDraft(this.options.cloud.journal, "refused", { method: "TLS", host, path: "" });
    draft.note(
      `no TLS connection: ${error.message}; does the client trust ${this.options.cloud.directory.caCertificate}?`,
    );
    draft.write();
  }

  private servePlain(request: IncomingMessage, response: ServerResponse): void {
    const { cloud } = this.options;
    const url = request.url ?? "/";
    // A server behind the fabric asks its distribution's repository, and never the proxy itself.
    if (isDistribution(splitHost(request.headers.host ?? "").host) && url.startsWith("/")) {
      this.follow(this.serveProduct(request, response));
      return;
    }
    if (url.startsWith("/_control/")) {
      this.follow(serveControl(request, response, this.subject, this.options.controlToken));
      return;
    }
    const target = URL.canParse(url) ? new URL(url) : undefined;
    const host = target?.hostname ?? splitHost(request.headers.host ?? "").host;
    const draft = new JournalDraft(
      cloud.journal,
      "refused",
      { method: request.method ?? "", host, path: target === undefined ? url : `${target.pathname}${target.search}` },
      request.headers,
    );
    const words = target === undefined ? NO_PAGE_HERE : `${refusalOf(host, undefined)} ${PLAIN_HTTP_REFUSAL}`;
    draft.status = 403;
    draft.note(words);
    draft.write();
    request.resume();
    response.writeHead(403, { "content-type": "text/plain", connection: "close" }).end(`${words}\n`);
  }

  private async serveProduct(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { cloud } = this.options;
    const { host } = splitHost(request.headers.host ?? "");
    const product = productOf(host);
    const target = { method: request.method ?? "", host, path: request.url ?? "/" };
    const draft = new JournalDraft(cloud.journal, product ?? "refused", target, request.headers);
    try {
      if (product === "api") await serveApi(request, response, cloud, this.router, draft);
      else if (product === "s3") await serveS3(request, response, cloud, draft);
      else if (product === "packages") await servePackages(request, response, cloud, draft);
      else {
        draft.status = 421;
        draft.note(refusalOf(host, undefined));
        response.writeHead(421, { connection: "close" }).end(`${refusalOf(host, undefined)}\n`);
      }
    } catch (error) {
      draft.note(error instanceof Error ? error.message : String(error));
      if (!request.socket.destroyed) console.error(error);
      request.socket.destroy();
    } finally {
      draft.write();
    }
  }
}
