// Looks offers, systems and options up and shows them as the API does. An offer's record stands for two: hourly and monthly.

import type { Store } from "../../../store/store";
import { conditionHolds } from "../../conditions";
import { OFFERS, type OfferRecord } from "./offers";
import { OPERATING_SYSTEMS, type OsRecord } from "./operating-systems";
import { OPTIONS, type OptionRecord } from "./options";

export type Subscription = "hourly" | "monthly";

/** One offer as it is ordered: the machine, and how it is paid. */
export interface Offer {
  readonly id: string;
  readonly subscription: Subscription;
  readonly machine: OfferRecord;
}

export function offersIn(zone: string): Offer[] {
  const machines = OFFERS.filter((machine) => (machine.zones as readonly string[]).includes(zone));
  return machines.flatMap((machine): Offer[] => [
    { id: machine.hourlyId, subscription: "hourly", machine },
    { id: machine.monthlyId, subscription: "monthly", machine },
  ]);
}

export const findOffer = (zone: string, id: string): Offer | undefined =>
  offersIn(zone).find((offer) => offer.id === id);

export const findOs = (id: string): OsRecord | undefined => OPERATING_SYSTEMS.find((os) => os.id === id);

export const findOption = (id: string): OptionRecord | undefined => OPTIONS.find((option) => option.id === id);

export function optionsOf(offer: Offer): OptionRecord[] {
  return offer.machine.options.map(({ name }) => OPTIONS.find((option) => option.name === name)!);
}

export function isCompatible(offer: Offer, os: OsRecord): boolean {
  return !offer.machine.incompatible.includes(`${os.name} ${os.version}`);
}

export const takesCloudInit = (offer: Offer): boolean => offer.machine.tags.includes("cloud-init");

/** Recorded for EM-L110X-SATA, which lacks the tag: "Custom Partitioning not supported". */
export const takesPartitioning = (offer: Offer): boolean => offer.machine.tags.includes("install-system-v2");

export function stockOf(offer: Offer, store: Store): OfferRecord["stock"] {
  return conditionHolds(store, "stock-empty", offer.machine.name) ? "empty" : offer.machine.stock;
}

export function viewOffer(offer: Offer, zone: string, store: Store) {
  const { machine, subscription } = offer;
  const monthly = subscription === "monthly";
  return {
    id: offer.id,
    name: machine.name,
    stock: stockOf(offer, store),
    bandwidth: machine.bandwidth,
    max_bandwidth: machine.maxBandwidth,
    private_bandwidth: machine.privateBandwidth,
    shared_bandwidth: true,
    commercial_range: machine.commercialRange,
    price_per_hour: monthly ? null : euros(machine.pricePerHour),
    price_per_month: monthly ? euros(machine.pricePerMonth) : null,
    // A monthly contract begins with a fee as high as one month.
    fee: euros(monthly ? machine.pricePerMonth : 0),
    disks: repeat(machine.diskCount, { capacity: machine.disk.capacity, type: machine.disk.type }),
    enable: true,
    cpus: repeat(machine.cpuCount, {
      name: machine.cpu.name,
      core_count: machine.cpu.coreCount,
      thread_count: machine.cpu.threadCount,
      frequency: machine.cpu.frequency,
      benchmark: machine.cpu.benchmark,
    }),
    memories: [{ ...machine.memory, is_ecc: true }],
    quota_name: machine.quotaName,
    persistent_memories: [],
    raid_controllers: [],
    gpus: [],
    incompatible_os_ids: OPERATING_SYSTEMS.filter((os) => !isCompatible(offer, os)).map((os) => os.id),
    subscription_period: subscription,
    operation_path: "",
    options: machine.options.map((offered) => viewOfferedOption(offer, offered)),
    tags: machine.tags,
    monthly_offer_id: monthly ? null : machine.monthlyId,
    zone,
  };
}

function viewOfferedOption(offer: Offer, offered: OfferRecord["options"][number]) {
  const option = OPTIONS.find(({ name }) => name === offered.name)!;
  const billed = (offer.subscription === "monthly" ? offered.monthly : offered.hourly) === null ? "other" : "same";
  const period = billed === "same" ? offer.subscription : offer.subscription === "monthly" ? "hourly" : "monthly";
  return {
    id: option.id,
    name: option.name,
    enabled: false,
    subscription_period: period,
    price: euros((period === "monthly" ? offered.monthly : offered.hourly)!),
    manageable: option.manageable,
    os_id: option.osId ?? "00000000-0000-0000-0000-000000000000",
    ...viewOptionKind(option, offer.machine.privateBandwidth),
  };
}

export function viewOption(option: OptionRecord) {
  return {
    id: option.id,
    name: option.name,
    manageable: option.manageable,
    // Outside an offer a Private Network has no bandwidth of its own.
    ...viewOptionKind(option, 0),
  };
}

export function viewOptionKind(option: OptionRecord, privateBandwidth: number) {
  switch (option.kind) {
    case "private_network":
      return { private_network: { bandwidth_in_bps: privateBandwidth } };
    case "public_bandwidth":
      return { public_bandwidth: { bandwidth_in_bps: option.bandwidthInBps } };
    case "license":
      return { license: { os_id: option.osId } };
    default:
      return { [option.kind]: {} };
  }
}

export function viewOs(os: OsRecord, zone: string) {
  return {
    id: os.id,
    name: os.name,
    version: os.version,
    logo_url: `https://baremetal-logos-fr.s3.fr-par.scw.cloud/${os.logo}.png`,
    ssh: os.ssh,
    user: os.user,
    password: os.password,
    service_user: os.serviceUser,
    service_password: os.servicePassword,
    enabled: true,
    license_required: os.licenseRequired,
    allowed: true,
    custom_partitioning_supported: os.customPartitioning,
    cloud_init_supported: os.cloudInitVersion !== null,
    cloud_init_version: os.cloudInitVersion,
    zone,
  };
}

/** Money as Scaleway writes it: whole units and billionths; prices are known to a tenth of a cent. */
function euros(amount: number) {
  const thousandths = Math.round(amount * 1000);
  return { currency_code: "EUR", units: Math.floor(thousandths / 1000), nanos: (thousandths % 1000) * 1_000_000 };
}

function repeat<T>(count: number, item: T): T[] {
  return Array.from({ length: count }, () => item);
}
