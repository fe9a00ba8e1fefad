import type { MetalCloud } from "../metal-cloud";
import { row } from "../table";

/** A guest reaches the API and nothing of the real internet. */
export function nothingEscapes(metal: () => MetalCloud): void {
  test("a guest reaches the API by its name, with the cloud's own certificate authority", async () => {
    const [host] = metal().hosts as [string];
    await row("https to api.scaleway.com", host, "simulated API", async () => {
      const said = await metal().must(
        host,
        "curl -sS -m 60 -o /dev/null -w '%{http_code}' https://api.scaleway.com/account/v3/projects",
      );
      // Without a token: the API itself has answered.
      expect(said).toMatch(/^(401|403)$/);
      return `answered ${said}`;
    });
  });

  test("no other name and no other address answers a guest, and each attempt is counted", async () => {
    const [host] = metal().hosts as [string];
    await row("any other host", host, "real internet", async () => {
      expect((await metal().run(host, "curl -sS -m 30 https://example.com/")).output).toMatch(/Could not resolve host/);
      expect((await metal().run(host, "curl -sS -m 30 http://192.0.2.1/")).status).not.toBe(0);
      const { internet } = await metal().fabric();
      expect(Object.keys(internet.refusedNames)).toContain("example.com");
      expect(await metal().dropped(host, "no-route")).toBeGreaterThan(0);
      return "refused and counted";
    });
  });

  test("servers never hear each other's broadcasts; with the rule off, they do", async () => {
    const [one, other] = metal().hosts as [string, string];
    const ask = () => metal().run(one, "sudo ping -b -c 2 -W 1 -I br0 255.255.255.255");
    const received = async () =>
      (await metal().fabric()).servers.find(({ id }) => id === metal().serverId(other))!.sent;
    await row("broadcast", one, other, async () => {
      const before = await received();
      await ask();
      // Nothing else sends to the other server meanwhile.
      expect((await received()).frames).toBe(before.frames);
      return "not heard";
    });
    await metal().without("broadcast-isolation", async () => {
      const before = await received();
      await ask();
      expect((await received()).frames).toBeGreaterThan(before.frames);
    });
  });
}
