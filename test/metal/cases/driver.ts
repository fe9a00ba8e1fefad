import { privateNic, publicNic, type VirtualMachine } from "../../ansible/driver/virtual-machine";
import { codesOf, DriverPlay, type Ip, machineOf, saidBy } from "../driver-play";
import type { MetalCloud } from "../metal-cloud";
import { withoutHook } from "../opennebula-hooks";

const [A, B] = ["host01", "host02"] as const;

/** After `driverSetupCases`: hooks as OpenNebula calls them, and whether the VM's traffic follows. */
export function driverCases(metal: () => MetalCloud): void {
  describe("the Flexible IP of a VM", () => {
    let play: DriverPlay;
    /** Of the VM that lives through it all. */
    let ip: Ip;
    let second: Ip;
    let vm: VirtualMachine;

    beforeAll(async () => {
      play = new DriverPlay(metal());
      ip = metal().server(A).flexibleIp;
      second = metal().server(B).flexibleIp;
      vm = machineOf(7, [ip]);
      for (const each of everyIp()) await metal().moveFlexibleIp(each.id, undefined);
    });
    afterAll(async () => {
      for (const host of metal().hosts) for (const each of everyIp()) await play.vanishes(host, each);
      for (const host of metal().hosts) await metal().moveFlexibleIp(metal().server(host).flexibleIp.id, host);
    });
    const everyIp = (): Ip[] => [
      ...Object.values(metal().servers).map(({ flexibleIp }) => flexibleIp),
      metal().spareFlexibleIp,
    ];

    async function answersOn(host: string, each: Ip): Promise<void> {
      expect(await play.place(each)).toBe(host);
      expect(await play.answers(each)).toBe(true);
    }
    async function isSilent(each: Ip): Promise<void> {
      await play.comesTo(each, "ready");
      expect(await play.answers(each)).toBe(false);
    }

    /** Hooks and traffic of an interface that comes up; `before` is the VM as `pre` sees it. */
    async function comesUp(host: string, each: Ip, now: VirtualMachine, before = now) {
      const first = await play.hook("pre", host, before);
      await play.appears(host, each);
      return [first, await play.hook("post", host, now)];
    }

    test("start: it answers as soon as the VM does", async () => {
      await play.play(
        "start",
        A,
        () => comesUp(A, ip, vm, machineOf(7, [ip], false)),
        async (results) => {
          expect(codesOf(results)).toEqual([0, 0]);
          await answersOn(A, ip);
          return "answers";
        },
      );
    });

    test("hotplug of a second public interface: it answers, and the first goes on", async () => {
      const plugged = { ...vm, nics: [...vm.nics, { ...machineOf(7, [second]).nics[0]!, attach: true }] };
      await play.play(
        "hotplug public NIC, attach",
        A,
        () => comesUp(A, second, plugged),
        async (results) => {
          expect(codesOf(results)).toEqual([0, 0]);
          await answersOn(A, second);
          await answersOn(A, ip);
          return "both answer";
        },
      );
      await play.play(
        "hotplug public NIC, detach",
        A,
        async () => [await play.hook("clean", A, plugged)],
        async (results) => {
          expect(codesOf(results)).toEqual([0]);
          await isSilent(second);
          await answersOn(A, ip);
          return "silent; the first answers";
        },
      );
      await play.vanishes(A, second);
    });

    test("hotplug of a private interface leaves the public one alone", async () => {
      const plugged = { ...vm, nics: [...vm.nics, privateNic({ attach: true })] };
      await play.play(
        "hotplug private NIC, attach and detach",
        A,
        async () => [
          await play.hook("pre", A, plugged),
          await play.hook("post", A, plugged),
          await play.hook("clean", A, plugged),
        ],
        async (results) => {
          expect(codesOf(results)).toEqual([0, 0, 0]);
          await answersOn(A, ip);
          return "answers";
        },
      );
    });

    test("a public alias is refused, and nothing else is touched", async () => {
      const alias = publicNic(
        { ...second, id: second.id.split("/").at(-1)! },
        {
          tag: "NIC_ALIAS",
          attach: true,
        },
      );
      await play.play(
        "public alias",
        A,
        async () => [await play.hook("pre", A, { ...vm, nics: [...vm.nics, alias] })],
        async (results) => {
          expect(codesOf(results)).toEqual([1]);
          expect(saidBy(results)).toContain("is an alias");
          await answersOn(A, ip);
          return "refused; the first answers";
        },
      );
    });

    /** From one host to another; the interface changes its place between `pre` and `clean`. */
    async function migrates(what: string, from: string, to: string): Promise<void> {
      await play.play(
        what,
        `${from}, ${to}`,
        async () => {
          const before = await play.hook("pre", to, vm);
          await answersOn(from, ip);
          await play.vanishes(from, ip);
          await play.appears(to, ip);
          return [before, await play.hook("clean", from, vm), await play.hook("post", to, vm)];
        },
        async (results) => {
          expect(codesOf(results)).toEqual([0, 0, 0]);
          await answersOn(to, ip);
          return `answers until it leaves ${from}, then on ${to}`;
        },
      );
    }

    test("live migration, there and back", async () => {
      await migrates("live migration", A, B);
      await migrates("live migration back", B, A);
    });

    test("live migration that fails half-way: it answers where it stayed", async () => {
      await play.play(
        "live migration fails half-way",
        `${A}, ${B}`,
        async () => [await play.hook("pre", B, vm)],
        async (results) => {
          expect(codesOf(results)).toEqual([0]);
          await answersOn(A, ip);
          return `answers on ${A}`;
        },
      );
    });

    test("a control: with a post hook that does nothing, a VM that has moved is silent, and the next post heals it", async () => {
      await play.hook("pre", B, vm);
      await play.vanishes(A, ip);
      await play.appears(B, ip);
      await withoutHook(metal(), "post", B, async () => {
        await play.hook("clean", A, vm);
        await play.hook("post", B, vm);
        await expect(answersOn(B, ip)).rejects.toThrow();
        expect(await play.answers(ip)).toBe(false);
      });
      await play.play(
        "post again, after one that did nothing",
        B,
        async () => [await play.hook("post", B, vm)],
        async () => {
          await answersOn(B, ip);
          return "silent before, answers after";
        },
      );
      await migrates("live migration back", B, A);
    });

    test("migration to the same host", async () => {
      await play.play(
        "same-host migration",
        A,
        async () => [await play.hook("pre", A, vm), await play.hook("clean", A, vm), await play.hook("post", A, vm)],
        async (results) => {
          expect(codesOf(results)).toEqual([0, 0, 0]);
          await answersOn(A, ip);
          return "answers";
        },
      );
    });

    test("guest shutdown: nothing is called, and the next start finds it in place", async () => {
      await play.vanishes(A, ip);
      expect(await play.answers(ip)).toBe(false);
      await play.play(
        "guest shutdown, start again",
        A,
        () => comesUp(A, ip, vm),
        async (results) => {
          expect(codesOf(results)).toEqual([0, 0]);
          await answersOn(A, ip);
          return "answers";
        },
      );
    });

    test("stop: silent, even if the VM still sends; a control: with a clean hook that does nothing, or the rule off, it answers", async () => {
      await withoutHook(metal(), "clean", A, async () => {
        await play.hook("clean", A, vm);
        expect(await play.answers(ip)).toBe(true);
      });
      await play.play(
        "stop",
        A,
        async () => [await play.hook("clean", A, vm)],
        async (results) => {
          expect(codesOf(results)).toEqual([0]);
          await isSilent(ip);
          return "silent";
        },
      );
      await metal().without("flexible-ip-place", async () => expect(await play.answers(ip)).toBe(true));
      await play.vanishes(A, ip);
    });

    test("three VMs start at once, one call is answered by 429; each answers on its host", async () => {
      const hosts = metal().hosts.slice(0, 3);
      const ips = hosts.map((_, place) => everyIp()[place]!);
      await metal().cloud.fault("flexible-ip.AttachFlexibleIP", {
        kind: "answer",
        status: 429,
        type: null,
        retryAfterSeconds: 1,
      });
      await play.play(
        "three VMs start at once, one 429",
        hosts.join(", "),
        async () => {
          for (const [place, host] of hosts.entries()) await play.appears(host, ips[place]!);
          return Promise.all(
            hosts.map((host, place) => play.hook("pre", host, machineOf(20 + place, [ips[place]!], false))),
          );
        },
        async (results) => {
          expect(codesOf(results)).toEqual([0, 0, 0]);
          for (const [place, host] of hosts.entries()) await answersOn(host, ips[place]!);
          return "all answer";
        },
      );
      for (const [place, host] of hosts.entries()) {
        await play.hook("clean", host, machineOf(20 + place, [ips[place]!]));
        await play.vanishes(host, ips[place]!);
      }
    });

    test("a node goes down with its VM: it answers from the other node, and the node serves again when it is back", async () => {
      await comesUp(B, ip, vm);
      await answersOn(B, ip);
      await metal().power(B, "stop");
      await metal().hasStatus(B, "stopped");
      expect(await play.answers(ip)).toBe(false);
      await play.play(
        "node crash, start elsewhere",
        `${B}, ${A}`,
        () => comesUp(A, ip, vm),
        async (results) => {
          expect(codesOf(results)).toEqual([0, 0]);
          expect(saidBy(results)).toContain(`taken over from server ${metal().serverId(B)}`);
          await answersOn(A, ip);
          return `answers on ${A}`;
        },
      );
      await metal().power(B, "start");
      await metal().answers(B);
      await migrates("live migration to the node that is back", A, B);
      await play.hook("clean", B, vm);
      await play.vanishes(B, ip);
    });
  });
}

/** After `rebootCases`. */
export function driverAfterRebootCase(metal: () => MetalCloud): void {
  test("after a reboot of all servers, broker and hooks serve by themselves", async () => {
    const play = new DriverPlay(metal());
    const ip = metal().server(A).flexibleIp;
    await metal().moveFlexibleIp(ip.id, undefined);
    await play.play(
      "start, after a reboot of all servers",
      A,
      async () => {
        await play.appears(A, ip);
        return [await play.hook("pre", A, machineOf(7, [ip], false))];
      },
      async (results) => {
        expect(codesOf(results)).toEqual([0]);
        expect(await play.answers(ip)).toBe(true);
        return "answers";
      },
    );
    await play.vanishes(A, ip);
  });
}
