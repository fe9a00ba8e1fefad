// Elastic Metal offers with hardware, ids and prices of the provider's cassettes (internal/services/baremetal/testdata/
// data-source-offer-*, server-*, data-source-server-basic, 2025). Each offer is sold by the hour and by the month, under two
// ids and one name. Inventions of the simulator: which offers the zones outside fr-par-1 and fr-par-2 sell (no recording of
// them), that they share the ids, and the `cloud-init` tag of the monthly records (theirs were recorded before the tag came).
import type { Zone } from "../../localities";

export interface OfferedOption {
  readonly name: string;
  /** Euros per hour, or null where the option is billed by the month whatever the offer. */
  readonly hourly: number | null;
  /** Euros per month, or null where the option is billed by the hour whatever the offer. */
  readonly monthly: number | null;
}

export interface OfferRecord {
  readonly name: string;
  readonly hourlyId: string;
  readonly monthlyId: string;
  readonly zones: readonly Zone[];
  readonly stock: "empty" | "low" | "available";
  readonly tags: readonly string[];
  readonly commercialRange: string;
  readonly quotaName: string;
  readonly cpu: { name: string; coreCount: number; threadCount: number; frequency: number; benchmark: string };
  readonly cpuCount: number;
  /** Bytes and MHz. */
  readonly memory: { capacity: number; type: string; frequency: number };
  /** Bytes of each disk. */
  readonly disk: { capacity: number; type: "NVMe" | "SSD" | "HDD" };
  readonly diskCount: number;
  /** Bits per second: included in the price, at most with an option, and to Private Networks. */
  readonly bandwidth: number;
  readonly maxBandwidth: number;
  readonly privateBandwidth: number;
  /** Euros. */
  readonly pricePerHour: number;
  readonly pricePerMonth: number;
  readonly options: readonly OfferedOption[];
  /** Systems of this catalogue that cannot be installed on it, by name and version as the recordings list them. */
  readonly incompatible: readonly string[];
}

const GBPS = 1_000_000_000;
const FR_PAR: readonly Zone[] = ["fr-par-1", "fr-par-2"];
const ALL_ZONES: readonly Zone[] = [...FR_PAR, "nl-ams-1", "nl-ams-2", "pl-waw-2", "pl-waw-3"];
const WINDOWS_2022 = "Windows 2022 64BITS standard";
const PROXMOX_8 = "Proxmox VE 8 | Debian 12 (Bookworm)";
/** Offers with the newer install system take a partitioning schema and, since December 2025, cloud-init user data. */
const NEW_INSTALLER = ["install-system-v2", "cloud-init"];

const REMOTE_ACCESS: OfferedOption = { name: "Remote Access", hourly: 0.99, monthly: null };
const HDS: OfferedOption = { name: "HDS", hourly: null, monthly: 15 };
const oneGigabit: readonly OfferedOption[] = [{ name: "Private Network", hourly: 0.03, monthly: 9.99 }, REMOTE_ACCESS];
const upToOneGigabit: readonly OfferedOption[] = [
  ...oneGigabit,
  { name: "Public Bandwidth 1Gbps", hourly: 0.028, monthly: 9.99 },
];
const upToTenGigabits: readonly OfferedOption[] = [
  { name: "Private Network", hourly: 0.06, monthly: 19.99 },
  REMOTE_ACCESS,
  { name: "Public Bandwidth 2Gbps", hourly: 0.274, monthly: 99.99 },
  { name: "Public Bandwidth 3Gbps", hourly: 0.411, monthly: 149.99 },
  { name: "Public Bandwidth 4Gbps", hourly: 0.548, monthly: 199.99 },
  { name: "Public Bandwidth 5Gbps", hourly: 0.685, monthly: 249.99 },
  { name: "Public Bandwidth 10Gbps", hourly: 1.233, monthly: 449.99 },
  HDS,
];
const windows = (monthly: number): OfferedOption => ({ name: "Windows 2022 standard", hourly: null, monthly });

export const OFFERS: readonly OfferRecord[] = [
  {
    name: "EM-A610R-NVME",
    hourlyId: "e1680dec-52aa-4cbc-b70c-ef32d863fdb0",
    monthlyId: "60bfff09-7b6e-4004-9b74-1957f26bf070",
    zones: ALL_ZONES,
    stock: "available",
    tags: ["new", ...NEW_INSTALLER],
    commercialRange: "aluminium",
    quotaName: "EM_A610R_NVMe",
    cpu: { name: "AMD Ryzen PRO 3600", coreCount: 6, threadCount: 12, frequency: 3600, benchmark: "17202" },
    cpuCount: 1,
    memory: { capacity: 32_000_000_000, type: "DDR4", frequency: 3200 },
    disk: { capacity: 1_024_209_543_168, type: "NVMe" },
    diskCount: 2,
    bandwidth: GBPS / 2,
    maxBandwidth: GBPS,
    privateBandwidth: GBPS,
    pricePerHour: 0.11,
    pricePerMonth: 39.99,
    options: [...upToOneGigabit, HDS, windows(25.2)],
    incompatible: [],
  },
  {
    name: "EM-A115X-SSD",
    hourlyId: "f7241870-c383-4fa2-bbca-5189600df5c4",
    monthlyId: "f1322af3-53dd-473b-8749-83661fbb73d8",
    zones: [...FR_PAR, "nl-ams-1"],
    stock: "available",
    tags: [],
    commercialRange: "aluminium",
    quotaName: "EM_A115X_SSD",
    cpu: { name: "Intel Xeon E3 1220 or equivalent", coreCount: 4, threadCount: 4, frequency: 3100, benchmark: "3895" },
    cpuCount: 1,
    memory: { capacity: 32_000_000_000, type: "DDR3", frequency: 1600 },
    disk: { capacity: 1_024_209_543_168, type: "SSD" },
    diskCount: 2,
    bandwidth: GBPS / 2,
    maxBandwidth: GBPS,
    privateBandwidth: GBPS,
    pricePerHour: 0.091,
    pricePerMonth: 32.99,
    options: [...upToOneGigabit, windows(25.2)],
    incompatible: [PROXMOX_8, WINDOWS_2022],
  },
  {
    name: "EM-B112X-SSD",
    hourlyId: "a5065ba4-dde2-45f3-adec-1ebbb27b766b",
    monthlyId: "3032af6b-d3ad-424c-b986-58b9dce1f6ee",
    zones: [...FR_PAR, "nl-ams-1"],
    stock: "available",
    tags: [],
    commercialRange: "beryllium",
    quotaName: "EM_B112X_SSD",
    cpu: {
      name: "Intel Xeon E5 2600 or equivalent",
      coreCount: 6,
      threadCount: 12,
      frequency: 2000,
      benchmark: "5295",
    },
    cpuCount: 2,
    memory: { capacity: 192_000_000_000, type: "DDR3", frequency: 1600 },
    disk: { capacity: 1_000_204_886_016, type: "SSD" },
    diskCount: 2,
    bandwidth: GBPS,
    maxBandwidth: GBPS,
    privateBandwidth: GBPS,
    pricePerHour: 0.263,
    pricePerMonth: 94.99,
    options: [...oneGigabit, HDS, windows(50.4)],
    incompatible: [WINDOWS_2022],
  },
  {
    name: "EM-B220E-NVME",
    hourlyId: "206ea234-9097-4ae1-af68-6d2be09f47ed",
    monthlyId: "8852ff25-c867-4d58-a1f8-40b9968119b7",
    zones: [...FR_PAR, "nl-ams-1", "nl-ams-2"],
    stock: "available",
    tags: NEW_INSTALLER,
    commercialRange: "beryllium",
    quotaName: "EM_B220E_NVMe",
    cpu: { name: "AMD EPYC 7232P", coreCount: 8, threadCount: 16, frequency: 3100, benchmark: "17017" },
    cpuCount: 1,
    memory: { capacity: 64_000_000_000, type: "DDR4", frequency: 2400 },
    disk: { capacity: 1_024_209_543_168, type: "NVMe" },
    diskCount: 2,
    bandwidth: GBPS,
    maxBandwidth: 10 * GBPS,
    privateBandwidth: 10 * GBPS,
    pricePerHour: 0.333,
    pricePerMonth: 119.99,
    options: [...upToTenGigabits, windows(25.2)],
    incompatible: [],
  },
  {
    name: "EM-I215E-NVME",
    hourlyId: "ddb09834-8680-4339-b5e3-19ca5205fa1f",
    monthlyId: "44890f67-212b-4610-9170-4c199644525e",
    zones: FR_PAR,
    stock: "low",
    tags: NEW_INSTALLER,
    commercialRange: "iridium",
    quotaName: "EM_I215E_NVMe",
    cpu: { name: "AMD EPYC 7313P", coreCount: 16, threadCount: 32, frequency: 3000, benchmark: "41609" },
    cpuCount: 1,
    memory: { capacity: 256_000_000_000, type: "DDR4", frequency: 3200 },
    disk: { capacity: 1_920_383_410_176, type: "NVMe" },
    diskCount: 2,
    bandwidth: GBPS,
    maxBandwidth: 10 * GBPS,
    privateBandwidth: 10 * GBPS,
    pricePerHour: 0.904,
    pricePerMonth: 329.99,
    options: [...upToTenGigabits, windows(50.4)],
    incompatible: ["Rocky Linux 8"],
  },
  {
    name: "EM-L110X-SATA",
    hourlyId: "a204136d-656b-44b7-9735-88ca2f62cb1f",
    monthlyId: "0ca85e34-d35a-494b-9077-70589cf7a6c8",
    zones: FR_PAR,
    stock: "available",
    tags: [],
    commercialRange: "lithium",
    quotaName: "EM_L110X_SATA",
    cpu: { name: "Intel Xeon E5 1410 v2", coreCount: 4, threadCount: 8, frequency: 2800, benchmark: "5715" },
    cpuCount: 1,
    memory: { capacity: 96_000_000_000, type: "DDR3", frequency: 1600 },
    disk: { capacity: 12_000_138_625_024, type: "HDD" },
    diskCount: 4,
    bandwidth: GBPS,
    maxBandwidth: GBPS,
    privateBandwidth: GBPS,
    pricePerHour: 0.366,
    pricePerMonth: 131.99,
    options: [...oneGigabit, HDS, windows(25.2)],
    incompatible: [],
  },
  {
    name: "EM-B520E-NVME",
    hourlyId: "d73011fa-02e0-46bc-992c-8bb62c767e97",
    monthlyId: "2cc8ffd7-c25d-4c02-aa8b-b695bebe6213",
    zones: [...FR_PAR, "nl-ams-1"],
    stock: "empty",
    tags: NEW_INSTALLER,
    commercialRange: "beryllium",
    quotaName: "EM_B520E_NVMe",
    cpu: { name: "AMD EPYC 7272", coreCount: 12, threadCount: 24, frequency: 2900, benchmark: "25568" },
    cpuCount: 1,
    memory: { capacity: 256_000_000_000, type: "DDR4", frequency: 2400 },
    disk: { capacity: 2_048_408_248_320, type: "NVMe" },
    diskCount: 2,
    bandwidth: GBPS,
    maxBandwidth: 10 * GBPS,
    privateBandwidth: 10 * GBPS,
    pricePerHour: 0.528,
    pricePerMonth: 189.99,
    options: [...upToTenGigabits, windows(37.8)],
    incompatible: [],
  },
];
