import { request } from "node:http";
import { connect } from "node:net";
import { type Answer, call, callApi, connectThrough } from "../../helpers/proxy-client";
import { startSimulator, type TestSimulator } from "../../helpers/simulator";
import { StubServers } from "../../helpers/stub-servers";

let simulator: TestSimulator;

beforeAll(async () => {
  simulator = await startSimulator({ makeServers: () => new StubServers() });
});
afterAll(() => simulator.stop());

/** A request in the clear to the proxy's own port; `path` may be a whole URL, as a client behind an HTTP proxy sends it. */
function askProxy(path: string, headers: Record<string, string> = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = request({ host: "127.0.0.1", port: simulator.port, path, headers, agent: false }, (response) => {
      let text = "";
      response.on("data", (part) => {
        text += part;
      });
      response.on("end", () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }));
    });
    asked.on("error", reject).end();
  });
}

describe("products", () => {
  it("answers the API over TLS that the cloud's own CA vouches for", async () => {
    const { status, body } = await callApi(simulator, { path: "/account/v3/projects?page=1" });
    expect(status).toBe(200);
    expect(body.projects).toHaveLength(1);
  });

  it.each(["s3.fr-par.scw.cloud", "some-bucket.s3.nl-ams.scw.cloud"])("answers object storage at %s", async (host) => {
    const answer = await call(simulator, { host, path: "/" });
    expect(answer.status).toBe(403);
    expect(answer.headers["content-type"]).toBe("application/xml");
    expect(answer.text).toContain("<Code>AccessDenied</Code>");
  });

  it("tells a server that a package repository is there, and has no packages", async () => {
    const host = "downloads.opennebula.io";
    const release = await call(simulator, { host, path: "/repo/7.0/Debian/12/dists/stable/InRelease" });
    expect(release).toMatchObject({ status: 200, text: expect.stringMatching(/^Label: /m) });
    expect(await call(simulator, { host, path: "/repo/7.0/Debian/12/pool/opennebula.deb" })).toMatchObject({
      status: 404,
    });
  });

  it("says JSON of every JSON it sends, errors too", async () => {
    for (const path of ["/account/v3/projects", "/no/such/route"]) {
      expect((await call(simulator, { path })).headers["content-type"]).toBe("application/json");
    }
  });

  it("refuses another host's name inside a connection that was granted to Scaleway", async () => {
    const answer = await call(simulator, { path: "/", headers: { host: "example.com" } });
    expect(answer.status).toBe(421);
    expect(answer.text).toContain("carries nothing to example.com");
  });
});

describe("a distribution's repository, asked in the clear by a server behind the fabric", () => {
  const headers = { host: "archive.ubuntu.com" };

  it("is there, without packages", async () => {
    expect((await askProxy("/ubuntu/dists/noble/InRelease", headers)).status).toBe(200);
    expect((await askProxy("/ubuntu/pool/main/x.deb", headers)).status).toBe(404);
  });

  it("is no way to the control API", async () => {
    expect((await askProxy("/_control/health", headers)).status).toBe(404);
    expect((await askProxy("/_control/health")).status).not.toBe(404);
  });
});

describe("everything else", () => {
  it.each([
    ["registry.terraform.io:443", "registry.terraform.io:443"],
    ["checkpoint-api.hashicorp.com:443", "checkpoint-api.hashicorp.com:443"],
    ["api.scaleway.com:80", "api.scaleway.com:80"],
    ["api.scaleway.com.example.com:443", "api.scaleway.com.example.com:443"],
    ["s3.us-east-1.scw.cloud:443", "s3.us-east-1.scw.cloud:443"],
    ["s3.fr-par.scw.cloud.example.com:443", "s3.fr-par.scw.cloud.example.com:443"],
    ["127.0.0.1:22", "127.0.0.1:22"],
    ["[::1]:22", "::1:22"],
    ["51.159.1.2:22", "51.159.1.2:22"],
  ])("refuses %s by name", async (target, name) => {
    const { answer, socket } = await connectThrough(simulator, target);
    socket.destroy();
    expect(answer.status).toBe(403);
    const entries = await simulator.control.journal({ kind: "refused" });
    const last = entries.at(-1);
    expect(last?.note).toContain(`carries nothing to ${name}`);
    expect(last?.userAgent).toBe("test-client");
  });

  it("lets nothing out: a listener that would have been reached hears nobody", async () => {
    const heard: string[] = [];
    const { createServer } = await import("node:net");
    const listener = createServer((socket) => {
      heard.push("connection");
      socket.destroy();
    });
    await new Promise<void>((resolve) => listener.listen(0, "127.0.0.1", resolve));
    const { port } = listener.address() as { port: number };
    const { answer, socket } = await connectThrough(simulator, `127.0.0.1:${port}`);
    socket.destroy();
    const plain = await askProxy(`http://127.0.0.1:${port}/`);
    // Negative control: the listener does hear who gets through.
    expect(heard).toEqual([]);
    await new Promise((resolve) => connect(port, "127.0.0.1").on("close", resolve).resume());
    expect(heard).toEqual(["connection"]);
    listener.close();
    expect([answer.status, plain.status]).toEqual([403, 403]);
  });

  it("refuses plain HTTP through the proxy, Scaleway's own hosts included", async () => {
    const answer = await askProxy("http://api.scaleway.com/account/v3/projects");
    expect(answer.status).toBe(403);
    expect(answer.text).toContain("Plain HTTP is refused");
  });

  it("counts refused hosts by name", async () => {
    const before = (await simulator.control.summary()).refusedHosts["counted.example"] ?? 0;
    for (let turn = 0; turn < 3; turn++) {
      (await connectThrough(simulator, "counted.example:443")).socket.destroy();
    }
    expect((await simulator.control.summary()).refusedHosts["counted.example"]).toBe(before + 3);
  });

  it("tells a browser what this is", async () => {
    const answer = await askProxy("/");
    expect(answer.status).toBe(403);
    expect(answer.text).toContain("set HTTPS_PROXY");
  });
});

describe("the control API", () => {
  it("is not reached through a product's host", async () => {
    const { status } = await callApi(simulator, { path: "/_control/health" });
    expect(status).toBe(404);
  });

  it("wants the directory's token", async () => {
    expect((await askProxy("/_control/store")).status).toBe(401);
    expect((await askProxy("/_control/store", { authorization: "Bearer wrong" })).status).toBe(401);
    expect((await simulator.control.health()).status).toBe("ok");
  });

  it("listens on loopback only", async () => {
    const { networkInterfaces } = await import("node:os");
    const outside = Object.values(networkInterfaces())
      .flatMap((list) => list ?? [])
      .find((one) => !one.internal && one.family === "IPv4");
    if (outside === undefined) return;
    const outcome = await new Promise((resolve) => {
      const socket = connect(simulator.port, outside.address);
      socket
        .on("connect", () => resolve("connected"))
        .on("error", (error: NodeJS.ErrnoException) => resolve(error.code));
    });
    expect(outcome).toBe("ECONNREFUSED");
  });
});
