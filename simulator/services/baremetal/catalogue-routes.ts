// GET of offers, systems and options (scaleway-sdk-go api/baremetal/v1: ListOffers, GetOffer, ListOS, …). Without a
// subscription period, or with `unknown_subscription_period`, only hourly offers come: recorded in data-source-offer-basic.
import { invalidArguments, notFound } from "../errors";
import { page } from "../paging";
import { Refusal } from "../refusal";
import type { ApiRequest, Result, Route, ServiceContext } from "../service";
import {
  findOffer,
  findOption,
  findOs,
  isCompatible,
  type Offer,
  offersIn,
  optionsOf,
  viewOffer,
  viewOption,
  viewOs,
} from "./catalogue/catalogue";
import { OPERATING_SYSTEMS } from "./catalogue/operating-systems";
import { OPTIONS } from "./catalogue/options";

const ZONE = "/baremetal/v1/zones/{zone}";
const PERIODS = ["unknown_subscription_period", "hourly", "monthly"];

function listOffers({ params, query }: ApiRequest, { store }: ServiceContext): Result {
  const period = query.get("subscription_period") ?? "unknown_subscription_period";
  if (!PERIODS.includes(period)) {
    const help = `must be one of ${PERIODS.join(", ")}`;
    return invalidArguments({ argument_name: "subscription_period", reason: "constraint", help_message: help });
  }
  const name = query.get("name");
  const matching = offersIn(params.zone!).filter(
    (offer) =>
      offer.subscription === (period === "monthly" ? "monthly" : "hourly") && (!name || offer.machine.name === name),
  );
  const { items, totalCount } = page(matching, query);
  const offers = items.map((offer) => viewOffer(offer, params.zone!, store));
  return { status: 200, body: { offers, total_count: totalCount } };
}

function getOffer({ params }: ApiRequest, { store }: ServiceContext): Result {
  const offer = findOffer(params.zone!, params.offer_id!);
  if (!offer) return notFound("offer", params.offer_id!);
  return { status: 200, body: viewOffer(offer, params.zone!, store) };
}

function listOs({ params, query }: ApiRequest): Result {
  const offer = offerAsked(params.zone!, query);
  const matching = OPERATING_SYSTEMS.filter((os) => !offer || isCompatible(offer, os));
  const { items, totalCount } = page(matching, query);
  return { status: 200, body: { os: items.map((os) => viewOs(os, params.zone!)), total_count: totalCount } };
}

function getOs({ params }: ApiRequest): Result {
  const os = findOs(params.os_id!);
  return os ? { status: 200, body: viewOs(os, params.zone!) } : notFound("os", params.os_id!);
}

function listOptions({ params, query }: ApiRequest): Result {
  const offer = offerAsked(params.zone!, query);
  const name = query.get("name");
  const matching = (offer ? optionsOf(offer) : OPTIONS).filter((option) => !name || option.name === name);
  const { items, totalCount } = page(matching, query);
  return { status: 200, body: { options: items.map(viewOption), total_count: totalCount } };
}

function getOption({ params }: ApiRequest): Result {
  const option = findOption(params.option_id!);
  return option ? { status: 200, body: viewOption(option) } : notFound("option", params.option_id!);
}

function offerAsked(zone: string, query: URLSearchParams): Offer | undefined {
  const id = query.get("offer_id");
  if (!id) return undefined;
  const offer = findOffer(zone, id);
  if (!offer) throw new Refusal(notFound("offer", id));
  return offer;
}

function read(path: string, operation: string, handler: Route["handler"], query: readonly string[] = []): Route {
  const name = `baremetal.${operation}`;
  return {
    method: "GET",
    path: `${ZONE}${path}`,
    operation: name,
    product: "elastic_metal",
    access: "read",
    query,
    handler,
  };
}

const PAGE = ["page", "page_size"];

export const catalogueRoutes: readonly Route[] = [
  read("/offers", "ListOffers", listOffers, [...PAGE, "subscription_period", "name"]),
  read("/offers/{offer_id}", "GetOffer", getOffer),
  read("/os", "ListOS", listOs, [...PAGE, "offer_id"]),
  read("/os/{os_id}", "GetOS", getOs),
  read("/options", "ListOptions", listOptions, [...PAGE, "offer_id", "name"]),
  read("/options/{option_id}", "GetOption", getOption),
];
