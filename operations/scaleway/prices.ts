import { Baremetalv1 } from "@scaleway/sdk-baremetal";
import type { Money } from "@scaleway/sdk-client";
import type { DeploymentConfig } from "../../config/deployment-config";
import { connectToScaleway } from "./connection";

/** Scaleway bills an hourly subscription by the hour; a month is counted as 730 of them. */
const HOURS_PER_MONTH = 730;
const PRIVATE_NETWORK_OPTION = "Private Network";

/** What one server costs, without tax; undefined where the catalogue names no price. */
export interface ServerPrice {
  readonly currency: string;
  readonly perHour: number | undefined;
  readonly perMonth: number | undefined;
  /** Paid once, for a monthly subscription. */
  readonly setUpFee: number;
}

/** Price of a server of the deployment with its Private Network option, at the catalogue's prices of this moment. */
export async function serverPrice(config: DeploymentConfig): Promise<ServerPrice | undefined> {
  const api = new Baremetalv1.API(connectToScaleway(config));
  const { offer, subscription } = config.servers;
  const offers = await api.listOffers({ zone: config.zone as never, subscriptionPeriod: subscription }).all();
  const found = offers.find((candidate) => candidate.name === offer);
  if (!found) return undefined;
  const option = found.options.find((candidate) => candidate.name === PRIVATE_NETWORK_OPTION);
  const currency = (found.pricePerHour ?? found.pricePerMonth)?.currencyCode ?? "EUR";
  if (subscription === "monthly") {
    const perMonth = sum(amount(found.pricePerMonth), amount(option?.price));
    return { currency, perHour: undefined, perMonth, setUpFee: amount(found.fee) ?? 0 };
  }
  const perHour = sum(amount(found.pricePerHour), amount(option?.price));
  return { currency, perHour, perMonth: perHour === undefined ? undefined : perHour * HOURS_PER_MONTH, setUpFee: 0 };
}

function amount(money: Money | undefined): number | undefined {
  return money && money.units + money.nanos / 1e9;
}

function sum(one: number | undefined, other: number | undefined): number | undefined {
  return one === undefined ? undefined : one + (other ?? 0);
}
