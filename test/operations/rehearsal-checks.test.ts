import type { ServerDescription } from "../../operations/cloud-description";
import { checkHosts, type RunOnHost } from "../../operations/rehearsal-checks";

const server = (last: number) =>
  ({
    publicAddress: `51.159.9.${last}`,
    privateAddress: `10.16.0.${last}`,
    vmToVmAddress: `10.17.0.${last}`,
  }) as ServerDescription;
const servers = { fe: server(3), host01: server(2) };

function answers(changed: (host: string, command: string) => string | undefined = () => undefined): RunOnHost {
  return (host, command) => {
    const output = changed(host, command);
    if (output === "dead") return { status: 255, output: `${host}: no route to host` };
    if (output !== undefined) return { status: 1, output };
    if (command.startsWith("sudo ping"))
      return { status: 0, output: "2 packets transmitted, 2 received, 0% packet loss" };
    const last = host === "fe" ? 3 : 2;
    return {
      status: 0,
      output: [
        host,
        "lo UNKNOWN 127.0.0.1/8",
        `br0 UP 51.159.9.${last}/24`,
        `hosttohost@enp5s0 UP 10.16.0.${last}/20`,
        `vmtovm@enp5s0 UP 10.17.0.${last}/20`,
      ].join("\n"),
    };
  };
}

test("a cloud as it was asked for passes: login, addresses, every host to every other", () => {
  const checks = checkHosts(servers, answers());
  expect(checks.filter(({ passed }) => !passed)).toEqual([]);
  expect(checks.map(({ what, from, to }) => `${what}: ${from} ${to}`)).toEqual([
    "SSH with the pinned key: internet fe 51.159.9.3",
    "addresses on br0, hosttohost, vmtovm: fe ",
    "ping over the private network: fe host01 10.16.0.2",
    "SSH with the pinned key: internet host01 51.159.9.2",
    "addresses on br0, hosttohost, vmtovm: host01 ",
    "ping over the private network: host01 fe 10.16.0.3",
  ]);
});

test("a host that does not answer is named, and not asked for more", () => {
  const checks = checkHosts(
    servers,
    answers((host) => (host === "host01" ? "dead" : undefined)),
  );
  expect(checks.filter(({ from }) => from === "host01")).toEqual([]);
  expect(checks.find(({ to }) => to.startsWith("host01 51"))).toMatchObject({ passed: false });
});

test("what ping says in place of an answer stays on the row's line", () => {
  const refused = answers((_host, command) =>
    command.startsWith("sudo ping") ? "ping: socktype: SOCK_RAW\nping: socket: Operation not permitted\n" : undefined,
  );
  const failed = checkHosts(servers, refused).filter(({ passed }) => !passed);
  expect(failed.map(({ found }) => found)).toEqual(Array(2).fill("ping: socket: Operation not permitted"));
});

test("an address on the wrong interface, a wrong name and a lost ping fail", () => {
  const wrong: RunOnHost = (host, command) => {
    const right = answers()(host, command);
    if (command.startsWith("sudo ping"))
      return { status: 1, output: "2 packets transmitted, 0 received, 100% packet loss" };
    return { ...right, output: right.output.replace("host01\n", "localhost\n").replace("vmtovm@", "vlan7@") };
  };
  const failed = checkHosts(servers, wrong).filter(({ passed }) => !passed);
  expect(failed.map(({ what }) => what)).toEqual([
    "addresses on br0, hosttohost, vmtovm",
    "ping over the private network",
    "SSH with the pinned key",
    "addresses on br0, hosttohost, vmtovm",
    "ping over the private network",
  ]);
  expect(failed[0]!.found).toContain("vmtovm");
});
