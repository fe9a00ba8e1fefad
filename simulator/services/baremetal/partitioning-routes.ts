// The default layout of an offer's disks, and whether another one fits (cassettes partition-schema-data-source-*).
import { z } from "zod";
import { invalidArguments, notFound } from "../errors";
import { uuid } from "../iam/fields";
import { Refusal } from "../refusal";
import type { ApiRequest, Result, Route } from "../service";
import { findOffer, findOs, type Offer, takesPartitioning } from "./catalogue/catalogue";
import { partitioningUnsupported } from "./errors";
import { defaultPartitioning, partitioningProblems, partitioningSchema } from "./partitioning";

const SCHEMAS = "/baremetal/v1/zones/{zone}/partitioning-schemas";

const validationBody = z.strictObject({
  offer_id: uuid,
  os_id: uuid,
  partitioning_schema: partitioningSchema,
});

function getDefault({ params, query }: ApiRequest): Result {
  const offer = partitionable(params.zone!, query.get("offer_id") ?? "", query.get("os_id") ?? "");
  return { status: 200, body: defaultPartitioning(offer) };
}

function validate({ params, body }: ApiRequest<z.infer<typeof validationBody>>): Result {
  const offer = partitionable(params.zone!, body.offer_id, body.os_id);
  const problems = partitioningProblems(body.partitioning_schema, offer).map(
    (why) => ({ argument_name: "partitioning_schema", reason: "constraint", help_message: why }) as const,
  );
  return problems.length > 0 ? invalidArguments(...problems) : { status: 204 };
}

function partitionable(zone: string, offerId: string, osId: string): Offer {
  const offer = findOffer(zone, offerId);
  const os = findOs(osId);
  if (!offer) throw new Refusal(notFound("offer", offerId));
  if (!os) throw new Refusal(notFound("os", osId));
  if (!takesPartitioning(offer) || !os.customPartitioning) throw new Refusal(partitioningUnsupported());
  return offer;
}

const ROUTE = { product: "elastic_metal", access: "read" } as const;

export const partitioningRoutes: readonly Route[] = [
  {
    ...ROUTE,
    method: "GET",
    path: `${SCHEMAS}/default`,
    operation: "baremetal.GetDefaultPartitioningSchema",
    query: ["offer_id", "os_id"],
    handler: getDefault,
  },
  {
    ...ROUTE,
    method: "POST",
    path: `${SCHEMAS}/validate`,
    operation: "baremetal.ValidatePartitioningSchema",
    body: validationBody,
    handler: validate,
  },
];
