import fs from "node:fs";
import path from "node:path";
import { provideFabric } from "../fabric/provide-fabric";
import type { Places } from "../places";
import type { Say } from "../progress";
import { type GuestImage, guestImagesFolder, provideGuestImage } from "./guest-image";
import { provideHostPackages, thisHost } from "./host-packages";
import { type GuestMachine, guestMachine } from "./machine";
import { type KvmVerdict, probeKvm } from "./probe-kvm";

/** What `.cache/metal.json` holds. */
export interface MetalToolchain {
  /** Binary of the switch between the guests. */
  readonly fabric: string;
  readonly image: GuestImage;
  readonly kvm: KvmVerdict;
  readonly machine: GuestMachine;
}

/**
 * Makes this machine able to run real guests and notes how in `.cache/metal.json`. Silent where everything stands.
 *
 * @throws ToolchainProblem when something is missing that cannot be made here
 */
export async function prepareMetal(places: Places, say: Say): Promise<MetalToolchain> {
  await provideHostPackages(thisHost(), say);
  const fabric = await provideFabric(places, say);
  const image = await provideGuestImage(guestImagesFolder(), say);
  const kvm = await probeKvm(image, say);
  const metal: MetalToolchain = { fabric, image, kvm, machine: guestMachine(kvm.usable) };
  fs.mkdirSync(path.dirname(places.metal), { recursive: true });
  const unfinished = `${places.metal}.${process.pid}`;
  fs.writeFileSync(unfinished, `${JSON.stringify(metal, undefined, 2)}\n`);
  fs.renameSync(unfinished, places.metal);
  return metal;
}
