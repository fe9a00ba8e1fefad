import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** What metal servers are made of on this machine, as `npm run toolchain:metal` has found or built it (toolchain/metal). */
export interface MetalSettings {
  /** Binary of the fabric. */
  readonly fabric: string;
  readonly image: MetalImage;
  /** Used only where a probe has booted the image with it. */
  readonly kvm: { readonly usable: boolean };
  readonly machine: {
    /** Arguments of QEMU that are the same for every guest. */
    readonly arguments: readonly string[];
    /** Root ports, in the order of their PCI buses. */
    readonly rootPorts: readonly string[];
  };
}

/** The disk that every server begins with, never written to. */
export interface MetalImage {
  readonly disk: string;
  readonly diskFormat: "qcow2" | "raw";
  /** Both absent: the disk boots by itself. */
  readonly kernel?: string;
  readonly initrd?: string;
  readonly kernelArguments: string;
}

const FILE = join(__dirname, "..", "..", "..", ".cache", "metal.json");

/** @throws Error that names the command that makes them */
export function readMetalSettings(file = FILE): MetalSettings {
  if (existsSync(file)) return JSON.parse(readFileSync(file, "utf8")) as MetalSettings;
  throw new Error("metal servers need a guest image and the fabric: make them with `make rehearsal-toolchain`, once");
}
